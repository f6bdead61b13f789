"""Landlock: a worker may read the libraries and its own submission, and may write no file.

Kernel documentation: "Landlock: unprivileged access control". ABI 4 adds TCP, ABI 6 signals and abstract
sockets of other processes. Called by ctypes, because the packages on PyPI are stale or lack the newer ABIs.
"""

import ctypes
import os
from pathlib import Path

from autograder.sandbox.inside.layers.system import LayerError, check, syscall

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same number on every architecture
VERSION = 1
PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
READ = EXECUTE | READ_FILE | READ_DIR
# All rights of each ABI. A handled right is forbidden unless granted.
HANDLED_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
HANDLED_NETWORK = 0b11
SCOPED = 0b11
SCOPED_ABI = 6


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """Return the kernel's Landlock ABI.

    Raises:
        LayerError: the kernel has no Landlock.
    """
    return check(syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION)), "Landlock")


def prepare(readable: list[str], *, same_user: bool) -> int:
    """Return the descriptor of a ruleset that lets a process read below `readable` and do nothing else.

    Called while still root, so that each path can be opened.

    Args:
        readable: files and folders.
        same_user: whether the process stays the grader's user.

    Raises:
        LayerError: the kernel has no Landlock.
    """
    version = abi()
    if same_user and version < SCOPED_ABI:
        # Another user cannot signal the grader anyway, but the same user can.
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
            allowed |= WRITE_FILE  # many programs discard their output there
        rule = _PathBeneath(allowed, parent)
        added = syscall(ADD_RULE, ctypes.c_int(ruleset), PATH_BENEATH, ctypes.byref(rule), flags)
        os.close(parent)
        check(added, f"Landlock rule for {place}")
    return ruleset


def restrict(ruleset: int) -> None:
    """Put the ruleset on this process and all its children.

    Raises:
        LayerError: the kernel refuses.
    """
    check(syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)), "Landlock")
    os.close(ruleset)
