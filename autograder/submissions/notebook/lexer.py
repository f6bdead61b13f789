"""Lines of a code cell, before Python's own parser: which ones begin a statement, and what IPython adds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LEXEME = re.compile(
    r"#[^\n]*|(?P<triple>'''|\"\"\")|'(?:[^'\\\n]|\\.)*+'?|\"(?:[^\"\\\n]|\\.)*+\"?"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])"
)
_END_OF_TRIPLE = {quotes: re.compile(rf"(?:[^\\]|\\.)*?{quotes}", re.DOTALL) for quotes in ("'''", '"""')}
_MAGIC = re.compile(r"\s*(?:[%!?]|[,;/][A-Za-z_])|\s*[\w.*\[\]]+\?{1,2};?\s*\Z|\s*[\w, ]+=\s*[%!]\s*\w")
_PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)(?: |\Z)|\s*(?:In \[\d*\]:|\.{3,}:) ?")
# These go on with the statement above them.
_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]")
BEGINS_DEFINITION = re.compile(r"(?:async\s+def|def|class|import|from)\s|@")
DEFINITION = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)")


@dataclass(frozen=True)
class Line:
    """A line of source, and its place: the number of its cell, and the line in it."""

    text: str
    cell: int
    number: int


def lines_of(text: str, cell: int) -> list[Line]:
    """Return a cell's lines as Python counts them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [Line(each, cell, number) for number, each in enumerate(plain, start=1)]


def joined(lines: Sequence[Line]) -> str:
    """Return lines as one text."""
    return "\n".join(line.text for line in lines)


def as_ipython_runs_it(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that Python runs: without a uniform indent, prompts, magics and shell lines.

    >>> cell = lines_of("%pip install x\\nif 1:\\n    !ls\\na = (1\\n%2)", 1)
    >>> [line.text for line in as_ipython_runs_it(cell)]
    ['pass', 'if 1:', '    pass', 'a = (1', '%2)']
    """
    texts = [line.text for line in lines]
    first = next((text for text in texts if text.strip()), "")
    if _PROMPT.match(first):
        texts = [text[match.end() :] if (match := _PROMPT.match(text)) else text for text in texts]
        first = next((text for text in texts if text.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    texts = [text.removeprefix(indent) for text in texts]
    kept = [Line(text, line.cell, line.number) for text, line in zip(texts, lines, strict=True)]
    result: list[Line] = []
    is_magic = False
    for line, begins in _with_beginnings(kept):
        is_magic = (begins and _MAGIC.match(line.text) is not None) or (
            is_magic and bool(result) and texts[len(result) - 1].endswith("\\")
        )
        text = line.text[: len(line.text) - len(line.text.lstrip())] + "pass" if is_magic else line.text
        result.append(Line(text, line.cell, line.number))
    return result


def chunks(lines: Sequence[Line], *, by_words: bool = False) -> list[list[Line]]:
    """Cut source into top-level statements, without a parser: for cells that it refuses as a whole.

    Args:
        lines: the source.
        by_words: cut before each word such as `def` at the left margin, even inside brackets and quotes.
    """
    found: list[list[Line]] = [[]]
    after_decorator = False
    for line, begins in _with_beginnings(lines):
        text = line.text
        at_margin = bool(text) and not text[0].isspace() and not text.startswith("#")
        cuts = BEGINS_DEFINITION.match(text) if by_words else begins and not _CONTINUES.match(text)
        if at_margin and cuts:
            if not after_decorator:
                found.append([])
            after_decorator = text.startswith("@")
        found[-1].append(line)
    return [chunk for chunk in found if any(line.text.strip() for line in chunk)]


def _with_beginnings(lines: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    """Yield each line and whether a statement begins there: outside of brackets and quotes."""
    depth, quotes, goes_on = 0, "", False
    for line in lines:
        text = line.text
        begins = not depth and not quotes and not goes_on
        yield line, begins
        if begins and _MAGIC.match(text):
            continue
        at = 0
        if quotes:
            end = _END_OF_TRIPLE[quotes].match(text)
            if not end:
                continue
            at, quotes = end.end(), ""
        goes_on = text.endswith("\\")
        while lexeme := _LEXEME.search(text, at):
            at = lexeme.end()
            if lexeme["triple"]:
                end = _END_OF_TRIPLE[lexeme["triple"]].match(text, at)
                if not end:
                    quotes = lexeme["triple"]
                    break
                at = end.end()
            elif lexeme["open"]:
                depth += 1
            elif lexeme["close"]:
                depth = max(0, depth - 1)
            elif lexeme[0].startswith("#"):
                goes_on = False
