"""Read the cells of a notebook file: without its outputs, and as far as damaged JSON can be read.

A scanner in place of `json.loads`: outputs of 30 MB are skipped and never become objects, and deep
nesting needs no stack. A missing comma or a lost end costs the cells around it only.
"""

import json
import mmap
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_NESTING = 1_000
"""Open brackets outside of skipped values; a notebook has six."""
MAX_CELLS = 10_000
MAX_SOURCE_BYTES = 4 * 2**20
"""Of all sources together, as they stand in the file."""
MAX_CPU_SECONDS = 6
"""Of scanning. An honest file of 30 MB takes one."""
TOKENS_BETWEEN_CHECKS = 1 << 14
BOMS = {
    b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16",
    b"{\0": "utf-16-le", b"\0{": "utf-16-be",
}  # fmt: skip

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_SHORT = rb'[^"{}\[\]]*+(?:"[^"\\]{0,64}+(?:\\.[^"\\]{0,64}+){0,9}+"[^"{}\[\]]*+)*+'
TOKEN = re.compile(rb'[\s,:]*+(?:(?P<quote>")|(?P<open>[{\[])|(?P<close>[}\]])|[^\s,:"{}\[\]]++)')
# One line of a string. JSON has no bare line break in a string, so one that comes first is damage.
STRING_ON_LINE = re.compile(rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+', re.DOTALL)
STRING = re.compile(_STRING, re.DOTALL)
LINE_OF_JSON = re.compile(rb'\r?\n[ \t]*(?:["\]}]|\Z)')
COLON = re.compile(rb"\s*+:")
# A quote or a bracket; an object or a list of short values, without others inside, is one token.
BRACKET = re.compile(rb"\{" + _SHORT + rb"\}|\[" + _SHORT + rb'\]|["{}\[\]]')
QUOTE, BACKSLASH = ord('"'), ord("\\")
PAIRS = {ord("}"): ord("{"), ord("]"): ord("[")}
WORTH_FINDING = re.compile(rb'"(?:cell_type|source|input)"\s*:')
INVALID_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_CONFLICT = r"^(?:<{7}|\|{7}|={7}|>{7})(?![<|=>])[^\n]*\n?"
CONFLICT_IN_TEXT = re.compile(_CONFLICT, re.MULTILINE)
CONFLICT_IN_JSON = re.compile(_CONFLICT.encode(), re.MULTILINE)

SOURCES = ("source", "input", "code", "text")
"""The keys of a cell's text: of format 3 and later, of code in 2 and 3, and of format 1."""
CAPTURED = {"cell_type", *SOURCES}
DESCENDED = {"cells", "worksheets", "content", "notebook"}


@dataclass
class RawCell:
    """A cell as it stands in the file."""

    kind: str = ""
    source: str | None = None


@dataclass
class Scanned:
    """The cells that could be read."""

    cells: list[RawCell] = field(default_factory=list)
    is_cut: bool = False
    """Whether the file ends in the middle of something."""
    is_long: bool = False
    """Whether cells were left out because there were too many, or too much text in them."""


def as_utf8(data: bytes) -> bytes:
    """Return the bytes of a text file as UTF-8, whatever Unicode encoding a tool has chosen."""
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace").encode("utf-8", "replace")
    return data


def in_conflict(data: "bytes | mmap.mmap") -> bool:
    """Return whether git's conflict markers stand in the file, in its JSON or in a source."""
    return data.find(b"<<<<<<<") >= 0 and data.find(b">>>>>>>") >= 0


def scan(data: "bytes | mmap.mmap", side: int = 1) -> Scanned:
    """Return the cells of a notebook in any format from 1 to 4.

    Args:
        data: the file, in UTF-8; a mapped one is not copied.
        side: of a merge conflict: 1 ours, 2 theirs.
    """
    if in_conflict(data):
        data = b"".join(
            data[begin:end] for begin, end in kept(CONFLICT_IN_JSON.finditer(data), len(data), side)
        )
    scanned = _Scanner(data).run()
    for cell in scanned.cells:
        if cell.source:
            cell.source = one_side(cell.source, side)
    return scanned


def one_side(text: str, side: int) -> str:
    """Return a text with one side of each merge conflict in it.

    >>> one_side("a\\n<<<<<<< x\\nb\\n=======\\nc\\n>>>>>>> y\\nd\\n=======", 2)
    'a\\nc\\nd\\n======='
    """
    if "<<<<<<<" not in text:
        return text
    places = kept(CONFLICT_IN_TEXT.finditer(text), len(text), side)
    return "".join(text[begin:end] for begin, end in places)


def kept(markers: Iterable["re.Match[Any]"], size: int, side: int) -> Iterator[tuple[int, int]]:
    """Yield the places of a text that stay if one side of each conflict is taken."""
    begin, within = 0, 0  # 1 ours, 2 theirs, 3 what both were made from
    for marker in markers:
        sign = marker[0][:1] if isinstance(marker[0], str) else marker[0][:1].decode()
        following = {("<", 0): 1, ("|", 1): 3, ("=", 1): 2, ("=", 3): 2, (">", 2): 0}.get((sign, within))
        if following is None:
            continue  # a line that only looks like one
        if within in (0, side):
            yield begin, marker.start()
        begin, within = marker.end(), following
    if within in (0, side):
        yield begin, size


class _Scanner:
    def __init__(self, data: "bytes | mmap.mmap") -> None:
        self._data = data
        self._at = 0
        self._found = Scanned()
        self._open: list[str] = []
        """What each open bracket holds: "cells", "cell", or the bracket itself."""
        self._cell = RawCell()
        self._left = MAX_SOURCE_BYTES
        self._ends = time.process_time() + MAX_CPU_SECONDS

    def run(self) -> Scanned:
        pending = ""
        while not self._is_over() and (token := TOKEN.match(self._data, self._at)):
            if token["open"]:
                self._at = token.end()
                self._push(token["open"].decode(), pending)
                pending = ""
                if len(self._open) > MAX_NESTING:
                    self._found.is_cut = True
                    break
            elif token["close"]:
                self._at = token.end()
                self._pop("{" if token["close"] == b"}" else "[")
            elif token["quote"]:
                text, _ = self._string(token.end() - 1)
                if not (colon := COLON.match(self._data, self._at)):
                    continue  # a string where none belongs
                self._at = colon.end()
                pending = self._member(text)
            else:
                self._at = token.end()
        self._found.is_cut |= bool(self._open) and not self._found.is_long
        self._end_cell()
        return self._found

    def _is_over(self) -> bool:
        self._found.is_long |= time.process_time() > self._ends
        return self._found.is_long

    def _push(self, bracket: str, pending: str) -> None:
        above = self._open[-1] if self._open else ""
        if bracket == "[" and pending == "cells":
            self._open.append("cells")
        elif bracket == "{" and above in ("cells", "cell"):
            self._end_cell()  # one that was never closed
            self._open.append("cell")
        else:
            self._open.append(bracket)

    def _pop(self, bracket: str) -> None:
        kinds = ("{", "cell") if bracket == "{" else ("[", "cells")
        if not any(each in kinds for each in self._open):
            return
        while self._open:
            gone = self._open.pop()
            if gone == "cell":
                self._end_cell()
            if gone in kinds:
                return

    def _member(self, key: str) -> str:
        """Take or skip the value of a key; return the key if its value is to be entered."""
        if self._open and self._open[-1] == "cell":
            if key == "cell_type" and self._cell.kind:
                self._end_cell()
            if key in CAPTURED:
                value = self._text()
                if key == "cell_type":
                    self._cell.kind = value
                elif self._cell.source is None:
                    self._cell.source = value
            else:
                self._skip()
            return ""
        if key in DESCENDED:
            return key
        if key == "cell_type":  # a cell whose beginning is lost
            self._open.append("cell")
            return self._member(key)
        self._skip()
        return ""

    def _end_cell(self) -> None:
        if self._cell.kind or self._cell.source:
            self._found.cells.append(self._cell)
            self._found.is_long |= len(self._found.cells) >= MAX_CELLS or self._left < 0
        self._cell = RawCell()

    def _text(self) -> str:
        """Return a value that is a string, or a list of strings."""
        token = TOKEN.match(self._data, self._at)
        if not token:
            return ""
        if token["quote"]:
            return self._string(token.end() - 1)[0]
        if token["open"] != b"[":
            self._skip()
            return ""
        self._at = token.end()
        lines: list[str] = []
        while token := TOKEN.match(self._data, self._at):
            if token["quote"]:
                before = self._at
                text, _ = self._string(token.end() - 1)
                if COLON.match(self._data, self._at):  # the list was never closed: this is the next key
                    self._at = before
                    break
                lines.append(text)
            elif token["close"] == b"]":
                self._at = token.end()
                break
            elif token["close"]:  # the cell ends before its list
                break
            elif token["open"]:
                self._skip()
            else:
                self._at = token.end()
            if self._left < 0:
                self._found.is_long = True
                break
        # Some tools leave out the line breaks that belong to each line.
        breaks = len(lines) > 1 and not any(line.endswith("\n") for line in lines)
        return ("\n" if breaks else "").join(lines)

    def _string(self, start: int) -> tuple[str, bool]:
        """Return the string that begins at a quote, and whether it ends."""
        data = self._data
        on_line = STRING_ON_LINE.match(data, start)
        end = on_line.end() if on_line else start + 1
        is_closed = data[end : end + 1] == b'"'
        if not is_closed and not LINE_OF_JSON.match(data, end) and (whole := STRING.match(data, start)):
            end, is_closed = whole.end() - 1, True
        elif not is_closed and end >= len(data):
            self._found.is_cut = True
        self._at = end + is_closed
        self._left -= end - start
        if self._left < 0:
            return "", is_closed
        return decoded(data[start + 1 : end], is_cut=not is_closed), is_closed

    def _skip(self) -> None:
        """Go past a value without making anything of it."""
        token = TOKEN.match(self._data, self._at)
        if not token:
            self._at = len(self._data)
        elif token["quote"]:
            self._at = self._past_string(token.end() - 1)
        elif token["open"]:
            self._at = self._past_brackets(token.end() - 1)
        elif not token["close"]:
            self._at = token.end()

    def _past_brackets(self, start: int) -> int:
        opened = bytearray()
        n_tokens, at = 0, start
        while token := BRACKET.search(self._data, at):
            n_tokens += 1
            if n_tokens % TOKENS_BETWEEN_CHECKS == 0 and self._is_over():
                break
            at, first = token.end(), self._data[token.start()]
            if first == QUOTE:
                at = self._past_string(token.start())
            elif at - token.start() == 1:
                if first in b"{[":
                    opened.append(first)
                elif opened.pop() != PAIRS[first]:
                    break  # one was lost
            if not opened:
                return at
        return self._lost(start)

    def _past_string(self, start: int) -> int:
        """Return where a string ends. Looking for the next quote first is ten times as fast."""
        end = self._data.find(b'"', start + 1)
        if end > 0 and self._data[end - 1] != BACKSLASH:
            return end + 1
        whole = STRING.match(self._data, start)
        return whole.end() if whole else self._lost(start + 1)

    def _lost(self, start: int) -> int:
        """Return where to go on after a value without an end: at the next type or source of a cell."""
        self._found.is_cut = True
        following = WORTH_FINDING.search(self._data, start)
        return following.start() if following else len(self._data)


def decoded(raw: bytes, *, is_cut: bool = False) -> str:
    """Return the text between two quotes of JSON, with nothing in it that is not Unicode.

    >>> decoded(rb"caf\\u00e9\\n\\ud800"), decoded(b"caf\\xe9"), decoded(rb"\\d")
    ('café\\n\\ufffd', 'café', '\\\\d')
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode(*(("utf-8", "replace") if is_cut else ("cp1252", "replace")))
    if is_cut:  # in the middle of an escape, perhaps
        text = re.sub(r"(?<!\\)((?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?\Z", r"\1", text)
    if "\\" in text:
        try:
            text = json.loads(f'"{text}"', strict=False)
        except ValueError:
            try:
                text = json.loads(f'"{INVALID_ESCAPE.sub(_escaped, text)}"', strict=False)
            except ValueError:
                text = text.replace("\\n", "\n").replace('\\"', '"').replace("\\t", "\t")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _escaped(_: "re.Match[str]") -> str:
    return "\\\\"
