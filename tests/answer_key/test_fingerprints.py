"""The fingerprints of chaffs: kept question by question, so that a run that was ended is not begun anew."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest

from autograder.answer_key import fingerprints
from autograder.answer_key.fingerprints import FingerprintStore
from autograder.catalog import Project
from autograder.grading.key import Key

T = TypeVar("T")


def test_what_was_recorded_before_an_end_is_kept(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [question.number for question in project.assignment.questions[:2]]
    ran: list[str] = []

    def run(_project: Project, _key: Key, chaff: Any, *_: object) -> object:
        ran.append(chaff.id)
        return object()

    def chaffs(*_: object) -> dict[str, list[Any]]:
        return {
            number: [SimpleNamespace(id=f"{number}{n}", text="x", hint="h") for n in range(2)]
            for number in numbers
        }

    def end_after_three(items: Sequence[T], what: str) -> Iterator[T]:  # noqa: ARG001
        yield from items[:3]
        raise KeyboardInterrupt

    monkeypatch.setattr(fingerprints, "start_zygote", nullcontext)
    monkeypatch.setattr(fingerprints, "run_variant", run)
    monkeypatch.setattr(fingerprints, "_chaffs_by_question", chaffs)
    monkeypatch.setattr(fingerprints, "fingerprint_of", lambda *_: {"t": "answer"})
    first, second = numbers
    kept = SimpleNamespace(root=tmp_path, assignment=project.assignment)
    (tmp_path / ".autograder").mkdir()
    with pytest.raises(KeyboardInterrupt):
        FingerprintStore(kept, Key(1, "k"), end_after_three).complete()  # type: ignore[arg-type]
    found = FingerprintStore(kept, Key(1, "k")).complete()  # type: ignore[arg-type]
    assert ran == [f"{first}0", f"{first}1", f"{second}0", f"{second}0", f"{second}1"]
    assert {number: [each.chaff for each in own] for number, own in found.items()} == {
        number: [f"{number}0", f"{number}1"] for number in numbers
    }
