"""Show what a submission can reach on this machine (files, folders, processes, disk space) and leave behind.

    python tools/confinement/reachable.py [--without LAYER,…]

Asks a worker, confined as all are, with functions in place of a student's: which files outside of the
libraries it can read, and which of those are secret; where it can create a file; whose command lines it can
see; how much disk it can take without writing; whether it can make itself less welcome to the kernel's
killer. Then it looks for what the worker left behind. Secret is what has a part of a hidden test in it, or
the name of the key, the results or the metadata.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

from autograder.catalog import Project, Question
from autograder.grading.session import Session
from autograder.grading.start import start_zygote
from autograder.grading.stops import Stops
from autograder.grading.workers import Workers
from autograder.sandbox.clock import Limit
from autograder.sandbox.outcome import End
from autograder.sandbox.worker import open_worker

LEFT = "left-by-a-submission"
STUDENT = f"""
import ctypes, os, stat
from contextlib import suppress

LIBRARIES = ("/usr/", "/lib", "/etc/", "/proc/", "/sys/", "/dev/")
SECRET_NAMES = {{"key.json.xz", "results.json", "submission_metadata.json"}}


def walk():
    for folder, folders, files in os.walk("/"):
        if folder.startswith(("/proc", "/sys")):
            folders.clear()
        yield folder, [os.path.join(folder, name) for name in files]


def files():
    readable, secret = {{}}, []
    for _, paths in walk():
        for path in paths:
            with suppress(OSError, ValueError):
                library = path.startswith(LIBRARIES) or "site-packages" in path
                if library or not stat.S_ISREG(os.stat(path).st_mode):
                    continue
                with open(path, "rb") as file:
                    text = file.read(1 << 20)
                top = "/".join(path.split("/")[:3])
                readable[top] = readable.get(top, 0) + 1
                if b"pytest.mark" b".part(" in text or os.path.basename(path) in SECRET_NAMES:
                    secret.append(path)
    return {{"readable": readable, "secret": secret[:20]}}


def folders():
    found = []
    for folder, _ in walk():
        with suppress(OSError):
            os.close(os.open(os.path.join(folder, "{LEFT}"), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            os.symlink("x" * 4000, os.path.join(folder, "{LEFT}-link"))
            os.makedirs(os.path.join(folder, "{LEFT}-folder", "deep"), 0)
            found.append(folder)
    return found


def processes():
    found = {{"listed": 0, "command lines": 0, "environments": 0}}
    with suppress(OSError):
        for pid in filter(str.isdigit, os.listdir("/proc")):
            found["listed"] += 1
            for name, what in (("cmdline", "command lines"), ("environ", "environments")):
                with suppress(OSError), open(f"/proc/{{pid}}/{{name}}", "rb") as file:
                    found[what] += int(pid) != os.getpid() and bool(file.read(10))
    return found


def disk():
    taken = {{}}
    libc = ctypes.CDLL(None, use_errno=True)
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        with suppress(OSError):
            descriptor = os.open(os.path.join(folder, "{LEFT}-disk"), os.O_CREAT | os.O_RDWR)
            libc.fallocate(descriptor, 1, ctypes.c_long(0), ctypes.c_long(64 << 20))  # FALLOC_FL_KEEP_SIZE
            taken[folder] = os.fstat(descriptor).st_blocks * 512 >> 20
    return taken


def killer():
    with suppress(OSError):
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("-1000")
    try:
        with open("/proc/self/oom_score_adj") as file:
            return file.read().strip()
    except OSError as error:
        return type(error).__name__
"""
FUNCTIONS = ("files", "folders", "processes", "disk", "killer")


def main() -> None:
    """Run the questions in a worker, and print the answers and the traces."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--without", default="")
    without = tuple(filter(None, parser.parse_args().without.split(",")))
    project = Project.find()
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder, start_zygote(project, without) as zygote:
        Path(folder).chmod(0o755)
        Path(folder, "student.py").write_text(STUDENT, encoding="utf-8")
        limits = project.assignment.limits
        with open_worker(zygote, Path(folder), Limit(limits.import_cpu_seconds)) as worker:
            confined = worker.confined
        with Session(Workers(zygote, Path(folder), limits), Stops(limits)) as session:
            for number, name in enumerate(FUNCTIONS):
                outcome = session.call(Question(str(number), name, "student", (), ()), (), {}, ())
                found[name] = outcome.value if outcome.end is End.VALUE else f"{outcome.end}: {outcome.error}"
    found["left"] = left()
    found["missing"] = confined.report()["missing"] if confined else None
    for name, value in found.items():
        print(f"{name:10} {json.dumps(value)}")


def left() -> list[str]:
    """Files and folders of the worker's that are still there."""
    return [
        str(Path(folder, name))
        for place in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run")
        for folder, folders, files in os.walk(place)
        for name in (*folders, *files)
        if name.startswith(LEFT)
    ]


if __name__ == "__main__":
    main()
