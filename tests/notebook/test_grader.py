"""The messages of `grader` in a real kernel for cells that are wrong, slow, broken or missing."""

from collections.abc import Mapping

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.catalog import Project
from autograder.notebook.setup_cell import setup_cell

from .conftest import run

CELLS = {
    "not defined": 'grader.check("4.1")',
    "helper": "import math\n\ndef too_far(tokens):\n    x = 1\n    return tokens[99]",
    "error": "# context.py\ndef fits_context(n_prompt, max_new_tokens, context_window):\n"
    "    return too_far([n_prompt])",
    "error in a helper": 'grader.check("4.1")',
    "wrong": "def fits_context(n_prompt, max_new_tokens, context_window):\n"
    "    return n_prompt <= context_window",
    "wrong value": 'grader.check("4.1")',
    "signature": "def fits_context(n_prompt):\n    return True",
    "wrong signature": 'grader.check("fits_context")',
    "loop": "import checking.outcome\nchecking.outcome.MAX_SECONDS = 0.5\n"
    "def fits_context(n_prompt, max_new_tokens, context_window):\n    while True:\n        pass",
    "too slow": 'grader.check("4.1")',
    "right": "fits_context = lambda n_prompt, max_new_tokens, context_window: "
    "n_prompt + max_new_tokens <= context_window",
    "passes": 'grader.check("4.1")',
    "stub": "def sliding_windows(token_ids, window, overlap=0):\n"
    '    raise NotImplementedError("Part 4.2: sliding_windows")\n'
    "def map_reduce_summarize(token_ids, summarize, window, overlap=0):\n"
    "    return sliding_windows(token_ids, window, overlap)",
    "not started": 'grader.check("4.2")',
    "waits": 'grader.check("4.4")',
    "not implemented": "def sliding_windows(token_ids, window, overlap=0):\n    raise NotImplementedError",
    "own error": 'grader.check("4.2")',
    "prints": "def sliding_windows(token_ids, window, overlap=0):\n    print('hello')\n    exit()",
    "exits": 'grader.check("4.2")',
    "unknown": 'grader.check("9.9")',
    "show": 'grader.show("4.1")',
    "all": "grader.check_all()",
}


@pytest.fixture(scope="module")
def said(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return each cell's output."""
    cells = [new_code_cell(source) for source in (setup_cell(project), *CELLS.values())]
    outputs = run(new_notebook(cells=cells), tmp_path_factory.mktemp("kernel"))
    return dict(zip(CELLS, (text for _, text in outputs[1:]), strict=True))


def test_a_function_whose_cell_did_not_run(said: Mapping[str, str]) -> None:
    assert said["not defined"] == "4.1 fits_context is not defined: run the cell that defines it\n"


def test_an_error_is_placed_by_the_first_def_and_the_line_of_its_cell(said: Mapping[str, str]) -> None:
    lines = said["error in a helper"].splitlines()
    assert lines[0] == "4.1 fits_context: the answer is True or False"
    assert (
        "raised IndexError: list index out of range (the cell of too_far, line 5); expected True" in lines[1]
    )
    assert lines[2] == "What is the value of each variable on that line when it runs?"
    assert lines[3] == "0 of 4 checks pass."


def test_a_wrong_value_shows_call_result_expectation_and_question(said: Mapping[str, str]) -> None:
    assert said["wrong value"].splitlines() == [
        "4.1 fits_context: a full prompt leaves no room for an answer",
        "fits_context(n_prompt=4096, max_new_tokens=1, context_window=4096) returned True; expected False",
        "Where do the tokens of the answer go?",
        "2 of 4 checks pass.",
    ]


def test_a_changed_signature_is_asked_about(said: Mapping[str, str]) -> None:
    assert "raised TypeError" in said["wrong signature"]
    assert "Has the function's signature been changed?" in said["wrong signature"]


def test_a_loop_is_stopped_with_its_line_and_may_be_mended(said: Mapping[str, str]) -> None:
    assert "did not return within 0.5 seconds (the cell of fits_context, line " in said["too slow"]
    assert said["passes"] == "4.1 fits_context: all 4 checks pass\n"


def test_stubs_and_functions_that_wait_for_them(said: Mapping[str, str]) -> None:
    assert said["not started"] == "4.2 sliding_windows is not started\n"
    assert said["waits"] == "4.4 map_reduce_summarize waits for 4.2 sliding_windows\n"
    assert "raised NotImplementedError (the cell of sliding_windows, line 2)" in said["own error"]


def test_a_function_that_ends_python_ends_nothing(said: Mapping[str, str]) -> None:
    assert said["exits"].startswith("hello\n")
    assert "4.2 sliding_windows: " in said["exits"]


def test_an_unknown_question_and_the_checks_themselves(said: Mapping[str, str]) -> None:
    assert said["unknown"].startswith("There is no question 9.9. There are: 1.1, 1.2,")
    assert said["show"].startswith("def test_fits_context_room_left(fits_context: StudentFunction)")


def test_the_scoreboard_counts_what_is_there(said: Mapping[str, str]) -> None:
    text = said["all"]
    assert "4.1   fits_context            passing             4 of 4" in text
    assert "4.3   evaluation_windows      not started         0 of 5" in text
    assert "Next: 4.2 sliding_windows (the cell of sliding_windows, line 1)" in text
