"""Another user for each worker, with no rights, no groups, and no files."""

import os

from autograder.sandbox.inside.layers.namespaces import require_reachable_interpreter
from autograder.sandbox.inside.layers.system import LayerError

FIRST_UID = 200_000
N_UIDS = 60_000


def random_uid() -> int:
    """A user id that no account has; random, since limits count a user over all containers of a host."""
    return FIRST_UID + int.from_bytes(os.urandom(4), "big") % N_UIDS


def require_possible(*, mounts: bool) -> None:
    """Checks that workers can be given another user.

    Args:
        mounts: a worker has mounts of its own, which can show it an interpreter below a private folder.

    Raises:
        LayerError: this process is not root, or others could not read the libraries.
    """
    if os.geteuid() != 0:
        raise LayerError("not started as root, so workers run as the same user")
    if not mounts:
        require_reachable_interpreter()


def become_nobody(uid: int) -> None:
    """Gives up being root, for good, and becomes the user `uid`.

    Raises:
        LayerError: this process is not root, the kernel refuses, or others could not read the libraries.
    """
    require_reachable_interpreter()
    try:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        raise LayerError(f"setresuid: {error.strerror}") from error
