"""Slips: which ones a function has, by kind, and that each can run."""

import ast

import pytest

from autograder.audit.slips import Slip, SlipKind, find_slips

SOURCE = '''
def total(numbers: list[int], limit: int = 9, start: int = 0) -> int:
    """Add up < 1."""
    if limit < 1:
        raise ValueError("limit " + "of 1")
    result = start
    for number in numbers:
        result += number
    return sum(x for x in [result]) - limit


def pair(a: int, b: int) -> tuple[int, int]:
    while a > 3 and b != 0:
        a = a - b
    return a, -b
'''


@pytest.fixture(scope="module")
def slips() -> list[Slip]:
    return list(find_slips("m", SOURCE))


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (SlipKind.OFF_BY_ONE, "return sum((x for x in [result])) - limit + 1"),
        (SlipKind.OFF_BY_ONE, "if limit <= 1:"),
        (SlipKind.OFF_BY_ONE, "if limit - 1 < 1:"),
        (SlipKind.CONSTANT, "return 0"),
        (SlipKind.CONSTANT, "return numbers"),
        (SlipKind.IGNORED, "limit = 9"),
        (SlipKind.IGNORED, "start = 1"),
        (SlipKind.SWAPPED, "a, b = (b, a)"),
        (SlipKind.SWAPPED, "return (-b, a)"),
        (SlipKind.SIGN, "return sum((x for x in [result])) + limit"),
        (SlipKind.SIGN, "return (a, b)"),
        (SlipKind.STALE, "result = number"),
        (SlipKind.STALE, "return sum((x for x in [start])) - limit"),
        (SlipKind.EARLY_RETURN, "return result"),
        (SlipKind.EXHAUSTED, "return sum(iter(())) - limit"),
        (SlipKind.EXHAUSTED, "numbers = iter(numbers)"),
        (SlipKind.ONCE, "break"),
        (SlipKind.ONCE, "for number in list(numbers)[:1]:"),
        (SlipKind.ONCE, "if a > 3 and b != 0:"),
        (SlipKind.LEFT_OUT, "while a > 3:"),
    ],
)
def test_every_kind_is_there(slips: list[Slip], kind: SlipKind, line: str) -> None:
    assert [slip.id for slip in slips if slip.kind is kind and slip.line == line] != []


def test_each_is_python_and_unlike_the_others(slips: list[Slip]) -> None:
    assert {slip.function for slip in slips} == {"total", "pair"}
    assert len({ast.dump(ast.parse(slip.text)) for slip in slips}) == len(slips)
    assert len({slip.place for slip in slips}) > len(slips) * 0.9  # few slips share a changed line


def test_texts_annotations_and_docstrings_stay(slips: list[Slip]) -> None:
    assert all('"limit " + "of 1"'.replace('"', "'") in s.text or "ValueError" not in s.text for s in slips)
    assert all("Add up" not in slip.text for slip in slips)


def test_a_line_that_is_gone_is_named(slips: list[Slip]) -> None:
    assert "without if limit < 1: raise ValueError('limit ' + 'of 1')" in {slip.line for slip in slips}
