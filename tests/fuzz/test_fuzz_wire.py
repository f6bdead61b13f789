"""A piece of the fuzz run, small enough for every day; `fuzz_wire.py` is the whole of it.

What must hold for a frame stands in `wire_fuzz.check`. Here it is also shown that the run finds what it is to
find: a decoder that is broken on purpose does not get through.
"""

import json
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import fuzz_wire
import pytest
from wire_fuzz import check, piece
from wire_fuzz.check import Violation, look
from wire_fuzz.frames import stream, streams
from wire_fuzz.giants import NAMES, giant
from wire_fuzz.piece import run_piece
from wire_fuzz.replies import outcomes_of

from autograder.sandbox.codec import Decoder
from autograder.sandbox.frames import MAX_PAYLOAD, ProtocolError
from autograder.sandbox.worker import Worker

SCRIPT = str(Path(fuzz_wire.__file__))


def run_script(*args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, *map(str, args)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("count", [5_000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_thousands_of_frames_are_values_or_refused(tmp_path: Path, count: int) -> None:
    """In a process of its own, which the kernel limits in memory, in CPU, and in CPU of each frame."""
    failed = tmp_path / "failed.frame"
    done = run_script("--frames", count, "--seed", 1, "--piece-from", 0, "--failed", failed)
    assert done.stderr == ""
    assert not failed.exists()
    report = json.loads(done.stdout)
    assert report["streams"] == count
    # Neither all junk nor all honest: both halves of the decoder have been at work.
    n_frames = sum(report["found"].values())
    assert 0.2 * n_frames < report["found"][check.DECODED] < 0.8 * n_frames
    assert sum(what.startswith("refused") for what in report["found"]) > 20
    assert set(report["outcomes"]) == {"value", "error", "missing", "timeout", "died", "bad callback"}


def look_at_all(count: int) -> None:
    for each in streams(1, 0, count):
        look(each.data)


def test_a_seed_and_a_number_always_make_the_same_stream() -> None:
    first = [each.data for each in streams(7, 0, 300)]
    assert [stream(7, number).data for number in range(299, -1, -1)] == first[::-1]
    assert [each.data for each in streams(8, 0, 300)] != first


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "lists of one",
        "as deep as allowed",
        "opaque objects",
        "many keys",
        "payload of bool",
        "payload of bfloat16",
    ],
)
def test_the_largest_frames_fit_beside_the_grader(name: str) -> None:
    """The grader's share of a small container is 200 MiB, itself included."""
    assert name in NAMES
    data = giant(name, Random(name))
    tracemalloc.start()
    fuzz_wire.decode(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < (3 * MAX_PAYLOAD + (4 << 20) if name.startswith("payload") else 32 << 20)


def accepts_anything(_self: Decoder, content: Any, _depth: int) -> Any:
    return content


def forgets_the_payload(self: Decoder) -> None:
    self._payload = self._payload[:0]


def never_lenient(_self: Decoder, content: Any, _depth: int) -> int:
    return int(content, 16)


def overflows(_self: Decoder, content: Any, _depth: int) -> float:
    return float.fromhex(content)


def compares_keys(self: Decoder, content: Any, depth: int) -> Any:
    return {self.value(key, depth): self.value(each, depth) for key, each in content}


def goes_as_deep_as_it_can(self: Decoder, content: Any, _depth: int) -> Any:
    return tuple(self.value(each, 0) for each in content)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("_int", never_lenient),
        ("_float", overflows),
        ("_dict", compares_keys),
        ("_record", accepts_anything),
        ("_tuple", goes_as_deep_as_it_can),
        ("finish", forgets_the_payload),
    ],
)
def test_a_broken_decoder_is_found(
    monkeypatch: pytest.MonkeyPatch, name: str, broken: Callable[..., Any]
) -> None:
    monkeypatch.setattr(Decoder, name, broken)
    with pytest.raises(Violation):
        look_at_all(4000)


@pytest.mark.parametrize("error", [RecursionError, MemoryError, ValueError, KeyError])
def test_another_exception_is_found(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def fail(_self: Decoder, _content: Any, _depth: int) -> Any:
        raise error

    monkeypatch.setattr(Decoder, "_opaque", fail)
    with pytest.raises(Violation, match=error.__name__):
        look_at_all(200)


def test_a_worker_that_raises_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise ProtocolError

    monkeypatch.setattr(Worker, "_callback", fail)
    for each in streams(1, 0, 200):  # a ProtocolError is a death, whoever raises it
        assert outcomes_of(each)
    monkeypatch.setattr(Worker, "_read", lambda *_arguments: b"")
    with pytest.raises(Violation, match="a call raised error"):
        outcomes_of(stream(1, 0))


def test_what_is_found_is_kept_and_can_be_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = tmp_path / "failed.frame"

    def found(data: bytes) -> list[str]:
        if data == stream(1, 17).data:
            raise Violation("as if")
        return []

    with monkeypatch.context() as patch:
        patch.setattr(piece, "look", found)
        patch.setattr(signal, "setitimer", lambda *_arguments: None)
        with pytest.raises(Violation, match=r"stream 17 \(.*\): as if"):
            run_piece(1, 10, 20, failed)
    assert failed.read_bytes() == stream(1, 17).data
    done = run_script("--replay", failed)
    assert done.returncode == 0
    assert done.stdout.splitlines()[: len(look(failed.read_bytes()))] == look(failed.read_bytes())


def spin(_data: bytes) -> None:
    while True:
        pass


def test_a_stream_that_takes_too_long_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the piece's own process does it: a signal by the CPU clock, in the middle of whatever runs."""
    old = signal.signal(signal.SIGPROF, piece._too_slow)
    monkeypatch.setattr(piece, "CPU_OF_ONE", 0.05)
    monkeypatch.setattr(piece, "look", spin)
    try:
        with pytest.raises(Violation, match="too slow: this one stream"):
            run_piece(1, 0, 1, tmp_path / "failed.frame")
    finally:
        signal.signal(signal.SIGPROF, old)
    assert (tmp_path / "failed.frame").read_bytes() == stream(1, 0).data
