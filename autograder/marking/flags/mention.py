"""Tell mention from use: an essay about prompt injection quotes such phrases without using them."""

import re
from bisect import bisect_right

from autograder.marking.flags.model import FlagKind
from autograder.marking.flags.phrases import Match, PhraseBook
from autograder.marking.flags.words import BREAK, Word, words_of

MIN_OWN_WORDS, MAX_LINE = 3, 80
NEAR = 40
"""Words before and after a match in which a report of a quotation is looked for."""
FINITE = (
    "is",
    "are",
    "was",
    "were",
    "means",
    "works",
    "makes",
    "can",
    "could",
    "would",
    "may",
    "might",
    "has",
)
NEGATIONS = ("not", "don't", "never", "cannot", "can't", "nor")
CONJUNCTIONS = ("and", "or", "but")
MAX_QUOTED = 400
"""Characters between quotation marks; more is not a quotation, but an answer put in quotes."""
QUOTATION = re.compile(
    rf'"[^"\n]{{1,{MAX_QUOTED}}}"|“[^“”\n]{{1,{MAX_QUOTED}}}”|„[^„“”\"\n]{{1,{MAX_QUOTED}}}[“”\"]'
    rf"|«[^«»\n]{{1,{MAX_QUOTED}}}»|‘[^‘’\n]{{1,{MAX_QUOTED}}}’(?!\w)|(?<!\w)'[^'\n]{{1,{MAX_QUOTED}}}'(?!\w)"
    rf"|```[^`]{{1,{4 * MAX_QUOTED}}}```|`[^`\n]{{1,{MAX_QUOTED}}}`|^>.*$",
    re.MULTILINE,
)

OPENS_CLAUSE = re.compile(r":\s|[\])}>]\s?\Z|\n[ \t]*(?:[-*+#>]|//|/\*|\d+[.)])+[ \t]*\Z")
"""Between two words: a label, a tag or the mark of a list or a comment, after which a verb is a command."""


class MentionTest:
    """Tells mention from use for the matches of one text."""

    def __init__(self, text: str, words: list[Word], book: PhraseBook) -> None:
        self._text = text
        self._words = words
        self._book = book
        self._quoted = [match.span() for match in QUOTATION.finditer(text)]
        self._starts = [start for start, _ in self._quoted]
        self._breaks = [place for place, word in enumerate(words) if word.text == BREAK]

    def is_mention(self, match: Match) -> bool:
        """Whether the words are quoted or reported, or have somebody else as their subject."""
        if match.doubtful or self._is_negated(match):
            return True
        first, last = self._sentence(match)
        if self.is_quoted(self._words[match.first].start, self._words[match.last].end):
            # Quotation marks alone are no report: they may stand around a whole injection.
            return self._is_embedded(match) or self._is_reported(match)
        opens = match.commands and match.first == first
        # An order to reveal hidden instructions is one, unless the sentence says what such orders are.
        if self._cue("strong", first, last) and not (opens and not self._says_what_is(match.last + 1, last)):
            return True
        is_command = self._is_command(match)
        if self._cue("scenes", first, last) and not is_command:
            return True
        # In "the model may ignore the rubric", the rubric is what is ignored, and nobody is spoken to.
        around = [(first, match.first - 1), (match.last + 1, last)] if match.commands else [(first, last)]
        if any(self._cue("address", *each) for each in around):
            return False
        if self._is_introduced(match):
            return True
        return self._cue("weak", first, last) or (match.commands and not is_command)

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether a passage is inside quotation marks, code or a block quote."""
        place = bisect_right(self._starts, start) - 1
        return place >= 0 and self._quoted[place][1] >= end

    def is_code(self, start: int, end: int) -> bool:
        """Whether a passage is inside backquotes, which show what they hold."""
        place = bisect_right(self._starts, start) - 1
        return self.is_quoted(start, end) and self._text[self._quoted[place][0]] == "`"

    def touches_quotation(self, start: int, end: int) -> bool:
        """Whether part of a passage is inside quotation marks."""
        place = bisect_right(self._starts, end - 1) - 1
        return place >= 0 and self._quoted[place][1] > start

    def _is_embedded(self, match: Match) -> bool:
        """Whether a quotation stands in a line of the writer's own, which asks a grader for nothing."""
        place = bisect_right(self._starts, self._words[match.first].start) - 1
        start, end = self._quoted[place]
        first = self._text.rfind("\n", 0, start) + 1
        last = self._text.find("\n", end)
        last = last if last >= 0 else len(self._text)
        own = [
            number
            for number in range(max(match.first - MAX_LINE, 0), min(match.last + MAX_LINE, len(self._words)))
            if first <= self._words[number].start < last
            and not start <= self._words[number].start < end
            and self._words[number].text != BREAK
        ]
        return len(own) >= MIN_OWN_WORDS and not any(self._cue("address", number, number) for number in own)

    def _is_reported(self, match: Match) -> bool:
        """Whether words near a quotation say that somebody says it, or what such words are."""
        place = bisect_right(self._starts, self._words[match.first].start) - 1
        start, end = self._quoted[place]
        around = [
            number
            for number, word in enumerate(self._words[max(match.first - NEAR, 0) : match.last + NEAR])
            if not start <= word.start < end
        ]
        offset = max(match.first - NEAR, 0)
        return any(
            self._cue(name, offset + number, offset + number)
            for number in around
            for name in ("strong", "scenes", "weak")
        )

    def _says_what_is(self, first: int, last: int) -> bool:
        return any(word.text in FINITE for word in self._words[first : last + 1])

    def _is_introduced(self, match: Match) -> bool:
        """Whether a line above in the paragraph reports it and ends in a colon: "A user types:"."""
        start = self._words[match.first].start
        before = self._text[max(self._text.rfind("\n\n", 0, start), start - MAX_QUOTED, 0) : start]
        above, colon, _ = before.rpartition(":\n")
        line = words_of(above.rpartition("\n")[2]) if colon else []
        return any(self._book.has_cue(name, line, 0, len(line) - 1) for name in ("strong", "weak"))

    def _sentence(self, match: Match) -> tuple[int, int]:
        """Return the first and last word of the sentence, at most 60 words away."""
        place = bisect_right(self._breaks, match.first)
        first = self._breaks[place - 1] + 1 if place else 0
        last = self._breaks[place] - 1 if place < len(self._breaks) else len(self._words) - 1
        return max(first, match.first - 60), min(last, match.last + 60)

    def _cue(self, name: str, first: int, last: int) -> bool:
        return self._book.has_cue(name, self._words, first, last)

    def _is_negated(self, match: Match) -> bool:
        """Whether a command is forbidden: "do not ignore the rules"."""
        before = match.first - 1
        is_order = match.commands or match.kind == FlagKind.OVERRIDE
        return is_order and before >= 0 and self._words[before].text in NEGATIONS

    def _is_command(self, match: Match) -> bool:
        """Whether the verb opens its sentence, or follows a phrase such as *please* or *you must*."""
        before = match.first - 1
        if before < 0 or self._words[before].text == BREAK:
            return True
        between = self._text[self._words[before].end : self._words[match.first].start]
        if OPENS_CLAUSE.search(between):
            return True
        if self._words[before].text in CONJUNCTIONS and self._opens_with_command(match):
            return True
        if self._cue("modals", before, before):
            return before > 0 and self._cue("readers", before - 1, before - 1)
        return self._cue("leads", before, before)

    def _opens_with_command(self, match: Match) -> bool:
        """Whether the sentence begins with a command, which an *and* continues."""
        first, _ = self._sentence(match)
        return self._cue("openers", first, first)
