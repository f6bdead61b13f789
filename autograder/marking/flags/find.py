"""Combine all detectors: turn an answer's file into flags for a person."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from autograder.catalog import Project
from autograder.marking.flags import hidden, padding
from autograder.marking.flags.disguises import find_disguises, without_escapes, without_leet
from autograder.marking.flags.languages import foreign_sentences
from autograder.marking.flags.markup import fences, hidden_markup, ready_made_verdicts
from autograder.marking.flags.mention import MentionTest
from autograder.marking.flags.model import Flag, FlagKind
from autograder.marking.flags.padding import empty_from
from autograder.marking.flags.phrases import phrase_book
from autograder.marking.flags.words import words_of
from autograder.messages import tas
from autograder.rubrics.characters import shortened
from autograder.rubrics.model import Rubric
from autograder.rubrics.samples import sample_body

MAX_CHARACTERS = 200_000
MAX_FLAGS, MAX_OF_A_KIND = 40, 8
MIN_QUESTION_WORDS, MIN_CRITERIA_WORDS = 25, 9
"""Consecutive words; an answer may quote the question, but has no reason to quote the criteria."""
IDENTIFIER = re.compile(r"`?[a-z][a-z0-9_]{2,40}`?")


@dataclass(frozen=True)
class Known:
    """Texts of the course itself: the files of `written/` as handed out, and the criteria."""

    templates: tuple[str, ...]
    criteria: tuple[str, ...]
    identifiers: frozenset[str]
    """The ids of criteria, which students never see."""
    max_words: int
    """The upper end of the longest question's word range."""


def known_texts(project: Project, rubrics: tuple[Rubric, ...]) -> Known:
    """Collect the texts of a course that an answer may repeat."""
    written = project.assignment.written
    paths = [project.assignment_folder / each.path for each in written]
    criteria = [each for rubric in rubrics for each in rubric.criteria]
    levels = [level.text for each in criteria for level in each.levels]
    return Known(
        templates=tuple(path.read_text(encoding="utf-8") for path in paths if path.is_file()),
        criteria=(*(each.text for each in criteria), *levels),
        identifiers=frozenset(each.id for each in criteria),
        max_words=max(each.words[1] for each in written),
    )


def find_flags(text: str, known: Known) -> list[Flag]:
    """Return the flags of a file, in order; at most 40, and eight of a kind.

    The whole file is searched, not only the answer, but without the lines that were handed out.
    """
    whole = text[:MAX_CHARACTERS].replace("\r\n", "\n")
    page = _Page(_own_words(whole, known))
    detectors = (_phrase_flags, _disguise_flags, _hidden_flags, _markup_flags, _language_flags)
    flags = [flag for detect in detectors for flag in detect(page)]
    flags += _padding_flags(page, known)
    # Searched in the whole text, because the page has empty lines in place of our own.
    empty = islice(empty_from(whole), MAX_OF_A_KIND)
    flags += [Flag(line, FlagKind.PADDING, tas.flags.EMPTY_STRETCH) for line in empty]
    first: dict[tuple[int, FlagKind], Flag] = {}
    for flag in sorted(flags, key=lambda flag: flag.mention):
        first.setdefault((flag.line, flag.kind), flag)
    of_a_kind: Counter[FlagKind] = Counter()
    kept = []
    for flag in first.values():
        of_a_kind[flag.kind] += 1
        if of_a_kind[flag.kind] <= MAX_OF_A_KIND:
            kept.append(flag)
    return sorted(kept[:MAX_FLAGS])


class _Page:
    """A text with line numbers for its positions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.mentions = MentionTest(text, self.words, phrase_book())
        self._newlines = [place for place, character in enumerate(text) if character == "\n"]

    def flag(self, kind: FlagKind, start: int, end: int, says: str = "", *, mention: bool = False) -> Flag:
        """Make a flag for a passage; `says` is shown in place of the passage itself."""
        line = bisect_right(self._newlines, start - 1) + 1
        return Flag(line, kind, shortened(says or self.text[start:end]), mention)


def _own_words(text: str, known: Known) -> str:
    """Empty the lines that the course wrote; line numbers stay the same."""
    body = sample_body(text)
    if body is not None:
        head = text[: len(text) - len(body)]
        text = "\n" * head.count("\n") + body
    ours = {line.strip() for template in known.templates for line in template.splitlines()} - {""}
    return "\n".join("" if line.strip() in ours else line for line in text.split("\n"))


def _phrase_flags(page: _Page) -> Iterator[Flag]:
    for match in phrase_book().matches(page.words):
        start, end = page.words[match.first].start, page.words[match.last].end
        rest, _, _ = page.text[end : end + 40].partition("\n")
        around = page.text[page.words[max(match.first - 5, 0)].start : end] + rest
        yield page.flag(FlagKind(match.kind), start, end, around, mention=page.mentions.is_mention(match))


def _disguise_flags(page: _Page) -> Iterator[Flag]:
    encoded = FlagKind.ENCODED
    for each in find_disguises(page.text):
        yield page.flag(encoded, each.start, each.end, tas.flags.decoded(each.code, each.plain))
    # Phrases that appear only if digits are read as letters, or words backwards.
    plain = without_leet(page.text)
    words = words_of(plain) if plain != page.text else []
    for match in phrase_book().matches(words):
        start, end = words[match.first].start, words[match.last].end
        if plain[start:end] != page.text[start:end]:
            yield page.flag(encoded, start, end, tas.flags.decoded("digits for letters", plain[start:end]))
    yield from _escaped_phrases(page)
    words = page.words[::-1]
    for match in phrase_book().matches(words):
        if match.kind == FlagKind.OVERRIDE and match.last - match.first >= 3:
            said = " ".join(word.text for word in words[match.first : match.last + 1])
            start, end = words[match.last].start, words[match.first].end
            yield page.flag(encoded, start, end, tas.flags.decoded("words in reverse", said), mention=True)


def _escaped_phrases(page: _Page) -> Iterator[Flag]:
    """Yield phrases that appear only once escapes inside a line are read, such as `full%20marks`."""
    start = 0
    for line in page.text.splitlines(keepends=True):
        plain = without_escapes(line)
        words = words_of(plain) if plain != line else []
        for match in phrase_book().matches(words):
            said = plain[words[match.first].start : words[match.last].end]
            if said not in line:
                yield page.flag(
                    FlagKind.ENCODED,
                    start,
                    start + len(line),
                    tas.flags.decoded("escapes", said),
                    mention=match.doubtful,
                )
        start += len(line)


def _hidden_flags(page: _Page) -> Iterator[Flag]:
    text = page.text
    runs = list(hidden.invisible_runs(text))
    secret = hidden.spelt_in_secret("".join(text[start:end] for start, end in runs))
    copied = hidden.only_copied_along(text, runs)
    for start, end in runs:
        says = tas.flags.spelt(secret) if secret else text[max(start - 20, 0) : end + 20]
        yield page.flag(FlagKind.INVISIBLE, start, end, says, mention=copied)
    for start, end in hidden.mixed_words(text):
        yield page.flag(FlagKind.MIXED_SCRIPTS, start, end)


def _markup_flags(page: _Page) -> Iterator[Flag]:
    for start, end in hidden_markup(page.text):
        # Code shows what it holds.
        yield page.flag(FlagKind.HIDDEN_MARKUP, start, end, mention=page.mentions.is_code(start, start + 1))
    for start, end, mention in fences(page.text):
        # A block of code that is labelled as the system's quotes nobody.
        opens_block = page.text[start:end].lstrip().startswith(("```", "~~~"))
        quoted = page.mentions.is_quoted(start, start + 1) and not opens_block
        yield page.flag(FlagKind.FENCE, start, end, mention=mention or quoted)
    for start, end in ready_made_verdicts(page.text):
        yield page.flag(FlagKind.FAKE_RESULT, start, end)


def _language_flags(page: _Page) -> Iterator[Flag]:
    for start, end, language in foreign_sentences(page.text):
        said = tas.flags.in_language(language, page.text[start:end].strip()[:200])
        quoted = page.mentions.touches_quotation(start, end)
        yield page.flag(FlagKind.OTHER_LANGUAGE, start, end, said, mention=quoted)


def _padding_flags(page: _Page, known: Known) -> Iterator[Flag]:
    text, flag = page.text, page.flag
    for start, end, times in padding.repeated_sentences(text):
        said = tas.flags.repeated(times, text[start:end].strip()[:200])
        yield flag(FlagKind.REPETITION, start, end, said)
    for start, end, times in padding.same_openings(text):
        said = tas.flags.repeated_opening(times, text[start:end].strip()[:60])
        yield flag(FlagKind.REPETITION, start, end, said)
    share = padding.repeats_itself(text)
    if share >= 0.45:
        yield flag(FlagKind.REPETITION, 0, 0, tas.flags.repeated_share(share))
    for start, end, items in padding.term_lists(text):
        yield flag(
            FlagKind.KEYWORDS, start, end, tas.flags.listed_terms(items, text[start:end].strip()[:200])
        )
    for word, times in padding.stuffed_words(text):
        yield flag(FlagKind.KEYWORDS, 0, 0, tas.flags.stuffed_word(word, times))
    for sources, minimum in ((known.templates, MIN_QUESTION_WORDS), (known.criteria, MIN_CRITERIA_WORDS)):
        for start, end, length in padding.copied_from(text, sources, minimum):
            yield flag(FlagKind.QUESTION_BACK, start, end, tas.flags.copied(length, text[start:end][:200]))
    for match in IDENTIFIER.finditer(text):
        name = match[0].strip("`")
        if name in known.identifiers and "_" in name:
            yield flag(FlagKind.RUBRIC_CLAIM, *match.span(), tas.flags.criterion_id(name))
