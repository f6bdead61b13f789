"""A lab on the command line: what it prints, what it writes, and how it ends."""

import importlib
import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from reference import load_lab

command, student, report = load_lab("command"), load_lab("student"), load_lab("report")
progress = load_lab("progress")


def a_lab(run: Callable[[Any], Any], needs: tuple[str, ...] = ("sft_loss",)) -> Any:
    return command.Lab("small", "A small lab", needs, run)


def small_report(value: float = 1.0) -> Any:
    claim = report.Claim("one is one", value, at_most=1.0)
    return report.Report(
        "the point.", claims=[claim], summary=["It is one."], draw=lambda page: page.subplots()
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, functions: Mapping[str, object]) -> Path:
    """A folder of the test's own, and the reference in the place of the student's files."""
    monkeypatch.chdir(tmp_path)
    reference = student.Student(functions)
    monkeypatch.setattr(command, "Student", lambda _=None: reference)
    return tmp_path


def test_results_are_printed_and_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(a_lab(lambda _: small_report()), []) == command.CLAIMS_HOLD
    shown = capsys.readouterr().out
    assert "- holds: one is one" in shown
    assert "Written: lab_results/small.txt, lab_results/small.png" in shown
    assert (here / "lab_results" / "small.png").read_bytes().startswith(b"\x89PNG")
    text = (here / "lab_results" / "small.txt").read_text(encoding="utf-8")
    assert "To cite (your own run of labs.small)" in text
    assert text in shown


def test_a_quick_run_does_not_replace_a_full_one(here: Path) -> None:
    runs: list[tuple[bool, int]] = []

    def run(given: Any) -> Any:
        runs.append((given.quick, given.seed))
        return small_report()

    lab = a_lab(run)
    assert command.main(lab, []) == command.main(lab, ["--quick", "--seed", "3"]) == 0
    assert runs == [(False, 0), (True, 3)]
    assert {each.name for each in (here / "lab_results").glob("*.txt")} == {"small.txt", "small-quick.txt"}


def test_a_failed_claim_ends_with_1(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(a_lab(lambda _: small_report(2.0)), []) == command.CLAIM_FAILED
    assert "Something is off" in capsys.readouterr().out
    assert (here / "lab_results").is_dir()


def test_functions_that_are_not_started_are_all_named_first(capsys: pytest.CaptureFixture[str]) -> None:
    def stub(*_: object, **__: object) -> None:
        raise NotImplementedError

    given = student.Student({"sft_loss": stub, "collate": stub})
    lab = a_lab(lambda _: pytest.fail("the lab ran"), ("sft_loss", "collate"))
    assert command.run_lab(lab, given, quick=True, seed=0) == (None, command.FUNCTIONS_MISSING)
    shown = capsys.readouterr().out
    assert "- sft_loss (finetuning.py) is not started\n- collate (finetuning.py) is not started\n" in shown
    assert "the lab will be here" in shown


def test_an_error_in_a_students_function_is_theirs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(given: Any) -> Any:
        return given.student["sft_loss"](None, None)

    assert command.main(a_lab(run), []) == command.FUNCTIONS_MISSING
    assert "The lab stopped: your sft_loss raised TypeError: " in capsys.readouterr().out
    assert list(here.iterdir()) == []


def test_ctrl_c_ends_a_lab_in_one_sentence(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(given: Any) -> Any:
        given.progress(4).step("a step")
        raise KeyboardInterrupt

    assert command.main(a_lab(run), []) == command.STOPPED
    shown = capsys.readouterr()
    assert shown.out.endswith("\nStopped. Nothing was written.\n")
    assert "Traceback" not in shown.err
    assert list(here.iterdir()) == []


def test_a_result_that_cannot_be_used_names_the_last_function(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(given: Any) -> Any:
        given.student["build_labels"]([1], [True])
        raise ValueError("too many values to unpack")

    assert command.main(a_lab(run), []) == command.FUNCTIONS_MISSING
    shown = capsys.readouterr().out
    assert "cannot go on with what your build_labels returned" in shown
    assert "ValueError: too many values to unpack" in shown
    assert list(here.iterdir()) == []


def test_without_matplotlib_the_figure_is_text(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "png_of", lambda _: None)
    found = small_report()
    found.text_figure = "#### 1"
    assert command.main(a_lab(lambda _: found), []) == 0
    shown = capsys.readouterr().out
    assert "#### 1" in shown
    assert "pip install -r labs/requirements.txt" in shown
    assert [each.name for each in (here / "lab_results").iterdir()] == ["small.txt"]


def test_a_folder_that_cannot_be_written_to_costs_only_the_files(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "lab_results").write_text("a file in the way", encoding="utf-8")
    assert command.main(a_lab(lambda _: small_report()), []) == 0
    shown = capsys.readouterr().out
    assert "- holds: one is one" in shown
    assert "The results could not be written: " in shown


def test_one_thread_is_used_and_given_back() -> None:
    before = torch.get_num_threads()
    with command.one_thread():
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == before


def test_in_a_notebook_the_figure_is_shown(
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    functions: Mapping[str, object],
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown: list[Any] = []
    load = importlib.import_module

    class Display:
        display = staticmethod(shown.append)

        @staticmethod
        def Image(data: bytes) -> bytes:  # noqa: N802 - IPython's name
            return data

    monkeypatch.setattr(command, "lab_named", lambda _: a_lab(lambda _: small_report()))
    monkeypatch.setattr(
        command.importlib,
        "import_module",
        lambda name, *rest: Display if name == "IPython.display" else load(name, *rest),
    )
    load_lab("student")
    labs = sys.modules["labs"]
    labs.run("small", functions)
    assert [each[:4] for each in shown] == [b"\x89PNG"]
    assert "- holds: one is one" in capsys.readouterr().out
    assert (here / "lab_results" / "small.txt").is_file()


def test_every_lab_has_a_name_a_title_and_known_functions() -> None:
    labs = sys.modules["labs"]
    for name in labs.NAMES:
        lab = command.lab_named(name)
        assert lab.name == name
        assert set(lab.needs) <= set(student.FILE_OF)
    with pytest.raises(ValueError, match="there is no lab 'none', only pretrain, finetune"):
        command.lab_named("none")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_on_a_terminal_and_lines_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    terminal, log = Terminal(), io.StringIO()
    for stream in (terminal, log):
        bar = progress.Progress(8, stream)
        for step in range(8):
            bar.step(f"step {step + 1}")
        bar.close()
    assert log.getvalue().splitlines() == [" 25%  step 2", " 50%  step 4", " 75%  step 6", "100%  step 8"]
    assert "[########################] 100%  step 8" in terminal.getvalue()
    assert "\n" not in terminal.getvalue()
    assert max(map(len, terminal.getvalue().split("\r"))) <= progress.MAX_COLUMNS


@pytest.mark.parametrize("columns", [20, 40, 200])
def test_a_bar_never_wraps(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    terminal = Terminal()
    bar = progress.Progress(3, terminal)
    for step in range(3):
        bar.step(f"pretraining: step {step + 1} of 3, loss 3.14 nats, and a long explanation of it")
    bar.close()
    lines = terminal.getvalue().split("\r")
    assert max(map(len, lines)) == min(columns - 1, progress.MAX_COLUMNS)
    assert any("100%" in line for line in lines)
    assert lines[-1] == ""
