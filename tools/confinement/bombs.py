"""Fill memory in every way that a submission can, one worker after the other, and say how each one ended.

    python tools/confinement/bombs.py [NAME …]

For each bomb (all but `right` by default): the MiB that it got before it was refused more, or how its worker
ended: `died` is the kernel's doing. Then `right`, an honest function, whose answer must be 42. Run it where
memory is short: in a container (`container.py`) or a control group (`memory_cgroup.py`). The last line is
JSON. `pages` and `unmapped` get round a worker's own limits; they need a container's limit to stop them.
"""

import json
import sys
import tempfile
from pathlib import Path

from autograder.catalog import Project, Question
from autograder.grading.session import Session
from autograder.grading.start import start_zygote
from autograder.grading.stops import Stops
from autograder.grading.workers import Workers
from autograder.sandbox.outcome import End

BOMBS = (
    "heap", "tensors", "shared", "stack", "copies", "pages", "unmapped", "pipes", "files", "names", "answer",
)  # fmt: skip
STUDENT = """
import ctypes, fcntl, gc, mmap, os, struct
from contextlib import suppress

import torch

MIB = 1 << 20
kept = []
libc = ctypes.CDLL(None, use_errno=True)


def fill(allocate):
    try:
        while True:
            kept.append(allocate())
    except (MemoryError, OSError, RuntimeError):
        return len(kept)


def heap():
    return fill(lambda: bytearray(b"x") * MIB)


def tensors():
    return fill(lambda: torch.empty(MIB, dtype=torch.uint8).fill_(1))


def mapped(flags):
    area = mmap.mmap(-1, MIB, flags=flags | mmap.MAP_ANONYMOUS)
    area[:] = b"x" * MIB
    return area


def shared():
    return fill(lambda: mapped(mmap.MAP_SHARED))


def stack():  # the kernel does not count memory that may grow downwards as "data"
    return fill(lambda: mapped(mmap.MAP_PRIVATE | 0x100))


def copies():  # whose reference count is written to has its page copied from the zygote's
    gc.unfreeze()
    for each in gc.get_objects():
        ctypes.c_ssize_t.from_address(id(each)).value += 1
    return heap()


def torch_segments():
    library = ctypes.CDLL(torch.__path__[0] + "/lib/libtorch_cpu.so")
    found = (ctypes.c_void_p * 4)()
    libc.dladdr(library._ZN2at13globalContextEv, found)
    base = found[1]
    header = ctypes.string_at(base, 64)
    table, count = struct.unpack_from("<Q", header, 32)[0], struct.unpack_from("<H", header, 56)[0]
    for index in range(count):
        entry = struct.unpack("<IIQQQQQQ", ctypes.string_at(base + table + 56 * index, 56))
        if entry[0] == 1:  # PT_LOAD
            yield base + (entry[3] & -4096), entry[6], entry[1]


def pages():  # a library's own pages, made writable for a moment, become private ones that no limit counts
    heap()
    del kept[-20:]
    for start, length, protection in list(torch_segments()):
        for at in range(start, start + length - MIB, MIB):
            area, was = ctypes.c_void_p(at), (protection & 1) << 2 | 1
            if not protection & 2 and libc.mprotect(area, ctypes.c_size_t(MIB), was | 2) == 0:
                for page in range(at, at + MIB, 4096):
                    byte = ctypes.c_ubyte.from_address(page)
                    byte.value = byte.value
                libc.mprotect(area, ctypes.c_size_t(MIB), was)
    return len(kept)


def unmapped():  # an address space without the library has room for something else
    for start, length, _ in list(torch_segments()):
        libc.munmap(ctypes.c_void_p(start), ctypes.c_size_t(length))
    return shared()


def pipes():
    n_bytes = 0
    with suppress(OSError):
        while True:
            kept.append(os.pipe())
            os.set_blocking(kept[-1][1], False)
            with suppress(OSError):
                fcntl.fcntl(kept[-1][1], 1031, MIB)  # F_SETPIPE_SZ
            with suppress(BlockingIOError):
                while True:
                    n_bytes += os.write(kept[-1][1], bytes(1 << 16))
    return n_bytes // MIB


def files():
    n_bytes = 0
    for folder, _, names in os.walk(torch.__path__[0]):
        for name in names:
            with suppress(OSError), open(os.path.join(folder, name), "rb") as file:
                while piece := file.read(MIB):
                    n_bytes += len(piece)
    return n_bytes // MIB


def names():
    for number in range(1_000_000):
        with suppress(OSError):
            os.stat(f"/usr/lib/{number:0200}")
    return 200


def answer():
    return torch.zeros(1 << 26, dtype=torch.uint8)


def right():
    return 42
"""


def main() -> None:
    """Run all bombs, and print how each one ended."""
    project = Project.find()
    ended = {}
    with tempfile.TemporaryDirectory() as folder, start_zygote(project) as zygote:
        Path(folder).chmod(0o755)
        Path(folder, "student.py").write_text(STUDENT, encoding="utf-8")
        limits = project.assignment.limits
        with Session(Workers(zygote, Path(folder), limits), Stops(limits)) as session:
            for number, name in enumerate([*(sys.argv[1:] or BOMBS), "right"]):
                question = Question(str(number), name, "student", (), ())
                outcome = session.call(question, (), {}, ())
                value = outcome.value if isinstance(outcome.value, int) else type(outcome.value).__name__
                ended[name] = value if outcome.end is End.VALUE else str(outcome.end)
                print(f"{name:10} {ended[name]}", flush=True)
    print(json.dumps(ended))


if __name__ == "__main__":
    main()
