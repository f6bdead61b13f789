"""Find material for staff in a notebook or in a zip, however it is encoded.

Text is searched in cells, in metadata, in outputs and in attachments. Whatever looks like packed data is
unpacked and searched as well. Outputs, attachments and metadata outside a short list are forbidden anyway.
"""

import ast
import base64
import bz2
import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from autograder.release.leaks import Secret, find_secrets

NOTEBOOK_METADATA = {"kernelspec", "language_info", "otter"}
OTTER_METADATA = {"OK_FORMAT", "tests"}
CELL_METADATA = {"cellView", "deletable", "editable", "jupyter", "tags"}
CELL_KEYS = {"cell_type", "execution_count", "id", "metadata", "outputs", "source"}
CELL_TYPES = {"code", "markdown"}
# A packed text: long, without white space. Cells break it into adjacent literals, which `ast` joins.
MIN_TEXT = 40
PACKED = re.compile(r"[!-~]{40,}")
BASE64_LINES = re.compile(r"(?:^[ \t]*[A-Za-z0-9+/=_-]{20,}[ \t]*\n?){2,}", re.MULTILINE)
MAX_DEPTH = 4
MAX_UNPACKED = 50_000_000
UNPACKED_FROM: tuple[Callable[[bytes], bytes], ...] = (
    lzma.decompress,
    zlib.decompress,
    lambda packed: zlib.decompress(packed, wbits=31),  # gzip
    lambda packed: zlib.decompress(packed, wbits=-15),  # deflate without a header
    bz2.decompress,
)
DECODED_FROM: tuple[Callable[[str], bytes], ...] = (
    lambda text: base64.b64decode(text, validate=True),
    lambda text: base64.b64decode(text, altchars=b"-_", validate=True),
    base64.b85decode,
    base64.a85decode,
    base64.b32decode,
    bytes.fromhex,
)


def notebook_leaks(secrets: Iterable[Secret], name: str, notebook: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each leak in a notebook, and for each place that must be empty."""
    places = [f"{name}: {place}" for place in forbidden_places(notebook)]
    return [*places, *find_secrets(secrets, _by_name(texts_of_notebook(name, notebook)))]


def zip_leaks(secrets: Iterable[Secret], name: str, entries: Mapping[str, bytes]) -> list[str]:
    """Return a sentence for each leak in a zip's entries."""
    texts = (text for entry in sorted(entries) for text in _texts_of(f"{name}: {entry}", entries[entry]))
    return list(find_secrets(secrets, _by_name(texts)))


def _by_name(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Join the texts of one place, such as the results of several ways to decode it."""
    found: dict[str, dict[str, None]] = {}
    for name, text in texts:
        found.setdefault(name, {})[text] = None
    return {
        name if len(parts) == 1 else f"{name} ({number})": part
        for name, parts in found.items()
        for number, part in enumerate(parts, start=1)
    }


def forbidden_places(notebook: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each output, attachment or unknown metadata of a student notebook."""
    found = []
    metadata = notebook.get("metadata", {})
    found += [f"metadata {key!r} is not allowed" for key in sorted(set(metadata) - NOTEBOOK_METADATA)]
    otter = metadata.get("otter", {})
    found += [f"metadata 'otter.{key}' is not allowed" for key in sorted(set(otter) - OTTER_METADATA)]
    for number, cell in enumerate(notebook.get("cells", []), start=1):
        place = f"cell {number}"
        if cell.get("cell_type") not in CELL_TYPES:
            found.append(f"{place} is a {cell.get('cell_type')} cell")
        found += [f"{place} has {key}" for key in sorted(set(cell) - CELL_KEYS)]
        unknown = sorted(set(cell.get("metadata", {})) - CELL_METADATA)
        found += [f"{place}: metadata {key!r} is not allowed" for key in unknown]
        if cell.get("outputs"):
            found.append(f"{place} has outputs")
        if cell.get("execution_count") is not None:
            found.append(f"{place} has an execution count")
    return found


def texts_of_notebook(name: str, notebook: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every text of a notebook with the name of its place; code is named like a Python file."""
    for number, cell in enumerate(notebook.get("cells", []), start=1):
        place = f"{name}, cell {number}"
        source = _joined(cell.get("source", ""))
        yield from _texts_of(f"{place}.py" if cell.get("cell_type") == "code" else place, source.encode())
        rest = {key: value for key, value in cell.items() if key != "source"}
        yield from _texts_of_value(place, rest)
    rest = {key: value for key, value in notebook.items() if key != "cells"}
    yield from _texts_of_value(name, rest)


def _texts_of_value(place: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield the texts inside a JSON value, each as code as well, and lists of lines as one text."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts_of_value(f"{place}, {key}", inner)
            if len(str(key)) >= MIN_TEXT:
                yield f"{place}, a key", str(key)
    elif isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            yield from _texts_of(f"{place}.py", _joined(value).encode())
        for number, inner in enumerate(value):
            yield from _texts_of_value(f"{place} {number}", inner)
    elif isinstance(value, str):
        yield from _texts_of(f"{place}.py", value.encode())


def _joined(source: object) -> str:
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _texts_of(name: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the text in some bytes, and all texts that are packed in it."""
    if depth > MAX_DEPTH:
        return
    for inner_name, inner in _unpacked(name, content):
        yield from _texts_of(inner_name, inner, depth + 1)
    text = content.decode(errors="replace")
    yield f"{name}{'.py' if depth and not name.endswith('.py') else ''}", text
    literals = _literals(text)
    for number, literal in enumerate(literals, start=1):
        yield f"{name}, text {number}.py", literal
    for number, candidate in enumerate(_candidates(text, literals), start=1):
        for decoded in _decoded(candidate):
            yield from _texts_of(f"{name}, packed text {number}", decoded, depth + 1)
    yield from _texts_of_json(name, text, depth)


def _texts_of_json(name: str, text: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the texts inside a text that is JSON, such as the files in the setup cell."""
    if not text.lstrip().startswith(("{", "[")):
        return
    try:
        value = json.loads(text)
    except ValueError:
        return
    if depth <= MAX_DEPTH:
        yield from _texts_of_value(name, value)


def _literals(text: str) -> list[str]:
    """Return the long string literals of a text that is Python; adjacent ones are one literal."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    texts = [value.decode("latin-1") if isinstance(value, bytes) else value for value in values]
    return [value for value in texts if isinstance(value, str) and len(value) >= MIN_TEXT]


def _candidates(text: str, literals: list[str]) -> list[str]:
    """Return possible packed data: long words, literals of Python code, and base64 in lines."""
    found = [*PACKED.findall(text), *("".join(literal.split()) for literal in literals)]
    found += ["".join(block.split()) for block in BASE64_LINES.findall(text)]
    return list(dict.fromkeys(found))


def _decoded(text: str) -> Iterator[bytes]:
    """Yield the decoded text for each encoding that it may have."""
    for decode in DECODED_FROM:
        try:
            decoded = decode(text)
        except ValueError:
            continue
        if decoded:
            yield decoded


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the unpacked content of some bytes: a zip's entries, or compressed data."""
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for info in archive.infolist():
                    if info.file_size <= MAX_UNPACKED:
                        yield f"{name}, {info.filename}", archive.read(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error):
            pass
    for unpack in UNPACKED_FROM:
        try:
            unpacked = unpack(content)
        except (lzma.LZMAError, zlib.error, OSError, ValueError, EOFError):
            continue
        if unpacked:
            yield name, unpacked
