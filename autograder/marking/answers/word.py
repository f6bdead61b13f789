"""Read a Word document with mammoth. Runs in a child process (`marking.child`).

The result is Markdown in its plainest form, because the template is: paragraphs, headings, lists, tables,
links and notes. Formulas, which mammoth leaves out, become text before it reads.
"""

import io
import json
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import mammoth

MAX_UNPACKED_BYTES = 200 * 2**20
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PARTS_WITH_TEXT = re.compile(r"word/(document|footnotes|endnotes|comments)\.xml")
IGNORED = re.compile(r"element was ignored: (?:[\w-]+:)?(\S+)")
NO_TEXT = {
    "proofErr", "lastRenderedPageBreak", "bookmarkEnd", "sectPr", "permStart", "permEnd",
    "moveFromRangeEnd", "moveFromRangeStart", "moveToRangeStart", "moveToRangeEnd",
    "commentRangeStart", "commentRangeEnd",
}  # fmt: skip
"""Elements without any text of their own."""
STYLES = "comment-reference => sup"


def read(content: bytes) -> bytes:
    """Return JSON: `text`, the number of `images`, the names of `lost` elements, and why it is `refused`."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise ValueError("too large unpacked")
        readable = _with_formulas_as_text(archive)
    images: list[None] = []

    def leave_out(image: object) -> dict[str, str]:  # noqa: ARG001
        images.append(None)
        return {}

    done = mammoth.convert_to_html(
        readable, convert_image=mammoth.images.img_element(leave_out), style_map=STYLES
    )
    found = [match[1] for each in done.messages if (match := IGNORED.search(each.message))]
    lost = sorted(set(found) - NO_TEXT)[:5]
    parser = _Plain()
    parser.feed(done.value)
    parser.close()
    reply = {"text": parser.text(), "images": len(images), "lost": lost, "refused": None}
    return json.dumps(reply).encode()


def _with_formulas_as_text(archive: zipfile.ZipFile) -> io.BytesIO:
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as target:
        for entry in archive.infolist():
            content = archive.read(entry)
            if PARTS_WITH_TEXT.fullmatch(entry.filename):
                if b"<!DOCTYPE" in content:
                    raise ValueError("a document type")
                if b"oMath" in content:
                    content = _formulas_as_text(content)
            target.writestr(entry.filename, content)
    copy.seek(0)
    return copy


def _formulas_as_text(content: bytes) -> bytes:
    root = ET.fromstring(content)
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag in (MATH + "oMath", MATH + "oMathPara"):
                run = ET.Element(WORD + "r")
                text = ET.SubElement(run, WORD + "t", {SPACE: "preserve"})
                text.text = formula(child)
                parent[place] = run
    return ET.tostring(root)


def formula(node: ET.Element) -> str:
    """Return an Office formula on one line.

    >>> inner = "<m:num><m:t>a+b</m:t></m:num><m:den><m:t>2</m:t></m:den>"
    >>> formula(ET.fromstring(f'<m:f xmlns:m="{MATH[1:-1]}">{inner}</m:f>'))
    '(a+b)/2'
    """
    kind = node.tag.removeprefix(MATH)
    if kind == "t":
        return node.text or ""

    def part(name: str) -> str:
        found = node.find(MATH + name)
        inner = "" if found is None else formula(found)
        return inner if len(inner) < 2 or inner.isalnum() else f"({inner})"

    match kind:
        case "f":
            return f"{part('num')}/{part('den')}"
        case "sSup":
            return f"{part('e')}^{part('sup')}"
        case "sSub":
            return f"{part('e')}_{part('sub')}"
        case "sSubSup":
            return f"{part('e')}_{part('sub')}^{part('sup')}"
        case "rad":
            return f"√{part('e')}"
        case "nary":
            char = node.find(f"{MATH}naryPr/{MATH}chr")
            sign = "∫" if char is None else char.get(MATH + "val", "∫")
            return f"{sign}_{part('sub')}^{part('sup')} {part('e')}"
        case "d":
            return "(" + ", ".join(formula(each) for each in node.findall(MATH + "e")) + ")"
        case "mr":
            return " ".join(formula(each) for each in node) + "; "
    return "".join(formula(each) for each in node)


class _Plain(HTMLParser):
    """Collects mammoth's HTML as plain Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[str] = []
        self._line = ""
        self._lists: list[int | None] = []
        self._opening = ""
        self._links: list[str] = []
        self._cells: list[str] | None = None
        self._rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li", "tr", "table") or re.fullmatch("h[1-6]", tag):
            if self._cells is not None and tag == "p":
                self._line += " " if self._line else ""
                return
            self._end_block()
        match tag:
            case "ul" | "ol":
                self._end_block()
                self._lists.append(0 if tag == "ol" else None)
            case "li":
                number = self._lists[-1] if self._lists else None
                if self._lists and number is not None:
                    self._lists[-1] = number = number + 1
                self._opening = "    " * (len(self._lists) - 1) + ("- " if number is None else f"{number}. ")
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._opening = "#" * int(tag[1]) + " "
            case "br":
                self._line += " " if self._cells is not None else "\n"
            case "table":
                self._rows = 0
            case "tr":
                self._cells = []
            case "td" | "th":
                self._line = ""
            case "a":
                href = dict(attrs).get("href") or ""
                self._links.append(href if href.startswith(("http://", "https://")) else "")
                self._line += "[" if self._links[-1] else ""

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "p" if self._cells is None:
                self._end_block()
            case "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._end_block()
            case "ul" | "ol":
                self._end_block()
                self._lists.pop()
            case "a" if self._links:
                href = self._links.pop()
                self._line += f"]({href})" if href else ""
            case "td" | "th" if self._cells is not None:
                self._cells.append(" ".join(self._line.split()).replace("|", "\\|"))
                self._line = ""
            case "tr" if self._cells is not None:
                row = "| " + " | ".join(self._cells) + " |"
                if self._rows == 0:
                    row += "\n|" + "---|" * len(self._cells)
                    self._blocks.append("")
                self._blocks.append(row)
                self._rows, self._cells = self._rows + 1, None
            case "table":
                self._blocks.append("")

    def handle_data(self, data: str) -> None:
        self._line += data

    def _end_block(self) -> None:
        if line := self._line.strip():
            in_item = bool(self._lists) and not self._opening
            self._blocks.append(self._opening + ("    " * len(self._lists) if in_item else "") + line)
            self._blocks.append("")
            self._opening = ""
        self._line = ""

    def text(self) -> str:
        """Return the text with at most one blank line between blocks."""
        self._end_block()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._blocks)).replace("\u2191", "").strip() + "\n"
