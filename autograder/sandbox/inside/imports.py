"""How student code imports: its own files first among packages, relative imports included."""

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = "submission"
DOTS = 6
"""How many dots an import may begin with: each leads to the submission's folder, as nothing lies above it."""
NEVER_FORGOTTEN = {"torch", "numpy", "jaxtyping", "provided"}
"""Packages that a file of the same name does not replace: nothing would work without them."""


def prepare(folder: str) -> None:
    """Let student code import its own files.

    They come after the standard library and before other packages. So a student's file may be called like a
    standard module, or like a package that grading has installed or is made of.
    """
    places = [
        index for index, path in enumerate(sys.path) if path.endswith(("site-packages", "dist-packages"))
    ]
    sys.path.insert(min(places, default=len(sys.path)), folder)
    name = ""
    for _ in range(DOTS):
        name = f"{name}.{PACKAGE}" if name else PACKAGE
        package = ModuleType(name)
        package.__path__ = [folder]
        package.__package__ = name
        sys.modules[name] = package
    for own in {path.name.removesuffix(".py") for path in Path(folder).iterdir()}:
        if own in sys.modules and own not in sys.stdlib_module_names and own not in NEVER_FORGOTTEN:
            _forget(own)
    sys.meta_path.insert(0, _Finder(folder))


def new_module(name: str, path: Path) -> ModuleType:
    """Return an empty module for a file, in which relative imports find the files beside it."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    _put_in_package(module)
    return module


@contextmanager
def under_way(module: ModuleType) -> Iterator[None]:
    """Mark a module as being imported, so that Python names a circular import in its own words."""
    spec: Any = module.__spec__
    spec._initializing = True
    try:
        yield
    finally:
        spec._initializing = False


class _Finder:
    """Finds the student's files in the top folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a file; None for other modules, which are found as always."""
        if path is not None or target is not None or name in sys.stdlib_module_names or "." in name:
            return None
        file = Path(self._folder, f"{name}.py")
        if Path(self._folder, name, "__init__.py").is_file() or not file.is_file():
            return None
        return importlib.util.spec_from_file_location(name, file, loader=_Loader(name, str(file)))


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        _put_in_package(module)
        super().exec_module(module)


def _put_in_package(module: ModuleType) -> None:
    module.__package__ = ".".join([PACKAGE] * DOTS)


def _forget(name: str) -> None:
    for each in [each for each in sys.modules if each == name or each.startswith(f"{name}.")]:
        del sys.modules[each]
