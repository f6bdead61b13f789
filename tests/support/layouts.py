"""Where interpreters and their packages lie on students' and instructors' machines."""

import sys
import sysconfig
from dataclasses import dataclass, replace
from pathlib import Path

from needs import cannot_run

SYSTEM_PYTHON = Path("/usr/bin", f"python3.{sys.version_info[1]}")
VERSION = f"python{sys.version_info[0]}.{sys.version_info[1]}"
PACKAGES = Path("lib", VERSION, "site-packages")


@dataclass(frozen=True)
class Layout:
    """The places of an interpreter and its packages: the program to run, and the bind mounts."""

    python: Path
    prefixes: tuple[Path, Path]
    """The expected `sys.prefix` and `sys.base_prefix`."""
    binds: dict[Path, str]


def folders(*paths: Path) -> None:
    for path in paths:
        path.mkdir(parents=True, exist_ok=True)


def environment(folder: Path, python: Path) -> Path:
    """Make a virtual environment of an interpreter, as `venv` does; return where its packages go."""
    folders(folder / PACKAGES, folder / "bin")
    (folder / "bin" / "python").symlink_to(python)
    (folder / "pyvenv.cfg").write_text(f"home = {python.parent}\n", encoding="utf-8")
    return folder / PACKAGES


def of_venv(home: Path) -> Layout:
    python, prefix = home / "python", home / "checkout" / ".venv"
    folders(python)
    binds = {python: sys.base_prefix, environment(prefix, python / "bin" / VERSION): OWN_PACKAGES}
    return Layout(prefix / "bin" / "python", (prefix, python), binds)


def of_link(home: Path) -> Layout:
    layout = of_venv(home)
    (home / "link").symlink_to(layout.prefixes[0])
    return replace(
        layout, python=home / "link" / "bin" / "python", prefixes=(home / "link", layout.prefixes[1])
    )


def of_two_private_folders(home: Path) -> Layout:
    """As uv and pyenv do: versions behind a link in one private folder, environments in another."""
    real, short = home / ".share" / "pythons" / "3.11.7", home / ".share" / "pythons" / "3.11"
    prefix, link = home / ".envs" / "inner" / "course", home / "checkout" / ".venv"
    folders(real, home / ".envs" / "inner")
    short.symlink_to(real.name)
    (home / "bin").mkdir()
    (home / "bin" / "python3").symlink_to(Path("..", ".share", "pythons", "3.11", "bin", VERSION))
    binds = {real: sys.base_prefix, environment(prefix, home / "bin" / "python3"): OWN_PACKAGES}
    (prefix / "pyvenv.cfg").write_text(f"home = {short}/bin\n", encoding="utf-8")
    link.symlink_to(Path("..", ".envs", "inner", "course"))
    for private in (home / ".share", home / ".share" / "pythons", home / ".envs", home / ".envs" / "inner"):
        private.chmod(0o700)
    return Layout(link / "bin" / "python", (link, short), binds)


def of_conda(home: Path) -> Layout:
    """No pyvenv.cfg: the packages are the interpreter's own. The prefix lies in another one, both private."""
    base = home / "miniconda3"
    prefix = base / "envs" / "course"
    folders(prefix)
    base.chmod(0o700)
    # Debian's Python has its packages elsewhere.
    places = (PACKAGES, Path("local", "lib", VERSION, "dist-packages"))
    packages = next(place for place in places if Path(sys.base_prefix, place).is_dir())
    binds = {prefix: sys.base_prefix, prefix / packages: OWN_PACKAGES}
    return Layout(prefix / "bin" / VERSION, (prefix, prefix), binds)


def of_system(home: Path) -> Layout:
    """An environment of the system's own interpreter, in two private folders."""
    if not SYSTEM_PYTHON.exists():
        cannot_run(f"needs {SYSTEM_PYTHON}, for the packages of this Python")
    prefix = home / "private" / "venv"
    packages = environment(prefix, SYSTEM_PYTHON)
    (home / "private").chmod(0o700)
    return Layout(prefix / "bin" / "python", (prefix, Path("/usr")), {packages: OWN_PACKAGES})


LAYOUTS = [of_venv, of_link, of_two_private_folders, of_conda, of_system]
OWN_PACKAGES = sysconfig.get_path("purelib")
