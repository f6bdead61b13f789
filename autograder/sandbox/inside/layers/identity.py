"""Another user for a worker, which then cannot open files or signal processes of the grader's user."""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from autograder.sandbox.inside.layers.private_folders import require_open
from autograder.sandbox.inside.layers.system import LayerError

# Where accounts have no ids, the best place first. A container's user namespace often maps 65,536 ids, where
# systemd uses some above 60,000.
PLACES = (range(200_000, 260_000), range(65_536, 1 << 31), range(10_000, 60_000))
MAX_USERS, MIN_USERS = 60_000, 10_000
"""Users to choose from. Of fewer, two graders could too easily choose the same."""


@cache
def users(process: Path = Path("/proc/self")) -> range:
    """Return the user ids that workers can be given: no account has them, and they exist here.

    In a user namespace, as in a rootless container, only the mapped ids exist. The range is empty if too few
    are mapped, as in `unshare -Ur`: such a root is an ordinary user outside.

    Args:
        process: its folder below /proc.
    """
    try:
        if (process / "setgroups").read_text(encoding="ascii").strip() == "deny":
            return range(0)  # a worker could not give up the grader's groups
        mapped = [list(_mapped(process / name)) for name in ("uid_map", "gid_map")]
    except FileNotFoundError:
        return PLACES[0]  # a kernel without user namespaces
    for place in PLACES:
        for uids in mapped[0]:
            for gids in mapped[1]:
                found = _common(_common(place, uids), gids)[:MAX_USERS]
                if len(found) >= MIN_USERS:
                    return found
    return range(0)


def _mapped(file: Path) -> Iterator[range]:
    """Yield the ids of a map (man 7 user_namespaces): neighbouring lines as one range."""
    found = range(0)
    for line in sorted(file.read_text(encoding="ascii").splitlines(), key=lambda line: int(line.split()[0])):
        first, _, count = map(int, line.split())
        if found and first == found.stop:
            found = range(found.start, first + count)
            continue
        yield found
        found = range(first, first + count)
    yield found


def _common(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))


def random_uid() -> int:
    """Return a user id that no account has, or 0 if there is none.

    It is random, because the kernel counts a user's processes over all containers of a host.
    """
    found = users()
    return found[int.from_bytes(os.urandom(4), "big") % len(found)] if found else 0


def require_root() -> None:
    """Check that workers can be given another user.

    Raises:
        LayerError: this process is not root, or too few user ids are mapped here.
    """
    if os.geteuid() != 0:
        raise LayerError("not started as root, so workers run as the same user")
    if not users():
        raise LayerError(
            "root of a user namespace that maps too few ids, so workers run as the same user, without rights"
        )


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
