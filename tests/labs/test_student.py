"""What a lab says of functions that are not ready, and how it calls those that are."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from reference import load_lab

student = load_lab("student")


def not_started(*_: object, **__: object) -> None:
    raise NotImplementedError("Part 1.2: next_token_loss")


def broken(*_: object, **__: object) -> None:
    raise IndexError("list index out of range")


def test_the_reference_has_no_problems(functions: Mapping[str, object]) -> None:
    assert student.Student(functions).problems(student.FILE_OF) == []


def test_each_kind_of_problem_names_the_function() -> None:
    given = student.Student({"next_token_loss": not_started, "bits_per_byte": broken, "collate": 3})
    assert given.problems(["next_token_loss", "bits_per_byte", "collate", "sft_loss"]) == [
        "next_token_loss (pretraining.py) is not started",
        "bits_per_byte raised IndexError: list index out of range",
        "collate is not defined: run its cell",
        "sft_loss is not defined: run its cell",
    ]
    assert not given.has("sft_loss")


def test_an_error_during_a_lab_names_the_function() -> None:
    given = student.Student({"collate": broken, "sft_loss": not_started})
    with pytest.raises(student.StudentError, match="collate raised IndexError: list index out of range"):
        given["collate"]([])
    assert given.last_called == "collate"
    with pytest.raises(student.StudentError, match=r"sft_loss .* is not started"):
        given["sft_loss"]([])


def test_files_that_are_missing_or_broken_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("pretraining", "finetuning", "sharding"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    (tmp_path / "pretraining.py").write_text("def next_token_loss(:\n", encoding="utf-8")
    (tmp_path / "finetuning.py").write_text("import no_such_library\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    loss, sft, nodes = student.Student().problems(["next_token_loss", "sft_loss", "min_nodes"])
    assert "next_token_loss: pretraining.py cannot be imported (" in loss
    assert sft == "sft_loss: finetuning.py cannot be imported (No module named 'no_such_library')"
    assert nodes == "min_nodes: there is no sharding.py yet (run: python start.py)"
