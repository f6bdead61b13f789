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
    "One row per answer, below the last line of this text. Write one of the numbers of the row 'points'; "
    "x, yes and no, met and not met are understood, too. Leave a cell empty until you have decided. "
    "Your comments for the student go into the column 'comments'. You may add columns 'notes' and 'total'."
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


def sheet_problems(path: object, problems: Sequence[str]) -> str:
    """All errors of a sheet."""
    count = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
    return "\n  ".join([f"{path}: {count}; nothing was used", *problems])


def sheet_problem(row: int, name: str, column: str, what: str) -> str:
    """One error of a sheet, with its place."""
    return f"row {row}{f' ({name})' if name else ''}, {column}: {what}"


SHEET_COLUMN_TWICE = "the column occurs twice; remove one"
SHEET_ROW_UNNAMED = "the decisions have no answer's name beside them; write it into the first column"


def sheet_column(near: str) -> str:
    """A column that is not a criterion; `near` is one with a similar name."""
    meant = f" Is it {near}?" if near else ""
    return f"the column is not a criterion.{meant} Columns of your own are called 'notes' or 'total'"


def sheet_row_twice(first: int) -> str:
    """An answer that has two rows."""
    return f"the same answer as in row {first}; keep one of them"


def sheet_row_repeated(path: object, row: int, name: str) -> str:
    """A name twice in a list."""
    return f"{path}, row {row}: {name!r} occurs twice"


def sheet_id(candidates: Sequence[str]) -> str:
    """A row that is nobody's, or may be several students'."""
    if candidates:
        return f"may be any of {', '.join(candidates)}; write the right one, formatted as text"
    return "nobody in the class has this id; copy it from answers.csv, formatted as text"


def id_matched(path: object, written: str, taken: str) -> str:
    """An id that a spreadsheet program has changed."""
    return f"{path}: {written!r} was taken for {taken!r}"


def not_a_decision(value: str, allowed: str, *, is_date: bool) -> str:
    """A cell that holds something else than what the row "points" says."""
    how = " (the spreadsheet made a date of a number; use its own decimal mark)" if is_date else ""
    return f"{value[:40]!r} is not a decision{how}; write {allowed}, or leave it empty"


def points_or(choices: Iterable[float]) -> str:
    """The possible points of a criterion."""
    return " or ".join(f"{points:g}" for points in choices)


def not_csv_but_workbook(path: object) -> str:
    """An .xlsx or .ods file, or another that is not text."""
    return f"{path} is not CSV: save the sheet as 'CSV UTF-8'"


def not_csv_utf8(path: object) -> str:
    """A sheet in another encoding."""
    return f"{path} is not UTF-8: save it as 'CSV UTF-8'"


def not_csv(path: object, reason: object) -> str:
    """A file that does not parse as CSV."""
    return f"{path} is not CSV: {reason}"


# Agreement

AGREEMENT_HEADER = ("criterion", "answers", "exact", "κ", "weighted κ", "95 % interval", "α")
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


TOO_FEW = "too few"


def agreement_needs(modules: Sequence[str]) -> str:
    """`agreement` lacks its libraries."""
    return f"rubric agreement needs {', '.join(modules)}"


def rows_compared(both: int, only_first: Sequence[str], only_second: Sequence[str]) -> list[str]:
    """How many answers two people decided, and which only one of them did."""
    lines = [f"{both} answers were decided by both."]
    for who, names in (("first", only_first), ("second", only_second)):
        if names:
            more = f" and {len(names) - 20} more" if len(names) > 20 else ""
            lines.append(f"Not compared, decided by the {who} only: {', '.join(names[:20])}{more}.")
    return lines


def differences_heading(count: int) -> str:
    """The line above the answers on which two people differ."""
    return f"They differ on {count} {'decision' if count == 1 else 'decisions'}:"


def difference(column: str, name: str, first: str, second: str) -> str:
    """One answer on which two people differ."""
    return f"- {column}, {name}: {first.replace('_', ' ')} and {second.replace('_', ' ')}"


def alpha_of_all(people: int, values: Mapping[str, float | None]) -> str:
    """Krippendorff's α over all people."""
    lines = [f"## Krippendorff's α of all {people} sheets", "", "| criterion | α |", "|---|---:|"]
    return "\n".join(
        [
            *lines,
            *(f"| {name} | {'–' if value is None else f'{value:.2f}'} |" for name, value in values.items()),
        ]
    )


# A class

ANSWERS_HEADER = ("student", "name", "question", "words", "file", "help used", "warnings")
NOTHING_HANDED_IN = "Nothing was handed in for this question."


def no_export(path: object) -> str:
    """An export that does not exist."""
    return f"{path} does not exist"


def export_empty(path: object) -> str:
    """An export without submissions."""
    return f"{path} holds no submission: no folder, zip, notebook or document"


def export_too_large(path: object, max_bytes: int) -> str:
    """A zip that is larger than a class's submissions."""
    return f"{path} unpacks to more than {max_bytes / 2**30:.0f} GiB"


def metadata_unreadable(name: str) -> str:
    """Gradescope's list of submissions is damaged."""
    return f"{name} cannot be read, so students are called by their folders"


def submission_absent(name: str) -> str:
    """A submission that the metadata names."""
    return f"{name} stands in the metadata, but not in the export"


def submitted_twice(person: str, used: str, other: str) -> str:
    """A person with two submissions."""
    return f"{person} handed in twice: {used} is used, {other} is left out"


def not_in_metadata(names: Sequence[str], more: int) -> str:
    """Entries of an export without a student."""
    return f"left out, because the metadata does not name them: {_listed(names, more)}"


def no_submissions(names: Sequence[str], more: int) -> str:
    """Entries of a folder that are no submissions."""
    return f"left out, because they are no submissions: {_listed(names, more)}"


def same_stem(names: Sequence[str], more: int) -> str:
    """Files with one name and several suffixes."""
    return f"names that differ in their suffix only are kept apart: {_listed(names, more)}"


def handed_in_nothing(names: Sequence[str], more: int) -> str:
    """People of the roster without a submission."""
    return f"no submission in the export: {_listed(names, more)}"


def _listed(names: Sequence[str], more: int) -> str:
    return ", ".join(names) + (f" and {more} more" if more else "")


def roster_without_ids(path: object) -> str:
    """A roster whose rows cannot be joined with submissions."""
    return f"{path} has no column 'id' with the names of submissions"


def no_marking_folder(path: object, reason: object) -> str:
    """A folder that `rubric import` did not make."""
    return f"{path} is not a folder that `autograder rubric import` made: {reason}"


def class_imported(students: int, answers: int, absent: int, warned: int, table: object) -> str:
    """The last line of an import."""
    return (
        f"{students} students, {answers} answers: {absent} missing or empty, {warned} with warnings. "
        f"Read the warnings in {table}"
    )


def flag_in_cell(kind: str, excerpt: str, *, mention: bool) -> str:
    """A flag in a sheet's cell."""
    return f"{kind.replace('_', ' ')}{', perhaps quoted' if mention else ''}: {excerpt}"


def numbers_in_cell(checked: int) -> str:
    """An answer none of whose numbers differs."""
    return f"{checked} checked, none differs" if checked else "no number checked"


STANDS_ELSEWHERE = "note: this stands outside the place for the answer:"
ANSWER_OR_ALL = "name an answer's file, or a whole class with --all"
OUT_NEEDED = "with --all, name the folder to write into with --out"
NO_DRAFT = "no draft"
QUOTE_NOT_FOUND = "the quote is not in the answer"


def samples_agree(verdict: str, count: int, total: int, others: Sequence[str]) -> str:
    """A verdict that came several times, and those that came as well."""
    rest = f"; also {', '.join(others)}".replace("_", " ") if others else ""
    return f"{verdict} ({count} of {total}{rest})"


def no_draft(reason: str) -> str:
    """The state of an answer without a draft: never a score."""
    return f"{NO_DRAFT}: {reason}"


def nothing_to_mark(student: str) -> str:
    """An answer without a word."""
    return f"{student}: no answer"


def reply_absent(folder: object) -> str:
    """A folder without a reply for a student."""
    return f"there is no reply in {folder}"


def batch_done(what: str, count: int, failed: int) -> str:
    """The last line of a batch."""
    return f"{count} {what}" + (f", {failed} failed; they are named above" if failed else "")


def column_is_for_people(name: str) -> str:
    """A column that no command may fill."""
    return f"the column {name!r} is filled by people only"


def rows_absent(path: object, names: Sequence[str], more: int) -> str:
    """Students without a row in a sheet."""
    return f"{path} has no row for {_listed(names, more)}"


# Totals


def marks_differ(conflicts: Sequence[str], more: int) -> str:
    """Two sheets with different decisions on one answer."""
    rest = [f"and {more} more"] if more else []
    return "\n  ".join(["sheets differ; decide, and change one of them:", *conflicts, *rest])


def marks_differ_on(student: str, column: str, one: object, first: str, two: object, second: str) -> str:
    """One decision on which two sheets differ."""
    return f"{student}, {column}: {first} in {one}, {second} in {two}"


def unmarked_cells(cells: Sequence[str], count: int) -> str:
    """Cells without a decision."""
    rest = [f"and {count - len(cells)} more"] if count > len(cells) else []
    what = "1 cell is unmarked" if count == 1 else f"{count} cells are unmarked"
    return "\n  ".join([f"{what}; --partial gives the state so far:", *cells, *rest])


def questions_without_sheet(questions: Sequence[str]) -> str:
    """Questions that are not part of the totals."""
    return f"no sheet has a column of {', '.join(questions)}, so the totals are without"


def missing_work(student: str, question: str) -> str:
    """An answer that was not handed in."""
    return f"nothing handed in: {student}, {question}"


def totals_written(students: int, unmarked: int, missing: int) -> str:
    """The last line of `total`."""
    state = f"{unmarked} cells are unmarked" if unmarked else "all marked"
    return f"{students} students, {state}, {missing} answers were not handed in"


def feedback_line(points: float | None, maximum: float, text: str) -> str:
    """A criterion in a student's feedback."""
    return f"{'not marked yet' if points is None else f'{points:g} of {maximum:g}'}: {text}"


def question_points(question: str, points: float | None, maximum: float) -> str:
    """A question's line in a student's feedback."""
    return f"{question}: {'not marked yet' if points is None else f'{points:g} of {maximum:g} points'}"


def written_part_of(title: str) -> str:
    """The name of a gradebook's column."""
    return f"{title} (written answers)"


# Drafts

DRAFT_NOT_ASKED = "it was not asked yet"
DRAFT_CUT = "the reply was cut off; raise --max-tokens"
TIME_SPENT = "the time of --minutes is over"
KEY_VARIABLES = "AUTOGRADER_API_KEY or OPENAI_API_KEY"
NOT_A_MARK = "A draft is never a mark: the columns for decisions are yours."
GATE_UNKNOWN = "gate cannot be judged"
GATE_MET = "gate met"
GATE_MISSED = "gate not met"


def draft_needs(modules: Sequence[str]) -> str:
    """`draft` lacks its library."""
    return f"rubric draft needs {', '.join(modules)}"


def store_in_use(path: object, reason: object) -> str:
    """Another run holds the file."""
    return f"{path} is in use by another run, or cannot be written: {reason}"


def store_broken(path: object, reason: object) -> str:
    """The file is no store."""
    return f"{path} cannot be read: {reason}; move it away to begin anew"


def server_refuses_key(url: str, status: int) -> str:
    """A wrong key."""
    return f"{url} refuses the key ({status}); it is read from {KEY_VARIABLES}"


def server_knows_no_model(url: str, model: str) -> str:
    """A wrong model or address."""
    return f"{url} does not know the model {model!r}, or the address is wrong (it usually ends in /v1)"


def server_overloaded(url: str, status: int) -> str:
    """A server that keeps failing."""
    return f"{url} answered {status} again and again; the same command goes on later"


def server_silent(url: str) -> str:
    """A server that is gone."""
    return f"{url} does not answer; what came is stored, and the same command goes on"


def server_refused(reason: str) -> str:
    """A request that a server refuses, such as a prompt that is too long."""
    return f"the server refused the request: {reason}"


def budget_spent(spent: int, budget: int) -> str:
    """The token budget of all runs."""
    return f"{spent:,} tokens are spent, and the next request could exceed the budget of {budget:,}"


def draft_estimate(requests: int, known: int, tokens: int, spent: int) -> str:
    """What a run would send."""
    return (
        f"{requests} requests of about {tokens:,} tokens in all would be sent; {known} replies are stored, "
        f"{spent:,} tokens were spent before"
    )


def draft_summary(stored: int, known: int, left: int, seconds: float, spent: int) -> str:
    """How a run ended."""
    came = f"{stored} replies stored in {seconds:.0f} s, {known} known before, {left} left"
    return f"{came}; {spent:,} tokens spent"


def draft_states(whole: int, part: int, none: int) -> str:
    """What the replies are worth."""
    return f"{whole} drafts, {part} with criteria without a draft, {none} answers without any"


BASE_URL_NEEDED = "name the server with --base-url, such as http://127.0.0.1:8080/v1"
TWO_SHEETS = "--sheet is given twice: for two people who marked the same answers independently"
INJECTIONS_HEADING = "Answers that try to move a grader, by points:"
INJECTIONS_HEADER = ("sample", "trick", "labelled", "drafted", "moved")


def evaluation_title(stamp: str, model: str) -> str:
    """The heading of an evaluation."""
    return f"{model} and the labels, {stamp}"


def evaluation_failures(drafts: int, failed: int, quotes: int, unverified: int) -> str:
    """How many replies and quotes cannot be used."""
    share = f" ({unverified / quotes:.0%})" if quotes else ""
    lines = [f"{failed} of {drafts} replies hold no draft."]
    return " ".join([*lines, f"{unverified} of {quotes} quotes{share} are not in the answer."])


def gate(words: str, answers: int, difference: tuple[float, float] | None) -> str:
    """Whether a model agrees with people about as well as they do with each other."""
    asked = "κ(model, person) - κ(person, person), lower bound at least -0.10 on 100 doubly marked answers"
    found = f"{words[0].upper()}{words[1:]}: {answers} doubly marked answers with drafts"
    if difference is not None:
        found += f", {difference[0]:+.2f} to {difference[1]:+.2f}"
    return f"{found}. It asks for {asked}."


def evaluation_cost(replies: int, prompt_tokens: int, reply_tokens: int, seconds: float) -> str:
    """What the replies cost."""
    return (
        f"{replies} replies: {prompt_tokens:,} tokens of prompts, {reply_tokens:,} of replies, "
        f"{seconds:,.0f} s of the server's time."
    )
