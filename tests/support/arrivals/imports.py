"""How files import each other, and what grading lacks."""

# ruff: noqa: E501

from collections.abc import Callable

from arrivals.base import CASES, FULL, Case, Course, below, case


@case
def relative_imports(course: Course) -> Case:
    helper = "from .memory import weight_memory as _w\nfrom . import context as _c\nfrom .parts.a import A\n"
    files = {
        **course.first(helper, "sharding.py"),
        "parts/a.py": b"from ..b import B as A\n",
        "b.py": b"B = 1\n",
    }
    return Case({**files, "__init__.py": b""}, is_staged=False)


@case
def relative_imports_of_a_helper(course: Course) -> Case:
    files = course.first("import helper as _h\n")
    return Case(
        {**files, "helper.py": b"from .numbers_ import A\n", "numbers_.py": b"A = 1\n"}, is_staged=False
    )


@case
def imports_by_the_folders_name(course: Course) -> Case:
    return Case(below(course.first("from work.context import fits_context as _f\n"), "work"), is_staged=False)


@case
def relative_imports_from_too_far_above(course: Course) -> Case:
    files = course.first("from ........x import y\n")
    said = ("attempted relative import beyond top-level package", "write `from name import")
    return Case(files, FULL - course.points["memory"], words=said, is_staged=False)


@case
def a_helper_called_autograder(course: Course) -> Case:
    files = {**course.first("import autograder as _a\n_a.NAME\n"), "autograder.py": b"NAME = 1\n"}
    return Case(files, is_staged=False)


@case
def a_helper_called_like_a_library(course: Course) -> Case:
    files = {**course.first("import networkx as _a\n_a.NAME\n"), "networkx.py": b"NAME = 1\n"}
    return Case(files, is_staged=False)


# What grading lacks


@case
def sys_argv(course: Course) -> Case:
    return Case(course.first("import sys\nassert sys.argv == ['memory.py']\n"), is_staged=False)


@case
def argparse_at_the_top(course: Course) -> Case:
    lines = "import argparse\n_p = argparse.ArgumentParser()\n_p.add_argument('--n', default=1)\n_p.parse_args()\n"
    return Case(course.first(lines), is_staged=False)


@case
def work_at_the_top(course: Course) -> Case:
    lines = "import time as _t\n_end = _t.process_time() + 8\nwhile _t.process_time() < _end:\n    pass\n"
    files = {name: course.first(lines, name)[name] for name in course.solutions}
    return Case(files, is_staged=False)


def _lost(lines: str, *words: str, notes: tuple[str, ...] = ()) -> Callable[[Course], Case]:
    def make(course: Course) -> Case:
        lost = course.points["memory"] if words else 0.0
        return Case(
            course.first(lines), FULL - lost, notes, words, is_staged=False, is_noted_late=bool(notes)
        )

    return make


TOP = {
    "torch_compile": _lost("import torch as _t\n@_t.compile\ndef _f(x):\n    return x\n_f(1)\n"),
    "default_device_cuda": _lost(
        "import torch as _t\n_t.set_default_device('cuda')\n",
        notes=("there is no GPU while grading, so torch.set_default_device() has no effect",),
    ),
    "tensors_on_cuda": _lost(
        "import torch as _t\n_t.zeros(2, device='cuda')\n", "there is no GPU while grading"
    ),
    "gradients_off": _lost(
        "import torch as _t\n_t.set_grad_enabled(False)\n",
        notes=("memory.py: gradients are off, most likely by torch.set_grad_enabled(False)",),
    ),
    "breakpoint_left_in": _lost("breakpoint()\n", "breakpoint() stops here"),
    "pdb_left_in": _lost("import pdb\npdb.set_trace()\n", "breakpoint() stops here"),
    "input_at_the_top": _lost("input('n? ')\n", "input() and sys.stdin find nothing, because nobody types"),
    "exit_at_the_top": _lost("import sys\nsys.exit()\n", "ended the program: remove the call"),
    "required_arguments": _lost(
        "import argparse\n_p = argparse.ArgumentParser()\n_p.add_argument('n')\n_p.parse_args()\n",
        "argparse ended the program",
    ),
    "a_data_file": _lost(
        "open('data.csv').read()\n", "No such file or directory: 'data.csv'", "put the data into"
    ),
    "a_file_written": _lost("open('out.csv', 'w')\n", "your code may not do this while grading"),
    "processes": _lost(
        "import subprocess\nsubprocess.run(['ls'])\n", "may not start processes while grading"
    ),
    "a_pool": _lost("import multiprocessing\nmultiprocessing.Pool(2)\n", "may not start processes"),
    "the_network": _lost(
        "import urllib.request\nurllib.request.urlopen('http://example.org')\n", "no network while grading"
    ),
    "another_package": _lost(
        "import no_such_package\n", "No module named 'no_such_package'", "requirements.txt"
    ),
    "own_provided": _lost(
        "from provided.recipes import MINE\n", "cannot import name 'MINE'", "its own provided/"
    ),
    "a_newer_library": _lost("from itertools import no_such_thing\n", "cannot import name", "uses Python 3."),
    "newer_syntax": _lost("def _f[T](x: T) -> T:\n    return x\n", "syntax of a newer version"),
    "newer_type_statement": _lost("type A = int\n", "syntax of a newer version"),
    "newer_f_string": _lost("_d = {'a': 1}\n_s = f'{_d['a']}'\n", "syntax of a newer version"),
    "marks_of_a_merge": _lost("<<<<<<< HEAD\n_A = 1\n=======\n_A = 2\n>>>>>>> main\n", "marks of a merge"),
    "a_fence_of_markdown": _lost("```python\n", "not to Python: delete it"),
    "a_notebooks_command": _lost("%matplotlib inline\n", "not to Python: delete it"),
    "arguments_by_number": _lost("import sys\n_n = sys.argv[1]\n", "sys.argv holds the file's name only"),
    "a_model_saved": _lost("import torch as _t\n_t.save({}, 'x.pt')\n", "your code may not do this"),
    "newer_except": _lost("try:\n    pass\nexcept ValueError, TypeError:\n    pass\n", "of a newer version"),
}
CASES.update(TOP)


@case
def imports_by_a_folder_that_was_lost(course: Course) -> Case:
    return Case(course.first("from assignment.context import fits_context as _f\n"), is_staged=False)
