"""Write the pages of several submissions into a folder: names that never collide, own files only."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from autograder.catalog import Project
from autograder.errors import AutograderError
from autograder.files import write_atomically
from autograder.marking.answers import Answers, read_answers
from autograder.marking.child import ChildError, Limits, Task, run_child
from autograder.marking.pages.html import GENERATOR
from autograder.marking.pages.view import index_page, pdf_data, student_page
from autograder.messages import tas
from autograder.submissions.find import SubmissionError
from autograder.text import printable

MAX_NAME = 80
INDEX = "index"
LIMITS = Limits(cpu_seconds=30, memory_bytes=3 * 2**30, output_bytes=64 * 2**20)
SUFFIXES = (".zip", ".ipynb", ".md", ".txt", ".docx", ".pdf")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index)", re.IGNORECASE)
HEAD_BYTES = 4096


class OutputFormat(StrEnum):
    """A format of pages."""

    HTML = "html"
    PDF = "pdf"


class OutputError(AutograderError):
    """The output folder cannot be used; the text says why."""


@dataclass(frozen=True)
class Written:
    """The result for one submission."""

    place: Path
    answers: Answers | None
    files: tuple[str, ...]
    problem: str = ""
    """Why nothing, or not everything, was written."""


def write_pages(
    places: Sequence[Path], out: Path, formats: Sequence[OutputFormat], project: Project
) -> Iterator[Written]:
    """Write the pages of each submission, then the index, and yield each result as it comes.

    An unreadable submission is a result with a problem; it does not end the batch.

    Raises:
        OutputError: a file that would be overwritten is not one of ours; nothing is written then.
    """
    names = output_names(places)
    targets = [f"{name}.{each}" for name in names for each in formats]
    if OutputFormat.HTML in formats:
        targets.append(f"{INDEX}.html")
    if foreign := [name for name in targets if _is_foreign(out / name)]:
        raise OutputError(tas.pages.output_is_foreign(out, foreign[:5], len(foreign[5:])))
    results = []
    for place, name in zip(places, names, strict=True):
        results.append(_write_one(place, name, out, formats, project))
        yield results[-1]
    if OutputFormat.HTML in formats:
        rows = [(each.answers, each.files) for each in results if each.answers]
        failed = [f"{printable(each.place.name)}: {each.problem}" for each in results if each.problem]
        write_atomically(out / f"{INDEX}.html", index_page(rows, project.assignment.title, failed))


def _write_one(
    place: Path, name: str, out: Path, formats: Sequence[OutputFormat], project: Project
) -> Written:
    try:
        answers = read_answers(place, project)
    except SubmissionError as error:
        return Written(place, None, (), str(error))
    title = project.assignment.title
    files, problem = [], ""
    for each in formats:
        if each is OutputFormat.HTML:
            content = student_page(answers, title)
        else:
            made = _pdf(answers, title)
            if made is None:
                problem = tas.pages.PDF_FAILED
                continue
            content = made
        files.append(f"{name}.{each}")
        write_atomically(out / files[-1], content)
    return Written(place, answers, tuple(files), problem)


def _pdf(answers: Answers, title: str) -> bytes | None:
    """Typeset the answers; if that breaks a limit, show them as source; None if that fails as well."""
    for plain in (False, True):
        try:
            return run_child(Task.TYPESET, json.dumps(pdf_data(answers, title, plain=plain)).encode(), LIMITS)
        except ChildError:
            continue
    return None


def output_names(places: Iterable[Path]) -> list[str]:
    """Return a file name for each submission, without a suffix; no two are the same on any system.

    >>> output_names([Path("a/anna.zip"), Path("b/Anna"), Path("index.zip")])
    ['a-anna', 'b-Anna', 'index-1']
    """
    resolved = [each.resolve() for each in places]
    plain = [_clean(_stem(each)) for each in resolved]
    alike = [_alike(each) for each in plain]
    taken: set[str] = set()
    names = []
    for place, name, key in zip(resolved, plain, alike, strict=True):
        # Submissions of one name usually differ in their folder's: a/submission.zip, b/submission.zip.
        wanted = f"{_clean(place.parent.name)}-{name}" if alike.count(key) > 1 else name
        chosen, number = wanted, 1
        while _alike(chosen) in taken or RESERVED.fullmatch(chosen):
            chosen = f"{wanted}-{number}"
            number += 1
        taken.add(_alike(chosen))
        names.append(chosen)
    return names


def _stem(place: Path) -> str:
    return place.stem if place.suffix.lower() in SUFFIXES else place.name


def _clean(name: str) -> str:
    """Return a name that any file system holds and any link can name."""
    text = unicodedata.normalize("NFC", name)
    kept = "".join(each if each.isalnum() or each in "-_" else "-" for each in text)
    return re.sub(r"-{2,}", "-", kept).strip("-")[:MAX_NAME] or "submission"


def _alike(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _is_foreign(path: Path) -> bool:
    """Whether something stands at a path that this command did not write."""
    if path.is_symlink():
        return True
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    mark = GENERATOR.encode()
    return mark not in (content if content.startswith(b"%PDF") else content[:HEAD_BYTES])
