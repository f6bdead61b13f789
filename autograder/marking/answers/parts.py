"""Take a file apart: the answer, the help that was used, and the student's words that stand elsewhere.

`submissions.written_answers` says what the answer is, as the grader reads it. This module finds the rest, so
that nothing a student wrote is dropped silently. It compares with the template, whose words are not theirs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.marking.answers.model import Place
from autograder.submissions.written_answers import (
    ANSWER_BEGINS,
    ANSWER_ENDS,
    HELP_USED,
    count_words,
    read_answer,
    without_comments,
)

MAX_HELP_WORDS = 80
"""A longer declaration may hold a part of the answer. The student's scoreboard has the same limit."""
MIN_TOKENS = 4
"""Words of the question that must stand together before they are taken for its copy."""
LISTED = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
GIVEN = ("# ", ">", "**Length:**")
TOKEN = re.compile(r"\w+")
# In a document the asterisks are gone, and in a notebook the line is a cell.
LOOSE_HELP = re.compile(r"^[\W_]*Help used\b[\W_]*(?:\(([^)\n]*)\)[\W_]*?)?:", re.MULTILINE | re.IGNORECASE)
MARKER = re.compile(r"(?:ANSWER BEGINS|ANSWER ENDS|HELP USED|QUESTION|MODULE)\b")


@dataclass(frozen=True)
class Parts:
    """A file, taken apart."""

    answer: str
    words: int
    help_used: str
    elsewhere: tuple[tuple[Place, str], ...] = ()
    """Texts of the student outside the answer, in order."""

    @property
    def long_help(self) -> bool:
        """Whether the declaration is too long for one."""
        return count_words(self.help_used) > MAX_HELP_WORDS


def take_apart(text: str, template: str, name: str, *, foreign: bool = False) -> Parts:
    """Take the text of one question's file apart.

    Args:
        text: the file's text.
        template: the question's file as students receive it.
        name: the question's name, which markers may carry.
        foreign: the text comes from a document, which has lost comments and marks of the template.
    """
    if foreign:
        text = LOOSE_HELP.sub(lambda found: f"**Help used** ({found[1] or ''}):", text)
    if not ANSWER_BEGINS.search(text):
        text = _without_question(text, template)
    read = read_answer(text)
    begins = ANSWER_BEGINS.search(text)
    ends = ANSWER_ENDS.search(text, begins.end() if begins else 0)
    used = HELP_USED.search(text, ends.end() if ends else 0)
    stop = ends if begins and ends else used
    given = {_key(line) for line in template.splitlines()}
    elsewhere = [text[: begins.start()]] if begins else [_left_out(text[: stop.start() if stop else None])]
    if stop and stop is ends:
        elsewhere.append(text[ends.end() : used.start() if used else None])
    found = [(Place.OUTSIDE, without_comments(_not_given(each, given))) for each in elsewhere]
    help_used, below = _declaration(used[1] if used else "")
    found.append((Place.BELOW_HELP, below))
    found += [(Place.COMMENT, each) for each in _comments(text, template, name)]
    kept = tuple((place, each.strip("\n")) for place, each in found if count_words(each))
    return Parts(read.answer, read.words, help_used, kept)


def _key(line: str) -> str:
    return " ".join(TOKEN.findall(line))


def _not_given(text: str, given: set[str]) -> str:
    """Return the lines that the template does not have."""
    return "\n".join(line for line in text.splitlines() if not line.strip() or _key(line) not in given)


def _left_out(text: str) -> str:
    """Return the lines that `read_answer` takes for the question if there are no markers."""
    return "\n".join(line for line in text.splitlines() if line.startswith(GIVEN))


def _declaration(text: str) -> tuple[str, str]:
    """Split the text after the help line into the declaration and everything below it.

    The declaration is the first paragraph, or the list that follows it.
    """
    paragraphs = re.split(r"\n[ \t]*\n", without_comments(text).strip())
    count = 1
    while count < len(paragraphs) and LISTED.match(paragraphs[count]):
        count += 1
    return "\n\n".join(paragraphs[:count]).strip(), "\n\n".join(paragraphs[count:])


def _comments(text: str, template: str, name: str) -> Iterator[str]:
    """Yield the student's words in comments."""
    given = [_key(each) for each in _inside_comments(template)]
    for comment in _inside_comments(text):
        key = _key(MARKER.sub("", comment.replace(name, "")))
        for each in given:
            key = key.replace(MARKER.sub("", each).strip(), "") if MARKER.search(comment) else key
        if key.strip() and _key(comment) not in given:
            yield comment


def _inside_comments(text: str) -> Iterator[str]:
    for piece in text.split("<!--")[1:]:
        comment, closed, _ = piece.partition("-->")
        if closed:
            yield comment.strip()


def _without_question(text: str, template: str) -> str:
    """Return a text without the copy of the question that it begins with or contains.

    Without its markers nothing else tells a question from an answer. Line breaks and marks may differ.
    """
    tokens = [(found[0].casefold(), found.start(), found.end()) for found in TOKEN.finditer(text)]
    words, places = " ", [0]
    for token, _, _ in tokens:
        words += token + " "
        places.append(len(words) - 1)
    index = {place: number for number, place in enumerate(places)}
    for paragraph in _paragraphs_of(template):
        wanted = " ".join(each.casefold() for each in TOKEN.findall(paragraph))
        place = words.find(f" {wanted} ") if wanted.count(" ") + 1 >= MIN_TOKENS else -1
        if place < 0:
            continue
        first, count = index[place], wanted.count(" ") + 1
        begin, end = tokens[first][1], tokens[first + count - 1][2]
        begin -= len(text[:begin]) - len(text[:begin].rstrip(" \t>*#-•"))
        end += len(text[end:]) - len(text[end:].lstrip(" \t*.?!:)_`"))
        # Blanked, not removed, so that all places stay.
        text = text[:begin] + re.sub(r"[^\n]", " ", text[begin:end]) + text[end:]
    return text


def _paragraphs_of(template: str) -> Iterator[str]:
    """Yield heading, paragraphs and points of a template's question, and the line on its length."""
    paragraph = ""
    head = template.partition("<!--")[0]
    for line in [*head.splitlines(), ""]:
        plain = line.lstrip("> \t")
        if not plain or LISTED.match(plain) or line.startswith(("#", "**Length:**")):
            yield paragraph
            paragraph = ""
        paragraph += " " + plain
    yield paragraph
