"""A PostgreSQL server for tests: Debian's package, a data folder of its own, a socket and no port."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needs import cannot_run


def _programs() -> Path:
    """The folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        at = shutil.which("initdb")
        return Path(at).parent if at else cannot_run("it needs PostgreSQL: apt-get install postgresql")
    return found[-1]


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server, yield the URL of an empty database, and stop the server."""
    programs = _programs()
    # The server refuses to run as root; Debian's package has made an account for it.
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # A socket's path must be short, and the server's account must reach it.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if become:
        shutil.chown(folder, "postgres")

    def run(name: str, *arguments: str) -> None:
        done = subprocess.run(
            [*become, str(programs / name), *arguments],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{name}: {done.stderr}"

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-A", "trust", "-U", "review", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-k {folder} -c listen_addresses= -c max_connections=200"
        run("pg_ctl", "-D", data, "-o", options, "-w", "-t", "60", "-l", str(folder / "log"), "start")
        try:
            run("createdb", "-h", str(folder), "-U", "review", "review")
            yield f"postgresql://review@/review?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with postgres() as url:
        sys.stdout.write(url + "\n")
        sys.stdout.flush()
        sys.stdin.read()
