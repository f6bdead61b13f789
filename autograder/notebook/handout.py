"""Cut the handout into sections for the notebook, by its headings and its generated regions.

A handout may say the same in two ways. Text between ``<!-- BEGIN FILES ONLY -->`` and ``<!-- END FILES ONLY
-->`` is left out of the notebook. The text of a comment that begins with ``<!-- NOTEBOOK`` on a line of its
own is shown in the notebook only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FILES_ONLY = re.compile(
    r"^ *<!-- BEGIN FILES ONLY -->\n.*?^ *<!-- END FILES ONLY -->\n?", re.MULTILINE | re.DOTALL
)
NOTEBOOK_ONLY = re.compile(r"^<!-- NOTEBOOK\n(.*?)^-->\n?", re.MULTILINE | re.DOTALL)
REGION = re.compile(r"<!-- BEGIN GENERATED (\S+) -->")
REGION_LINE = re.compile(r"^<!-- (?:BEGIN|END) GENERATED \S+ -->\n?", re.MULTILINE)
# Each front end makes other anchors, and the handout's files are not beside a notebook.
LOCAL_LINK = re.compile(r"\[([^\]]+)\]\((?![a-z]+:)[^)]*\)")
ONLY_LOCAL_LINKS = re.compile(rf"(?:{LOCAL_LINK.pattern}[\s·|,-]*)+")
FENCE = re.compile(r"^ {0,3}(```|~~~)")
HEADING = re.compile(r"^(#+) (.*)")
THIS_FILE = "`README.md`"


@dataclass(frozen=True)
class Section:
    """A heading of level 2 and the text below it; the first section has the handout's title."""

    title: str
    text: str
    regions: frozenset[str]
    """The names of the generated regions in it."""


def sections(handout: str) -> list[Section]:
    """Return the handout's sections, in order. Headings inside a section move up by one level."""
    text = NOTEBOOK_ONLY.sub(r"\1", FILES_ONLY.sub("", handout.replace("\r\n", "\n")))
    found: list[tuple[str, list[str]]] = [("", [])]
    for line, is_heading in _lines(text):
        heading = HEADING.match(line) if is_heading else None
        level = len(heading[1]) if heading else 0
        if heading and (level == 2 or (level == 1 and found == [("", [])])):
            found.append((heading[2].strip(), []))
        else:
            found[-1][1].append(line[1:] if level > 2 else line)
    return [_section(title, "\n".join(lines)) for title, lines in found if title or "".join(lines).strip()]


def for_notebook(text: str) -> str:
    """Return a piece of the handout without links to its own headings and files."""
    paragraphs = [each for each in text.split("\n\n") if not ONLY_LOCAL_LINKS.fullmatch(each.strip())]
    text = LOCAL_LINK.sub(r"\1", "\n\n".join(paragraphs))
    return re.sub(r"\n{3,}", "\n\n", text.replace(THIS_FILE, "this notebook")).strip()


def _section(title: str, text: str) -> Section:
    return Section(title, for_notebook(REGION_LINE.sub("", text)), frozenset(REGION.findall(text)))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it may be a heading: it may not in a fenced block."""
    fence = ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1] == fence:
            fence = ""
            yield line, False
            continue
        yield line, not fence
