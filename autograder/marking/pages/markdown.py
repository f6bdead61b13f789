"""Parse an answer's Markdown into a tree of plain data that holds every character that was written.

Raw HTML, images, references, and schemes other than http, https and mailto stay text. A block whose rendering
would hide something (a cell beyond the last column, nesting without end) is shown as its source.

A block is a dict with the key `t`: p, h, ul, ol, quote, code, table, rule or math. So is an inline piece:
text, mark, em, strong, del, code, link, break or math.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from autograder.marking.pages.formulas import formula
from autograder.marking.pages.marks import Mark, pieces, protected, translated
from autograder.rubrics.characters import is_invisible

Node = dict[str, Any]

MAX_MARKDOWN = 50_000
"""Longer texts are shown as source: an answer has some 6,000 characters, and a parser is not linear."""
MAX_TOKENS = 20_000
MAX_COLUMNS = 20
MAX_FORMULAS = 300
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
ALLOWED = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
ADDRESS_END = ".,;:!?)]}'*_"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.enable(["table", "strikethrough"]).disable(["reference", "html_block", "html_inline"])
    # Merging would lose which characters were written as an entity.
    parser.disable("text_join")
    parser.use(
        dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True
    )
    parser.validateLink = _is_allowed  # type: ignore[method-assign, assignment]
    parser.normalizeLink = str  # type: ignore[method-assign, assignment]
    return parser


def _is_allowed(address: str) -> bool:
    return bool(ALLOWED.fullmatch(address)) and not any(map(is_invisible, address))


def parse(text: str, *, hard_lines: bool = False) -> list[Node]:
    """Return the blocks of a text.

    Args:
        text: an answer, as written.
        hard_lines: keep ends of lines, as plain text means them.
    """
    if len(text) > MAX_MARKDOWN:
        return [source(text)]
    safe, meanings = protected(text)
    lines = safe.split("\n")
    tokens = _parser().parse(safe)
    if len(tokens) + sum(len(each.children or ()) for each in tokens) > MAX_TOKENS:
        return [source(text)]
    tree = _Tree(meanings, hard_lines=hard_lines)
    blocks: list[Node] = []
    line = 0
    for group in _top_level(tokens):
        begin, end = group[0].map or (line, line)
        blocks += _missed(lines[line:begin], meanings)
        written = "\n".join(lines[begin:end])
        tree.markup = Counter()
        found = tree.blocks(group)
        # The check is on letters, digits and whatever is not ASCII: marks of Markdown are neither.
        if _content(written) - _content(_shown(found, meanings)) - tree.markup:
            found = [source(written, meanings)]
        blocks += found
        line = max(line, end)
    return blocks + _missed(lines[line:], meanings)


def source(text: str, meanings: dict[str, str] | None = None) -> Node:
    """Return a block that shows a text as it was typed."""
    return {"t": "code", "info": [], "c": leaves(text, meanings), "source": True}


def _missed(lines: Sequence[str], meanings: dict[str, str]) -> list[Node]:
    text = "\n".join(lines)
    return [source(text.strip("\n"), meanings)] if _content(text) else []


def _content(text: str) -> Counter[str]:
    return Counter(each for each in text if each.isalnum() or (each > "\x7f" and not each.isspace()))


def _shown(nodes: Sequence[Node], meanings: dict[str, str]) -> str:
    """Return all text that a tree shows, with stand-ins as in the source."""
    back = {value: key for key, value in meanings.items()}
    shown: list[str] = []

    def visit(node: Any) -> None:
        if isinstance(node, list):
            for each in node:
                visit(each)
        elif isinstance(node, dict):
            shown.extend(str(node[key]) for key in ("s", "raw", "href", "src", "number") if key in node)
            visit([node[key] for key in ("c", "title", "info", "items", "rows") if key in node])

    visit(list(nodes))
    return translated("".join(shown), back)


def leaves(text: str, meanings: dict[str, str] | None = None) -> list[Node]:
    """Return text as texts and marks.

    Args:
        text: a piece of an answer.
        meanings: what its stand-ins stand for.
    """
    return [
        {"t": "mark", "codes": each.codes, "names": each.names, "raw": raw}
        if isinstance(each, Mark)
        else {"t": "text", "s": each}
        for each, raw in _with_raw(text, meanings or {})
        if each
    ]


def _with_raw(text: str, meanings: dict[str, str]) -> Iterator[tuple[str | Mark, str]]:
    """Yield the pieces of a text, each with the characters that it stands for."""
    text = translated(text, meanings)
    place = 0
    found = list(pieces(text))
    for number, each in enumerate(found):
        if isinstance(each, Mark):
            following = found[number + 1] if number + 1 < len(found) else None
            end = text.find(following, place) if isinstance(following, str) else len(text)
            yield each, text[place:end]
            place = end
        else:
            yield each, each
            place += len(each)


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


class _Tree:
    """Makes nodes from the parser's tokens."""

    def __init__(self, meanings: dict[str, str], *, hard_lines: bool) -> None:
        self._meanings = meanings
        self._hard_lines = hard_lines
        self._formulas = 0
        self.markup: Counter[str] = Counter()
        """Letters and digits of entities, which their character stands for."""

    def blocks(self, tokens: Sequence[Token]) -> list[Node]:
        """Return the blocks of a sequence of balanced tokens."""
        nodes: list[Node] = []
        for group in _top_level(tokens):
            nodes += self._block(group)
        return nodes

    def _block(self, group: list[Token]) -> list[Node]:
        first, inner = group[0], group[1:-1]
        match first.type:
            case "paragraph_open":
                return [{"t": "p", "c": self._inline(inner)}]
            case "heading_open":
                return [{"t": "h", "level": int(first.tag[1]), "c": self._inline(inner)}]
            case "bullet_list_open" | "ordered_list_open":
                items = list(_top_level(inner))
                list_node: Node = {
                    "t": "ol" if first.type[0] == "o" else "ul",
                    "items": [
                        {"c": self.blocks(each[1:-1]), "number": _number(each[0].info)} for each in items
                    ],
                }
                return [list_node]
            case "blockquote_open":
                return [{"t": "quote", "c": self.blocks(inner)}]
            case "table_open":
                return [self._table(inner)]
            case "fence" | "code_block":
                info = leaves(first.info.strip(), self._meanings)
                return [{"t": "code", "info": info, "c": leaves(first.content.rstrip("\n"), self._meanings)}]
            case "hr":
                return [{"t": "rule"}]
            case "math_block":
                return [self._math(first.content, block=True)]
            case "inline":
                return [{"t": "p", "c": self._inline(group)}]
        return []

    def _table(self, tokens: Sequence[Token]) -> Node:
        rows: list[list[list[Node]]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._inline([token]))
        if len(rows[0]) > MAX_COLUMNS:
            return {"t": "table", "rows": []}  # shows nothing, so its source is taken
        return {"t": "table", "rows": rows}

    def _math(self, typed: str, *, block: bool) -> Node:
        latex = translated(typed, self._meanings).strip()
        self._formulas += 1
        tree = formula(latex) if self._formulas <= MAX_FORMULAS else None
        fence = "$$" if block else "$"
        return {
            "t": "math", "block": block, "tree": tree, "src": latex,
            "c": leaves(f"{fence}{latex}{fence}", {}) if tree is None else [],
        }  # fmt: skip

    def _inline(self, tokens: Sequence[Token]) -> list[Node]:
        children = [child for token in tokens for child in token.children or ()]
        return _with_links(self._run(children, 0)[0])

    def _run(self, tokens: Sequence[Token], place: int) -> tuple[list[Node], int]:
        nodes: list[Node] = []
        while place < len(tokens):
            token = tokens[place]
            place += 1
            if token.nesting < 0:
                return nodes, place
            if token.nesting > 0:
                inner, place = self._run(tokens, place)
                nodes.append(self._span(token, inner))
            else:
                nodes += self._leaf(token)
        return _joined(nodes), place

    def _span(self, token: Token, inner: list[Node]) -> Node:
        if token.type == "link_open":
            return self._link(str(token.attrGet("href")), str(token.attrGet("title") or ""), inner)
        return {"t": {"em_open": "em", "strong_open": "strong"}.get(token.type, "del"), "c": inner}

    def _link(self, href: str, title: str, inner: list[Node]) -> Node:
        return {"t": "link", "href": href, "title": leaves(title, self._meanings), "c": inner}

    def _leaf(self, token: Token) -> list[Node]:
        match token.type:
            case "text_special":
                if token.info == "entity":
                    self.markup.update(_content(token.markup))
                return leaves(token.content, self._meanings)
            case "softbreak":
                return [{"t": "break"}] if self._hard_lines else [{"t": "text", "s": "\n"}]
            case "hardbreak":
                return [{"t": "break"}]
            case "code_inline":
                return [{"t": "code", "c": leaves(token.content, self._meanings)}]
            case "math_inline" | "math_inline_double":
                return [self._math(token.content, block=False)]
            case "image":
                inner, _ = self._run(token.children or (), 0)
                label = [{"t": "text", "s": "image: "}, *inner]
                return [self._link(str(token.attrGet("src")), str(token.attrGet("title") or ""), label)]
        return leaves(token.content, self._meanings)


def _number(info: str) -> int | str:
    return int(info) if info.isascii() and info.isdigit() else ""


def _joined(nodes: list[Node]) -> list[Node]:
    """Join neighbouring texts."""
    joined: list[Node] = []
    for node in nodes:
        if node["t"] == "text" and joined and joined[-1]["t"] == "text":
            joined[-1] = {"t": "text", "s": joined[-1]["s"] + node["s"]}
        else:
            joined.append(node)
    return joined


def _with_links(nodes: list[Node]) -> list[Node]:
    """Make links of bare addresses, except inside links and code."""
    linked: list[Node] = []
    for node in nodes:
        if node["t"] == "text":
            linked += _linked(node["s"])
        elif node["t"] in ("em", "strong", "del"):
            linked.append({**node, "c": _with_links(node["c"])})
        else:
            linked.append(node)
    return linked


def _linked(text: str) -> Iterator[Node]:
    place = 0
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(ADDRESS_END)
        if not _is_allowed(address):
            continue
        if found.start() > place:
            yield {"t": "text", "s": text[place : found.start()]}
        yield {"t": "link", "href": address, "title": [], "c": [{"t": "text", "s": address}]}
        place = found.start() + len(address)
    if place < len(text) or not text:
        yield {"t": "text", "s": text[place:]}
