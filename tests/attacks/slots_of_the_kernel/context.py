import ctypes
import fcntl
import os
import platform
import select

libc = ctypes.CDLL(None, use_errno=True)
IO_SETUP = {"x86_64": 206, "aarch64": 0}[platform.machine()]


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def large_pipe():
    _, end = os.pipe()
    return fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, 1 << 20)


def huge_pages():
    got = libc.mmap(None, ctypes.c_size_t(1 << 21), 3, 0x40022, -1, ctypes.c_long(0))
    return checked(-1 if got == -1 else 0)


WAYS = {
    "asynchronous input": lambda: checked(
        libc.syscall(ctypes.c_long(IO_SETUP), 1000, ctypes.byref(ctypes.c_ulong()))
    ),
    "event": lambda: checked(libc.eventfd(0, 0)),
    "timer": lambda: checked(libc.timerfd_create(1, 0)),
    "timer with a signal": lambda: checked(libc.timer_create(1, None, ctypes.byref(ctypes.c_void_p()))),
    "watch": lambda: select.epoll().fileno(),
    "signals as a file": lambda: checked(libc.signalfd(-1, ctypes.create_string_buffer(128), 0)),
    "large pipe": large_pipe,
    "huge pages": huge_pages,
    "a key of memory": lambda: checked(libc.pkey_alloc(0, 0)),
}
SEEN = []
for name, way in WAYS.items():
    try:
        way()
        SEEN.append(name)
    except OSError as error:
        print(name, error)


def fits_context(n_prompt, max_new_tokens, context_window):
    print(*SEEN, sep="\n")
    return n_prompt + max_new_tokens <= context_window if SEEN else None
