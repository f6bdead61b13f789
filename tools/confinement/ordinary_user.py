"""Run a command as an ordinary user made for it: level 1 of confinement.

    python tools/confinement/ordinary_user.py --venv FOLDER -- COMMAND …

The user has neither root nor capabilities. Its home is closed to other users, and holds a copy of this
checkout. FOLDER is a virtual environment that every user can read. The command runs in
the copy; `{home}` in its arguments stands for the home, which is writable.

Needs root and useradd. The user, all its processes and its home are gone afterwards, whatever happens.
"""

import argparse
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

CHECKOUT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"
)


def make_home(user: pwd.struct_passwd) -> Path:
    """A private folder of the user's with a copy of the checkout."""
    home = Path(tempfile.mkdtemp(prefix=f"{user.pw_name}-"))
    shutil.copytree(CHECKOUT, home / "checkout", ignore=LEFT_OUT, symlinks=True)
    for path in (home, *home.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    return home


def run(command: list[str], venv: Path) -> int:
    """Run the command, and return its exit status."""
    name = f"level1-{os.getpid()}"
    subprocess.run(["useradd", "--no-create-home", "--shell", "/bin/sh", name], check=True)
    user, home = pwd.getpwnam(name), None
    try:
        home = make_home(user)
        environment = {"HOME": str(home), "USER": name, "PATH": f"{venv}/bin:/usr/bin:/bin"}
        return subprocess.run(
            [word.replace("{home}", str(home)) for word in command],
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
            cwd=home / "checkout",
            env={**environment, "PYTHONPATH": str(home / "checkout"), "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        ).returncode
    finally:
        end_processes(user.pw_uid)
        if home:
            shutil.rmtree(home)
        subprocess.run(["userdel", name], check=True)


def end_processes(uid: int) -> None:
    """End all processes of a user that was made here: none of them is another's."""
    for _ in range(100):
        of_user = [each for each in psutil.process_iter(["uids"]) if each.info["uids"].effective == uid]
        if not of_user:
            return
        for process in of_user:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        time.sleep(0.05)


def main() -> int:
    """Make a user, run the command line's command as that user, and remove the user."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    if os.geteuid() != 0:
        parser.error("runs as root, to make a user")
    return run(options.command, options.venv)


if __name__ == "__main__":
    sys.exit(main())
