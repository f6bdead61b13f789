"""Another user for each worker, with no rights, no groups, and no files."""

import os

from autograder.sandbox.inside.layers.namespaces import require_reachable_interpreter
from autograder.sandbox.inside.layers.system import LayerError

FIRST_UID = 200_000
N_UIDS = 60_000


def random_uid() -> int:
    """A user id that no account has; random, since limits count a user over all containers of a host."""
    return FIRST_UID + int.from_bytes(os.urandom(4), "big") % N_UIDS


def become_nobody() -> None:
    """Gives up being root, for good.

    Raises:
        LayerError: this process is not root, the kernel refuses, or others could not read the libraries.
    """
    if os.geteuid() != 0:
        raise LayerError("not started as root, so workers run as the same user")
    require_reachable_interpreter()
    uid = random_uid()
    try:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        raise LayerError(f"setresuid: {error.strerror}") from error
