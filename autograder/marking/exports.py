"""Find the submissions in an export: of Gradescope, Canvas or Moodle, or a folder of any other kind."""

import re
import shutil
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.marking.students import Person, Student
from autograder.messages import tas
from autograder.rubrics.model import RubricError
from autograder.submissions.documents import DOCUMENTS
from autograder.submissions.names import clean, is_theirs

METADATA = "submission_metadata.yml"
MAX_UNPACKED_BYTES = 8 * 2**30
MAX_ENTRIES = 200_000
SUBMISSIONS = (".zip", ".ipynb", *DOCUMENTS)
NO_SUBMISSIONS = re.compile(
    r"(?:\..*|__MACOSX|thumbs\.db|desktop\.ini|(?:readme|instructions)\b.*)", re.IGNORECASE
)
MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_\w+_?")
CANVAS = re.compile(r"(?P<who>[^\W_]+?)_(?:late_)?(?P<id>\d{2,})_\d{2,}_(?P<file>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A submission in an export.

    Args:
        student: who handed it in.
        place: a folder, a zip, a notebook or a document.
    """

    student: Student
    place: Path


@contextmanager
def submissions_of(export: Path) -> Iterator[tuple[list[Found], list[str]]]:
    """Yield the submissions in an export, and notes on what was left out.

    Raises:
        RubricError: there is none, or the export cannot be read.
    """
    if not export.exists():
        raise RubricError(tas.classes.no_export(export))
    with TemporaryDirectory(prefix="autograder-") as temporary:
        folder = export
        if export.is_file():
            folder = Path(temporary, "export")
            _unpack(export, folder)
        folder = _innermost(folder)
        notes: list[str] = []
        metadata = folder / METADATA
        found = _of_gradescope(metadata, notes) if metadata.is_file() else None
        if found is None:
            found = _of_folder(folder, Path(temporary, "grouped"), notes)
        if not found:
            raise RubricError(tas.classes.export_empty(export))
        yield found, notes


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack an export that is a zip: regular files below `folder`, nothing else."""
    left = MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(archive) as opened:
            for entry in opened.infolist()[:MAX_ENTRIES]:
                parts = clean(entry.filename.split("/"))
                if entry.is_dir() or parts is None or "__MACOSX" in parts:
                    continue
                target = folder.joinpath(*parts)
                if target.exists() or any(each.is_file() for each in target.parents):
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                left -= entry.file_size
                if left < 0:
                    raise RubricError(tas.classes.export_too_large(archive, MAX_UNPACKED_BYTES))
                with opened.open(entry) as source, target.open("xb") as made:
                    shutil.copyfileobj(source, made)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RubricError(tas.answers.file_unreadable(archive, str(error))) from error


def _innermost(folder: Path) -> Path:
    """Return the folder that holds the submissions, which may stand alone in others."""
    for _ in range(3):
        inside = [each for each in folder.iterdir() if not NO_SUBMISSIONS.fullmatch(each.name)]
        if len(inside) != 1 or not inside[0].is_dir() or (inside[0] / "written").is_dir():
            break
        below = [each for each in inside[0].iterdir() if not NO_SUBMISSIONS.fullmatch(each.name)]
        if not (inside[0] / METADATA).is_file() and not (below and all(each.is_dir() for each in below)):
            break
        folder = inside[0]
    return folder


def _of_gradescope(metadata: Path, notes: list[str]) -> list[Found] | None:
    """Return the submissions that Gradescope's metadata names."""
    content = _read_metadata(metadata)
    if content is None:
        notes.append(tas.classes.metadata_unreadable(metadata.name))
        return None
    found: dict[str, Found] = {}
    newest: dict[Person, tuple[str, str]] = {}
    for name, entry in content.items():
        place = metadata.parent / str(name)
        if not place.exists():
            notes.append(tas.classes.submission_absent(str(name)))
            continue
        people = tuple(_person(each) for each in _list(entry.get(":submitters")))
        for person in people:
            created = str(entry.get(":created_at", ""))
            if person in newest and person != Person():
                older, kept = sorted([newest[person], (created, str(name))])
                notes.append(tas.classes.submitted_twice(person.name, kept[1], older[1]))
                found.pop(older[1], None)
                if kept[1] != str(name):
                    break
            newest[person] = (created, str(name))
        else:
            found[str(name)] = Found(Student(str(name), people), place)
    known = {str(name) for name in content} | {METADATA}
    strays = [each.name for each in sorted(metadata.parent.iterdir()) if each.name not in known]
    if strays := [name for name in strays if not NO_SUBMISSIONS.fullmatch(name)]:
        notes.append(tas.classes.not_in_metadata(strays[:5], len(strays[5:])))
    return list(found.values())


def _read_metadata(path: Path) -> dict[Any, dict[str, Any]] | None:
    """Return Gradescope's metadata. Its Ruby objects are read as plain data."""
    import yaml

    class Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
        pass

    def plain(loader: Any, _tag: str, node: yaml.Node) -> object:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        return loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else node.value

    Loader.add_multi_constructor("!", plain)
    Loader.add_multi_constructor("tag:", plain)
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader)
    except (yaml.YAMLError, OSError, UnicodeDecodeError, ValueError):
        return None
    if not isinstance(content, dict):
        return None
    return {name: entry for name, entry in content.items() if isinstance(entry, dict)} or None


def _list(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _person(values: dict[str, Any]) -> Person:
    def text(key: str) -> str:
        value = values.get(f":{key}", values.get(key))
        return "" if value is None else str(value).strip()

    return Person(text("name"), text("email"), text("sid"))


def _of_folder(folder: Path, grouped: Path, notes: list[str]) -> list[Found]:
    """Return the entries of a folder that are submissions; files of one student are put together."""
    entries = [each for each in sorted(folder.iterdir()) if not NO_SUBMISSIONS.fullmatch(each.name)]
    if (folder / "written").is_dir():  # one submission, not a class
        return [Found(Student(folder.resolve().name), folder)]
    chosen = [
        each
        for each in entries
        if (each.is_dir() and is_theirs(each.name)) or each.name.lower().endswith(SUBMISSIONS)
    ]
    if strays := [each.name for each in entries if each not in chosen]:
        notes.append(tas.classes.no_submissions(strays[:5], len(strays[5:])))
    files = [each for each in chosen if each.is_file()]
    canvas = {each: CANVAS.fullmatch(each.name) for each in files}
    if files and all(canvas.values()):
        return _of_canvas({each: match for each, match in canvas.items() if match}, grouped)
    stems = Counter(each.stem.casefold() if each.is_file() else each.name.casefold() for each in chosen)
    found = []
    for each in chosen:
        if match := MOODLE.fullmatch(each.name):
            found.append(Found(Student(match["id"], (Person(match["name"]),)), each))
            continue
        plain = each.stem if each.is_file() else each.name
        # Files with one stem may be of one student or of two: a person decides, so they stay apart.
        found.append(Found(Student(each.name if stems[plain.casefold()] > 1 else plain), each))
    same = [each.student.id for each in found if stems[Path(each.student.id).stem.casefold()] > 1]
    if same:
        notes.append(tas.classes.same_stem(same[:5], len(same[5:])))
    return found


def _of_canvas(files: dict[Path, re.Match[str]], grouped: Path) -> list[Found]:
    """Put the files of each student into a folder: Canvas exports all files of a class side by side."""
    by_student: dict[str, list[tuple[Path, re.Match[str]]]] = defaultdict(list)
    for path, match in files.items():
        by_student[match["id"]].append((path, match))
    found = []
    for identifier, theirs in by_student.items():
        student = Student(identifier, (Person(theirs[0][1]["who"]),))
        place = theirs[0][0]
        if len(theirs) > 1:
            place = grouped / identifier
            place.mkdir(parents=True)
            for path, match in theirs:
                shutil.copyfile(path, place / match["file"])
        found.append(Found(student, place))
    return found
