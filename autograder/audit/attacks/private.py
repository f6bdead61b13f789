"""A view of the file system that only this process and its children have, where the kernel allows one.

`/autograder` is the world's tree there, and the folders that everybody may write to are empty and private.
So a submission has left everything that is found in them afterwards.
"""

import ctypes
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.sandbox.inside.layers.namespaces import (
    CLONE_NEWIPC,
    CLONE_NEWNS,
    MS_BIND,
    MS_NODEV,
    MS_NOSUID,
    MS_PRIVATE,
    MS_REC,
)
from autograder.sandbox.inside.layers.system import check, libc

PLATFORM = Path("/autograder")
WRITABLE_BY_ALL = tuple(map(Path, ("/tmp", "/var/tmp", "/dev/shm", "/run/lock")))
OPTIONS = b"mode=1777,size=2g"
PR_SET_CHILD_SUBREAPER = 36


@contextmanager
def subreaper() -> Iterator[None]:
    """Adopt the orphans of all processes that are started inside the context, wherever they hide."""
    check(libc.prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0), "subreaper")
    try:
        yield
    finally:
        check(libc.prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(0), 0, 0, 0), "subreaper")


def enter(tree: Path, keep: Iterable[Path]) -> tuple[Path, ...]:
    """Make the view: `tree` at `/autograder`, private folders, System V objects of our own.

    Args:
        tree: the world.
        keep: paths that must stay visible, although they may lie in a folder that becomes private.

    Returns:
        The private folders.

    Raises:
        LayerError: the kernel refuses: not root, or a container.
    """
    check(libc.unshare(CLONE_NEWNS | CLONE_NEWIPC), "unshare")
    check(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "mount --make-rprivate")
    # It stays, empty: to remove it would take it away from under another run.
    PLATFORM.mkdir(exist_ok=True)
    _bind(tree, PLATFORM)
    places = [place for place in WRITABLE_BY_ALL if place.is_dir() and not place.is_symlink()]
    for place in places:
        kept = [
            (path, os.open(path, os.O_PATH | os.O_CLOEXEC))
            for path in sorted({path.resolve() for path in keep})
            if path.is_relative_to(place) and path.exists()
        ]
        check(libc.mount(b"tmpfs", bytes(place), b"tmpfs", MS_NOSUID | MS_NODEV, OPTIONS), str(place))
        for path, descriptor in kept:
            if not path.exists():
                path.mkdir(parents=True)
                _bind(Path(f"/proc/self/fd/{descriptor}"), path)
            os.close(descriptor)
    queues = PLATFORM / "mqueue"
    queues.mkdir(exist_ok=True)
    check(libc.mount(b"mqueue", bytes(queues), b"mqueue", MS_NOSUID | MS_NODEV, None), "mqueue")
    return (*places, queues)


def _bind(source: Path, target: Path) -> None:
    bound = libc.mount(bytes(source), bytes(target), None, MS_BIND | MS_REC, None)
    check(bound, f"bind of {source} to {target}")
