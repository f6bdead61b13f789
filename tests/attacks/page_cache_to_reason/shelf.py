"""A shelf that outlives a process: which of some library files the kernel holds in memory."""

import glob
import os
import time
from contextlib import suppress

import torch

FILES = sorted(glob.glob(os.path.dirname(torch.__file__) + "/include/ATen/ops/*.h"))[1000:1016]


def is_cached(path):
    file = os.open(path, os.O_RDONLY)
    try:
        return os.preadv(file, [bytearray(1)], 0, os.RWF_NOWAIT) == 1
    except OSError:
        return False
    finally:
        os.close(file)


def forget(paths=FILES):
    for path in paths:
        file = os.open(path, os.O_RDONLY)
        with suppress(OSError):
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def keep(number):
    """15 bits of a number; the first file says that there is one."""
    for place, path in enumerate(FILES):
        if (number << 1 | 1) >> place & 1:
            with open(path) as file:
                file.read()


def kept():
    first, *bits = found = [is_cached(path) for path in FILES]
    for _ in range(3):  # what looking has made the kernel read
        time.sleep(0.05)
        forget([path for path, cached in zip(FILES, found, strict=True) if not cached])
    return sum(bit << place for place, bit in enumerate(bits)) if first else None
