"""The text of an answer as its page shows it, and the places of quotes in it."""

import html

import nh3

from autograder.marking.pages.html import to_html
from autograder.marking.quotes import normalise
from autograder.review.models import Answer


def shown_text(answer: Answer) -> str:
    """Return what a grader can select, with one kind of space, quotation mark and dash."""
    pieces = [
        (answer.text, answer.hard_lines),
        *((each["text"], each["hard_lines"]) for each in answer.passages),
    ]
    return " ".join(plain(text, hard_lines=hard) for text, hard in pieces)


def plain(text: str, *, hard_lines: bool = False) -> str:
    """Return a text without its markup.

    >>> plain("*Why* “not”?")
    'Why "not"?'
    """
    return normalise(html.unescape(nh3.clean(to_html(text, hard_lines=hard_lines), tags=set())))


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Return the place of a quote in a text of `shown_text`.

    >>> locate("the  “loss”", 'Then the "loss" falls.')
    (5, 15)
    """
    wanted = normalise(quote)
    start = text.find(wanted) if wanted else -1
    return None if start < 0 else (start, start + len(wanted))
