"""Tell mention from use: an essay about prompt injection quotes such phrases without using them."""

import re
from bisect import bisect_right

from autograder.marking.flags.phrases import Match, PhraseBook
from autograder.marking.flags.words import BREAK, Word

MIN_OWN_WORDS, MAX_LINE = 3, 80
NEAR = 40
"""Words before and after a match in which a report of a quotation is looked for."""
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
        self._text = text
        self._words = words
        self._book = book
        self._quoted = [match.span() for match in QUOTATION.finditer(text)]
        self._starts = [start for start, _ in self._quoted]
        self._breaks = [place for place, word in enumerate(words) if word.text == BREAK]

    def is_mention(self, match: Match) -> bool:
        """Whether the words are quoted or reported, or have somebody else as their subject."""
        if match.doubtful:
            return True
        first, last = self._sentence(match)
        if self.is_quoted(self._words[match.first].start, self._words[match.last].end):
            # Quotation marks alone are no report: they may stand around a whole injection.
            return self._is_embedded(match) or self._is_reported(match)
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
            for name in ("strong", "weak")
        )

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
