"""Stubs keep what students need and no solution; markers that cannot be trusted are refused."""

import pytest

from autograder.catalog import Module, Part, Question
from autograder.release.stubs import MarkerError, make_stub

SOURCE = '''"""Part 9 - Doubling."""

import math

# BEGIN SOLUTION NO PROMPT
_TWO = 2
# END SOLUTION


# BEGIN SOLUTION NO PROMPT
def _times_two(x: int) -> int:
    return _TWO * x


# END SOLUTION


def double(x: int) -> int:
    """Twice `x`.

    >>> double(2)
    4
    """
    # BEGIN SOLUTION
    if x == 0:
        return 0
    return _times_two(x)
    # END SOLUTION


def given() -> float:
    """Given to the students."""
    return math.pi


def halve(x: int) -> int:
    """Half of `x`."""
    known = 1 / 2
    # BEGIN SOLUTION
    return int(known * x)
    # END SOLUTION
'''

STUB = '''"""Part 9 - Doubling."""

import math


def double(x: int) -> int:
    """Twice `x`.

    >>> double(2)
    4
    """
    raise NotImplementedError("Part 9.1: double")


def given() -> float:
    """Given to the students."""
    return math.pi


def halve(x: int) -> int:
    """Half of `x`."""
    known = 1 / 2
    raise NotImplementedError("Part 9.2: halve")
'''


def make_module(*functions: str) -> Module:
    questions = tuple(
        Question(f"9.{place}", name, "doubling", (Part(f"9.{place}.core", "core", 1),), ())
        for place, name in enumerate(functions, start=1)
    )
    return Module("9", "doubling", "Doubling", 1, "ask", questions)


DOUBLING = make_module("double", "halve")


def refusal(source: str, module: Module = DOUBLING) -> str:
    assert source != SOURCE or module != DOUBLING
    with pytest.raises(MarkerError) as caught:
        make_stub(source, module)
    return str(caught.value)


def test_a_block_becomes_one_line_that_names_the_question() -> None:
    assert make_stub(SOURCE, DOUBLING) == STUB


def test_a_file_that_begins_with_a_block_without_prompt_begins_with_what_follows() -> None:
    source = SOURCE.replace('"""Part 9 - Doubling."""\n\nimport math\n\n', "")
    stub = make_stub(source.replace("math.pi", "3.0"), DOUBLING)
    assert stub.lstrip("\n").startswith("def double(x: int) -> int:\n")
    assert "_TWO" not in stub


@pytest.mark.parametrize(
    "marker",
    [
        "# begin solution",
        "# Begin Solution",
        "#BEGIN SOLUTION",
        "## BEGIN SOLUTION",
        "### BEGIN SOLUTION",  # nbgrader's
        "# BEGIN  SOLUTION",
        "# BEGIN_SOLUTION",
        "# BEGIN-SOLUTION",
        "# BEGINSOLUTION",
        "# BEGINNING SOLUTION",
        "# START SOLUTION",
        "# BEGIN SOLUTION:",
        "# BEGIN SOLUTION no prompt",
        "# BEGIN SOLUTION NO-PROMPT",
        "# BEGIN SOLUTION NO PROMPTS",
        "# SOLUTION",  # Otter's, for one line
        "pass  # BEGIN SOLUTION",
        "pass  # SOLUTION",
    ],
)
def test_a_misspelt_begin_is_refused_with_its_line(marker: str) -> None:
    lines = SOURCE.splitlines()
    number = lines.index("    # BEGIN SOLUTION") + 1
    lines[number - 1] = f"    {marker}"
    assert f"line {number}: {marker!r} is not a marker" in refusal("\n".join(lines))


@pytest.mark.parametrize(
    "marker",
    [
        "# end solution",
        "#END SOLUTION",
        "### END SOLUTION",
        "# END_SOLUTION",
        "# ENDSOLUTION",
        "# STOP SOLUTION",
    ],
)
def test_a_misspelt_end_is_refused_with_its_line(marker: str) -> None:
    lines = SOURCE.splitlines()
    number = lines.index("    # END SOLUTION") + 1
    lines[number - 1] = f"    {marker}"
    assert f"line {number}: {marker!r} is not a marker" in refusal("\n".join(lines))


DOUBLE = """    # BEGIN SOLUTION
    if x == 0:
        return 0
    return _times_two(x)
    # END SOLUTION
"""
HALVE = """    # BEGIN SOLUTION
    return int(known * x)
    # END SOLUTION
"""
ABOUT_GIVEN = '    """Given to the students."""\n'
GIVEN = ABOUT_GIVEN + "    return math.pi\n"
OPEN, CLOSE = "    # BEGIN SOLUTION\n", "    # END SOLUTION\n"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param(DOUBLE, OPEN + DOUBLE, "a block opens inside the block of line", id="nested"),
        pytest.param(DOUBLE, DOUBLE.removesuffix(CLOSE), "a block opens inside the block of", id="no end"),
        pytest.param(HALVE, HALVE.removesuffix(CLOSE), "the block does not end", id="no end at all"),
        pytest.param(DOUBLE, DOUBLE.removeprefix(OPEN), "# END SOLUTION without a # BEGIN", id="no begin"),
        pytest.param(DOUBLE, DOUBLE.lstrip(), "must be indented like double's body", id="outdented"),
        pytest.param(
            DOUBLE,
            "    if x == 0:\n        # BEGIN SOLUTION\n        return 0\n        # END SOLUTION\n",
            "must be indented like double's body",
            id="only one branch",
        ),
        pytest.param(
            DOUBLE,
            f"{DOUBLE}    return x\n",
            "double: its solution block must end right after its last line",
            id="code behind",
        ),
        pytest.param(
            HALVE,
            f"{OPEN}    known = 1\n{CLOSE}{HALVE}",
            "halve: its solution block must end right after its last line",
            id="two blocks",
        ),
        pytest.param(
            GIVEN,
            f"{ABOUT_GIVEN}{OPEN}    return math.pi\n{CLOSE}",
            "a block outside the catalog's functions needs NO PROMPT",
            id="a function that nobody asks for",
        ),
        pytest.param(
            "import math\n",
            "# BEGIN SOLUTION\nimport math\n# END SOLUTION\n",
            "a block outside the catalog's functions needs NO PROMPT",
            id="outside of functions",
        ),
        pytest.param(
            DOUBLE,
            DOUBLE.replace("BEGIN SOLUTION", "BEGIN SOLUTION NO PROMPT"),
            "double has 0 solution blocks, not 1",
            id="no prompt left",
        ),
        pytest.param(HALVE, "    return 1\n", "halve has 0 solution blocks, not 1", id="handed out solved"),
        pytest.param(
            GIVEN,
            f"    # BEGIN SOLUTION NO PROMPT\n    return math.pi\n{CLOSE}",
            "the stub is not valid Python",
            id="nothing left of a body",
        ),
        pytest.param("return 0", "return 0 0", "the solution is not valid Python", id="syntax error"),
    ],
)
def test_what_would_make_a_wrong_stub_is_refused(old: str, new: str, complaint: str) -> None:
    assert old in SOURCE
    assert complaint in refusal(SOURCE.replace(old, new, 1))


def test_a_function_of_the_catalog_that_nobody_wrote_is_refused() -> None:
    complaint = refusal(SOURCE, make_module("double", "halve", "treble"))
    assert complaint == "doubling.py: treble has 0 solution blocks, not 1"
