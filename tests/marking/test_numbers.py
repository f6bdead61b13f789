"""Figures are found in the ways that people write them, and held against each other."""

import time

import pytest

from autograder.marking.numbers import check_numbers
from autograder.marking.numbers.equations import find_equations
from autograder.marking.numbers.figures import Figure, Kind, find_figures, plain_text


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
        ("10**12", Kind.PLAIN, 10),
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
def test_a_sum_is_done_again(text: str, agrees: bool) -> None:
    found = list(find_equations(plain_text(text)))
    assert [equation.agrees for equation in found[:1]] == [agrees], found


@pytest.mark.parametrize(
    "text", ["3 nodes with 8 GPUs = fast", "16 / 0 = 3", "= 5", "2 + = 2", "", "a = b", ") 3 ( = 4"]
)
def test_what_is_no_sum_is_left_alone(text: str) -> None:
    assert list(find_equations(text)) == []


def states(answer: str) -> dict[str, str]:
    return {row.stated: row.state for row in check_numbers(answer)}


@pytest.mark.parametrize(
    ("size", "total", "nodes"),
    [(16, "28.8 TB", 26), (18, "32,400 GB", 29), (20, "36 TB", 32), (12, "21.6TB", 20)],
)
def test_any_consistent_assumption_agrees(size: int, total: str, nodes: int) -> None:
    answer = f"I assume {size} bytes per parameter. That is {total}, so {nodes} nodes."
    assert set(states(answer).values()) == {"agrees"}


@pytest.mark.parametrize("text", ["7,200 GB in float16", "14.4 TB in float32", "3,600 GB with 8-bit moments"])
def test_adams_share_is_read_as_values_per_parameter(text: str) -> None:
    (row,) = check_numbers(text)
    assert row.state == "agrees"
    assert "for each parameter" in row.follows


def test_rounding_down_differs_and_says_what_is_needed() -> None:
    rows = check_numbers("16 bytes per parameter, 28.8 TB, 25 nodes.")
    (row,) = (each for each in rows if each.stated == "25 nodes")
    assert (row.state, row.follows) == ("differs", "28.8 TB is 25.53 nodes: rounded down, it needs 26")


def test_nodes_that_are_still_a_fraction_are_to_be_looked_at() -> None:
    assert states("28.8 TB: 25.5 nodes")["25.5 nodes"] == "look"
    assert states("28.8 TB: 26 nodes (25.5 nodes rounded up)")["26 nodes"] == "agrees"


def test_gib_over_gb_differs() -> None:
    assert states("26,822 GiB, so 24 nodes")["24 nodes"] == "differs"
    assert states("26,822 GiB, so 26 nodes")["26 nodes"] == "agrees"


def test_bytes_without_their_total_are_to_be_looked_at() -> None:
    (row,) = check_numbers("We need 16 bytes per parameter.")
    assert (row.state, row.follows) == ("look", "× 1.8 trillion = 28,800 GB, which is not stated")


def test_more_nodes_than_needed_are_no_mistake() -> None:
    assert states("28.8 TB, 26 nodes; I would take 32 nodes.")["32 nodes"] == "look"


def test_gpus_count_as_nodes_of_eight() -> None:
    assert states("28.8 TB on 208 GPUs")["208 GPUs (26 nodes of 8)"] == "agrees"


TABLE = """
| part | bytes per parameter | GB |
|---|---:|---:|
| weights | 2 | 3,600 |
| gradients | 2 | 3,600 |
| master weights | 4 | 7,200 |
| moments | 8 | 14,400 |
| total | {size} | {total} |
"""


def test_a_table_is_added_up() -> None:
    right = states(TABLE.format(size=16, total="28,800"))
    assert right["table: total 16"] == right["table: total 28,800"] == right["28800 GB"] == "agrees"
    assert "differs" not in right.values()
    wrong = states(TABLE.format(size=18, total="32,400"))
    assert wrong["table: total 18"] == wrong["table: total 32,400"] == "differs"


def test_lines_are_those_of_the_answer() -> None:
    assert [row.line for row in check_numbers("One.\n\n7.2 TB\n14.4 TB")] == [3, 4]


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
def test_any_text_is_read_in_little_time(hostile: str) -> None:
    start = time.process_time()
    assert len(check_numbers(hostile * (200_000 // len(hostile)))) <= 60
    assert time.process_time() - start < 10
