"""Work as it arrives from students: other names, places, archives and encodings, each with its grade.

Kinds from public reports of otter-grader, nbgrader, Gradescope, Submitty and Autolab. A case is the solved
assignment, changed in one way. `points` are the points for code; `notes` are pieces of the notes, in any order,
and `words` pieces of what the checks say.
"""

# ruff: noqa: E501

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.catalog import Project

Files = dict[str, bytes]
FULL = 70.0
FIVE = ("pretraining", "finetuning", "memory", "sharding", "context")
ANSWERS = ("q1_pretraining", "q2_finetuning", "q3_scale", "q4_context", "q5_society")


@dataclass(frozen=True)
class Case:
    """One way in which work arrives, and what comes of it."""

    files: Files
    points: float = FULL
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    form: str = "folder"
    """`folder`: the files lie in a folder. `file`: there is one, which is named itself."""
    links: Mapping[str, str] | None = None
    answers: int = 0
    """How many written answers are received."""
    is_refused: bool = False
    """The notes are pieces of the reason."""
    is_noted_late: bool = False
    """Whether the notes are made while it is graded."""
    is_staged: bool = True
    """Whether the grade follows from the staged files: they are the solutions' own or they earn nothing."""


@dataclass(frozen=True)
class Course:
    """The files that cases are made of."""

    solutions: Files
    stubs: Files
    points: Mapping[str, float]
    answer: bytes

    @classmethod
    def of(cls, project: Project) -> "Course":
        modules = project.assignment.modules
        return cls(
            {each.path: (project.solutions_folder / each.path).read_bytes() for each in modules},
            {each.path: (project.assignment_folder / each.path).read_bytes() for each in modules},
            {each.name: each.points for each in modules},
            b"# Q\n<!-- ANSWER BEGINS -->\nMy own words are these.\n<!-- ANSWER ENDS -->\n",
        )

    def written(self, folder: str = "written/", suffix: str = ".md") -> Files:
        return {f"{folder}{name}{suffix}": self.answer for name in ANSWERS}

    def but(self, name: str, content: bytes | None = None) -> Files:
        """The solutions, with another content of a file, or without it."""
        files = {**self.solutions, name: content or b""}
        return {key: value for key, value in files.items() if key != name or content is not None}

    def first(self, text: str, name: str = "memory.py") -> Files:
        """The solutions, with lines put above the imports of a file."""
        lines = self.solutions[name].decode().splitlines(keepends=True)
        imports = [n for n, line in enumerate(lines) if line.startswith(("import ", "from "))]
        place = next(n for n in imports if "__future__" not in lines[n])
        return {**self.solutions, name: "".join([*lines[:place], text, "\n", *lines[place:]]).encode()}


CASES: dict[str, Callable[[Course], Case]] = {}


def case(make: Callable[[Course], Case]) -> Callable[[Course], Case]:
    CASES[make.__name__] = make
    return make


def below(files: Files, folder: str) -> Files:
    return {f"{folder}/{name}": content for name, content in files.items()}


def as_zip(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def as_tar(files: Files) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def hand_in(made: Case, folder: Path) -> Path:
    """Write a case's files, and return what is graded."""
    folder.mkdir(parents=True)
    for name, content in made.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for name, target in (made.links or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(target)
    return folder / next(iter(made.files)) if made.form == "file" else folder


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


# Names


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


# Folders


@case
def untouched_stubs_above(course: Course) -> Case:
    return Case({**course.stubs, **below(course.solutions, "my work")})


@case
def untouched_stubs_below(course: Course) -> Case:
    return Case({**course.solutions, **below(course.stubs, "handout")})


@case
def a_folder_for_each_part(course: Course) -> Case:
    files = {f"part {number}/{name}": text for number, (name, text) in enumerate(course.solutions.items(), 1)}
    return Case(files, notes=("'sharding.py' was read from 'part 4/sharding.py'",))


@case
def a_folder_for_each_part_with_all_stubs(course: Course) -> Case:
    files: Files = {}
    for number, (name, text) in enumerate(course.solutions.items(), 1):
        files |= below({**course.stubs, name: text}, f"part{number}")
    return Case(files, notes=("'sharding.py' has no finished function, so 'part4/sharding.py' was used",))


@case
def four_folders_down(course: Course) -> Case:
    files = below({**course.solutions, **course.written()}, "home/ada/courses/llm")
    return Case(files, notes=("your files were found in the folder 'home/ada/courses/llm'",), answers=5)


@case
def in_fresh(course: Course) -> Case:
    files = {**course.stubs, **below(course.solutions, "fresh")}
    return Case(files, notes=("your files were found in the folder 'fresh'",))


@case
def in_a_hidden_folder(course: Course) -> Case:
    return Case(below(course.solutions, ".work"), notes=("your files were found in the folder '.work'",))


@case
def in_a_virtual_environment(course: Course) -> Case:
    files = {
        "env/pyvenv.cfg": b"",
        "env/lib/python3.11/site-packages/a.py": b"",
        **below(course.solutions, "env"),
    }
    return Case(files, notes=("your files were found in the folder 'env'",))


@case
def with_an_editors_history(course: Course) -> Case:
    history = {f".history/memory_{n}.py": course.solutions["memory.py"] + b"#%d" % n for n in range(9)}
    return Case({**course.solutions, **history})


@case
def code_in_src(course: Course) -> Case:
    return Case(
        {**below(course.solutions, "src"), **course.written()},
        notes=("was read from the top of what you handed in",),
        answers=5,
    )


@case
def links_to_the_files(course: Course) -> Case:
    links = {name: f"src/{name}" for name in course.solutions}
    return Case(below(course.solutions, "src"), links=links)


@case
def answers_behind_a_link(course: Course) -> Case:
    files = {**course.solutions, **course.written("docs/answers/")}
    return Case(files, links={"written": "docs/answers"}, answers=5)


# Archives


@case
def a_zip_in_a_zip(course: Course) -> Case:
    return Case({"all.zip": as_zip({"work.zip": as_zip(course.solutions)})}, form="file")


@case
def a_zip_in_the_folder(course: Course) -> Case:
    files = {**course.stubs, "my work.zip": as_zip({**course.solutions, **course.written()})}
    return Case(files, answers=5)


@case
def a_zip_for_each_module(course: Course) -> Case:
    files = {f"{name}.zip": as_zip({name: text}) for name, text in course.solutions.items()}
    return Case(files)


@case
def a_zip_three_deep(course: Course) -> Case:
    inner = as_zip({"c.zip": as_zip(course.solutions)})
    said = "'c.zip' in 'b.zip' was not opened"
    return Case({"a.zip": as_zip({"b.zip": inner})}, 0, (said, "none of the requested files"), form="file")


@case
def a_broken_zip_in_the_folder(course: Course) -> Case:
    files = {**course.solutions, "old.zip": as_zip(course.stubs)[:-40]}
    return Case(files, notes=("'old.zip' was not opened: old.zip cannot be unpacked as a zip",))


@case
def drive_paths(course: Course) -> Case:
    files = {f"C:\\Users\\ada\\hw\\{name}": text for name, text in course.solutions.items()}
    return Case({"work.zip": as_zip(files)}, form="file", notes=("found in the folder 'Users/ada/hw'",))


@case
def absolute_paths(course: Course) -> Case:
    files = {f"/home/ada/hw/{name}": text for name, text in course.solutions.items()}
    return Case({"work.zip": as_zip(files)}, form="file", notes=("found in the folder 'home/ada/hw'",))


@case
def paths_from_above(course: Course) -> Case:
    files = {f"../hw/{name}": text for name, text in course.solutions.items()}
    return Case({"work.zip": as_zip(files)}, form="file")


@case
def a_bzip2_zip(course: Course) -> Case:
    return Case({"work.zip": as_zip(course.solutions, zipfile.ZIP_BZIP2)}, form="file")


@case
def an_lzma_zip(course: Course) -> Case:
    return Case({"work.zip": as_zip(course.solutions, zipfile.ZIP_LZMA)}, form="file")


@case
def a_tar_gz(course: Course) -> Case:
    return Case({"work.tar.gz": gzip.compress(as_tar(below(course.solutions, "hw")))}, form="file")


@case
def a_tgz_in_the_folder(course: Course) -> Case:
    return Case({"work.tgz": gzip.compress(as_tar(course.solutions))})


@case
def a_tar_bz2(course: Course) -> Case:
    return Case({"work.tar.bz2": bz2.compress(as_tar(course.solutions))}, form="file")


@case
def a_tar_xz(course: Course) -> Case:
    return Case({"work.tar.xz": lzma.compress(as_tar(course.solutions))}, form="file")


@case
def a_tar(course: Course) -> Case:
    return Case({"work.tar": as_tar(course.solutions)}, form="file")


@case
def a_rar(_course: Course) -> Case:
    said = ("a.rar is a RAR archive, which cannot be opened here; upload the .py and .md files, or a zip",)
    return Case({"a.rar": b"Rar!\x1a\7\0" + bytes(99)}, notes=said, form="file", is_refused=True)


@case
def a_rar_in_the_folder(_course: Course) -> Case:
    said = ("'a.rar' was not opened: a.rar is a RAR archive", "none of the requested files was found")
    return Case({"a.rar": b"Rar!\x1a\7\0" + bytes(99)}, 0, said)


@case
def a_7z_in_the_folder(_course: Course) -> Case:
    said = ("'a.7z' was not opened: a.7z is a 7-Zip archive", "none of the requested files was found")
    return Case({"a.7z": b"7z\xbc\xaf\x27\x1c" + bytes(99)}, 0, said)


@case
def a_word_document_alone(_course: Course) -> Case:
    files = {"answers.docx": as_zip({"[Content_Types].xml": b"", "word/document.xml": b""})}
    return Case(files, notes=("is an Office document",), form="file", is_refused=True)


@case
def a_single_py(course: Course) -> Case:
    files = {"memory.py": course.solutions["memory.py"]}
    said = "not in your submission: 'pretraining.py', 'finetuning.py', 'sharding.py', 'context.py'"
    return Case(files, course.points["memory"], (said,), form="file")


@case
def a_single_py_under_another_name(course: Course) -> Case:
    said = ("'memory (2).py' was used as 'memory.py'", "not in your submission: 'pretraining.py'")
    return Case({"memory (2).py": course.solutions["memory.py"]}, course.points["memory"], said, form="file")


# Imports


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
    "input_at_the_top": _lost("input('n? ')\n", "input() finds nothing, because nobody types"),
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


# What a second reader tried


def _renamed_all(rename: Callable[[str], str], note: str = "") -> Callable[[Course], Case]:
    def make(course: Course) -> Case:
        files = {rename(name): content for name, content in course.solutions.items()}
        return Case(files, notes=(note,) if note else ())

    return make


def _beside(name: str, words: str) -> Callable[[Course], Case]:
    def make(course: Course) -> Case:
        files = {**course.but("memory.py"), name: b"\0\1"}
        return Case(
            files, FULL - course.points["memory"], (f"'memory.py' was not found, and '{name}' {words}",)
        )

    return make


CASES.update(
    {
        "no_break_spaces": _renamed_all(
            lambda name: f"{name[:-3]}\u00a0(1).py", "'memory\\xa0(1).py' was used as 'memory.py'"
        ),
        "joined_emoji_in_a_folder": _renamed_all(lambda name: f"hw \U0001f469\u200d\U0001f4bb/{name}"),
        "bytes_of_an_older_encoding": _renamed_all(lambda name: f"L\udcf6sung/{name}"),
        "a_very_long_folder": _renamed_all(lambda name: f"{'a' * 250}/{name}"),
        "folders_too_deep": lambda course: Case(
            below(course.solutions, "/".join("d" * 30)),
            0,
            ("more than 20 folders deep", "none of the requested"),
        ),
        "work_in_provided": _renamed_all(lambda name: f"provided/{name}", "found in the folder 'provided'"),
        "work_in_provided_below": _renamed_all(lambda name: f"hw/provided/{name}"),
        "a placeholder of iCloud": _beside(".memory.py.icloud", "is a placeholder that iCloud left"),
        "a swap file": _beside(".memory.py.swp", "is an editor's swap file"),
        "a shortcut": _beside("memory.py.lnk", "is a shortcut"),
        "code in a document": _beside("memory.docx", "cannot be read as Python code"),
        "code in a picture": _beside("memory.png", "cannot be read as Python code"),
    }
)


@case
def modules_packed_one_by_one(course: Course) -> Case:
    return Case({f"{name}.gz": gzip.compress(content) for name, content in course.solutions.items()})


@case
def data_packed_alone(course: Course) -> Case:
    return Case({**course.solutions, "data.csv.gz": gzip.compress(b"1,2\n")})


@case
def a_tar_with_newer_versions_appended(course: Course) -> Case:
    older, newer = as_tar(course.stubs), as_tar(course.solutions)
    return Case({"hw.tar": older[: len(older.rstrip(b"\0")) // 512 * 512 + 512] + newer}, form="file")


@case
def a_zip_in_parts(course: Course) -> Case:
    whole = as_zip(course.solutions)
    end = whole.rindex(b"PK\5\6") + 4
    return Case({"hw.zip": whole[:end] + b"\1\0\1\0" + whole[end + 4 :]}, 0, ("one of several parts",))


@case
def helpers_above_the_folder(course: Course) -> Case:
    files = course.first("from shared import A as _a\nfrom utils.more import B as _b\n")
    helpers = {"hw/shared.py": b"A = 1\n", "hw/utils/more.py": b"B = 1\n"}
    return Case({**below(files, "hw/src"), **helpers}, is_staged=False)


@case
def imports_by_a_folder_that_was_lost(course: Course) -> Case:
    return Case(course.first("from assignment.context import fits_context as _f\n"), is_staged=False)


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
    said = "the functions of 'memory.py' are in 'one.py', 'two.py': put them into one file"
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


@case
def two_versions_in_folders(course: Course) -> Case:
    older = {name: content + b"# older\n" for name, content in course.solutions.items()}
    files = {**below(older, "archive"), **below(course.solutions, "submission")}
    return Case(files, notes=("'submission/memory.py' was used, and not 'archive/memory.py'",))


@case
def a_pdf_beside_complete_work(course: Course) -> Case:
    return Case({**course.solutions, "notes.pdf": b"%PDF-1.7\n"})


@case
def a_web_page_as_a_module(course: Course) -> Case:
    page = b"<!DOCTYPE html>\n<html><body>" + course.solutions["memory.py"] + b"</body></html>"
    said = ("holds no Python code, but a web page",)
    return Case(course.but("memory.py", page), FULL - course.points["memory"], words=said, is_staged=False)


@case
def null_bytes_at_the_end(course: Course) -> Case:
    files = course.but("memory.py", course.solutions["memory.py"] + b"\0" * 512)
    said = ("it holds null bytes: save it in your editor",)
    return Case(files, FULL - course.points["memory"], words=said, is_staged=False)


# Encodings


@case
def utf_16(course: Course) -> Case:
    files = course.but("memory.py", course.solutions["memory.py"].decode().encode("utf-16"))
    words = ("the file is saved as UTF-16: save it as UTF-8",)
    return Case(files, FULL - course.points["memory"], words=words, is_staged=False)


@case
def utf_16_without_a_mark(course: Course) -> Case:
    files = course.but("memory.py", course.solutions["memory.py"].decode().encode("utf-16-le"))
    words = ("the file is saved as UTF-16: save it as UTF-8",)
    return Case(files, FULL - course.points["memory"], words=words, is_staged=False)


@case
def windows_1252(course: Course) -> Case:
    made = course.first("_DOTS = '…'\n")
    files = {**made, "memory.py": made["memory.py"].decode().encode("cp1252", "replace")}
    words = ("not saved as UTF-8 but in an older encoding, such as Windows-1252",)
    return Case(files, FULL - course.points["memory"], words=words, is_staged=False)


@case
def utf_8_with_a_mark(course: Course) -> Case:
    return Case(course.but("memory.py", b"\xef\xbb\xbf" + course.solutions["memory.py"]), is_staged=False)


@case
def old_line_ends(course: Course) -> Case:
    return Case(course.but("memory.py", course.solutions["memory.py"].replace(b"\n", b"\r")), is_staged=False)


# Files that hold less


@case
def an_empty_file(course: Course) -> Case:
    said = "'memory.py' is empty: save the file in your editor"
    return Case(course.but("memory.py", b""), FULL - course.points["memory"], (said,))


@case
def a_misnamed_function(course: Course) -> Case:
    source = course.solutions["sharding.py"].replace(b"def min_nodes(", b"def min_node(")
    said = "'sharding.py' has no function min_nodes, but one named min_node: rename it"
    return Case(course.but("sharding.py", source), FULL - 2, (said,), is_staged=False)


@case
def a_function_left_out(course: Course) -> Case:
    source = course.solutions["sharding.py"].replace(b"def min_nodes(", b"def _something_else(")
    said = "'sharding.py' has no function min_nodes"
    return Case(course.but("sharding.py", source), FULL - 2, (said,), is_staged=False)


@case
def a_nested_function(course: Course) -> Case:
    lines = course.solutions["sharding.py"].decode().splitlines(keepends=True)
    begin = next(n for n, line in enumerate(lines) if line.startswith("def min_nodes("))
    end = next(n for n, line in enumerate(lines[begin + 1 :], begin + 1) if line.startswith("def "))
    inner = ["def outer():\n", *("    " + line for line in lines[begin:end]), "\n\n"]
    source = "".join([*lines[:begin], *inner, *lines[end:]]).encode()
    said = "'sharding.py' has no function min_nodes at the left margin, but one inside outer"
    return Case(course.but("sharding.py", source), FULL - 2, (said,), is_staged=False)


@case
def one_module_missing(course: Course) -> Case:
    files, lost = course.but("memory.py"), course.points["memory"]
    return Case(files, FULL - lost, ("not in your submission: 'memory.py'",))


# Answers


@case
def answers_in_their_place(course: Course) -> Case:
    return Case({**course.solutions, **course.written()}, answers=5)


@case
def answers_uploaded_one_by_one(course: Course) -> Case:
    return Case({**course.solutions, **course.written("")}, answers=5)


@case
def answers_twice_below(course: Course) -> Case:
    return Case({**course.solutions, **course.written("written/written/")}, answers=5)


@case
def copies_of_answers(course: Course) -> Case:
    return Case(
        {**course.solutions, **course.written("", " (1).md")}, answers=5, notes=("was read as 'written/q1_",)
    )


@case
def answers_as_text(course: Course) -> Case:
    return Case({**course.solutions, **course.written(suffix=".txt")}, answers=5, notes=("was read as",))


@case
def answers_as_markdown(course: Course) -> Case:
    return Case({**course.solutions, **course.written(suffix=".markdown")}, answers=5, notes=("was read as",))


@case
def answers_with_a_second_suffix(course: Course) -> Case:
    return Case({**course.solutions, **course.written(suffix=".md.txt")}, answers=5, notes=("was read as",))


def _documents(suffix: str, form: str) -> Callable[[Course], Case]:
    def make(course: Course) -> Case:
        name = f"written/q1_pretraining{suffix}"
        files = {**course.solutions, name: b"PK", "written/q1_pretraining.md": b"# Q1\n"}
        said = f"'written/q1_pretraining.md' holds no answer, and '{name}' could not be read as text"
        made = Case(files, notes=(said,))
        return made if form == "folder" else Case({"work.zip": as_zip(files)}, notes=(said,), form="file")

    return make


for _suffix in (".docx", ".pdf", ".rtf", ".odt", ".pages", ".png"):
    CASES[f"an answer as {_suffix}"] = _documents(_suffix, "folder")
    CASES[f"an answer as {_suffix} in a zip"] = _documents(_suffix, "file")


@case
def an_untouched_answer_and_a_real_one(course: Course) -> Case:
    files = {**course.solutions, "written/q1_pretraining.md": b"# Q1\n", "Q1 answer.md": course.answer}
    return Case(files, answers=1, notes=("'Q1 answer.md' was read as 'written/q1_pretraining.md'",))


@case
def two_versions_of_an_answer(course: Course) -> Case:
    files = {
        **course.solutions,
        "q1_pretraining (1).md": course.answer,
        "q1_pretraining (2).md": b"Other words.",
    }
    said = (
        "'written/q1_pretraining.md' was not found, but 'q1_pretraining (1).md' and 'q1_pretraining (2).md'"
    )
    return Case(files, notes=(said,))
