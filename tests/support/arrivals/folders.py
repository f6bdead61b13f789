"""Files in other folders, and behind links."""

from collections.abc import Callable

from arrivals.base import CASES, FULL, Case, Course, Files, below, case


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
def helpers_above_the_folder(course: Course) -> Case:
    files = course.first("from shared import A as _a\nfrom utils.more import B as _b\n")
    helpers = {"hw/shared.py": b"A = 1\n", "hw/utils/more.py": b"B = 1\n"}
    return Case({**below(files, "hw/src"), **helpers}, is_staged=False)


@case
def two_versions_in_folders(course: Course) -> Case:
    older = {name: content + b"# older\n" for name, content in course.solutions.items()}
    files = {**below(older, "archive"), **below(course.solutions, "submission")}
    return Case(files, notes=("'submission/memory.py' was used, and not 'archive/memory.py'",))
