"""Figures are found in the ways that people write them, and cross-checked."""

import time
from pathlib import Path

import pytest

from autograder.catalog import Project
from autograder.marking.numbers import RowState, check_numbers
from autograder.marking.numbers.equations import find_equations
from autograder.marking.numbers.figures import Figure, Kind, find_figures
from autograder.marking.numbers.plain import plain_text
from autograder.messages.tas.numbers import NUMBER_STATES
from autograder.rubrics import GivenNumbers, Reading
from autograder.rubrics.read import read_numbers


@pytest.fixture(scope="module")
def given(project: Project) -> GivenNumbers:
    """The numbers that the course's own question gives."""
    return read_numbers(project)


def only_figure(text: str) -> Figure:
    (figure,) = find_figures(plain_text(text))
    return figure


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3,600 GB", Kind.BYTES, 3.6e12),
        ("3 600 GB", Kind.BYTES, 3.6e12),
        ("3\u202f600\u00a0GB", Kind.BYTES, 3.6e12),
        ("3'600 GB", Kind.BYTES, 3.6e12),
        ("28.8TB", Kind.BYTES, 28.8e12),
        ("28,8 TB", Kind.BYTES, 28.8e12),
        ("28.8 terabytes", Kind.BYTES, 28.8e12),
        ("0.0288 PB", Kind.BYTES, 28.8e12),
        ("26,822 GiB", Kind.BYTES, 26822 * 2**30),
        ("28,800,000,000,000 bytes", Kind.BYTES, 28.8e12),
        ("2.88e13 bytes", Kind.BYTES, 28.8e12),
        ("2.88 × 10^13 bytes", Kind.BYTES, 28.8e12),
        ("2.88·10¹³ bytes", Kind.BYTES, 28.8e12),
        (r"$2.88 \times 10^{13}$ bytes", Kind.BYTES, 28.8e12),
        (r"$28{,}800\,\text{GB}$", Kind.BYTES, 28.8e12),
        ("**28.8 TB**", Kind.BYTES, 28.8e12),
        ("16 bytes per parameter", Kind.PER_PARAMETER, 16),
        ("16 bytes/param", Kind.PER_PARAMETER, 16),
        ("16B/param", Kind.PER_PARAMETER, 16),
        ("16 bytes for each parameter", Kind.PER_PARAMETER, 16),
        ("16-byte", Kind.PER_PARAMETER, 16),
        ("16 bytes", Kind.PER_PARAMETER, 16),
        ("1.8T parameters", Kind.PARAMETERS, 1.8e12),
        ("1.8 trillion parameters", Kind.PARAMETERS, 1.8e12),
        ("1800B params", Kind.PARAMETERS, 1.8e12),
        ("1.8T", Kind.PLAIN, 1.8e12),
        ("1.8e12", Kind.PLAIN, 1.8e12),
        ("10**12", Kind.PLAIN, 1e12),
        ("26 nodes", Kind.NODES, 26),
        ("26 such nodes", Kind.NODES, 26),
        ("25.5 nodes", Kind.NODES, 25.5),
        ("208 GPUs", Kind.GPUS, 208),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, kind: Kind, value: float) -> None:
    found = only_figure(text)
    assert found.kind is kind
    assert found.value == pytest.approx(value)


def test_what_is_part_of_a_name_is_no_figure() -> None:
    assert find_figures("float16, bf16, fp32, p5en, A100s") == []


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("2 + 2 + 12 = 16", True),
        ("1.8e12 × 8 / 2^30 = 13,411 GiB", True),
        ("1.8e12 × 8 / 2^30 = 14,411 GiB", False),
        ("25/125 = 20 %", True),
        ("2 + 2 + 12 = 18", False),
        ("2 bytes + 2 bytes + 4 bytes + 8 bytes = 16 bytes per parameter", True),
        ("3.6 + 3.6 + 21.6 = 28.8 TB", True),
        ("3.6 TB (weights) + 3.6 TB (gradients) + 21.6 TB (Adam) = 28.8 TB", True),
        ("weights 3.6TB\n+ gradients 3.6TB\n+ optimizer 14.4TB\n= 28.8TB", False),
        ("16 × 1.8T = 28.8 TB", True),
        ("(2+2+12) * 1.8e12 = 28.8TB", True),
        ("1.8 trillion x 16 bytes gives 28,800 GB", True),
        ("18 x 1.8e12 = 36 TB", False),
        ("2 × 3,600 GB = 7,200 GB", True),
        ("28,800 GB / 1,128 GB = 25.53", True),
        ("28.8TB/1128 = 26 nodes", True),
        ("28,800 / 1,128 = 25 nodes", False),  # rounded down
        ("14,800/1128 = 13", False),  # 13.12, rounded to the nearest
        ("28.8 / 1.128 ≈ 25.5 → 26 nodes", True),
        ("28.8 TB divided by 1.128 TB is 25.53", True),
        (r"$\frac{28800}{1128} \approx 25.5$", True),
        (r"$\lceil 28{,}800/1{,}128 \rceil = 26$", True),
        ("((2 + 2 = 4", True),
    ],
)
def test_a_sum_is_done_again(text: str, agrees: bool, given: GivenNumbers) -> None:
    found = list(find_equations(plain_text(text), given))
    assert [equation.agrees for equation in found[:1]] == [agrees], found


@pytest.mark.parametrize(
    "text", ["3 nodes with 8 GPUs = fast", "16 / 0 = 3", "= 5", "2 + = 2", "", "a = b", ") 3 ( = 4"]
)
def test_what_is_no_sum_is_left_alone(text: str, given: GivenNumbers) -> None:
    assert list(find_equations(text, given)) == []


def states(answer: str, given: GivenNumbers) -> dict[str, str]:
    return {row.stated: row.state for row in check_numbers(answer, given)}


@pytest.mark.parametrize(
    ("size", "total", "nodes"),
    [(16, "28.8 TB", 26), (18, "32,400 GB", 29), (20, "36 TB", 32), (12, "21.6TB", 20)],
)
def test_any_consistent_assumption_agrees(size: int, total: str, nodes: int, given: GivenNumbers) -> None:
    answer = f"I assume {size} bytes per parameter. That is {total}, so {nodes} nodes."
    assert set(states(answer, given).values()) == {"agrees"}


@pytest.mark.parametrize("text", ["7,200 GB in float16", "14.4 TB in float32", "3,600 GB with 8-bit moments"])
def test_adams_share_is_read_as_values_per_parameter(text: str, given: GivenNumbers) -> None:
    (row,) = check_numbers(text, given)
    assert row.state == "agrees"
    assert "for each parameter" in row.follows


def test_rounding_down_differs_and_says_what_is_needed(given: GivenNumbers) -> None:
    rows = check_numbers("16 bytes per parameter, 28.8 TB, 25 nodes.", given)
    (row,) = (each for each in rows if each.stated == "25 nodes")
    assert (row.state, row.follows) == ("differs", "28.8 TB is 25.53 nodes: rounded down, it needs 26")


def test_nodes_that_are_still_a_fraction_are_to_be_looked_at(given: GivenNumbers) -> None:
    assert states("28.8 TB: 25.5 nodes", given)["25.5 nodes"] == "look"
    assert states("28.8 TB: 26 nodes (25.5 nodes rounded up)", given)["26 nodes"] == "agrees"


def test_gib_over_gb_differs(given: GivenNumbers) -> None:
    assert states("26,822 GiB, so 24 nodes", given)["24 nodes"] == "differs"
    assert states("26,822 GiB, so 26 nodes", given)["26 nodes"] == "agrees"


def test_bytes_without_their_total_are_to_be_looked_at(given: GivenNumbers) -> None:
    (row,) = check_numbers("We need 16 bytes per parameter.", given)
    assert (row.state, row.follows) == ("look", "× 1.8 trillion = 28,800 GB, which is not stated")


def test_more_nodes_than_needed_are_no_mistake(given: GivenNumbers) -> None:
    assert states("28.8 TB, 26 nodes; I would take 32 nodes.", given)["32 nodes"] == "look"


def test_gpus_count_as_nodes_of_eight(given: GivenNumbers) -> None:
    assert states("28.8 TB on 208 GPUs", given)["208 GPUs (26 nodes of 8)"] == "agrees"


TABLE = """
| part | bytes per parameter | GB |
|---|---:|---:|
| weights | 2 | 3,600 |
| gradients | 2 | 3,600 |
| master weights | 4 | 7,200 |
| moments | 8 | 14,400 |
| total | {size} | {total} |
"""


def test_a_table_is_added_up(given: GivenNumbers) -> None:
    right = states(TABLE.format(size=16, total="28,800"), given)
    assert right["table: total 16"] == right["table: total 28,800"] == right["28800 GB"] == "agrees"
    assert "differs" not in right.values()
    wrong = states(TABLE.format(size=18, total="32,400"), given)
    assert wrong["table: total 18"] == wrong["table: total 32,400"] == "differs"


def test_words_that_the_rubric_names_may_stand_before_a_unit(given: GivenNumbers) -> None:
    for said in ("26 p5en nodes", "26 p5en.48xlarge instances", "26 8-GPU nodes", "26 such 8-GPU nodes"):
        assert states(f"28.8 TB, so {said}.", given)[said] == "agrees"


def test_another_question_gives_other_numbers() -> None:
    other = GivenNumbers(
        parameters=7e9,
        parameters_text="7 billion",
        node_bytes=40e9,
        gpus_per_node=2,
        min_amount=10e9,
        min_total=3,
        readings=(Reading(2, "one half-precision value"),),
        words_between=("big",),
    )
    rows = check_numbers("16 bytes per parameter, 112 GB, 3 big nodes or 6 GPUs. Weights: 14 GB.", other)
    assert [(row.stated, row.follows, row.state) for row in rows] == [
        ("16 bytes per parameter", "× 7 billion = 112 GB, stated as 112 GB", "agrees"),
        ("112 GB", "is 16 bytes per parameter, as stated; needs 3 nodes (2.80)", "agrees"),
        ("3 big nodes", "follows from 112 GB: 2.80 rounded up", "agrees"),
        ("6 GPUs (3 nodes of 2)", "follows from 112 GB: 2.80 rounded up", "agrees"),
        ("14 GB", "is 2 bytes per parameter: one half-precision value; needs 1 nodes (0.35)", "agrees"),
    ]
    rows = check_numbers("112 GiB, so 3 nodes", other)
    assert rows[-1].follows == "112 GiB is 3.01 nodes: rounded down, it needs 4"


def test_every_state_has_its_word() -> None:
    assert set(NUMBER_STATES) == set(RowState)


def test_lines_are_those_of_the_answer(given: GivenNumbers) -> None:
    assert [row.line for row in check_numbers("One.\n\n7.2 TB\n14.4 TB", given)] == [3, 4]


def phrasings(name: str) -> list[str]:
    """Answers of one line each; a backslash and an n stand for a line break."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line]


def test_no_right_phrasing_differs(given: GivenNumbers) -> None:
    right = phrasings("numbers_right.txt")
    assert len(right) > 100
    wrongly = {text: found for text in right if (found := differences(text, given))}
    assert wrongly == {}


def test_each_wrong_phrasing_differs(given: GivenNumbers) -> None:
    wrong = phrasings("numbers_wrong.txt")
    assert len(wrong) > 60
    assert [text for text in wrong if not differences(text, given)] == []


def differences(answer: str, given: GivenNumbers) -> list[str]:
    return [row.stated for row in check_numbers(answer, given) if row.state is RowState.DIFFERS]


HOSTILE = [
    "1,111,",
    "28.8 TB ",
    "2+",
    "(",
    "| GB |\n| 5 |\n",
    "\n ",
    "1×10^",
    "x 1 ",
    "9" * 400 + " TB ",
    r"\frac{1}{",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_any_text_is_read_in_little_time(hostile: str, given: GivenNumbers) -> None:
    start = time.process_time()
    assert len(check_numbers(hostile * (200_000 // len(hostile)), given)) <= 60
    assert time.process_time() - start < 10
