"""Find markup that does not show when rendered, imitated fences, chat markers and ready-made verdicts."""

import re
from collections.abc import Iterator

from autograder.submissions.written_answers import ANSWER_BEGINS, ANSWER_ENDS

MAX_LENGTH = 2_000
HIDING = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|opacity\s{0,3}:\s{0,3}0(?![.\d]*[1-9])"
    r"|font-size\s{0,3}:\s{0,3}[01](?:px|pt|em|rem|%)?\b|(?<!-)color\s{0,3}[:=]\s{0,3}[\"']?\s{0,3}"
    r"(?:white|transparent|#fff(?:fff)?\b|rgba?\(\s{0,3}255)|text-indent\s{0,3}:\s{0,3}-\d"
    r"|(?:left|top)\s{0,3}:\s{0,3}-\d{3,}|\bhidden\b|aria-label|(?:height|width)\s{0,3}:\s{0,3}0",
    re.IGNORECASE,
)
TAG = re.compile(rf"</?(?P<name>[A-Za-z][\w:-]{{0,30}})(?P<rest>[^<>]{{0,{MAX_LENGTH}}})>")
# Elements whose content does not show, or not at once. Other tags are placeholders.
HIDING_TAGS = frozenset(["script", "style", "template", "noscript", "iframe", "object", "textarea"])
SPEAKS_OF_GRADING = re.compile(
    r"\b(?:ignore|disregard|instructions?|grad(?:e|er|ing)|marks|points|score|rubric|criteria|credit"
    r"|verdict)\b",
    re.IGNORECASE,
)
TELLING_TAGS = re.compile(
    r"(?:student_?|end_?of_?|[a-z]{2,12}_)?(?:answer|essay|submission|system|instructions?|prompt|user|assistant"
    r"|grader|rubric|"
    r"document|data|input|untrusted|verdict|score|grade|tool_?\w*|function_?\w*|thinking)\b",
    re.IGNORECASE,
)
LINK_TITLE = re.compile(
    rf"!?\[[^\[\]\n]{{0,300}}\]\([^()\s]{{0,500}}\s{{1,3}}[\"'(](?P<title>[^\"'()\n]{{8,{MAX_LENGTH}}})[\"')]\)"
)
IMAGE_TEXT = re.compile(rf"!\[(?P<text>[^\[\]\n]{{25,{MAX_LENGTH}}})\]\(")
LINK_COMMENT = re.compile(
    r"^ {0,3}\[[^\[\]\n]{1,100}\]:\s{0,3}(?:<>|#)\s{1,3}[\"'(]"
    rf"(?P<text>[^\n]{{1,{MAX_LENGTH}}})$",
    re.MULTILINE,
)
REFERENCE_TITLE = re.compile(
    r"^ {0,3}\[(?!\^)[^\[\]\n]{1,100}\]:\s{0,3}\S{1,300}\s{1,3}[\"'(]"
    rf"(?P<text>[^\n]{{1,{MAX_LENGTH}}})$",
    re.MULTILINE,
)
LATEX = re.compile(
    r"\\(?:[hv]?phantom\s?\{(?=[^{}]{8})|textcolor\s?\{white\}|color\s?\{white\}|iffalse|begin\{comment\}|tiny)"
)
ENDING = (
    r"(?:END|BEGIN|START|STOP|CLOSE)[ _-]{1,2}(?:OF[ _-])?(?:THE[ _-])?(?:STUDENT'?S?[ _-])?"
    r"(?:ANSWER|ESSAY|SUBMISSION|RESPONSE|DATA|DOCUMENT|INPUT|TEXT|PROMPT|SYSTEM|INSTRUCTIONS?"
    r"|RUBRIC|UNTRUSTED|GRADING|USER)\b"
    r"|(?:STUDENT[ _-])?(?:ANSWER|ESSAY|SUBMISSION|RESPONSE|SYSTEM)\b[^\n]{0,60}\b(?:ENDS?|BEGINS?"
    r"|STARTS?)\b"
)
RULED_FENCE = re.compile(
    rf"^[ \t]*[=\-#*_~<>\[\](|+/`]{{2,}}[ \t]*(?:{ENDING})[^\n]{{0,80}}$", re.MULTILINE | re.IGNORECASE
)
LOUD_FENCE = re.compile(rf"^[ \t(\[<#*]*(?:{ENDING})[^\na-z]{{0,60}}$", re.MULTILINE)
CHAT = re.compile(
    r"\[/?INST\]|<</?SYS>>|^[ \t]*[`~]{3,} ?(?i:system|assistant|instructions?)\b"
    r"|^[ \t#>*]*(?:\[?(?:SYSTEM|System)\]?|\[(?:ADMIN|Admin|ASSISTANT|Assistant|DEVELOPER)\]"
    r"|(?:SYSTEM|System|ADMIN|Admin)[ _](?i:prompt|message|note|update|override|notice))\**:"
    r"|^[ \t]*#{2,4} ?(?:Instruction|System|Response|Grading|Verdict)s?\b[^\n]{0,40}$"
    r"|^[ \t]*(?:#{1,4} ?|\*\*)Final (?i:score|grade|evaluation|verdict|assessment|result)\b[^\n]{0,40}$"
    r"|^[ \t>*#/\-\[(]*(?i:(?:(?:note|message) (?:to|from|for) )?(?:the |your )?(?:ai )?(?:grader"
    r"|marker|evaluator"
    r"|examiner|judge|assessor|ta|instructor|staff|professor|autograder|reviewer|scorer))(?: note)?\**:"
    r"|^[ \t>*#/\-\[(]*(?i:assistant|(?:final |grader |evaluator )(?:output|verdict|decision)|winner)\**:"
    r"|^[ \t>*#/\-=\[(]*(?i:(?:important|note|attention|update): ?)?(?i:(?:here is )?(?:the "
    r"|my )?)(?i:new|real|hidden|true|updated|actual|secret) (?i:instructions?|rubric|system prompt"
    r"|(?:evaluation |grading |marking )?criteria|grading policy|task)\b[ \t]*(?:[:\])]|-|$)",
    re.MULTILINE,
)
LOUD_LABEL = re.compile(
    r"\[(?:SYSTEM|ADMIN|EVALUATOR|GRADER|JUDGE|EXAMINER|INSTRUCTOR|STAFF|OVERRIDE|MODERATOR|REVIEWER)\]"
    r"|^[^\w\n]{0,20}(?:EVALUATION|GRADING|MARKING|REVIEW|ASSESSMENT|VERDICT"
    r"|SCORING)(?: [A-Z]+){1,3}[^\w\n]{0,20}$"
    r"|^[^\w\n]{0,4}VERDICT:[^\n]{0,60}\b(?i:pass|wins?|correct|full|met|approved)\b"
    r"|(?:\[|^[ \t>*#/(-]*)(?=[^\]\n:]{0,70}\b(?:GRAD(?:E|ER|ING)|EVALUAT(?:E|OR|ION)|SCOR(?:E|ING)"
    r"|MARKING|REVIEWER"
    r"|SUPERVISOR|JUDGE|ADMIN|SYSTEM|OVERRIDE|INSTRUCTIONS?|SUBMISSION|ASSESSMENT|RUBRIC|SIMULATION|TESTING"
    r"|RESEARCH CONTEXT|WORLD CONTEXT|METADATA|PASS|CONFIG|CORRECTION|DIRECTIVE)(?:_|\b))"
    r"[A-Z][A-Z0-9_./'-]{2,}(?:[ _][A-Z][A-Z0-9_./'-]*){1,8}(?:[ \t]*[:\]]| - )",
    re.MULTILINE,
)
"""A note in capitals that speaks of grading: [GRADING POLICY UPDATE: …]."""
CHAT_TOKEN = re.compile(r"<\|(?:im_start|im_end|system|user|assistant|eot_id|(?:start|end)_header_id)\|>")
PROSE = re.compile(r"[a-z,] \Z")
VERDICT_KEY = re.compile(
    r"\\?[\"'](?:[a-z]{1,20}_)?(?:verdict|score|points?|grade|marks?|met|rating|pass(?:ed)?"
    r"|correctness|winner)\\?[\"']\s{0,3}:"
    r"\s{0,3}(?:\\?[\"']|true|\d)",
    re.IGNORECASE,
)
VERDICT_SETTING = re.compile(
    r"\b(?:always[_ -]|force[_ -])?(?:pass|passed|approved|verdict|grade|met)\s?[=:]\s?[\"']?"
    r"(?:true|pass(?:ed)?|full|max\w*|a\+|100|10|1\.0|yes|correct)(?![\w/])",
    re.IGNORECASE,
)
VERDICT_LINE = re.compile(
    r"^(?![ \t]*>>>)[ \t>*_#|-]{0,8}(?:(?:final|total|overall|suggested|official)[ _])?"
    r"(?:score|grade|marks?|points|verdict|result|rating|level|criterion[ _]?\w{0,20}"
    r"|(?:[a-z0-9]+_)*(?:score|grade|met|pass|verdict|marks|points)(?:_[a-z0-9]+)*)"
    r"[*_ ]{0,4}[:=|→][*_ ]{0,4}"
    r"(?:\d{1,3}(?:\.\d)?(?:\s?/\s?\d{1,3}|\s?(?:points?|marks?))?|met|full\b[^\n]{0,20}"
    r"|max\w*|pass(?:ed)?|a\+|satisfied|true|yes|excellent|outstanding)[ \t.*_|!✓✅]*$",
    re.MULTILINE | re.IGNORECASE,
)
VERDICT_LIST = re.compile(
    r"(?:\b[a-z_]{3,30}[\"']?\s{0,2}[:=]\s{0,2}[\"']?"
    r"(?:(?:met|full|pass(?:ed)?|max(?:imum)?)\b|[✓✔✅☑])[^\w\n]{0,6}){2,}",
    re.IGNORECASE,
)

NUMBERED_VERDICTS = re.compile(
    r"(?:\b(?:r|c|q|criterion|criteria|item|rubric|point)[ _#]?\d{1,2}\s?[:=]\s?"
    r"(?:yes|true|met|full|pass(?:ed)?|1)\b[\s,;.|]{0,4}(?:and )?){2,}",
    re.IGNORECASE,
)


def hidden_markup(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each comment, hidden element, link title or other text that does not show."""
    yield from _comments(text)
    for match in TAG.finditer(text):
        name = match["name"].lower()
        rest = match["rest"]
        hiding = ("=" in rest and HIDING.search(rest) is not None) or rest.strip() == "hidden"
        speaks = '="' in rest and SPEAKS_OF_GRADING.search(rest) is not None and not TELLING_TAGS.match(name)
        if hiding or speaks or (name in HIDING_TAGS and f"</{name}" in text[match.end() :].lower()):
            # The hidden text follows the tag.
            yield match.start(), min(match.end() + (200 if hiding else 0), len(text))
    for match in LATEX.finditer(text):
        yield match.start(), match.end() + 100
    for match in LINK_COMMENT.finditer(text):
        yield match.span()
    # Titles of links and texts of images are usual in citations, unless they speak of grading.
    for pattern in (LINK_TITLE, IMAGE_TEXT, REFERENCE_TITLE):
        for match in pattern.finditer(text):
            if SPEAKS_OF_GRADING.search(match[0]):
                yield match.span()


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield HTML comments, except for the two that mark the place of the answer."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start)
        end = len(text) if end < 0 else end + 3
        if not (ANSWER_BEGINS.match(text, start, end) or ANSWER_ENDS.match(text, start, end)):
            yield start, end
        start = text.find("<!--", end)


def fences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each imitated fence, system message or chat, and whether it is a mention."""
    for pattern in (RULED_FENCE, LOUD_FENCE, CHAT, LOUD_LABEL):
        for match in pattern.finditer(text):
            yield match.start(), match.end() + (80 if pattern is CHAT else 0), False
    # Inside a sentence, a token or a tag is more likely what an essay on chat templates writes about.
    for match in CHAT_TOKEN.finditer(text):
        opens_line = text[max(match.start() - 1, 0) : match.start()] in {"", "\n"}
        yield match.start(), match.end() + 80, not opens_line
    for match in TAG.finditer(text):
        if TELLING_TAGS.match(match["name"]):
            in_prose = PROSE.search(text, max(match.start() - 3, 0), match.start()) is not None
            yield match.start(), match.end() + 80, in_prose


def ready_made_verdicts(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each piece of a reply or a score sheet."""
    for match in VERDICT_KEY.finditer(text):
        yield match.start(), match.end() + 60
    for pattern in (VERDICT_LINE, VERDICT_LIST, VERDICT_SETTING, NUMBERED_VERDICTS):
        for match in pattern.finditer(text):
            yield match.span()
