"""Take the rights of a process that reads what students wrote. Imports next to nothing."""

import os
import resource
from contextlib import suppress

MIB = 2**20
CPU_SECONDS = 20
ADDRESS_BYTES = 400 * MIB
"""Beside a notebook of the largest size. The container may have 768 MiB for all."""
FIRST_UID, N_UIDS = 200_000, 60_000
"""As workers have: no account has these ids."""


def limit() -> None:
    """Give up rights, files, processes, and all but a little time and memory."""
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_AS: ADDRESS_BYTES + os.fstat(0).st_size,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_NPROC: 0,
    }
    for kind, value in limits.items():
        with suppress(OSError, ValueError):  # one that this system does not have
            resource.setrlimit(kind, (value, value))
    if os.geteuid() == 0:
        uid = FIRST_UID + int.from_bytes(os.urandom(4), "big") % N_UIDS
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
