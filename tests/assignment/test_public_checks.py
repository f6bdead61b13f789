"""`pytest assignment` as students run it: on stubs, solutions, half-done work, and in any folder."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.catalog import Project

MakeCopy = Callable[..., Path]
Checks = Callable[..., Any]  # Run, as this folder's conftest.py makes it

HALF_DONE = {
    # started, but it calls a function that is not
    "pretraining.py": "def accumulated_loss(micro_batches, ignore_index=-100):\n"
    "    return next_token_loss(*micro_batches[0], ignore_index)\n",
    "finetuning.py": "def sft_loss(logits, labels, ignore_index=-100):\n    return (logits\n",
    "memory.py": "import numppy\n",
    "sharding.py": "def shard_numel(numel, world_size):\n    return numel // world_size, 0\n",
    "context.py": "def fits_context(n_prompt, max_new_tokens, context_window):\n"
    "    return n_prompt + max_new_tokens <= context_window\n",
}


@pytest.fixture(scope="module")
def half_done(make_copy: MakeCopy, run_checks: Checks) -> Any:
    folder = make_copy(added=HALF_DONE)
    answer = folder / "written" / "q2_finetuning.md"
    text = answer.read_text(encoding="utf-8")
    text = text.replace("below this line -->\n", "below this line -->\nSix words, one of them na\xefve.")
    answer.write_text(text, encoding="utf-8")
    for name, encoding in (("q3_scale", "utf-16"), ("q4_context", "cp1252")):
        file = folder / "written" / f"{name}.md"
        text = file.read_text(encoding="utf-8").replace(
            "below this line -->\n", "below this line -->\nSo na\xefve."
        )
        file.write_bytes(text.encode(encoding, errors="replace"))
    (folder / "written" / "q5_society.md").write_bytes(b"%PDF-1.7 1 0 obj many words")
    return run_checks(folder, PYTHONIOENCODING="ascii")


def test_untouched_stubs_are_not_started(make_copy: MakeCopy, run_checks: Checks, project: Project) -> None:
    run = run_checks(make_copy())
    assert run.exit_code == 1
    assert "Traceback" not in run.text
    assert "Error" not in run.text
    for module in project.assignment.modules:
        assert f"Part {module.number}: {module.title} ({module.path})" in run.text
        for question in module.questions:
            row = run.row(question.function)
            assert row.startswith(f"{question.number} {question.function} not started 0 of "), row
            assert row.endswith(f" {question.points:g}"), row
    for written in project.assignment.written:
        low, high = written.words
        assert run.row(f"{written.name}.md").endswith(f"not started {low}-{high} words {written.points:g}")
    assert f"All parts 0 of {len(project.assignment.questions)} passing" in " ".join(run.text.split())
    assert "Next: 1.1 next_token_pairs (pretraining.py, line " in run.text
    assert "The hidden tests on\nGradescope decide" in run.text
    assert "short test summary" not in run.text
    assert max(map(len, run.text.splitlines())) <= 88


def test_solutions_pass(make_copy: MakeCopy, run_checks: Checks, project: Project) -> None:
    run = run_checks(make_copy(solved=True), "--color=no")
    assert run.exit_code == 0, run.text
    count = len(project.assignment.questions)
    assert f"All parts {count} of {count} passing" in " ".join(run.text.split())
    for module in project.assignment.modules:
        for question in module.questions:
            assert " passing " in run.row(question.function)
    assert "Next: read each docstring again." in run.text
    assert "Then: Q1 in written/q1_pretraining.md" in run.text


def test_half_done_work_is_told_apart(half_done: Any) -> None:
    assert half_done.exit_code == 1
    assert "Traceback" not in half_done.text
    assert half_done.text.isascii()
    assert " passing " in half_done.row("fits_context")
    assert " not started " in half_done.row("sliding_windows")
    assert " failing " in half_done.row("shard_numel")


def test_what_needs_an_unstarted_function_waits_for_it(half_done: Any) -> None:
    assert half_done.row("accumulated_loss") == "1.5 accumulated_loss waits for 1.2 0 of 5 2"
    assert "2.2 encode_chat waits for 2.1" in half_done.row("encode_chat")
    # zero_memory_per_rank is a stub still: that comes before what it needs
    assert " not started " in half_done.row("zero_memory_per_rank")


def test_a_file_that_does_not_load_fails_in_a_line(half_done: Any) -> None:
    message, source, *rest = half_done.failure("render_chat")
    assert message.startswith("finetuning.py, line ")
    assert message.endswith(": SyntaxError: '(' was never closed")
    assert source.strip() == "return (logits"
    assert rest == []
    (message,) = half_done.failure("weight_memory")
    assert message.startswith("memory.py, line ")
    assert message.endswith(": ModuleNotFoundError: No module named 'numppy'")


def test_written_answers_are_counted(half_done: Any) -> None:
    assert half_done.row("q2_finetuning.md") == "Q2 q2_finetuning.md 6 words 200-300 words 5"
    assert "\n        Q2 is too short\n" in half_done.text
    assert "Q2: fill in the line 'Help used' (write none if you had none)" in half_done.text


def test_answers_in_other_encodings_are_counted_and_documents_are_not(half_done: Any) -> None:
    assert " q3_scale.md 2 words " in half_done.row("q3_scale.md")
    assert " q4_context.md 2 words " in half_done.row("q4_context.md")
    assert " q5_society.md not started " in half_done.row("q5_society.md")


def test_what_fails_comes_before_what_is_not_started(half_done: Any) -> None:
    place = half_done.text.index("Next: 2.1 render_chat (finetuning.py)")
    assert "SyntaxError" in half_done.text[place:]


def test_one_file_shows_its_part_and_loads_no_libraries(make_copy: MakeCopy, run_checks: Checks) -> None:
    folder = make_copy(solved=True)
    spy = "import json, sys\n\n\ndef test_spy():\n    print(json.dumps(sorted(sys.modules)))\n"
    (folder / "tests" / "test_spy.py").write_text(spy, encoding="utf-8")
    for name, title in (("context", "Part 4:"), ("sharding", "Part 3b:")):
        run = run_checks(folder, f"tests/test_{name}.py", "tests/test_spy.py", "-s")
        assert run.exit_code == 0, run.text
        assert [line[:8].strip() for line in run.text.splitlines() if line.startswith("Part ")] == [title]
        assert "Written answers" not in run.text
        (listed,) = (line for line in run.text.splitlines() if '"sys"' in line)
        loaded = json.loads(listed[listed.index("[") : listed.rindex("]") + 1])
        assert name in loaded
        assert not {"torch", "numpy", "jaxtyping"}.intersection(loaded)


def test_a_selection_says_that_it_is_one(make_copy: MakeCopy, run_checks: Checks) -> None:
    folder = make_copy(solved=True)
    run = run_checks(folder, "tests/test_context.py", "-k", "fits_context_exactly")
    assert run.exit_code == 0
    assert run.row("fits_context") == "4.1 fits_context passing 1 of 1 1"
    assert "sliding_windows" not in run.text
    assert "Only some of the checks ran" in run.text
    run = run_checks(folder, "tests/test_context.py::test_fits_context_exactly")
    assert "Only some of the checks ran" in run.text


def test_a_selection_of_nothing_says_so(make_copy: MakeCopy, run_checks: Checks) -> None:
    run = run_checks(make_copy(), "tests/test_context.py", "-k", "fit_context")
    assert run.exit_code != 0
    assert "No check ran. Does the name after -k match one in the tables of README.md?" in run.text


def answered(folder: Path, name: str, answer: str, *, before: str = "", help_used: str = " none") -> None:
    """Write an answer between the markers, and `before` above them."""
    path = folder / "written" / f"{name}.md"
    text = path.read_text(encoding="utf-8").rstrip("\n")
    text = text.replace("<!-- ANSWER BEGINS", f"{before}\n\n<!-- ANSWER BEGINS")
    path.write_text(
        text.replace("this line -->\n", f"this line -->\n{answer}", 1) + help_used, encoding="utf-8"
    )


@pytest.mark.slow
def test_essays_are_held_to_their_length_and_place(
    make_copy: MakeCopy, run_checks: Checks, project: Project
) -> None:
    folder = make_copy(solved=True)
    for written in project.assignment.written:
        answered(folder, written.name, "word " * written.words[0])
    run = run_checks(folder)
    assert " too " not in run.text
    assert "outside" not in run.text
    assert "Then: " not in run.text
    answered(folder, "q3_scale", "word " * 200, before="Twelve plus one")
    answered(folder, "q5_society", "", help_used=" word" * 100)
    run = run_checks(folder, "--color=yes")
    assert "\033[33m450 words" in run.text
    assert "\033[32m600 words" in run.text
    assert "Q3 is too long" in run.text
    assert "Q3: 3 words outside the two marker lines, where nobody reads them" in run.text
    assert "Q5: 101 words outside" in run.text
    assert "Then: Q3 in written/q3_scale.md is too long: 250-400 words" in run.text


@pytest.mark.parametrize("configured", [True, False])
def test_it_runs_from_the_folder_above(
    make_copy: MakeCopy, run_checks: Checks, project: Project, configured: bool
) -> None:
    folder = make_copy(solved=True)
    if not configured:  # as inside a larger repository of the student's, with a configuration of its own
        (folder / "pytest.ini").unlink()
        (folder.parent / "pytest.ini").write_text(
            "[pytest]\naddopts = -p no:hypothesispytest\n", encoding="utf-8"
        )
    run = run_checks(folder.parent, f"{folder.name}/tests/test_context.py")
    assert run.exit_code == 0, run.text
    (count,) = (len(module.questions) for module in project.assignment.modules if module.name == "context")
    assert f"{count} of {count} passing" in run.text


def test_states_are_words_with_and_without_colour(make_copy: MakeCopy, run_checks: Checks) -> None:
    folder = make_copy()
    coloured = run_checks(folder, "tests/test_context.py", "--color=yes")
    plain = run_checks(folder, "tests/test_context.py", NO_COLOR="1")
    assert "\033[33mnot started" in coloured.text
    assert "\033" not in plain.text
    assert " not started " in plain.row("fits_context")


@pytest.mark.slow
@pytest.mark.parametrize("columns", [40, 60, 74])
def test_the_scoreboard_fits_a_narrow_terminal(
    make_copy: MakeCopy, run_checks: Checks, project: Project, columns: int
) -> None:
    folder = make_copy()
    answered(folder, "q2_finetuning", "Six words, one of them short.", before="Outside")
    run = run_checks(folder, COLUMNS=str(columns))
    board = run.text[run.text.index("not started") :]
    assert max(map(len, board.splitlines())) <= columns
    for question in project.assignment.questions:
        assert f" {question.function}\n    not started " in run.text


def test_with_xdist_the_checks_run_in_one_process(make_copy: MakeCopy, run_checks: Checks) -> None:
    folder = make_copy()
    for options in (["-n", "2"], ["-n2", "--dist", "loadfile", "-x"], ["--tx", "2*popen", "--dist", "each"]):
        run = run_checks(folder, "tests/test_context.py", *options)
        assert run.exit_code == 1
        assert " not started " in run.row("fits_context")
        assert "Note: the checks ran in one process" in run.text
    run = run_checks(make_copy(solved=True), "tests/test_context.py", "-n", "2", "-q")
    assert run.exit_code == 0, run.text
    assert "4 of 4 passing" in run.text


@pytest.mark.slow
def test_with_xdist_from_outside_the_folder_stubs_do_not_pass(
    make_copy: MakeCopy, run_checks: Checks
) -> None:
    run = run_checks(make_copy().parent, "-n", "2")
    assert run.exit_code == 1
    assert "There is no scoreboard with -n" in run.text


def test_a_missing_file_is_not_started(make_copy: MakeCopy, run_checks: Checks) -> None:
    folder = make_copy()
    (folder / "context.py").unlink()
    run = run_checks(folder, "tests/test_context.py")
    assert run.exit_code == 1
    assert " not started " in run.row("sliding_windows")
    assert "Next: 4.1 fits_context (context.py is missing)" in run.text


def test_without_torch_there_is_one_line_and_no_traceback(make_copy: MakeCopy, run_checks: Checks) -> None:
    folder = make_copy(solved=True)
    hide = "import sys\n\n\nclass Hide:\n    def find_spec(self, name, path=None, target=None):\n"
    hide += "        if name == 'torch':\n"
    hide += "            raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')\n\n\n"
    hide += "sys.meta_path.insert(0, Hide())\n"
    (folder / "hide_torch.py").write_text(hide, encoding="utf-8")
    run = run_checks(folder, "-p", "hide_torch", PYTHONPATH=str(folder))
    assert run.exit_code == 1
    assert "Traceback" not in run.text
    assert "Not checked: finetuning.py, pretraining.py. torch is not installed: pip install" in run.text
    assert ascii(sys.executable)[1:-1] in run.text
    assert run.failure("optimizer_state_memory") == [
        "torch is not installed: pip install -r requirements.txt",
    ]
    assert " passing " in run.row("sliding_windows")


def test_an_old_python_is_told_so_in_one_line(make_copy: MakeCopy, run_checks: Checks) -> None:
    folder = make_copy()
    pretend = "import sys\n\n\nsys.version_info = (3, 10, 4, 'final', 0)\nsys.version = '3.10.4 (main)'\n"
    (folder / "pretend.py").write_text(pretend, encoding="utf-8")
    # Plugins of this environment were not made for the Python that it pretends to be.
    run = run_checks(folder, "-p", "pretend", PYTHONPATH=str(folder), PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert run.exit_code == 1
    assert run.text.strip() == "This assignment needs Python 3.11 or newer; this is Python 3.10.4."


def test_files_that_a_release_brings_are_laid_out(make_copy: MakeCopy, run_checks: Checks) -> None:
    folder = make_copy(solved=True)
    (folder / "fresh").mkdir()
    shutil.move(folder / "context.py", folder / "fresh" / "context.py")
    run = run_checks(folder, "tests/test_context.py")
    assert run.exit_code == 0, run.text
    assert "Note: created context.py" in run.text
