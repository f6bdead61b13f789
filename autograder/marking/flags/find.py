"""Puts all detectors together: an answer's file in, flags for a person out."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from autograder.catalog import Project
from autograder.marking.flags import hidden, padding
from autograder.marking.flags.disguises import find_disguises, without_leet
from autograder.marking.flags.languages import foreign_sentences
from autograder.marking.flags.markup import fences, hidden_markup, ready_made_verdicts
from autograder.marking.flags.mention import MentionTest
from autograder.marking.flags.model import Flag
from autograder.marking.flags.padding import empty_from
from autograder.marking.flags.phrases import phrase_book
from autograder.marking.flags.words import words_of
from autograder.rubrics.characters import shortened, without_invisible
from autograder.rubrics.model import Rubric
from autograder.rubrics.samples import sample_body

MOST_CHARACTERS = 200_000
MOST_FLAGS, MOST_OF_A_KIND = 40, 8
LEAST_OF_QUESTION, LEAST_OF_CRITERIA = 25, 9
"""Words in a row: a question may be quoted to answer it; criteria have no business in an answer."""
IDENTIFIER = re.compile(r"`?[a-z][a-z0-9_]{2,40}`?")


@dataclass(frozen=True)
class Known:
    """What we wrote ourselves: the files of `written/` as handed out, and the rubrics' criteria."""

    templates: tuple[str, ...]
    criteria: tuple[str, ...]
    identifiers: frozenset[str]
    """The ids of criteria, which students never see."""
    most_words: int


def known_texts(project: Project, rubrics: tuple[Rubric, ...]) -> Known:
    """The texts of this assignment that an answer may repeat."""
    written = project.assignment.written
    paths = [project.assignment_folder / each.path for each in written]
    criteria = [each for rubric in rubrics for each in rubric.criteria]
    levels = [level.text for each in criteria for level in each.levels]
    return Known(
        templates=tuple(path.read_text(encoding="utf-8") for path in paths if path.is_file()),
        criteria=(*(each.text for each in criteria), *levels),
        identifiers=frozenset(each.id for each in criteria),
        most_words=max(each.words[1] for each in written),
    )


def find_flags(text: str, known: Known) -> list[Flag]:
    """What a person should look at in a file, in order; at most 40 flags, and eight of a kind.

    The whole file is searched, also what stands outside of the answer, without the lines that we handed out.
    """
    whole = text[:MOST_CHARACTERS].replace("\r\n", "\n")
    page = _Page(_own_words(whole, known))
    detectors = (_phrase_flags, _disguise_flags, _hidden_flags, _markup_flags, _language_flags)
    flags = [flag for detect in detectors for flag in detect(page)]
    flags += _padding_flags(page, known)
    nothing = "a long stretch of nothing, with more behind it"
    # Not looked for on the page, where our own lines are empty.
    flags += [Flag(line, "padding", nothing) for line in islice(empty_from(whole), MOST_OF_A_KIND)]
    first: dict[tuple[int, str], Flag] = {}
    for each in sorted(flags, key=lambda one: one.mention):
        first.setdefault((each.line, each.kind), each)
    of_a_kind: Counter[str] = Counter()
    kept = []
    for each in first.values():
        of_a_kind[each.kind] += 1
        if of_a_kind[each.kind] <= MOST_OF_A_KIND:
            kept.append(each)
    return sorted(kept[:MOST_FLAGS])


class _Page:
    """A text whose places have line numbers."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.mentions = MentionTest(text, self.words, phrase_book())
        self._newlines = [place for place, character in enumerate(text) if character == "\n"]

    def flag(self, kind: str, start: int, end: int, says: str = "", *, mention: bool = False) -> Flag:
        """A flag on a passage; `says` stands in place of the passage itself."""
        line = bisect_right(self._newlines, start - 1) + 1
        return Flag(line, kind, shortened(says or self.text[start:end]), mention)


def _own_words(text: str, known: Known) -> str:
    """The text with the lines that we wrote made empty, so that line numbers stay true."""
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
        yield page.flag(match.kind, start, end, around, mention=page.mentions.is_mention(match))


def _disguise_flags(page: _Page) -> Iterator[Flag]:
    for each in find_disguises(page.text):
        yield page.flag("encoded", each.start, each.end, f"{each.code}: {each.plain}")
    # Phrases that stand there only for who reads digits as letters, or the words backwards.
    plain = without_leet(page.text)
    words = words_of(plain) if plain != page.text else []
    for match in phrase_book().matches(words):
        start, end = words[match.first].start, words[match.last].end
        if plain[start:end] != page.text[start:end]:
            yield page.flag("encoded", start, end, f"digits for letters: {plain[start:end]}")
    words = page.words[::-1]
    for match in phrase_book().matches(words):
        if match.kind == "override" and match.last - match.first >= 3:
            said = " ".join(word.text for word in words[match.first : match.last + 1])
            start, end = words[match.last].start, words[match.first].end
            yield page.flag("encoded", start, end, f"words in reverse: {said}", mention=True)


def _hidden_flags(page: _Page) -> Iterator[Flag]:
    text = page.text
    runs = list(hidden.invisible_runs(text))
    secret = hidden.spelt_in_secret("".join(text[start:end] for start, end in runs))
    copied = hidden.only_copied_along(text, runs)
    for start, end in runs:
        around = text[max(start - 20, 0) : end + 20]
        yield page.flag("invisible", start, end, f"spells: {secret}" if secret else around, mention=copied)
    for start, end in hidden.mixed_words(text):
        yield page.flag("mixed_scripts", start, end)


def _markup_flags(page: _Page) -> Iterator[Flag]:
    for start, end in hidden_markup(page.text):
        yield page.flag("hidden_markup", start, end)
    for start, end, mention in fences(page.text):
        yield page.flag("fence", start, end, mention=mention or page.mentions.is_quoted(start, start + 1))
    for start, end in ready_made_verdicts(page.text):
        yield page.flag("fake_result", start, end)


def _language_flags(page: _Page) -> Iterator[Flag]:
    for start, end, language in foreign_sentences(page.text):
        said = f"{language}: {page.text[start:end].strip()[:200]}"
        yield page.flag(
            "other_language", start, end, said, mention=page.mentions.touches_quotation(start, end)
        )


def _padding_flags(page: _Page, known: Known) -> Iterator[Flag]:
    text, flag = page.text, page.flag
    for start, end, times in padding.repeated_sentences(text):
        yield flag("repetition", start, end, f"{times} times: {text[start:end].strip()[:200]}")
    for start, end, times in padding.same_openings(text):
        yield flag("repetition", start, end, f"{times} sentences begin so: {text[start:end].strip()[:60]}")
    share = padding.repeats_itself(text)
    if share >= 0.25:
        yield flag("repetition", 0, 0, f"{share:.0%} of it has been said before, word for word")
    for start, end, items in padding.term_lists(text):
        yield flag("keywords", start, end, f"{items} items: {text[start:end].strip()[:200]}")
    for word, times in padding.stuffed_words(text):
        yield flag("keywords", 0, 0, f"{word}: {times} times")
    words = len(without_invisible(text).split())
    if words > 2 * known.most_words:
        yield flag("padding", 0, 0, f"{words:,} words")
    for sources, least in ((known.templates, LEAST_OF_QUESTION), (known.criteria, LEAST_OF_CRITERIA)):
        for start, end, length in padding.copied_from(text, sources, least):
            yield flag("question_back", start, end, f"{length} words: {text[start:end][:200]}")
    for match in IDENTIFIER.finditer(text):
        name = match[0].strip("`")
        if name in known.identifiers and (name != match[0] or "_" in name):
            yield flag("rubric_claim", *match.span(), f"the internal name of a criterion: {name}")
