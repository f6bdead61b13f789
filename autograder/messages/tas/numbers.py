"""Words about figures in an answer and what follows from them."""

from collections.abc import Iterable, Mapping

NO_NUMBERS = "No figures with a unit were found."
NUMBERS_HEADER = ("line", "the answer says", "what follows")
NUMBER_STATES: Mapping[str, str] = {"agrees": "agrees", "differs": "DIFFERS", "look": "look"}
"""State of a row → how it is shown."""
NO_AMOUNT = "no amount of memory is stated that it could follow from"


def numbers_summary(differ: int, rows: int) -> str:
    """The line below the table."""
    return f"{differ} of {rows} differ. This is not a mark: the rubric says what counts."


def amount_follows(per_parameter: float, reading: str | None, needed: int, exact: float) -> str:
    """Bytes per parameter and nodes that follow from an amount of memory.

    Args:
        per_parameter: The amount divided by the number of parameters.
        reading: What those bytes hold; empty if the answer states it, None if it is unknown.
        needed: The number of nodes, rounded up.
        exact: The number of nodes, not rounded.
    """
    how = ", which are not stated" if reading is None else f": {reading}"
    if reading == "":
        how = ", as stated"
    return f"is {per_parameter:.3g} bytes per parameter{how}; needs {needed} nodes ({exact:.2f})"


def total_follows(parameters: str, gigabytes: float, stated: str) -> str:
    """The total that follows from bytes per parameter; `stated` is empty if the answer does not state it."""
    how = f"stated as {stated}" if stated else "which is not stated"
    return f"× {parameters} = {gigabytes:,.0f} GB, {how}"


def unstated_total(size: float, gigabytes: float) -> str:
    """A total that the answer leaves to be worked out."""
    return f"{size:g} bytes per parameter ({gigabytes:,.0f} GB)"


def gpus_as_nodes(gpus: str, nodes: float, per_node: int) -> str:
    """A number of GPUs, converted."""
    return f"{gpus} ({nodes:g} nodes of {per_node})"


def nodes_rounded_up(amount: str, exact: float) -> str:
    """Nodes that follow from an amount."""
    return f"follows from {amount}: {exact:.2f} rounded up"


def nodes_not_rounded(amount: str, needed: int) -> str:
    """A fraction of a node."""
    return f"follows from {amount}, not yet rounded up to {needed}"


def rounded_down_count(amount: str, exact: float, needed: int) -> str:
    """Too few nodes."""
    return f"{amount} is {exact:.2f} nodes: rounded down, it needs {needed}"


def nodes_of_gib(amount: str, node_gigabytes: float, needed: int) -> str:
    """An amount in GiB, divided by a node's GB."""
    return f"{amount} over {node_gigabytes:,g} GiB; the node has GB, so it needs {needed}"


def nodes_unexplained(largest: str, needed: int) -> str:
    """Nodes that follow from nothing."""
    return f"follows from no stated amount; the largest, {largest}, needs {needed}"


SUM_AGREES = "agrees"


def sum_differs(result: float) -> str:
    """The right result of a sum."""
    return f"it is {result:,.5g}"


def sum_rounded_up(result: float) -> str:
    """A number of nodes that was rounded up."""
    return f"agrees: {result:.2f} rounded up"


def sum_rounded_down(result: float) -> str:
    """A number of nodes that was rounded down."""
    return f"rounded down: it is {result:.2f}"


def digits_only(verdict: str) -> str:
    """A sum whose digits agree."""
    return f"{verdict} in its digits (units left out or mixed)"


def table_total(label: str, total: float) -> str:
    """The total that a table states."""
    return f"table: {label} {total:,g}"


def rubric_without_numbers(question: str) -> str:
    """`check-numbers` was asked about a rubric that gives no numbers."""
    return f"the rubric of {question} has no [numbers] table, so there is nothing to check an answer against"


def no_rubric_with_numbers() -> str:
    """`check-numbers` finds no rubric that gives numbers."""
    return "no rubric has a [numbers] table, so there is nothing to check an answer against"


def several_rubrics_with_numbers(questions: Iterable[str]) -> str:
    """`check-numbers` finds several."""
    return f"several rubrics have a [numbers] table: choose one of {', '.join(questions)} with --question"
