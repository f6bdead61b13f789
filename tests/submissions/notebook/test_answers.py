"""Nothing that a student wrote is lost without a word, and a placeholder's words do not count."""

# ruff: noqa: E501

import random
from collections.abc import Callable
from typing import Any

import pytest
from notebook_builder import PLACEHOLDER, answer_cells, code, markdown, raw

from autograder.submissions.find import Submission
from autograder.submissions.written_answers import WrittenAnswer, read_answer

HandIn = Callable[..., Submission]
Cells = list[dict[str, Any]]
MINE = "My own words."
CHECK = code("grader.check_all()")
Q1, A1, H1, Q2, A2, H2, LAST = range(4, 11)
"""Places in the notebook: question, answer and help used of both questions, and the last cell."""


def cells() -> Cells:
    return [
        markdown("# Part 1. Sampling\n\n<!-- MODULE sampling -->\n\nText of ours."),
        code("# sampling.py\ndef greedy(x): return x"),
        code('grader.check("1.1")'),
        markdown("# Written answers\n\nText of ours."),
        *answer_cells("q1_heat", "Q1", "Heat"),
        *answer_cells("q2_cold", "Q2", "Cold"),
        CHECK,
    ]


def changed(place: int, change: Callable[[str], str]) -> Cells:
    made = cells()
    made[place] = markdown(change("".join(made[place]["source"])))
    return made


def with_cell(place: int, cell: dict[str, Any]) -> Cells:
    return [*cells()[:place], cell, *cells()[place:]]


@pytest.fixture
def read(hand_in: HandIn) -> Callable[[Cells], dict[str, WrittenAnswer]]:
    def answers(made: Cells) -> dict[str, WrittenAnswer]:
        submission = hand_in(made)
        names = ("q1_heat", "q2_cold")
        texts = {name: submission.text(f"written/{name}.md") for name in names}
        return {name: read_answer(text) for name, text in texts.items() if text is not None}

    return answers


WHERE = {
    "in place": changed(A1, lambda text: text.replace(PLACEHOLDER, MINE)),
    "behind the placeholder": changed(A1, lambda text: text.replace(PLACEHOLDER, f"{PLACEHOLDER} {MINE}")),
    "part of the placeholder left": changed(A1, lambda text: text.replace(PLACEHOLDER, f"{PLACEHOLDER[1:]}\n{MINE}")),
    "below the markers": changed(A1, lambda text: f"{text}\n\n{MINE}"),
    "above the markers": changed(A1, lambda text: f"{MINE}\n\n{text}"),
    "over the markers": changed(A1, lambda _text: MINE),
    "over the first marker": changed(A1, lambda text: MINE + text[text.index("<!-- ANSWER ENDS") :]),
    "over the last marker": changed(A1, lambda text: text[: text.index(PLACEHOLDER)] + MINE),
    "in the question's cell": changed(Q1, lambda text: f"{text}\n\n{MINE}"),
    "inside the question": changed(Q1, lambda text: text.replace("> - **One.**", f"{MINE}\n> - **One.**")),
    "over the question": changed(Q1, lambda text: MINE + text[text.index("\n\n<!-- QUESTION") :]),
    "above the help": changed(H1, lambda text: f"{MINE}\n\n{text}"),
    "in a cell above the answer": with_cell(A1, markdown(MINE)),
    "in a cell below the answer": with_cell(H1, markdown(MINE)),
    "in a cell with a heading": with_cell(H1, markdown(f"# \n{MINE}")),
    "in a cell below the help": with_cell(Q2, markdown(MINE)),
    "in a raw cell": with_cell(H1, raw(MINE)),
    "in a cell of code": with_cell(H1, code(MINE)),
    "in comments": with_cell(H1, code("# My own words.\n#")),
    "in quotes": with_cell(H1, code(f'"""{MINE}"""')),
    "in a magic": with_cell(H1, code(f"%%markdown\n{MINE}")),
    "without its question": [*cells()[:Q1], *changed(A1, lambda text: text.replace(PLACEHOLDER, MINE))[A1:]],
    "without the help": [*changed(A1, lambda text: text.replace(PLACEHOLDER, MINE))[:H1], *cells()[Q2:]],
    "as in the file": [markdown(f"# Q1. Heat\n\n> Why?\n\n**Length:** 1\n\n<!-- ANSWER BEGINS -->\n{MINE}\n<!-- ANSWER ENDS -->")],
    "without any marker": [markdown("# Q1. Heat\n\n> Why?\n\n**Length:** 1"), markdown(MINE)],
}  # fmt: skip


@pytest.mark.parametrize("where", WHERE)
def test_where_students_type(read: Callable[[Cells], dict[str, WrittenAnswer]], where: str) -> None:
    found = read(WHERE[where])
    assert found["q1_heat"].words == 3, found["q1_heat"]
    assert MINE in found["q1_heat"].answer
    assert "q2_cold" not in found or not found["q2_cold"].started


def test_an_untouched_notebook_has_no_answer(read: Callable[[Cells], dict[str, WrittenAnswer]]) -> None:
    assert {name: answer.words for name, answer in read(cells()).items()} == {"q1_heat": 0, "q2_cold": 0}
    assert read([code("x = 1")]) == {}


def test_a_shuffled_untouched_notebook_has_no_answer(
    read: Callable[[Cells], dict[str, WrittenAnswer]],
) -> None:
    made = [*cells(), markdown("# Sources\n\nText of ours."), markdown("## 1.1 greedy\n\n2 points")]
    for seed in range(5):
        random.Random(seed).shuffle(made)
        assert not any(answer.started for answer in read(made).values()), seed


@pytest.mark.parametrize(
    ("change", "used"),
    [
        (lambda text: f"{text} ChatGPT, a bit", "ChatGPT, a bit"),
        (lambda text: f"{text}\nnone", "none"),
        (lambda text: text.split("\n")[0] + "\nnone", "none"),
        (lambda text: text.split("\n")[1] + " none", "none"),
        (lambda text: text.replace("\n**Help", "\nnone\n**Help"), ""),
    ],
)
def test_help_used_is_kept(
    read: Callable[[Cells], dict[str, WrittenAnswer]], change: Callable[[str], str], used: str
) -> None:
    found = read(changed(H1, change))["q1_heat"]
    assert found.help_used == used or "none" in found.help_used + found.answer


def test_answers_stay_apart(read: Callable[[Cells], dict[str, WrittenAnswer]]) -> None:
    made = changed(A1, lambda text: text.replace(PLACEHOLDER, "One answer"))
    made[A2] = markdown("<!-- ANSWER BEGINS q2_cold -->\nAnother answer here\n<!-- ANSWER ENDS q2_cold -->")
    assert [answer.words for answer in read(made).values()] == [2, 3]
    made[A1], made[A2] = made[A2], made[A1]  # moved: the markers say which is which
    assert [read(made)[name].words for name in ("q1_heat", "q2_cold")] == [2, 3]


@pytest.mark.parametrize(
    ("made", "note"),
    [
        (with_cell(LAST + 1, markdown(MINE)), "`My own words.` belongs to no question"),
        (with_cell(Q2, markdown(f"# My essay\n\n{MINE}")), "below the heading `My essay` is not part of"),
        (with_cell(H1, code("total = 1.8e12 * 2\nprint(total)")), "code beside the answer to Q1"),
    ],
)
def test_a_word_on_what_is_not_read(hand_in: HandIn, made: Cells, note: str) -> None:
    made = [markdown("<!-- END QUESTION -->\n\n# Hand in") if cell is CHECK else cell for cell in made]
    notes = hand_in(made).notes.lines
    assert len(notes) == 1
    assert note in notes[0]
