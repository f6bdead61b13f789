"""A solution is found in students' material however it was pasted; common statements are not reported."""

import ast
import re
from pathlib import Path
from textwrap import dedent, indent

import pytest

import autograder
from autograder.catalog import Project
from autograder.release.generated import leaks
from autograder.release.leaks import find_leaks

PROJECT = Project.find(Path(autograder.__file__).parents[1])
SOLUTION = '''"""A module."""


def split(items: list[int], name: str) -> tuple[list[int], list[int]]:
    """Two halves."""
    # BEGIN SOLUTION
    if not items:  # an empty list has no halves
        raise ValueError(f"'{name}' is empty, so there is nothing to split")
    # the first half is the longer one
    middle = -(-len(items) // 2)
    return items[:middle], items[middle:]
    # END SOLUTION


def last(items: list[int]) -> int:
    """The last one."""
    # BEGIN SOLUTION
    return items[-1]
    # END SOLUTION
'''

PAIR = "middle = -(-len(items) // 2)\nreturn items[:middle], items[middle:]\n"
PAIR_REWRITTEN = "middle = (\n    -(-len(items) // 2)\n)\nreturn (items[:middle], items[middle:],)\n"
LONG = "raise ValueError(f\"'{name}' is empty, so there is nothing to split\")\n"
LONG_REQUOTED = LONG.translate(str.maketrans("\"'", "'\""))


def leaks_in(name: str, text: str) -> list[str]:
    return list(find_leaks({"solutions/halves.py": SOLUTION}, {name: text}))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("README.md", f"Hint:\n{PAIR}\nand so on", id="in Markdown"),
        pytest.param("README.md", f"Hint:\n\n{indent(PAIR, '    ')}\nand so on", id="indented"),
        pytest.param("README.md", f"1. Hint:\n\n   ```python\n{indent(PAIR, '   ')}   ```\n", id="fenced"),
        pytest.param("README.md", indent(PAIR, "> "), id="quoted"),
        pytest.param("README.md", f"```python\n{PAIR_REWRITTEN}```\n", id="fenced and rewritten"),
        pytest.param("AGENTS.md", f"The answer is `{LONG.strip()}`, of course.", id="inside a sentence"),
        pytest.param("hints.txt", LONG, id="one long statement"),
        pytest.param("hints.json", f'["{PAIR.replace(chr(10), " ")}"]', id="on one line"),
        pytest.param("other.py", f"def f(items):\n{indent(PAIR, '    ')}", id="in another function"),
        pytest.param("other.py", PAIR.replace("\n", "\n\n# then\n"), id="comments between the statements"),
        pytest.param("other.py", PAIR.replace("\n", "  # so\n"), id="comments behind the statements"),
        pytest.param("other.py", indent(PAIR, "# "), id="commented out"),
        pytest.param("other.py", f"def broken(:\n{indent(PAIR, '    ')}", id="in a file that is not Python"),
        pytest.param("other.py", LONG_REQUOTED, id="other quotes"),
        pytest.param("other.py", PAIR.replace(" ", "  ").replace("[:", "[ : "), id="other white space"),
        pytest.param("other.py", PAIR_REWRITTEN, id="parentheses and a trailing comma"),
        pytest.param("other.py", f"if not items:\n    {LONG}", id="a header and its body"),
    ],
)
def test_a_pasted_solution_is_found(name: str, text: str) -> None:
    found = leaks_in(name, text)
    assert found
    assert all(line.startswith(f"{name} holds a solution of solutions/halves.py: ") for line in found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("if not items:\n    return None\n", id="a short header"),
        pytest.param("return items[-1]\n", id="the one statement of a short block"),
        pytest.param("middle = -(-len(items) // 2)\nprint(middle)\n", id="a short statement among others"),
        pytest.param("\n".join(reversed(PAIR.splitlines())), id="another order"),
        pytest.param('"""Two halves."""\n', id="a docstring"),
        pytest.param(SOLUTION.splitlines()[3], id="a signature"),
        pytest.param("# an empty list has no halves, and the first half is the longer one\n", id="a remark"),
    ],
)
def test_text_without_a_solution_passes(text: str) -> None:
    assert leaks_in("other.py", text) == []
    assert leaks_in("README.md", text) == []


def test_each_file_is_named() -> None:
    material = {"README.md": LONG, "clean.md": "Nothing.", "tests/test_split.py": LONG}
    found = list(find_leaks({"solutions/halves.py": SOLUTION}, material))
    assert [line.split(" holds ")[0] for line in found] == ["README.md", "tests/test_split.py"]


# The real assignment


def test_the_real_assignment_holds_no_solution(project: Project) -> None:
    assert leaks(project) == []


def blocks_of(source: str) -> list[str]:
    return re.findall(
        r"# BEGIN SOLUTION(?: NO PROMPT)?\n(.*?)^ *# END SOLUTION", source, re.DOTALL | re.MULTILINE
    )


@pytest.mark.parametrize("name", [module.name for module in PROJECT.assignment.modules])
def test_every_real_block_of_two_statements_is_found_where_it_was_pasted(project: Project, name: str) -> None:
    source = (project.solutions_folder / f"{name}.py").read_text(encoding="utf-8")
    # A block of one short statement, `return n_bytes / 10**9`, is not a leak by definition.
    blocks = [block for block in blocks_of(source) if len(list(ast.walk(ast.parse(dedent(block))))) > 12]
    assert len(blocks) >= 3
    for block in blocks:
        for file, text in {
            "README.md": f"Try this:\n\n{block}",
            "AGENTS.md": f"```python\n{dedent(block)}```\n",
            "tests/test_it.py": ast.unparse(ast.parse(dedent(block))),
            "context.py": indent(block, "    # "),
        }.items():
            assert list(find_leaks({name: source}, {file: text})), f"not found in {file}:\n{block}"


def test_a_solution_in_a_checkout_is_reported_with_its_file(checkout: Project) -> None:
    source = (checkout.solutions_folder / "context.py").read_text(encoding="utf-8")
    (checkout.assignment_folder / "tests" / "notes.md").write_text(blocks_of(source)[-1], encoding="utf-8")
    found = leaks(checkout)
    places = {line.partition(": ")[0] for line in found}
    # Two modules may share a statement, such as a check of an argument: then it is a solution of both.
    assert "assignment/tests/notes.md holds a solution of solutions/context.py" in places
    assert all(place.startswith("assignment/tests/notes.md holds a solution of ") for place in places)


def test_files_that_students_do_not_get_are_not_searched(checkout: Project) -> None:
    source = (checkout.solutions_folder / "context.py").read_text(encoding="utf-8")
    hidden = checkout.assignment_folder / ".cache" / "old.py"
    hidden.parent.mkdir()
    hidden.write_text(source, encoding="utf-8")
    assert leaks(checkout) == []
