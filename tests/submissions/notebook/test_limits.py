"""A notebook that is made to cost time and memory costs its student a note, and the grader little."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from notebook_builder import as_bytes, code, notebook

from autograder.messages import students
from autograder.submissions.find import Submission
from autograder.submissions.notebook import child, run
from autograder.submissions.notebook.find import MAX_NOTEBOOK_BYTES

HandIn = Callable[..., Submission]
FUNCTION = code("# sampling.py\ndef greedy(x): return x")
OUTPUTS = b'"outputs": []'
DEEP_SIGNS = "y = " + "-" * 90_000 + "1"
DEEP_NAMES = "z = a" + ".b" * 60_000


def text(*cells: str) -> bytes:
    return as_bytes(notebook([FUNCTION, *map(code, cells)]))


def with_outputs(outputs: bytes) -> bytes:
    return text("1 + 1")[::-1].replace(OUTPUTS[::-1], (b'"outputs": ' + outputs)[::-1], 1)[::-1]


HOSTILE = {
    "literal of 2 MB": lambda: text("DATA = [" + "1.5, " * 400_000 + "]"),
    "100,000 cells": lambda: text(*["x = 1"] * 100_000),
    "many open brackets": lambda: with_outputs(b"[" * 3_000_000),
    "many quotes": lambda: with_outputs(b'"' * 2_000_001),
    "a string without an end": lambda: with_outputs(b'"' + b"a" * 20_000_000),
    "a source without an end": lambda: text()[:-200] + b'"source": ["' + b"a" * 20_000_000,
    "small values": lambda: with_outputs(b"[" + b'{"a":[1,2,"x"]},' * 200_000 + b"0]"),
    "huge number": lambda: text().replace(b"null", b"9" * 5_000_000),
    "huge number in code": lambda: text("x = " + "9" * 190_000),
    "deep code": lambda: text("x = " + "(" * 5000 + ")" * 5000, DEEP_SIGNS, DEEP_NAMES),
    "conflicts": lambda: text("<<<<<<< a\n" * 20_000 + ">>>>>>>"),
    "nulls": lambda: with_outputs(b"\0" * 1000),
    "open comments": lambda: text("# <!-- ANSWER BEGINS q1_heat" * 5_000),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_the_rest_of_the_notebook_is_read(hand_in: HandIn, name: str) -> None:
    submission = hand_in(files={"work.ipynb": HOSTILE[name]()})
    assert "sampling_cells/greedy.py" in submission.made, submission.notes.lines


@pytest.mark.parametrize("seed", range(20))
def test_garbage_is_never_an_error(hand_in: HandIn, seed: int) -> None:
    rng = random.Random(seed)
    whole = bytearray(text("x = 1", "def nucleus(x):\n    return greedy(x)"))
    for _ in range(rng.randrange(1, 40)):
        place = rng.randrange(len(whole))
        whole[place : place + rng.randrange(3)] = rng.choices(b'{}[]",:\\\n\0\xff1 ', k=rng.randrange(4))
    hand_in(files={"work.ipynb": bytes(whole)})


# Its parent's memory counts for a process that is forked: so a small one starts the reader.
PEAK = """
import os, resource, subprocess, sys
with open(sys.argv[1], "rb") as notebook, open(os.devnull, "wb") as nowhere:
    read = subprocess.Popen([sys.executable, "-I", "-S", "-B", *sys.argv[2:]], stdin=notebook, stdout=nowhere)
    status = read.wait()
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def peak_mib(tmp_path: Path, content: bytes) -> int:
    (tmp_path / "work.ipynb").write_bytes(content)
    request = {"functions": {"sampling": ["greedy"]}, "written": {}, "files": {}, "is_export": False}
    command = [sys.executable, "-I", "-S", "-c", PEAK, "work.ipynb", child.__file__, json.dumps(request)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    status, peak = map(int, ran.stdout.split())
    assert status == 0, ran.stderr
    return peak


def test_outputs_take_the_memory_of_their_file_and_no_more(tmp_path: Path) -> None:
    """The file is mapped: its pages count while they are read, and can be dropped at any time."""
    plot = b'[{"output_type": "stream", "name": "stdout", "text": "' + b"x" * (30 << 20) + b'"}]'
    assert peak_mib(tmp_path, with_outputs(plot)) < peak_mib(tmp_path, text("1 + 1")) + 30 + 4


@pytest.mark.parametrize("limit", ["CPU_SECONDS", "ADDRESS_BYTES"])
def test_a_limit_is_a_note(
    hand_in: HandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    source = Path(child.__file__).read_text(encoding="utf-8")
    body = {"CPU_SECONDS": "while True: pass", "ADDRESS_BYTES": "bytearray(2**30)"}[limit]
    imported = "from autograder.submissions.notebook.rights import limit\n"
    assert imported in source
    shorter = "from autograder.submissions.notebook import rights\n    rights.CPU_SECONDS = 1\n"
    source = source.replace(imported, f"{shorter}    limit = rights.limit\n")
    source = source.replace("    request:", f"    {body}\n    request:")
    source = source.replace("Path(__file__).resolve().parents[3]", repr(str(Path(child.__file__).parents[3])))
    (tmp_path / "child.py").write_text(source, encoding="utf-8")
    monkeypatch.setattr(run, "CHILD", tmp_path / "child.py")
    submission = hand_in([FUNCTION])
    assert submission.notes.lines == (students.notebooks.over_limits("'work.ipynb'"),)
    assert not submission.made


@pytest.mark.parametrize(
    "said", ["", "{", "[]", '{"labels": 3}', "null", '{"labels": [], "modules": {"os": {}}}', "x" * 10**6]
)
def test_a_malformed_reply_is_a_note(
    hand_in: HandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    (tmp_path / "child.py").write_text(f"print({said!r})", encoding="utf-8")
    monkeypatch.setattr(run, "CHILD", tmp_path / "child.py")
    assert hand_in([FUNCTION]).notes.lines == (students.notebooks.over_limits("'work.ipynb'"),)


@pytest.mark.slow
@pytest.mark.parametrize(
    "body", ["print('x' * 10**9)", "import time; time.sleep(99)", "import os; os.abort()"]
)
def test_the_wall_and_the_pipe_have_limits(
    hand_in: HandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    (tmp_path / "child.py").write_text(body, encoding="utf-8")
    monkeypatch.setattr(run, "CHILD", tmp_path / "child.py")
    monkeypatch.setattr(run, "WALL_SECONDS", 3)
    began = time.monotonic()
    assert hand_in([FUNCTION]).notes.lines == (students.notebooks.over_limits("'work.ipynb'"),)
    assert time.monotonic() - began < 30


def test_a_notebook_that_is_too_large_is_skipped(hand_in: HandIn) -> None:
    submission = hand_in(files={"work.ipynb": b"{" + b" " * MAX_NOTEBOOK_BYTES})
    assert "larger than 67,108,864 bytes" in submission.notes.lines[-1]


@pytest.mark.root
def test_the_reader_has_no_rights(tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(Path(child.__file__).parents[3])!r})\n"
        "from autograder.submissions.notebook.rights import limit\n"
        "import os\nlimit()\n"
        "print(os.getresuid(), os.getgroups())\n"
        "try: os.fork()\nexcept OSError: print('no process')\n"
        f"try: open({str(tmp_path / 'x')!r}, 'w')\nexcept OSError: print('no file')\n"
    )
    command = [sys.executable, "-I", "-B", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    uids, process, file = done.stdout.splitlines()
    assert uids.startswith("(2")
    assert uids.endswith("[]")
    assert (process, file) == ("no process", "no file")
