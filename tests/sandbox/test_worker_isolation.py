"""Questions are isolated, a submission's files shadow nothing of ours, and no process is left behind."""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from autograder.catalog import Project, Question
from autograder.grading.session import Session
from autograder.sandbox.outcome import End
from autograder.sandbox.zygote import SandboxError, Zygote

Open = Callable[..., Session]
FIRST = Question("1.1", "f", "student", (), ())
SECOND = Question("1.2", "g", "student", (), ())


def children(pid: int) -> set[int]:
    """Return all living descendants of a process. Zombies do not count."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(
                line.split(":\t", 1) for line in status.read_text("utf-8").splitlines() if ":\t" in line
            )
        except OSError:
            continue  # it has just ended
        if int(lines["PPid"]) == pid and not lines["State"].startswith("Z"):
            found.add(int(lines["Pid"]))
    return found.union(*map(children, found))


def wait_until(condition: Callable[[], bool]) -> None:
    """A killed process takes a moment to be gone."""
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def test_a_question_keeps_its_worker_and_the_next_has_a_fresh_one(open_session: Open) -> None:
    source = """
import math, torch
from provided import recipes
seen = []
def f(x):
    seen.append(x)
    math.pi = torch.float32 = recipes.DTYPE_BYTES["float32"] = "spoiled"
    return len(seen)
def g(x):
    return [len(seen), math.pi < 4, str(torch.float32), recipes.DTYPE_BYTES["float32"]]
"""
    session = open_session({"student.py": source})
    assert [session.call(FIRST, (x,), {}, ()).value for x in (1, 2)] == [1, 2]
    assert session.call(SECOND, (3,), {}, ()).value == [0, True, "torch.float32", 4]


@pytest.mark.parametrize(
    "name",
    ["random", "torch", "json", "traceback", "numpy", "worker", "autograder", "provided", "math"],
)
def test_a_file_called_like_a_module_disturbs_nothing(open_session: Open, name: str) -> None:
    source = "import random, json, torch\nfrom provided.recipes import DTYPE_BYTES\n"
    source += "def f(x): return [json.loads(x), int(torch.tensor(2)), DTYPE_BYTES['int8']]\n"
    session = open_session({"student.py": source, f"{name}.py": "raise SystemExit('mine')\n"})
    assert session.call(FIRST, ("1",), {}, ()).value == [1, 2, 1]


def test_the_given_code_is_always_ours(open_session: Open) -> None:
    source = "from provided.recipes import DTYPE_BYTES\ndef f(): return DTYPE_BYTES['float32']\n"
    theirs = {"provided/__init__.py": "", "provided/recipes.py": "DTYPE_BYTES = {'float32': 5}\n"}
    session = open_session({"student.py": source, **theirs})
    assert session.call(FIRST, (), {}, ()).value == 4


def test_helper_modules_of_their_own(open_session: Open) -> None:
    source = "import helper\nfrom deep.down import two\ndef f(): return helper.one() + two()\n"
    files = {"helper.py": "def one(): return 1\n", "deep/down.py": "def two(): return 2\n"}
    session = open_session({"student.py": source, **files})
    assert session.call(FIRST, (), {}, ()).value == 3


def test_no_process_is_left(open_session: Open) -> None:
    """Not even those that a submission starts, if it can."""
    source = """
import os, time
def f():
    try:
        if os.fork() == 0:
            time.sleep(1000)
    except OSError:
        pass
"""
    open_session({"student.py": source}).call(FIRST, (), {}, ())
    before = children(os.getpid())  # the zygote, and the first session's worker
    session = open_session({"student.py": source})
    session.call(FIRST, (), {}, ())
    assert children(os.getpid()) > before
    session.close()
    wait_until(lambda: children(os.getpid()) == before)


def test_a_worker_that_was_never_asked_for_anything_ends_too(zygote: Zygote, tmp_path: Path) -> None:
    before = children(os.getpid())
    process = zygote.fork(tmp_path)
    assert children(os.getpid()) - before == {process.pid}
    assert zygote.end(process).cpu_seconds >= 0
    wait_until(lambda: children(os.getpid()) == before)


def test_no_descriptor_of_ours_is_left(open_session: Open) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        session = open_session({"student.py": "def f(): return 1"})
        session.call(FIRST, (), {}, ())
        session.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_nothing_secret_is_near_a_worker(open_session: Open) -> None:
    """Not among its modules and open files, nor in the zygote's environment and command line.

    The fixture starts the zygote from a process that has a hidden seed in its environment.
    """
    source = """
import os, stat, sys
def f():
    kinds = set()
    for fd in range(256):
        try:
            kinds.add(stat.filemode(os.fstat(fd).st_mode)[0])
        except OSError:
            pass
    return [sorted(sys.modules), "".join(sorted(kinds)), dict(os.environ), os.getcwd()]
"""
    session = open_session({"student.py": source})
    modules, kinds, environment, folder = session.call(FIRST, (), {}, ()).value
    assert folder == str(session.workers.stage)
    assert kinds == "cps"  # /dev/null, pipes, sockets: no file at all is open
    ours = [name for name in modules if name.startswith("autograder.")]
    assert "autograder.sandbox.frames" in ours
    assert all(name.startswith("autograder.sandbox") for name in ours)
    assert not [name for name in modules if name == "pytest" or name.startswith("test_")]
    assert "hidden" not in repr(environment)
    processes = [Path("/proc", str(pid)) for pid in children(os.getpid())]
    zygotes = [process for process in processes if b"zygote.py" in (process / "cmdline").read_bytes()]
    assert len(zygotes) > 1  # a worker is a copy of its zygote
    readable = 0
    for process in zygotes:
        assert b"hidden" not in (process / "cmdline").read_bytes()
        with suppress(PermissionError):  # a worker's own environment is open to root only
            environ = (process / "environ").read_bytes()
            readable += 1
            assert b"PATH=" in environ
            assert b"hidden" not in environ
    assert readable == (len(zygotes) if os.geteuid() == 0 else 1)


def test_a_zygote_that_cannot_start_is_the_sandboxs_error(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'no torch here' >&2\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with (
        Zygote(project.assignment_folder, models=project.worker_models_folder) as zygote,
        pytest.raises(SandboxError, match="no torch here"),
    ):
        zygote.fork(tmp_path)


def test_a_missing_module_needs_no_worker(open_session: Open) -> None:
    session = open_session({})
    assert session.call(FIRST, (), {}, ()).end is End.MISSING
    session.close()
    assert session.workers.cpu_seconds == {}
