"""Words for teaching assistants: output and refusals of `autograder rubric`. Imports nothing of ours."""

from collections.abc import Iterable, Mapping, Sequence

# Flags

FLAG_ADVICE: Mapping[str, str] = {
    "override": "Asks a reader to set the rules aside. Mark the rest as if this passage were not there.",
    "demand": "Asks for points. Points come from the criteria alone.",
    "address": "Speaks to whoever grades. Mark what the answer says about its subject.",
    "role_play": "Gives the reader a part to play. Ignore it.",
    "staff_note": "Claims to be from staff. Real notes from staff never reach you inside an answer.",
    "rubric_claim": "Says that it meets the rubric. That is not evidence: check whether it does.",
    "invisible": "Holds invisible characters. Mark the visible text; single ones often come from copying.",
    "mixed_scripts": "Writes a word with look-alike letters of another alphabet. Read it as it looks.",
    "encoded": "Holds encoded text. Read the decoded text; it is not part of the answer.",
    "hidden_markup": "Holds markup that does not show when rendered. Mark what shows.",
    "fence": "Imitates the end of an answer, a system message or a chat. The answer goes on to its real end.",
    "fake_result": "Holds a ready-made verdict. Verdicts are yours.",
    "other_language": "Continues in another language. Have it translated before you mark.",
    "repetition": "Repeats itself. Each point counts once.",
    "keywords": "Lists terms without saying anything about them. A term alone meets no criterion.",
    "padding": "Is far longer than asked, or mostly empty. Length meets no criterion.",
    "question_back": "Repeats the question or the criteria. Mark only what is added to them.",
}
"""Kind of flag → what it means and what to do. None of them changes a mark."""
FLAGS_CHANGE_NO_MARK = "No flag moves a mark: read the passage and decide by the rubric."
EMPTY_STRETCH = "a long empty stretch, with more text after it"


def no_flags(name: str) -> str:
    """A file without flags."""
    return f"{name}: nothing to look at"


def flag(line: int, kind: str, excerpt: str, *, mention: bool) -> tuple[str, str]:
    """A flag and its advice."""
    how = ", perhaps only quoted or reported" if mention else ""
    return f"line {line}: {kind.replace('_', ' ')}{how}: {excerpt}", FLAG_ADVICE[kind]


def decoded(code: str, text: str) -> str:
    """A passage in a code, with its meaning."""
    return f"{code}: {text}"


def spelt(text: str) -> str:
    """Text that invisible characters spell."""
    return f"spells: {text}"


def in_language(language: str, sentence: str) -> str:
    """A sentence in another language."""
    return f"{language}: {sentence}"


def repeated(times: int, sentence: str) -> str:
    """A sentence that occurs several times."""
    return f"{times} times: {sentence}"


def repeated_opening(times: int, sentence: str) -> str:
    """The beginning that many sentences share."""
    return f"{times} sentences begin like this: {sentence}"


def repeated_share(share: float) -> str:
    """A text that repeats itself."""
    return f"{share:.0%} of the text repeats earlier text word for word"


def listed_terms(count: int, text: str) -> str:
    """A long list of terms."""
    return f"{count} items: {text}"


def stuffed_word(word: str, times: int) -> str:
    """A word that occurs too often."""
    return f"{word}: {times} times"


def word_count(words: int) -> str:
    """A text that is too long."""
    return f"{words:,} words"


def copied(words: int, text: str) -> str:
    """A passage copied from the question or the criteria."""
    return f"{words} words: {text}"


def criterion_id(name: str) -> str:
    """The id of a criterion, which students never see."""
    return f"the internal name of a criterion: {name}"


# Numbers

NO_NUMBERS = "No figures with a unit were found."
NUMBERS_HEADER = ("line", "the answer says", "what follows")
NUMBER_STATES: Mapping[str, str] = {"agrees": "agrees", "differs": "DIFFERS", "look": "look"}
"""State of a row → how it is shown."""
NO_AMOUNT = "no amount of memory is stated that it could follow from"


def numbers_summary(differ: int, rows: int) -> str:
    """The line below the table."""
    return f"{differ} of {rows} differ. This is no mark: the rubric says what counts."


def amount_follows(per_parameter: float, reading: str | None, needed: int, exact: float) -> str:
    """Bytes per parameter and nodes that follow from an amount of memory.

    Args:
        per_parameter: The amount divided by the number of parameters.
        reading: What those bytes hold; empty if the answer states it, None if it is unknown.
        needed: The number of nodes, rounded up.
        exact: The number of nodes, not rounded.
    """
    how = ", which are not stated" if reading is None else f": {reading}"
    if reading == "":
        how = ", as stated"
    return f"is {per_parameter:.3g} bytes per parameter{how}; needs {needed} nodes ({exact:.2f})"


def total_follows(parameters: str, gigabytes: float, stated: str) -> str:
    """The total that follows from bytes per parameter; `stated` is empty if the answer does not state it."""
    how = f"stated as {stated}" if stated else "which is not stated"
    return f"× {parameters} = {gigabytes:,.0f} GB, {how}"


def unstated_total(size: float, gigabytes: float) -> str:
    """A total that the answer leaves to be worked out."""
    return f"{size:g} bytes per parameter ({gigabytes:,.0f} GB)"


def gpus_as_nodes(gpus: str, nodes: float, per_node: int) -> str:
    """A number of GPUs, converted."""
    return f"{gpus} ({nodes:g} nodes of {per_node})"


def nodes_rounded_up(amount: str, exact: float) -> str:
    """Nodes that follow from an amount."""
    return f"follows from {amount}: {exact:.2f} rounded up"


def nodes_not_rounded(amount: str, needed: int) -> str:
    """A fraction of a node."""
    return f"follows from {amount}, not yet rounded up to {needed}"


def rounded_down_count(amount: str, exact: float, needed: int) -> str:
    """Too few nodes."""
    return f"{amount} is {exact:.2f} nodes: rounded down, it needs {needed}"


def nodes_of_gib(amount: str, node_gigabytes: float, needed: int) -> str:
    """An amount in GiB, divided by a node's GB."""
    return f"{amount} over {node_gigabytes:,g} GiB; the node has GB, so it needs {needed}"


def nodes_unexplained(largest: str, needed: int) -> str:
    """Nodes that follow from nothing."""
    return f"follows from no stated amount; the largest, {largest}, needs {needed}"


SUM_AGREES = "agrees"


def sum_differs(result: float) -> str:
    """The right result of a sum."""
    return f"it is {result:,.5g}"


def sum_rounded_up(result: float) -> str:
    """A number of nodes that was rounded up."""
    return f"agrees: {result:.2f} rounded up"


def sum_rounded_down(result: float) -> str:
    """A number of nodes that was rounded down."""
    return f"rounded down: it is {result:.2f}"


def digits_only(verdict: str) -> str:
    """A sum whose digits agree."""
    return f"{verdict} in its digits (units left out or mixed)"


def table_total(label: str, total: float) -> str:
    """The total that a table states."""
    return f"table: {label} {total:,g}"


def rubric_without_numbers(question: str) -> str:
    """`check-numbers` was asked about a rubric that gives no numbers."""
    return f"the rubric of {question} has no [numbers] table, so there is nothing to check an answer against"


def no_rubric_with_numbers() -> str:
    """`check-numbers` finds no rubric that gives numbers."""
    return "no rubric has a [numbers] table, so there is nothing to check an answer against"


def several_rubrics_with_numbers(questions: Iterable[str]) -> str:
    """`check-numbers` finds several."""
    return f"several rubrics have a [numbers] table: choose one of {', '.join(questions)} with --question"


# Answers and prompts


def file_unreadable(path: object, reason: str | None) -> str:
    """The operating system refuses a file."""
    return f"{path} cannot be read: {reason}"


def answer_too_large(path: object, max_bytes: int) -> str:
    """A file that is too large for an answer."""
    return f"{path} is larger than {max_bytes:,} bytes: that is not a written answer"


def not_utf8(path: object, reason: object) -> str:
    """A file in another encoding."""
    return f"{path} is not UTF-8: {reason}"


FORMATS: Mapping[str, str] = {
    "encrypted": "an encrypted document: ask for one without a password",
    "scan": "a PDF of pictures, such as a scan: there is no text in it",
    "doc": "an old Word document (.doc): ask for .docx or PDF",
    "odt": "an OpenDocument text (.odt): ask for .docx or PDF",
    "pages": "a Pages document: ask for .docx or PDF",
    "rtf": "rich text (.rtf): ask for .docx or PDF",
    "html": "a web page: ask for Markdown or PDF",
    "image": "a picture: there is no text in it",
    "notebook": "a notebook that is not read as one: its name should end in .ipynb",
    "archive": "an archive inside the submission",
    "binary": "not text",
    "encoding": "text in an unknown encoding: ask for UTF-8",
    "broken": "a broken document",
    "too_large": "larger than any written answer",
    "unopened": "not a regular file, or it cannot be opened",
}
"""Format of a file that is not read → what it is, and what to ask the student for."""
CHILD_REASONS: Mapping[str, str] = {
    "limit": "it took too much time or memory",
    "refused": "its reader refuses it",
    "not_installed": "its reader is not installed",
}


def unreadable_format(found: str, detail: str = "") -> str:
    """What a file is that is not read."""
    why = CHILD_REASONS.get(detail, detail)
    return FORMATS[found] + (f" ({why})" if why else "")


def no_answer(path: object) -> str:
    """A file without an answer."""
    return f"{path} holds no answer: there is nothing to mark"


NO_ANSWER_TO_PROMPT = "there is no answer to mark"
NONCE_OCCURS = "the nonce occurs in the answer: choose another one, or omit it"


def no_question(path: object) -> str:
    """A file of `written/` without its question."""
    return f"{path} holds no question: its lines should begin with '>'"


def nonce_malformed(nonce: str) -> str:
    """A nonce that is too short or has other characters."""
    return f"a nonce is 12 to 64 letters and digits, not {nonce!r}"


# Written answers as pages

WRITTEN_ANSWERS = "written answers"
SUBMISSION = "submission"
WORDS = "Words"
HELP_USED = "Help used"
FILE = "File"
HELP_NOT_DECLARED = "not declared"
IN_NOTEBOOK = "the notebook"
NO_ANSWER_HERE = "No answer."
OTHER_TEXTS = "Texts that name no question"
ABSENT_HEADING = "Characters that this PDF cannot show"
ABSENT_TEXT = (
    "No font on the machine that made this PDF has these characters; each one is a small box above. "
    "The HTML page shows them."
)
PDF_FAILED = "its PDF took too much time or memory; the HTML page has everything"


def absent_characters(count: int) -> str:
    """A warning at the top of a PDF."""
    return f"This PDF cannot show {count} characters for lack of a font; its last page lists them."


ANSWER_WARNINGS: Mapping[str, str] = {
    "missing": "Nothing was handed in for this question.",
    "empty": "{file} holds no answer.",
    "double": "Another answer, of {detail} words, stands in {file}; it is shown apart.",
    "outside": "{detail} words stand outside the place for the answer in {file}; they are shown apart.",
    "below_help": "{detail} words stand below the help line in {file}; they are shown apart.",
    "comment": "{detail} words stand in a comment in {file}, which does not show; they are shown apart.",
    "long_help": "The declaration of help in {file} has {detail} words: it may hold part of the answer.",
    "unreadable": "{file} is not read: {detail}.",
    "other_file": "The answer stands in {file}, which the automatic check does not read.",
    "encoding": "{file} was read as {detail}; look for odd characters.",
    "replaced": "{detail} places in {file} are not characters; each one shows as \ufffd.",
    "cut": "{file} is longer than {detail} characters; the rest is not shown.",
    "images": "{file} holds {detail} pictures, which are not shown.",
    "lost": "{file} holds parts that are not read: {detail}.",
}
"""Why a person should look at an answer → a sentence."""
PASSAGES: Mapping[str, str] = {
    "outside": "Outside the place for the answer",
    "below_help": "Below the help line",
    "comment": "In a comment",
    "second_file": "In a second file",
    "unassigned": "Names no question",
}


def answer_warning(why: str, file: str, detail: str) -> str:
    """A warning on an answer or a file."""
    if why == "unreadable":
        found, _, reason = detail.partition(" ")
        detail = unreadable_format(found, reason)
    return ANSWER_WARNINGS[why].format(file=file, detail=detail)


def passage(place: str, file: str, words: int) -> str:
    """The label of a text that is shown apart from the answer."""
    return f"{PASSAGES[place]} ({file}, {word_count(words)})"


def words_of_range(words: int, low: int, high: int) -> str:
    """An answer's length beside the length that was asked for."""
    return f"{words:,} ({low}\u2013{high} are asked for)"


def submissions_listed(count: int) -> str:
    """The line above the index."""
    return f"{count} {'submission' if count == 1 else 'submissions'}, with words, declared help and warnings"


def written_needs(modules: Sequence[str]) -> str:
    """`written` lacks its libraries."""
    return f"written needs {', '.join(modules)}"


def no_output_format(name: str, known: Sequence[str]) -> str:
    """An unknown format."""
    return f"there is no format {name!r}; there are {', '.join(known)}"


def output_is_foreign(folder: object, names: Sequence[str], more: int) -> str:
    """Files that would be overwritten and were not written by this command."""
    rest = f" and {more} more" if more else ""
    return (
        f"{folder} holds files that this command did not write: {', '.join(names)}{rest}. "
        "Move them or choose another --out; nothing was written"
    )


def pages_made(place: str, files: Sequence[str], answered: int, questions: int, warnings: int) -> str:
    """The result for one submission."""
    return f"{place}: {answered} of {questions} answers, {warnings} warnings: {', '.join(files)}"


def pages_failed(place: str, problem: str) -> str:
    """A submission that could not be read or written."""
    return f"{place}: {problem}"


def submissions_failed(failed: int, total: int) -> str:
    """The last line of a batch with failures."""
    return f"{failed} of {total} submissions could not be written completely; they are named above"


# Quotes

QUOTE_ABSENT = "does not occur in the answer"


def quote_too_short(words: int) -> str:
    """A quote of one word."""
    return f"{words} words are too few for a quote"


def quote_too_long(words: int) -> str:
    """A quote of half an answer."""
    return f"{words} words are too many for a quote"


def quote_near(passage: str) -> str:
    """A quote with a slip."""
    return f"the answer says: {passage}"


def quote_cut(passage: str) -> str:
    """A quote without the word that turns its sense."""
    return f"cut so that its sense turns; the answer says: {passage}"


def quote_reversed(passage: str) -> str:
    """A quote with another number, or without a "not"."""
    return f"a number or a negation differs; the answer says: {passage}"


# Replies

REPLY_DECLINED = "the model declined to mark; nothing is wrong with the form, ask again or mark by hand"
REPLY_EMPTY = "it is empty"
REPLY_HAS_TEXT_AROUND = "there is text around the JSON object; nothing else is allowed"
REPLY_NOT_AN_OBJECT = "$ must be one JSON object"


def reply_declined(said: str) -> str:
    """A model that says that it does not mark."""
    return f"{REPLY_DECLINED}: {said}"


def reply_refused(reason: str) -> str:
    """A reply that yields no draft."""
    return f"REFUSED, no points: {reason}"


def reply_too_long(max_characters: int) -> str:
    """A reply over the limit."""
    return f"it has more than {max_characters:,} characters"


def reply_not_json(reason: object) -> str:
    """A reply that does not parse, with the parser's reason."""
    return f"it is not valid JSON (cut short, perhaps): {reason}"


def reply_unparsable(kind: str) -> str:
    """A reply that the parser gives up on."""
    return f"it cannot be parsed as JSON: {kind}"


def reply_key_repeated(key: str) -> str:
    """One key twice in an object."""
    return f"the key {key!r} occurs twice in one object"


def reply_not_a_number(constant: str) -> str:
    """A constant that JSON does not have."""
    return f"{constant} is not valid JSON"


def reply_for_another_rubric(stamp: object, expected: str) -> str:
    """A reply with another stamp."""
    return f"it is for the rubric {stamp!r:.60}, not for {expected!r}"


def reply_keys(path: str, missing: Sequence[str], unexpected: Sequence[str]) -> str:
    """An object with the wrong keys, at most five of each named."""
    parts = [
        f"{what} {', '.join(map(repr, keys[:5]))}"
        for what, keys in (("lacks", missing), ("has unexpected", unexpected))
        if keys
    ]
    return f"{path} {' and '.join(parts)}"


def reply_type(path: str, expected: str, value: object) -> str:
    """A value of another JSON type."""
    return f"{path} must be of type {expected}, not {value!r:.40}"


def reply_choice(path: str, choices: Iterable[str], value: object) -> str:
    """A value outside a list."""
    return f"{path} must be one of {', '.join(choices)}, not {value!r:.40}"


def reply_half_character(path: str) -> str:
    """A surrogate without its partner."""
    return f"{path} holds half a character (a lone surrogate)"


QUOTE_REQUIRED = "this verdict needs a quote"


def draft_sum(stamp: str, points: float, total: float) -> str:
    """The last line of a draft without refused verdicts."""
    return f"Draft by rubric {stamp}: {points:g} of {total:g} points. A person decides."


def draft_without_sum(refused: Sequence[str], verdicts: int, points: float, total: float) -> tuple[str, str]:
    """The last lines of a draft with refused verdicts."""
    return (
        f"No sum: {len(refused)} of {verdicts} verdicts are refused ({', '.join(refused)}).",
        f"The others come to {points:g} of {total:g} points; a person decides the rest.",
    )


def draft_points(points: float | None, total: float) -> str:
    """The points of one verdict, None if it is refused."""
    return "refused" if points is None else f"{points:g} of {total:g}"


# Sheets

SHEET_HOW_TO = (
    "One row per answer, below the last line of this text. Write 1 (met) or 0 (not met), or the level's "
    "points; leave a cell empty until you have decided. Comments go into the last column."
)


def sheet_exists(path: object) -> str:
    """A sheet that is never overwritten."""
    return f"{path} exists already and may hold marks: choose another name"


def no_folder_of_answers(path: object) -> str:
    """A path that is not a folder."""
    return f"{path} is not a folder of answers"


def folder_empty(path: object) -> str:
    """A folder without answers."""
    return f"{path} is empty"


def not_a_sheet(path: object, answer_row: str) -> str:
    """A CSV file without the rows that every sheet has."""
    return f"{path} is not a sheet of decisions: a row 'rubric' or a row '{answer_row}' is missing"


def sheet_column(path: object, column: str) -> str:
    """A column that is not a criterion."""
    return f"{path}: the column {column!r} is not a criterion, or occurs twice"


def sheet_row_unnamed(path: object, row: int) -> str:
    """Decisions without an answer."""
    return f"{path}, row {row}: the decisions have no answer's name beside them"


def sheet_row_repeated(path: object, row: int, name: str) -> str:
    """An answer twice."""
    return f"{path}, row {row}: the answer {name!r} occurs twice"


def sheet_cell(path: object, row: int, name: str, column: str) -> str:
    """The place of a cell."""
    return f"{path}, row {row} ({name}), {column}"


def not_a_decision(cell: str, value: str, choices: Sequence[float]) -> str:
    """A cell that holds something else; `choices` is empty for met or not met."""
    allowed = points_or(choices) if choices else "1 or 0"
    return f"{cell}: {value[:40]!r} is not a decision; write {allowed}, or leave it empty"


def points_or(choices: Iterable[float]) -> str:
    """The possible points of a criterion."""
    return " or ".join(f"{points:g}" for points in choices)


def not_csv_utf8(path: object) -> str:
    """A sheet in another encoding."""
    return f"{path} is not UTF-8: save it as 'CSV UTF-8'"


def not_csv(path: object, reason: object) -> str:
    """A file that does not parse as CSV."""
    return f"{path} is not CSV: {reason}"


# Agreement

AGREEMENT_HEADER = ("criterion", "answers", "exact", "κ", "weighted κ")
LABELS = "the labels"
NOTHING_TO_COMPARE = "no criterion was decided twice for the same answer: rows must have the same names"


def agreement_title(first: str, second: str) -> str:
    """The two sheets of one table."""
    return f"{first} and {second}"


def agreement_mean(question: str) -> str:
    """The row below a question's criteria."""
    return f"{question}, mean"


def stale_sheet(path: object, question: str, digest: str, stamp: str) -> str:
    """A sheet that was filled in by an older rubric."""
    return f"{path} was decided by another wording of {question} (hash {digest[:8]}, now {stamp})"
