"""Learn what a student's Python files hold: which functions are there, and which are more than stubs."""

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.submissions.listing import Listing
from autograder.submissions.names import alike, is_theirs, looks_like_code
from autograder.submissions.notebook.run import output_of
from autograder.submissions.tree import Tree, UnreadableError

CHILD = Path(__file__).parent / "survey_child.py"
MAX_SOURCE_BYTES = 512 * 2**10
MAX_SOURCES = 200
MAX_TOTAL_BYTES = 8 * 2**20
Parts = tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A Python file, as far as it can be known without running it."""

    parts: Parts
    """Its path below the submission's root."""
    digest: str
    """Equal for files of the same content."""
    finished: frozenset[str] = frozenset()
    """The requested functions that are more than stubs."""
    defined: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    """Its other functions."""
    nested: Mapping[str, str] = field(default_factory=dict)
    """Requested functions that stand inside another one, or in a class, by name."""
    imports: frozenset[str] = frozenset()
    packages: frozenset[str] = frozenset()
    """Those from which it imports requested modules."""
    ends: tuple[tuple[int, str], ...] = ()
    """Lines and names of calls that end the process."""
    is_dynamic: bool = True
    """Whether names may come to be that cannot be seen in the source."""
    is_empty: bool = False
    is_broken: bool = False
    is_export: bool = False
    """Whether it was downloaded from a notebook."""


@dataclass(frozen=True)
class Survey:
    """All that is known of a submission's files."""

    listing: Listing
    sources: Mapping[Parts, Source]


def survey(tree: Tree, listing: Listing, functions: Mapping[str, Sequence[str]]) -> Survey:
    """Return what the Python files of a submission hold.

    They are parsed by a process with limits and without rights, because hostile source can end a parser. If
    it does, nothing is known of the files, and they are chosen by their names.

    Args:
        tree: the whole submission.
        listing: its files.
        functions: names of the functions by module.
    """
    names = {alike(module): module for module in functions}
    defines = re.compile(
        rb"\bdef[ \t]+(?:"
        + b"|".join(name.encode() for each in functions.values() for name in each)
        + rb")\b"
    )
    contents: list[tuple[Parts, bytes]] = []
    total = 0
    for parts in sorted(listing.files, key=lambda parts: (not listing.is_theirs(parts), len(parts), parts)):
        is_named = any(module in alike(parts[-1]) for module in names)
        if not (looks_like_code(parts[-1]) or (is_named and "." not in parts[-1]) or _is_text(parts[-1])):
            continue
        if not is_theirs(parts[-1]) or len(contents) >= MAX_SOURCES:
            continue
        try:
            content = tree.read(parts, MAX_SOURCE_BYTES)
        except UnreadableError:
            continue  # staging says why
        exact = any(alike(parts[-1]) == f"{module}.py" for module in names)
        if not exact and not defines.search(content.replace(b"\0", b"")):
            continue
        if total + len(content) > MAX_TOTAL_BYTES:
            break
        total += len(content)
        contents.append((parts, content))
    said = _facts([content for _, content in contents], functions)
    sources = {}
    for number, (parts, content) in enumerate(contents):
        digest = hashlib.sha256(content.replace(b"\r\n", b"\n").strip()).hexdigest()
        sources[parts] = _source(parts, digest, said[number] if said else {})
    return Survey(listing, sources)


def _is_text(name: str) -> bool:
    return name.lower().endswith((".txt", ".text"))


def _facts(contents: Sequence[bytes], functions: Mapping[str, Sequence[str]]) -> list[dict[str, Any]] | None:
    if not contents:
        return []
    request = {
        "functions": {module: list(names) for module, names in functions.items()},
        "sizes": [len(content) for content in contents],
    }
    with tempfile.TemporaryFile() as file:
        file.writelines(contents)
        file.seek(0)
        output = output_of(CHILD, json.dumps(request), file.fileno())
    try:
        said = json.loads(output or b"")
        return said if isinstance(said, list) and len(said) == len(contents) else None
    except (ValueError, RecursionError):
        return None


def _source(parts: Parts, digest: str, said: Any) -> Source:
    """Check the child's words: it has handled what a student wrote, and may be wrong in any way."""
    try:
        return Source(
            parts,
            digest,
            frozenset(map(_text, said["finished"])),
            frozenset(map(_text, said["defined"])),
            tuple(map(_text, said["others"])),
            {_text(name): _text(outer) for name, outer in said["nested"].items()},
            frozenset(map(_text, said["imports"])),
            frozenset(map(_text, said["packages"])),
            tuple((int(line), _text(name)) for line, name in said["ends"]),
            is_dynamic=said["dynamic"] is not False,
            is_empty=said["empty"] is True,
            is_broken=said["broken"] is True,
            is_export=said["export"] is True,
        )
    except (LookupError, TypeError, ValueError, AttributeError):
        return Source(parts, digest)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
