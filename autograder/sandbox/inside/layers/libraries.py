"""Where the libraries lie that Python and torch read after a worker is confined."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.inside.layers.system import LayerError

PACKAGES = {"site-packages", "dist-packages"}
"""The standard library is granted by itself."""
SYSTEM = (
    *(
        "/usr/lib",
        "/usr/lib64",
        "/usr/share/zoneinfo",
        "/lib",
        "/lib64",
        "/etc/ld.so.cache",
        "/usr/local/lib",
    ),
    *("/dev/null", "/dev/urandom", "/dev/zero"),
    # The kind of processor: torch asks for it when it first computes in half precision.
    "/proc/cpuinfo",
    # How many processors there are. Not their folders, which show how busy each one was.
    *(f"/sys/devices/system/cpu/{name}" for name in ("online", "possible", "present", "kernel_max")),
)


def interpreter_folders() -> list[str]:
    """Return the folders of this interpreter's standard library and of its packages.

    Folders of `sys.path` count only below the interpreter's own prefixes: an editable install puts a whole
    checkout there, with the solutions in it.
    """
    prefixes = (sys.prefix, sys.base_prefix, "/usr")
    packages = [path for path in sys.path if Path(path).name in PACKAGES]
    installed = [path for path in packages if any(_is_below(path, prefix) for prefix in prefixes)]
    folders = dict.fromkeys([f"{sys.base_prefix}/lib", *installed])
    return [folder for folder in folders if Path(folder).is_dir()]


def readable(secret: str) -> list[str]:
    """Return the files and folders that a worker may read beside its submission, without the folder `secret`.

    Landlock cannot exclude a folder from a granted one, so a folder that holds `secret` is granted entry by
    entry.
    """
    granted = [place for folder in (*SYSTEM, *interpreter_folders()) for place in _without(folder, secret)]
    return list(dict.fromkeys(granted))


def require_whole(readable_places: Iterable[str]) -> None:
    """Check that loaded packages lie where a worker may read, so that it can import the rest of them.

    Raises:
        LayerError: a package lies elsewhere, through links into a cache or a path file.
    """
    places = list(readable_places)
    for name in sorted({"jaxtyping", "numpy", "torch"} & set(sys.modules)):
        file = os.path.realpath(str(sys.modules[name].__file__))
        if not any(_is_below(file, place) for place in places):
            raise LayerError(
                f"{name} lies in {Path(file).parent}, where workers may not read: install copies of the "
                "packages into this environment, not links (uv: --link-mode copy)"
            )


def _without(place: str, secret: str) -> list[str]:
    if not _is_below(secret, place):
        return [place]
    if _is_below(place, secret):
        return []
    return [each for entry in Path(place).iterdir() for each in _without(str(entry), secret)]


def _is_below(path: str, folder: str) -> bool:
    """Return whether `path` is `folder` or lies in it, with all links resolved."""
    real, top = os.path.realpath(path), os.path.realpath(folder)
    return real == top or real.startswith(top.rstrip("/") + "/")
