"""A module is put together from files for single functions only if it is certain which."""

from autograder.submissions.spread import functions_by_file, put_together
from autograder.submissions.survey import Source

ASKED = {"add", "halve"}


def source(name: str, *functions: str, digest: str = "") -> Source:
    return Source(tuple(name.split("/")), digest or name, frozenset(functions))


def together(*sources: Source, folder: tuple[str, ...] = ()) -> str | None:
    return put_together("sums", folder, functions_by_file(ASKED, sources))


def test_each_function_is_found_in_its_file() -> None:
    made = together(source("one.py", "add"), source("two.py", "halve", "other"))
    assert made is not None
    assert "FILES = {'add': 'one', 'halve': 'two'}" in made


def test_equal_files_are_one_candidate() -> None:
    assert together(
        source("one.py", "add"), source("two.py", "halve"), source("b.py", "add", digest="one.py")
    )


def test_what_is_not_certain_is_not_put_together() -> None:
    one, two = source("one.py", "add"), source("two.py", "halve")
    doubtful = {
        "a function twice": [one, two, source("three.py", "add")],
        "one file": [source("one.py", "add", "halve")],
        "other folders": [one, source("more/two.py", "halve")],
        "a name that cannot be imported": [one, source("two (1).py", "halve")],
        "a name of the library": [one, source("json.py", "halve")],
        "the module's own name": [one, source("Sums.py", "halve")],
        "no Python file": [one, source("two.txt", "halve")],
    }
    assert {name for name, sources in doubtful.items() if together(*sources)} == set()
