"""Landlock: of all files, a worker reads the libraries and its own submission, and writes none.

Kernel documentation: "Landlock: unprivileged access control". ABI 4 adds TCP, ABI 6 signals and abstract
sockets of other processes.
"""

import ctypes
import os
import sys
from pathlib import Path

from autograder.sandbox.inside.layers.system import LayerError, check, syscall

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same number on every architecture
VERSION = 1
PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
READ = EXECUTE | READ_FILE | READ_DIR
# All rights that each ABI knows: handled means forbidden unless granted.
HANDLED_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
HANDLED_NETWORK = 0b11
SCOPED = 0b11
SCOPED_ABI = 6
PACKAGES = {"site-packages", "dist-packages"}
"""The standard library is granted by itself."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """The kernel's Landlock ABI.

    Raises:
        LayerError: it has none.
    """
    return check(syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION)), "Landlock")


def prepare(readable: list[str]) -> int:
    """A ruleset that lets a process read below `readable` and do nothing else; its descriptor.

    Called while still root, so that every path can be opened.

    Raises:
        LayerError: the kernel has no Landlock.
    """
    version = abi()
    if os.geteuid() != 0 and version < SCOPED_ABI:
        # As another user a worker cannot signal the grader anyway; as the same user this must hold.
        raise LayerError(f"ABI {version} does not confine signals; without another user, {SCOPED_ABI} must")
    files = max(bits for known, bits in HANDLED_FILES.items() if known <= version)
    attributes = _Ruleset(
        files, HANDLED_NETWORK if version >= 4 else 0, SCOPED if version >= SCOPED_ABI else 0
    )
    size = 24 if version >= SCOPED_ABI else 16 if version >= 4 else 8
    flags = ctypes.c_uint32(0)
    ruleset = check(
        syscall(CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), flags), "Landlock ruleset"
    )
    for place in readable:
        try:
            parent = os.open(place, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        allowed = READ if Path(place).is_dir() else EXECUTE | READ_FILE
        if place == os.devnull:
            allowed |= WRITE_FILE  # where many send what they do not want printed
        rule = _PathBeneath(allowed, parent)
        added = syscall(ADD_RULE, ctypes.c_int(ruleset), PATH_BENEATH, ctypes.byref(rule), flags)
        os.close(parent)
        check(added, f"Landlock rule for {place}")
    return ruleset


def restrict(ruleset: int) -> None:
    """Puts the ruleset on this process and all that it starts.

    Raises:
        LayerError: the kernel refuses.
    """
    check(syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)), "Landlock")
    os.close(ruleset)


def libraries(secret: str) -> list[str]:
    """What Python and torch need to read: libraries, without the folder `secret`.

    Landlock cannot take a folder out of a granted one, so the folder that `secret` lies in is granted
    entry by entry. Of `sys.path` only folders of packages below the interpreter's own prefixes count: an
    editable install puts a whole checkout there, solutions and all.
    """
    places = ["/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/lib", "/lib64", "/etc/ld.so.cache"]
    places += ["/usr/local/lib", "/dev/null", "/dev/urandom", "/dev/zero", f"{sys.base_prefix}/lib"]
    # What kind of processor this is: torch asks when it first computes in half precision.
    places += ["/proc/cpuinfo", "/sys/devices/system/cpu"]
    for path in sys.path:
        installed = any(_is_below(path, prefix) for prefix in (sys.prefix, sys.base_prefix, "/usr"))
        if installed and Path(path).name in PACKAGES and Path(path).is_dir():
            places += _without(path, secret)
    return [place for place in dict.fromkeys(places) if not _is_below(secret, place)]


def _without(folder: str, secret: str) -> list[str]:
    if not _is_below(secret, folder):
        return [folder]
    return [str(entry) for entry in Path(folder).iterdir() if not _is_below(secret, str(entry))]


def _is_below(path: str, folder: str) -> bool:
    real, top = os.path.realpath(path), os.path.realpath(folder)
    return real == top or real.startswith(top.rstrip("/") + "/")
