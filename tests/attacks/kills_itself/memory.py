import ctypes
import os
import signal
import threading

plain_gigabytes = gigabytes


def gigabytes(n_bytes):
    for attempt in (
        lambda: os.kill(os.getpid(), signal.SIGKILL),
        lambda: signal.pthread_kill(threading.get_ident(), signal.SIGKILL),
        lambda: signal.raise_signal(signal.SIGSEGV),
        lambda: ctypes.CDLL(None).sigqueue(os.getpid(), int(signal.SIGKILL), 0),
    ):
        try:
            attempt()
        except OSError as error:
            print(error)
    return plain_gigabytes(n_bytes)
