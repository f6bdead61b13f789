"""Files under other names."""

# ruff: noqa: E501

from collections.abc import Callable

from arrivals.base import CASES, FIVE, FULL, Case, Course, case


def _renamed(name: str) -> Callable[[Course], Case]:
    def make(course: Course) -> Case:
        files = course.but("pretraining.py")
        used = f"'{name}' was used as 'pretraining.py'; please rename it"
        return Case({**files, name: course.solutions["pretraining.py"]}, notes=(used,))

    return make


for _name in (
    "pretraining (1).py", "pretraining-1.py", "pretraining_1.py", "pretraining 2.py", "pretraining (copy).py",
    "pretraining - Copy.py", "pretraining - Copy (2).py", "Copy of pretraining.py", "pretraining copy.py",
    "pretraining_final.py", "pretraining_v2.py", "pretraining.py.txt", "pretraining.txt", "pretraining.py.py",
    "pretraining.pyw", "pretraining", "pretraining.py~", "pretraining.py.bak", "pretraining.py.download",
    "pretraining.PY (1).txt", "adalovelace_12345_678_pretraining-2.py", "Pretraining_Ada.py", "Kopie von pretraining.py",
    "part1.py", "my_pretraining.py",
):  # fmt: skip
    CASES[f"named {_name}"] = _renamed(_name)


@case
def two_copies(course: Course) -> Case:
    source = course.solutions["pretraining.py"]
    files = {
        **course.but("pretraining.py"),
        "pretraining (1).py": source,
        "pretraining (2).py": source + b"\n#\n",
    }
    said = "'pretraining.py' was not found, but 'pretraining (1).py' and 'pretraining (2).py' are similar"
    return Case(
        files, FULL - course.points["pretraining"], (said, "not in your submission: 'pretraining.py'")
    )


@case
def two_equal_copies(course: Course) -> Case:
    source = course.solutions["pretraining.py"]
    files = {**course.but("pretraining.py"), "pretraining (1).py": source, "pretraining (2).py": source}
    return Case(files, notes=("'pretraining (1).py' was used as 'pretraining.py'",))


@case
def a_stub_and_a_finished_copy(course: Course) -> Case:
    files = course.but("pretraining.py", course.stubs["pretraining.py"])
    files["pretraining (1).py"] = course.solutions["pretraining.py"]
    return Case(files, notes=("'pretraining.py' has no finished function, so 'pretraining (1).py' was used",))


@case
def a_finished_file_and_another_copy(course: Course) -> Case:
    other = course.solutions["pretraining.py"] + b"\n# older\n"
    said = "'pretraining.py' was used, and not 'pretraining (1).py'; hand in one version"
    return Case({**course.solutions, "pretraining (1).py": other}, notes=(said,))


@case
def all_in_one_file(course: Course) -> Case:
    future = b"from __future__ import annotations\n"
    source = future + b"\n".join(each.replace(future, b"") for each in course.solutions.values())
    notes = tuple(f"'main.py' was used as '{name}.py'" for name in FIVE)
    return Case({"main.py": source}, notes=notes, is_staged=False)


@case
def a_package_for_a_module(course: Course) -> Case:
    files = {**course.but("memory.py"), "memory/__init__.py": course.solutions["memory.py"]}
    return Case(files, notes=("'memory/__init__.py' was used as 'memory.py'",))


@case
def a_fuller_file_under_another_name(course: Course) -> Case:
    part = b"def weight_memory():\n    return 1\n"
    files = {**course.but("memory.py"), "test_memory.py": part, "mine.py": course.solutions["memory.py"]}
    return Case(files, notes=("'mine.py' was used as 'memory.py'", "and not 'test_memory.py'"))


@case
def a_fuller_file_beside_the_module(course: Course) -> Case:
    part = b"def weight_memory():\n    return 1\n"
    files = {**course.but("memory.py", part), "mine.py": course.solutions["memory.py"]}
    return Case(files, FULL - course.points["memory"], ("'memory.py' was used, and not 'mine.py'",))


@case
def a_file_for_each_function(course: Course) -> Case:
    files = {
        **course.but("memory.py"),
        "one.py": b"def weight_memory():\n    return 1\n",
        "two.py": b"def gigabytes():\n    return 1\n",
    }
    said = "'memory.py' was put together from 'one.py' (weight_memory), 'two.py' (gigabytes)"
    return Case(files, FULL - course.points["memory"], (said,))


@case
def a_module_that_imports_from_halves(course: Course) -> Case:
    whole = course.solutions["memory.py"].replace(b"_STATES", b"STATES")  # a star brings no private name
    place = whole.index(b"def adam_state_memory(")
    head = b"from provided.recipes import DTYPE_BYTES, MemoryBreakdown, TrainingRecipe\nfrom one import *\n"
    halves = {
        "one.py": whole[:place],
        "two.py": b"from __future__ import annotations\n" + head + whole[place:],
    }
    files = {**course.but("memory.py", b"from one import *\nfrom two import *\n"), **halves}
    return Case(files, is_staged=False)
