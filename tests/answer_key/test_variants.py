"""What a variant is, and what is none: each refusal names the file and the reason."""

from pathlib import Path

import pytest

from autograder.answer_key.runs import changed_questions, check_names, own_questions
from autograder.answer_key.variants import Variant, VariantError, read_variants, variant_source
from autograder.catalog import Project

FUNCTION = "\ndef f(x):\n    return x\n"


def variant(text: str, module: str = "context") -> Variant:
    """A variant that defines `sliding_windows` only."""
    return Variant(module, "v", "A sentence.", "", ("sliding_windows",), text)


def write(folder: Path, text: str, name: str = "part/idea.py") -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_a_variant_is_read(tmp_path: Path) -> None:
    text = '"""An idea\nof two lines."""\n\nHINT = "Why?"\nTWO = 2\n' + FUNCTION + "\nclass C:\n    pass\n"
    text += "\ng, h = f, f\n"
    write(tmp_path, text)
    (found,) = read_variants(tmp_path)
    assert found == Variant(
        "part", "idea", "An idea of two lines.", "Why?", ("TWO", "f", "C", "g", "h"), text
    )
    assert found.id == "part/idea"


def test_variants_are_sorted_and_may_have_no_hint(tmp_path: Path) -> None:
    for name in ("z/a.py", "a/z.py", "a/__init__.py", "a/notes.txt"):
        write(tmp_path, '"""An idea."""\n' + FUNCTION, name)
    assert [(each.id, each.hint) for each in read_variants(tmp_path)] == [("a/z", ""), ("z/a", "")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('"""An idea."""\n\ndef f(:\n', "part/idea.py, line 3: "),
        (FUNCTION, "part/idea.py: a variant begins with its idea, as a docstring"),
        ('"""   """\n' + FUNCTION, "part/idea.py: a variant begins with its idea, as a docstring"),
        (
            '"""An idea."""\nfrom __future__ import annotations\n' + FUNCTION,
            "part/idea.py: it is appended to a module, so it must not import __future__",
        ),
        (
            '"""An idea."""\n\nHINT = "Why?"\n',
            "part/idea.py: a variant defines at least one function, class or name",
        ),
    ],
    ids=["syntax", "no-docstring", "empty-docstring", "future", "no-function"],
)
def test_what_is_no_variant_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    write(tmp_path, text)
    with pytest.raises(VariantError) as refusal:
        read_variants(tmp_path)
    assert str(refusal.value).startswith(complaint)


def test_a_folder_without_variants_is_refused(tmp_path: Path) -> None:
    write(tmp_path, FUNCTION, "beside.py")
    with pytest.raises(VariantError, match="holds no variants"):
        read_variants(tmp_path)


def test_a_variant_comes_after_what_it_replaces() -> None:
    module: dict[str, object] = {}
    exec(variant_source("A = 1\nB = 1", "B = 2\n"), module)
    assert (module["A"], module["B"]) == (1, 2)


def test_a_variant_of_no_module_is_refused(project: Project) -> None:
    with pytest.raises(VariantError, match="there is no module 'nowhere'"):
        check_names(variant("", "nowhere"), project)


def test_a_variant_stands_on_public_names_only(project: Project) -> None:
    private = "def sliding_windows(*args):\n    return _check_windows(*args)\n"
    with pytest.raises(VariantError, match="_check_windows is a private name of the reference"):
        check_names(variant(private), project)
    check_names(variant(private.replace("_check_windows", "evaluation_windows")), project)


def test_callers_are_found_in_the_reference(project: Project) -> None:
    changed = variant("def sliding_windows(): ...\n")
    assert {each.function for each in own_questions(changed, project)} == {"sliding_windows"}
    functions = {each.function for each in changed_questions(changed, project)}
    assert functions == {"sliding_windows", "map_reduce_summarize"}


def test_a_constant_counts_for_the_functions_that_use_it(project: Project) -> None:
    changed = Variant("sharding", "v", "A sentence.", "", ("_STATES_PER_PARAMETER",), "")
    assert {each.function for each in own_questions(changed, project)} == {"zero_memory_per_rank"}
    assert own_questions(changed, project) == changed_questions(changed, project)


def test_reports_that_a_variant_was_made_from_are_read(tmp_path: Path) -> None:
    write(tmp_path, '"""An idea."""\nSEEN_IN = ("a/b#1", "c.d/e-f#22")\n' + FUNCTION)
    (found,) = read_variants(tmp_path)
    assert (found.seen_in, found.names) == (("a/b#1", "c.d/e-f#22"), ("f",))


@pytest.mark.parametrize("value", ['"a/b#1"', '("a/b",)', "()", "(1,)", '("a b#1",)'])
def test_a_report_has_a_repository_and_a_number(tmp_path: Path, value: str) -> None:
    write(tmp_path, f'"""An idea."""\nSEEN_IN = {value}\n' + FUNCTION)
    with pytest.raises(VariantError, match="SEEN_IN is a tuple of reports"):
        read_variants(tmp_path)
