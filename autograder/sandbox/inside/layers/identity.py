"""Another user for each worker, with no rights, no groups and no files."""

import os
from collections.abc import Sequence

from autograder.sandbox.inside.layers.private_folders import require_open
from autograder.sandbox.inside.layers.system import LayerError

FIRST_UID = 200_000
N_UIDS = 60_000


def random_uid() -> int:
    """Return a user id that no account has.

    It is random, because the kernel counts a user's processes over all containers of a host.
    """
    return FIRST_UID + int.from_bytes(os.urandom(4), "big") % N_UIDS


def require_root() -> None:
    """Check that workers can be given another user.

    Raises:
        LayerError: this process is not root.
    """
    if os.geteuid() != 0:
        raise LayerError("not started as root, so workers run as the same user")


def become_nobody(uid: int, needed: Sequence[str]) -> None:
    """Become the user `uid` for good.

    Args:
        uid: the user.
        needed: folders that this user must be able to read.

    Raises:
        LayerError: the kernel refuses, or other users cannot read a folder.
    """
    require_open(needed)
    try:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        raise LayerError(f"setresuid: {error.strerror}") from error
