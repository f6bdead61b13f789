"""Typeset a page's data as a PDF with Typst. Runs in a child process (`marking.child`).

The PDF has no date and the same bytes for the same data, fonts and Typst. Characters that no font has
become boxes in the text and are listed on the last page.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typst

from autograder.messages import tas

Data = dict[str, Any]

TEMPLATE = Path(__file__).with_name("answers.typ")
NEVER_A_GLYPH = "\u0378"
MAX_WORD = 40
"""A longer run of characters gets places to break, so that it cannot leave the page."""
MAX_TABLE_WORD = 14
MAX_LISTED = 400
LONG = re.compile(r"\S{15,}")
PROBE = b"""#set page(width: auto, height: auto, margin: 2pt)
#set text(font: "Libertinus Serif", fallback: true)
#for each in json(bytes(sys.inputs.data)) { page(text(each)) }
"""
GLYPH = re.compile(r'href="#([^"]+)"')
KNOWN = {*map(chr, range(0x20, 0x180)), *"\n\u200b–—‘’“”•…×≈≤≥→"}
"""Characters that Typst's own fonts have."""


def typeset(payload: bytes) -> bytes:
    """Return the PDF of a page's data, as JSON."""
    data: Data = json.loads(payload)
    fonts = typst.Fonts()
    used = Counter(_characters(data))
    absent = _absent(sorted(used.keys() - KNOWN), fonts)
    prepared = _prepared(data, absent)
    listed = sorted(absent)[:MAX_LISTED]
    prepared["absent"] = [_named(each, used[each]) for each in listed]
    if len(absent) > MAX_LISTED:
        prepared["absent"].append(f"… {len(absent) - MAX_LISTED}")
    if absent:
        prepared["warnings"].append([{"t": "text", "s": tas.pages.absent_characters(len(absent))}])
    compiler = typst.Compiler(TEMPLATE.read_bytes(), font_paths=fonts)
    made = compiler.compile(format="pdf", sys_inputs={"data": json.dumps(prepared)}, pdf_tags=False)
    if not isinstance(made, bytes):
        raise TypeError("not one PDF")
    return made


def _characters(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield from node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in ("t", "m", "raw", "names", "href", "src"):
                yield from _characters(value)
    elif isinstance(node, list):
        for each in node:
            yield from _characters(each)


def _absent(characters: list[str], fonts: typst.Fonts) -> set[str]:
    """Return the characters for which Typst draws the box of a missing glyph."""
    if not characters:
        return set()
    compiler = typst.Compiler(PROBE, font_paths=fonts)
    drawn = compiler.compile(format="svg", sys_inputs={"data": json.dumps([NEVER_A_GLYPH, *characters])})
    pages = [set(GLYPH.findall(each.decode())) for each in (drawn if isinstance(drawn, list) else [])]
    missing = pages[0]
    return {each for each, glyphs in zip(characters, pages[1:], strict=True) if glyphs and glyphs <= missing}


def _named(character: str, count: int) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}" + (f" ×{count}" if count > 1 else "")


def _prepared(node: Any, absent: set[str], max_word: int = MAX_WORD) -> Any:
    """Return a tree for the template: missing glyphs set apart, long words breakable, code in lines."""
    if isinstance(node, list):
        return [part for each in node for part in _parts(each, absent, max_word)]
    if not isinstance(node, dict):
        return node
    kind = node.get("t")
    if kind == "code" and "info" in node:
        lines = _lines(node["c"])
        return {**node, "c": [], "info": _prepared(node["info"], absent, max_word),
                "lines": [_prepared(line, absent, max_word) for line in lines]}  # fmt: skip
    if kind == "table":
        rows = [[{"c": _prepared(cell, absent, MAX_TABLE_WORD)} for cell in row] for row in node["rows"]]
        return {**node, "rows": rows}
    made = {key: _prepared(value, absent, max_word) for key, value in node.items() if key != "tree"}
    if kind == "math":
        made["tree"] = None if node["tree"] and absent & set(_characters(node["tree"])) else node["tree"]
        if made["tree"] is None and not node["c"]:
            made["c"] = _prepared([{"t": "text", "s": f"${node['src']}$"}], absent, max_word)
    elif kind == "link":
        made["after"] = _after(node, absent, max_word)
    elif kind in ("p", "h"):
        made["rtl"] = _is_rtl(_characters(node["c"]))
    return made


def _after(node: Data, absent: set[str], max_word: int) -> list[Any]:
    label = "".join(each.get("s", "") for each in node["c"])
    address = "" if label == node["href"] else f" ({node['href']})"
    title = [{"t": "text", "s": " “"}, *node["title"], {"t": "text", "s": "”"}] if node["title"] else []
    made: list[Any] = _prepared([{"t": "text", "s": address}, *title], absent, max_word)
    return made


def _parts(node: Any, absent: set[str], max_word: int) -> Iterable[Any]:
    if not isinstance(node, dict) or node.get("t") != "text":
        return [_prepared(node, absent, max_word)]
    parts: list[Data] = []
    breakable = LONG.sub(lambda found: "\u200b".join(_cut(found[0], max_word)), node["s"].replace("\n", " "))
    for character in breakable:
        if character in absent:
            if parts and parts[-1]["t"] == "missing":
                parts[-1]["n"] += 1
            else:
                parts.append({"t": "missing", "n": 1})
        elif parts and parts[-1]["t"] == "text":
            parts[-1]["s"] += character
        else:
            parts.append({"t": "text", "s": character})
    return parts


def _cut(word: str, length: int) -> list[str]:
    return [word[place : place + length] for place in range(0, len(word), length)]


def _lines(nodes: list[Data]) -> list[list[Data]]:
    """Split leaves at ends of lines."""
    lines: list[list[Data]] = [[]]
    for node in nodes:
        if node["t"] != "text":
            lines[-1].append(node)
            continue
        first, *rest = node["s"].expandtabs(4).replace("  ", " \u00a0").split("\n")
        lines[-1].append({"t": "text", "s": first})
        lines += [[{"t": "text", "s": each}] for each in rest]
    return lines


def _is_rtl(characters: Iterable[str]) -> bool:
    strong = (unicodedata.bidirectional(each) for each in characters)
    return next((each for each in strong if each in ("L", "R", "AL")), "L") != "L"
