"""Tell mention from use: an essay about prompt injection quotes such phrases without using them."""

import re
from bisect import bisect_right

from autograder.marking.flags.phrases import Match, PhraseBook
from autograder.marking.flags.words import BREAK, Word

MAX_QUOTED = 400
"""Characters between quotation marks; more is not a quotation, but an answer put in quotes."""
QUOTATION = re.compile(
    rf'"[^"\n]{{1,{MAX_QUOTED}}}"|“[^“”\n]{{1,{MAX_QUOTED}}}”|„[^„“”\"\n]{{1,{MAX_QUOTED}}}[“”\"]'
    rf"|«[^«»\n]{{1,{MAX_QUOTED}}}»|‘[^‘’\n]{{1,{MAX_QUOTED}}}’(?!\w)|(?<!\w)'[^'\n]{{1,{MAX_QUOTED}}}'(?!\w)"
    rf"|```[^`]{{1,{4 * MAX_QUOTED}}}```|`[^`\n]{{1,{MAX_QUOTED}}}`|^>.*$",
    re.MULTILINE,
)


class MentionTest:
    """Tells mention from use for the matches of one text."""

    def __init__(self, text: str, words: list[Word], book: PhraseBook) -> None:
        self._words = words
        self._book = book
        self._quoted = [match.span() for match in QUOTATION.finditer(text)]
        self._starts = [start for start, _ in self._quoted]
        self._breaks = [place for place, word in enumerate(words) if word.text == BREAK]

    def is_mention(self, match: Match) -> bool:
        """Whether the words are quoted or reported, or have somebody else as their subject."""
        if match.doubtful or self.is_quoted(self._words[match.first].start, self._words[match.last].end):
            return True
        first, last = self._sentence(match)
        if self._cue("strong", first, last):
            return True
        if self._cue("address", first, last):
            return False
        return self._cue("weak", first, last) or (match.commands and not self._is_command(match))

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether a passage is inside quotation marks, code or a block quote."""
        place = bisect_right(self._starts, start) - 1
        return place >= 0 and self._quoted[place][1] >= end

    def touches_quotation(self, start: int, end: int) -> bool:
        """Whether part of a passage is inside quotation marks."""
        place = bisect_right(self._starts, end - 1) - 1
        return place >= 0 and self._quoted[place][1] > start

    def _sentence(self, match: Match) -> tuple[int, int]:
        """Return the first and last word of the sentence, at most 60 words away."""
        place = bisect_right(self._breaks, match.first)
        first = self._breaks[place - 1] + 1 if place else 0
        last = self._breaks[place] - 1 if place < len(self._breaks) else len(self._words) - 1
        return max(first, match.first - 60), min(last, match.last + 60)

    def _cue(self, name: str, first: int, last: int) -> bool:
        return self._book.has_cue(name, self._words, first, last)

    def _is_command(self, match: Match) -> bool:
        """Whether the verb opens its sentence, or follows a phrase such as *please* or *you must*."""
        before = match.first - 1
        if before < 0 or self._words[before].text == BREAK:
            return True
        if self._cue("modals", before, before):
            return before > 0 and self._cue("readers", before - 1, before - 1)
        return self._cue("leads", before, before)
