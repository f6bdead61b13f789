"""The content of a submission's page: headings, facts, warnings and answers, the same for HTML and PDF."""

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from autograder.marking.answers import Answer, Answers, Passage, Warned
from autograder.marking.pages.html import GENERATOR, inline_html, page, to_html
from autograder.marking.pages.markdown import Node, leaves, parse, source
from autograder.messages import tas

MAX_HELP_IN_INDEX = 120


def student_page(answers: Answers, assignment: str) -> bytes:
    """Return the HTML page of one submission."""
    return page(
        "student.html.jinja",
        name=_plain(answers.name),
        title=assignment,
        warnings=[_plain(each) for each in _general(answers)],
        answers=[_section(each) for each in answers.answers],
        others=[_apart(each) for each in answers.others],
        others_heading=tas.pages.OTHER_TEXTS,
        no_answer=tas.pages.NO_ANSWER_HERE,
    )


def index_page(
    rows: Sequence[tuple[Answers, Sequence[str]]], assignment: str, failed: Sequence[str]
) -> bytes:
    """Return the HTML page that lists all submissions.

    Args:
        rows: each submission with the names of its files.
        assignment: the assignment's title.
        failed: sentences on submissions that could not be read or written.
    """
    questions = [each.question.number for each in rows[0][0].answers] if rows else []
    listed = [
        {
            "name": _plain(answers.name),
            "files": [(name.rpartition(".")[2].upper(), name) for name in files],
            "warnings": [_plain(each) for each in _general(answers)],
            "cells": [_cell(each) for each in answers.answers],
        }
        for answers, files in rows
    ]
    return page(
        "index.html.jinja",
        title=assignment,
        summary=tas.pages.submissions_listed(len(rows)),
        submission=tas.pages.SUBMISSION,
        failed=[_plain(each) for each in failed],
        questions=questions,
        rows=listed,
    )


def pdf_data(answers: Answers, assignment: str, *, plain: bool = False) -> dict[str, Any]:
    """Return the data of one submission's PDF, for `typeset`.

    Args:
        answers: the submission.
        assignment: the assignment's title.
        plain: show answers as source, if typesetting them failed.
    """

    def blocks(text: str, hard_lines: bool) -> list[Node]:
        return [source(text)] if plain else parse(text, hard_lines=hard_lines)

    def passages(found: Iterable[Passage]) -> list[dict[str, Any]]:
        return [
            {"what": leaves(_label(each)), "blocks": blocks(each.text, each.hard_lines)} for each in found
        ]

    sections = [
        {
            "heading": leaves(_heading(each)),
            "facts": [[label, [{"t": "p", "c": leaves(value)}]] for label, value in _facts(each)],
            "warnings": [leaves(tas.pages.answer_warning(*_words(warned))) for warned in each.warnings],
            "blocks": blocks(each.text, each.hard_lines)
            if each.words
            else [{"t": "p", "c": [{"t": "em", "c": leaves(tas.pages.NO_ANSWER_HERE)}]}],
            "passages": passages(each.passages),
        }
        for each in answers.answers
    ]
    if answers.others:
        sections.append(
            {"heading": leaves(tas.pages.OTHER_TEXTS), "facts": [], "warnings": [], "blocks": [],
             "passages": passages(answers.others)}
        )  # fmt: skip
    return {
        "generator": GENERATOR,
        "title": f"{answers.name}: {tas.pages.WRITTEN_ANSWERS}",
        "name": leaves(answers.name),
        "assignment": assignment,
        "heading": leaves(answers.name),
        "subtitle": leaves(f"{assignment}: {tas.pages.WRITTEN_ANSWERS}"),
        "warnings": [leaves(each) for each in _general(answers)],
        "sections": sections,
        "absent_heading": tas.pages.ABSENT_HEADING,
        "absent_text": tas.pages.ABSENT_TEXT,
    }


def _general(answers: Answers) -> list[str]:
    return [*(tas.pages.answer_warning(*_words(each)) for each in answers.warnings), *answers.notes]


def _words(warned: Warned) -> tuple[str, str, str]:
    return warned.why.value, warned.file, warned.detail


def _heading(answer: Answer) -> str:
    return f"{answer.question.number}. {answer.question.title}"


def _label(passage: Passage) -> str:
    return tas.pages.passage(passage.place.value, passage.file, passage.words)


def _facts(answer: Answer) -> list[tuple[str, str]]:
    low, high = answer.question.words
    facts = [(tas.pages.WORDS, tas.pages.words_of_range(answer.words, low, high))]
    if answer.file:
        facts += [
            (tas.pages.HELP_USED, answer.help_used or tas.pages.HELP_NOT_DECLARED),
            (tas.pages.FILE, answer.file),
        ]
    return facts


def _section(answer: Answer) -> dict[str, Any]:
    return {
        "number": answer.question.number,
        "heading": _heading(answer),
        "facts": [(label, _plain(value)) for label, value in _facts(answer)],
        "warnings": [_plain(tas.pages.answer_warning(*_words(each))) for each in answer.warnings],
        "html": to_html(answer.text, hard_lines=answer.hard_lines) if answer.words else "",
        "passages": [_apart(each) for each in answer.passages],
    }


def _apart(passage: Passage) -> tuple[Markup, Markup]:
    return _plain(_label(passage)), to_html(passage.text, hard_lines=passage.hard_lines)


def _cell(answer: Answer) -> dict[str, Any]:
    used = " ".join(answer.help_used.split())
    shortened = used if len(used) <= MAX_HELP_IN_INDEX else used[: MAX_HELP_IN_INDEX - 1] + "…"
    return {
        "words": tas.flags.word_count(answer.words),
        "help": _plain(shortened or (tas.pages.HELP_NOT_DECLARED if answer.file else "")),
        "warnings": [_plain(tas.pages.answer_warning(*_words(each))) for each in answer.warnings],
    }


def _plain(text: str) -> Markup:
    """Return text as HTML, with marks for invisible characters."""
    return inline_html(leaves(text))
