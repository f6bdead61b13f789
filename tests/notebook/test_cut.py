"""A module in pieces is the module; stripped pieces are its stub."""

import ast
from textwrap import dedent

import pytest

from autograder.catalog import Module, Project, Question
from autograder.notebook.cut import NotebookError, cut_module, for_otter, stripped


def module_of(*functions: str) -> Module:
    questions = tuple(
        Question(f"1.{place}", name, "sampling", (), ()) for place, name in enumerate(functions, start=1)
    )
    return Module("1", "sampling", "Sampling", 1, "ask", questions)


SOURCE = dedent('''\
    """Part 1."""

    import math

    # BEGIN SOLUTION NO PROMPT
    _SECRET = 7
    # END SOLUTION

    LIMIT = 3


    # BEGIN SOLUTION NO PROMPT
    def _helper(x):
        return x + _SECRET


    # END SOLUTION


    @staticmethod
    def first(x):
        """The first."""
        # BEGIN SOLUTION
        if x:
            return _helper(x)
        return LIMIT
        # END SOLUTION


    SCALE = 2


    def second(x):
        # BEGIN SOLUTION
        return math.sqrt(x) * SCALE
        # END SOLUTION


    END = True
    ''')


def test_given_code_has_no_solution_and_names_its_module() -> None:
    cut = cut_module(SOURCE, module_of("first", "second"))
    assert cut.given == '# sampling.py: given\n"""Part 1."""\n\nimport math\n\nLIMIT = 3'


def test_each_function_takes_what_stands_before_it() -> None:
    cut = cut_module(SOURCE, module_of("first", "second"))
    first, second = (stripped(cut.functions[name], f"Part 1: {name}") for name in ("first", "second"))
    assert first == (
        "# sampling.py\n@staticmethod\ndef first(x):\n"
        '    """The first."""\n    raise NotImplementedError("Part 1: first")'
    )
    assert second == (
        "# sampling.py\nSCALE = 2\n\n\ndef second(x):\n"
        '    raise NotImplementedError("Part 1: second")\n\nEND = True'
    )
    assert "_SECRET = 7" in cut.functions["first"]
    assert "def _helper" in cut.functions["first"]


def test_solved_pieces_run() -> None:
    cut = cut_module(SOURCE.replace("@staticmethod\n", ""), module_of("first", "second"))
    names: dict[str, object] = {}
    for piece in (cut.given, *cut.functions.values()):
        exec(piece, names)
    assert eval("first(1), first(0), second(16)", names) == (8, 3, 8.0)


def test_otters_cell_has_the_prompt_before_the_solution() -> None:
    cut = cut_module(SOURCE, module_of("first", "second"))
    lines = for_otter(cut.functions["second"], "Part 1.2: second").split("\n")
    start = lines.index('    """ # BEGIN PROMPT')
    assert lines[start + 1 : start + 4] == [
        '    raise NotImplementedError("Part 1.2: second")',
        '    """; # END PROMPT',
        "    # BEGIN SOLUTION NO PROMPT",
    ]


def test_a_function_that_is_missing_is_named() -> None:
    with pytest.raises(NotebookError, match=r"sampling\.py does not define third"):
        cut_module(SOURCE, module_of("first", "third"))


def test_the_pieces_of_every_module_are_its_stub_and_its_solution(project: Project) -> None:
    for module in project.assignment.modules:
        source = (project.solutions_folder / module.path).read_text(encoding="utf-8")
        stub = (project.assignment_folder / module.path).read_text(encoding="utf-8")
        cut = cut_module(source, module)
        labels = {question.function: question.label for question in module.questions}
        parts = [cut.given, *(stripped(text, labels[name]) for name, text in cut.functions.items())]
        assert ast.dump(ast.parse("\n".join(parts))) == ast.dump(ast.parse(stub))
        assert all(text.startswith(f"# {module.path}\n") for text in parts[1:])
        solved = ast.parse("\n".join([cut.given, *cut.functions.values()]))
        assert {ast.dump(node) for node in solved.body} == {ast.dump(node) for node in ast.parse(source).body}
