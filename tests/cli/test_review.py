"""`autograder review …`: the way of a review by commands, and what is refused in words."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import AutograderError
from autograder.messages import review as words

MINI = Path(__file__).parents[1] / "mini_assignment"


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    """The commands change the umask of their process, which is the tests' one here."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["review", *map(str, arguments)])
    if isinstance(result.exception, AutograderError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run("init", tmp_path / "review", "--graders", "anna, ben", "--lead", "lea")
    return tmp_path / "review"


def submission(tmp_path: Path, name: str, text: str) -> Path:
    place = tmp_path / name
    shutil.copytree(MINI / "assignment", place)
    (place / "written" / "q1_temperature.md").write_text(
        f"<!-- ANSWER BEGINS -->\n{text}\n<!-- ANSWER ENDS -->\n"
    )
    return place


def test_from_init_to_purge(folder: Path, tmp_path: Path) -> None:
    for name in ("s1", "s2"):
        submission(tmp_path / "class", name, f"An answer by {name}.")
    assert "2 new" in run("import", folder, tmp_path / "class", "--root", MINI)
    # The folder that `rubric import` makes is taken, too.
    made = CliRunner().invoke(
        app,
        [
            "rubric",
            "import",
            str(tmp_path / "class"),
            "--out",
            str(tmp_path / "marking"),
            "--root",
            str(MINI),
        ],
    )
    assert made.exit_code == 0, made.output
    assert "2 unchanged" in run("import", folder, tmp_path / "marking", "--root", MINI)
    assert "2 first" in run("assign", folder, "--double", "Q1=0")
    assert words.assigned({}) in run("assign", folder, "--double", "Q1=0")
    shown = run("status", folder)
    assert "| Q1 | 0 | 0 | 2 | 0 | 0 |" in shown
    assert "| anna | 0 of 1 |" in shown
    assert words.NOTHING_DOUBLE in run("agree", folder)
    with pytest.raises(AutograderError, match="2 not confirmed"):
        run("publish", folder, "--out", tmp_path / "out", "--root", MINI)
    assert words.purged(1) in run("purge", folder, "--student", "s1")
    assert words.purged(1) in run("purge", folder, "--before", "2999-01-01")


def test_tokens_are_printed_once(folder: Path) -> None:
    assert run("init", folder, "--graders", "anna") == ""
    renewed = run("init", folder, "--new-token", "anna")
    assert renewed.splitlines()[-1].startswith("anna: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["assign", "--double", "Q1"], words.bad_double("Q1")),
        (["assign", "--graders", "zoe"], words.no_grader("zoe")),
        (["assign", "--take-from", "zoe"], words.no_grader("zoe")),
        (["init", "--new-token", "zoe"], words.no_grader("zoe")),
        (["lock", "Q9"], words.no_question("Q9")),
        (["purge"], words.PURGE_WHAT),
        (["purge", "--before", "soon"], words.bad_date("soon")),
        (["purge", "--student", "zoe"], words.no_student("zoe")),
    ],
)
def test_what_is_wrong_is_said(folder: Path, arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["review", arguments[0], str(folder), *arguments[1:]])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.setattr("autograder.cli.review.find_spec", lambda name: None if name == "uvicorn" else name)
    result = CliRunner().invoke(app, ["review", "status", str(tmp_path)])
    assert result.exit_code == 2
    assert "llm-assignment[review]" in result.output
