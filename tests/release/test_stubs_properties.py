"""Properties of the stub of any module, and of the real ones."""

import ast
import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autograder
from autograder.catalog import Module, Part, Project, Question
from autograder.release.stubs import make_stub

PROJECT = Project.find(Path(autograder.__file__).parents[1])
# Whatever may stand in a docstring between triple quotes; a form feed and U+2028 end no line in Python.
DOC_TEXT = st.text(st.sampled_from(" abcé#>:-\n\t\x0c\u2028'("), max_size=60)
STATEMENTS = (
    "secret_{n} = {n}",
    "if secret_{n}:\n    secret = {n}",
    "# a secret remark",
    "secret = [\n\n\n    'secret',\n]",
    "for secret in range({n}):\n    def secret_{n}():\n        '''Secret.'''\n        return secret",
    "raise ValueError('secret {n}')",
    'secret = """\nsecret at the margin\n"""',
)


@st.composite
def solutions(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A module's source, and the docstring of each of its functions."""
    docs: dict[str, str] = {}
    pieces = [f'"""{draw(DOC_TEXT)} """', "import math"]
    for place in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            pieces.append(f"# BEGIN SOLUTION NO PROMPT\n{draw_block(draw, '')}\n# END SOLUTION")
        name = f"function_{place}"
        docs[name] = f"About. {draw(DOC_TEXT)} "
        body = draw_block(draw, "    ")
        pieces.append(
            f'def {name}(x):\n    """{docs[name]}"""\n    # BEGIN SOLUTION\n{body}\n    # END SOLUTION'
        )
    return draw(st.sampled_from(["\n\n", "\n\n\n"])).join(pieces) + "\n", docs


def draw_block(draw: st.DrawFn, indent: str) -> str:
    drawn = draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=4))
    text = "\n".join(statement.format(n=n) for n, statement in enumerate([*drawn, STATEMENTS[0]]))
    return "\n".join(indent + line if line else line for line in text.split("\n"))


def module_of(functions: list[str]) -> Module:
    questions = tuple(
        Question(f"9.{n}", name, "any", (Part(f"9.{n}.core", "core", 1),), ())
        for n, name in enumerate(functions)
    )
    return Module("9", "any", "Any", 1, "ask", questions)


@settings(deadline=None, max_examples=150)
@given(solutions())
def test_no_statement_of_a_solution_survives_and_every_docstring_does(
    generated: tuple[str, dict[str, str]],
) -> None:
    source, docs = generated
    stub = make_stub(source, module_of(list(docs)))
    assert "secret" not in stub
    assert "SOLUTION" not in stub
    functions = [node for node in ast.parse(stub).body if isinstance(node, ast.FunctionDef)]
    assert {node.name: ast.get_docstring(node, clean=False) for node in functions} == docs
    assert ast.get_docstring(ast.parse(stub), clean=False) == ast.get_docstring(
        ast.parse(source), clean=False
    )
    for number, node in enumerate(functions):
        label = f"Part 9.{number}: {node.name}"
        assert [ast.unparse(each) for each in node.body[1:]] == [f"raise NotImplementedError({label!r})"]


@settings(deadline=None, max_examples=50)
@given(solutions())
def test_a_stub_is_the_same_each_time_and_ends_with_one_newline(
    generated: tuple[str, dict[str, str]],
) -> None:
    source, docs = generated
    stub = make_stub(source, module_of(list(docs)))
    assert stub == make_stub(source, module_of(list(docs)))
    assert stub.endswith('")\n')


# The real ones


@pytest.fixture(scope="module")
def run_stub(project: Project) -> Callable[[str], dict[str, object]]:
    """Run a stub's text; the given code that it imports comes from `assignment/`."""

    def run(name: str) -> dict[str, object]:
        source = (project.assignment_folder / f"{name}.py").read_text(encoding="utf-8")
        names: dict[str, object] = {"__name__": name}
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(project.assignment_folder)
            exec(compile(source, f"{name}.py", "exec"), names)
        return names

    return run


@pytest.mark.parametrize("name", [module.name for module in PROJECT.assignment.modules])
def test_every_real_stub_raises_with_its_label(
    project: Project, run_stub: Callable[[str], dict[str, object]], name: str
) -> None:
    names = run_stub(name)
    (module,) = (module for module in project.assignment.modules if module.name == name)
    for question in module.questions:
        function = names[question.function]
        assert callable(function)
        arguments = [None] * len(inspect.signature(function).parameters)
        with pytest.raises(NotImplementedError) as caught:
            function(*arguments)
        assert str(caught.value) == question.label
