"""Turn a formula in LaTeX into a small tree of MathML, or give up so that its source is shown.

A formula is typeset only if each letter and digit of its source shows: `\\phantom`, `\\color`, comments and
unknown commands are shown as source. Links and styles cannot occur, because only known elements are kept.
"""

import re
import unicodedata
from collections import Counter
from typing import Any
from xml.etree import ElementTree as ET

MAX_SOURCE = 1_000
MAX_DEPTH = 12
MAX_NODES = 600
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
GROUPS = {
    "mrow", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mfrac", "msqrt", "mroot",
    "mtable", "mtr", "mtd",
}  # fmt: skip
LEAVES = {"mi", "mn", "mo", "mtext", "ms"}
CHILDREN = {
    "msub": 2,
    "msup": 2,
    "msubsup": 3,
    "munder": 2,
    "mover": 2,
    "munderover": 3,
    "mfrac": 2,
    "mroot": 2,
}
KEPT = {
    ("mi", "mathvariant"): {"normal"},
    ("mo", "stretchy"): {"true", "false"},
    ("mo", "fence"): {"true"},
    ("mo", "form"): {"prefix", "postfix"},
    ("mover", "accent"): {"true"},
    ("mfrac", "linethickness"): {"0", "0px"},
}
COMMAND = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.", re.DOTALL)
BLANK = {"mspace", "annotation"}

Node = dict[str, Any]


def formula(source: str) -> Node | None:
    """Return the tree of a formula, or None if unsure: dicts of the tag `m`, attributes `a`, `c` or text `s`.

    >>> formula("x^2")["c"][0]["m"], formula("\\\\phantom{x}")
    ('msup', None)
    """
    if len(source) > MAX_SOURCE or re.search(r"(?<!\\)%", source) or not source.strip():
        return None
    from latex2mathml.converter import convert

    try:
        root = ET.fromstring(convert(source))
        row = next(iter(root))
        node = _node(row, 0, Counter())
    except Exception:  # noqa: BLE001 — a parser of students' formulas may raise anything
        return None
    shown, written = Counter(_letters(_text(node))), Counter(_letters(COMMAND.sub(" ", source)))
    return None if written - shown else node


def _node(element: ET.Element, depth: int, seen: Counter[str]) -> Node:
    tag = element.tag.removeprefix(NAMESPACE)
    seen["nodes"] += 1
    if depth > MAX_DEPTH or seen["nodes"] > MAX_NODES:
        raise ValueError("too large a formula")
    attributes = {
        name: value for name, value in element.attrib.items() if value in KEPT.get((tag, name), set())
    }
    if tag in BLANK:
        return {"m": "mrow", "a": {}, "c": []}
    if tag == "mstyle" and not set(element.attrib) - {"displaystyle", "scriptlevel"}:
        tag = "mrow"
    if tag in LEAVES:
        text = element.text or ""
        if len(element) or not text.isprintable():
            raise ValueError("not plain text")
        return {"m": tag, "a": attributes, "s": text}
    if tag not in GROUPS or element.attrib.keys() & {"href", "style", "mathcolor", "mathsize", "id", "class"}:
        raise ValueError("an element that is not known")
    if CHILDREN.get(tag, len(element)) != len(element):
        raise ValueError("a wrong number of children")
    children = [_node(each, depth + 1, seen) for each in element]
    return {"m": tag, "a": attributes, "c": _with_fences(children) if tag == "mrow" else children}


def _with_fences(nodes: list[Node]) -> list[Node]:
    """Group a matrix with the brackets around it, so that they grow with it."""
    grouped: list[Node] = []
    for node in nodes:
        opened = len(grouped) >= 2 and grouped[-1]["m"] == "mtable" and grouped[-2]["m"] == "mo"
        if opened and node["m"] == "mo" and node["s"] in ")]}|‖":
            matrix, bracket = grouped.pop(), grouped.pop()
            fence = {"stretchy": "true", "fence": "true"}
            ends = [{**bracket, "a": fence}, matrix, {**node, "a": fence}]
            grouped.append({"m": "mrow", "a": {}, "c": ends})
        else:
            grouped.append(node)
    return grouped


def _text(node: Node) -> str:
    return str(node["s"]) if "s" in node else "".join(_text(each) for each in node["c"])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
