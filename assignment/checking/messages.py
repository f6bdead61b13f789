"""Every sentence that the scoreboard and the public checks print.

Functions of plain facts, and constants. The rest of `checking/` decides and passes facts; nothing
compares these texts. Written elsewhere: values as text (`describe.py`), the name and the question of
each check (`tests/`), and what `start.py` prints, because that runs before anything is installed.
"""

from collections.abc import Iterable

# States of a question or a check, by the name of the `State`
STATES = {
    "PASSING": "passing",
    "FAILING": "failing",
    "NOT_STARTED": "not started",
    "WAITING": "waiting",
    "NOT_RUN": "not run",
}

# Questions that follow a failure, when the check's own question does not fit
ASK_RETURN = "Does the function reach a `return` statement?"
ASK_TYPE = "Which type do the function's signature and docstring promise?"
ASK_ERROR = "What is the value of each variable on that line when it runs?"
ASK_SIGNATURE = "Has the function's signature been changed?"
ASK_END = "Which loop or call does not end here, and what should end it?"
ASK_ARGUMENT = "Could the caller still need the original value?"

A_RESULT = "a result"
RETURNED = "returned"
IS = "is"
BACKWARD_TENSOR = "a tensor that backward() works on"
RIGHT_VALUE = " (right value, wrong type)"
RAN_OUT_OF_TIME = "an earlier call ran out of time"


def ask_graph(name: str) -> str:
    """Return the question about a result that has no gradient with respect to `name`."""
    return f"Which step takes the result out of the graph of {name}?"


# What a call did


def failure(call: str, outcome: str, question: str) -> str:
    """Return the message of a failed check: ``f(x=1) returned 2; expected 3`` and a question."""
    return f"{call} {outcome}\n{question}".rstrip()


def unlike(verb: str, result: str, expected: str, form: str = "") -> str:
    """Return the actual and the expected result; `form` describes the result's parts."""
    return f"{verb} {result}{f', {form}' if form else ''}; expected {expected}"


def gave(view: str) -> str:
    """Return the verb for one aspect of a result: ``gave the special ids``."""
    return f"gave {view}"


def raised(error: str, place: str | None, expected: str) -> str:
    """Return which exception was raised, and at which line of the student's own files."""
    return f"raised {error}{_at(place)}; expected {expected}"


def an_error(kind: str) -> str:
    """Return the exception that was expected."""
    return f"a {kind}"


def own_error(kind: str) -> str:
    """Return the exception that was expected, when Python itself raised a subclass of it."""
    return f"a {kind} that your own code raises"


def too_slow(seconds: float, place: str | None, expected: str) -> str:
    """Return that a call hit the time limit, and where it was."""
    return f"did not return within {seconds:g} seconds{_at(place)}; expected {expected}"


def without_graph(result: str) -> str:
    """Return that a result has no graph for a gradient to flow through."""
    return f"returned {result}, without a graph; expected {BACKWARD_TENSOR}"


def backward_raises(error: str) -> str:
    """Return that the backward pass failed."""
    return f"returned a tensor whose backward() raises {error}; expected {BACKWARD_TENSOR}"


def gradient_call(call: str, name: str) -> str:
    """Return the subject of a message about a gradient."""
    return f"the gradient of {call} with respect to {name}"


def changed_argument(place: str, before: str, after: str) -> str:
    """Return which argument a call changed; `place` is empty if it has no name."""
    which = f"its argument {place}" if place else "an argument"
    return f"changed {which} from {before} to {after}"


def _at(place: str | None) -> str:
    return f" ({place})" if place else ""


# How a result differs


def inside(whole: str, place: str, item: str) -> str:
    """Return a result and the first part of it that is wrong: ``[1, 8.0], where item [1] is 8.0``."""
    return f"{whole}, where {f'item {place}' if place.startswith('[') else place} is {item}"


def there(expected: str) -> str:
    """Return the expected value at the place that `inside` names."""
    return f"{expected} there"


def typed(text: str, kind: str) -> str:
    """Return a value with its type: ``8.0, a float``."""
    return f"{text}, {kind}"


def with_length(text: str, length: int) -> str:
    """Return a sequence with its length, when its text alone does not show the difference."""
    return f"{text} of length {length}"


def dict_with(keys: Iterable[str]) -> str:
    """Return a dict, shown by its keys."""
    return f"a dict with {', '.join(keys) or 'no keys'}"


def of_shape(text: str, shape: str) -> str:
    """Return a tensor with its shape."""
    return f"{text}, of shape {shape}"


def right_numbers(shape: str) -> str:
    """Return a tensor that would be right in another shape."""
    return f"the right numbers in shape {shape}"


def shape_only(shape: str) -> str:
    """Return the expected shape."""
    return f"shape {shape}"


def numbers_are_right(scalar: bool) -> str:
    """Return the remark that only the dtype is wrong."""
    return f" (the {'number is' if scalar else 'numbers are'} right)"


# Code that cannot be called


def not_installed(requirement: str) -> str:
    """Return what to do about a missing library."""
    return f"{requirement} is not installed: pip install -r requirements.txt"


def no_function(module: str, function: str) -> str:
    """Return that a file lacks a function."""
    return f"{module}.py defines no function {function}"


def no_file(module: str, folder: str) -> str:
    """Return that a student's file is missing from the folder."""
    return f"{module}.py is not in the folder {folder}"


def syntax_error(file: str, line: int | None, error: str, source: str) -> str:
    """Return a syntax error with its line of source, if that is known."""
    shown = f"\n    {source}" if source else ""
    return f"{file}, line {line}: {error}{shown}"


def import_error(place: str, error: str) -> str:
    """Return why a student's file could not be imported."""
    return f"{place}: {error}"


def at_line(file: str, line: int) -> str:
    """Return a place in a student's file: ``context.py, line 31``."""
    return f"{file}, line {line}"


def missing_file(file: str) -> str:
    """Return that a student's file is missing."""
    return f"{file} is missing"


# One check, as pytest reports it


def not_started(number: str, function: str) -> str:
    """Return that a call reached the stub of a function."""
    return f"{number} {function} is not started"


def still_a_stub(check: str) -> str:
    """Return which check still meets the stub's own exception."""
    return f"still raises the stub's NotImplementedError: {check}"


def waits(number: str = "", function: str = "") -> str:
    """Return what a check waits for: another function, or (without names) an earlier check."""
    return f"waits for {number} {function}" if number else "waits for an earlier check of this function"


def headline(number: str, function: str, check: str) -> str:
    """Return the title of a failure."""
    return f"{number} {function}: {check}"


def cannot_be_called(number: str, function: str) -> str:
    """Return the title of the failure of a function that could not even be called."""
    return f"{number} {function} cannot be called"


def with_check(message: str, file: str, line: int) -> str:
    """Return a failure's message and where the check is."""
    return f"{message}\nThe check: {at_line(file, line)}"


def could_not_lay_out(error: str) -> str:
    """Return that `start.py` failed."""
    return f"start.py could not copy the files from fresh/: {error}"


ONE_PROCESS = "the checks ran in one process, because some wait for others. Leave out -n"
NO_SCOREBOARD = "There is no scoreboard with -n: leave it out, or run pytest in the assignment's folder."
# The notebook

READY = "Ready. Run the cells from top to bottom; a check cell checks the function above it."


def not_defined(function: str) -> str:
    """Return that the notebook's kernel does not know a function yet."""
    return f"{function} is not defined: run the cell that defines it"


def at_cell_line(function: str, line: int) -> str:
    """Return a place in a notebook; a cell is named by the first function in it, if there is any."""
    return f"the cell of {function}, line {line}" if function else f"a cell without a function, line {line}"


def all_checks_pass(number: str, function: str, count: int) -> str:
    """Return that all checks of a function pass."""
    return f"{number} {function}: {'the check passes' if count == 1 else f'all {count} checks pass'}"


def numbered(number: str, problem: str) -> str:
    """Return a problem that names the function, with the question's number."""
    return f"{number} {problem}"


def question_waits(number: str, function: str, reason: str) -> str:
    """Return what the checks of a function wait for."""
    return f"{number} {function} {reason}"


def checks_pass(count: int, total: int) -> str:
    """Return how many checks of a function pass."""
    return f"{out_of(count, total)} checks pass."


def no_question(name: str, numbers: Iterable[str]) -> str:
    """Return that no question has this number or name."""
    return f"There is no question {name}. There are: {', '.join(numbers)}."


def no_checks(number: str, function: str) -> str:
    """Return that a function has no public check."""
    return f"{number} {function} has no check here"


# The scoreboard

COLUMNS = ("state", "checks", "points")
ALL_PARTS = "All parts"
WRITTEN = "Written answers (folder written/)"
NO_CHECK = "No check ran. Does the name after -k match one in the tables of README.md?"
FILE_IS_MISSING = "file is missing"
NOT_RUN_YET = "Next: run the checks that did not run."
INSTALL = "Next: install the missing library for the Python that runs this:"
READ_DOCSTRING = "Read its docstring: the inputs, the result, and an example to work out by hand."
ALL_PASS = "All checks here pass. Next: read each docstring again. Have you tried everything it says?"
PARTIAL = "Only some of the checks ran, and only those are counted here."
AT_STAKE = (
    "A function's points are counted here if all its checks pass. The hidden tests on",
    "Gradescope decide whether you earn them.",
)


def part(number: str) -> str:
    """Return the short name of a part."""
    return f"Part {number}"


def part_title(number: str, title: str, module: str) -> str:
    """Return the title of a part with its file."""
    return f"{part(number)}: {title} ({module}.py)"


def passing(count: int, total: int) -> str:
    """Return how many functions pass."""
    return f"{out_of(count, total)} passing"


def out_of(count: str | int, total: str | int) -> str:
    """Return a count and its total."""
    return f"{count} of {total}"


def waits_for(number: str) -> str:
    """Return the state of a function that needs another one first."""
    return f"waits for {number}"


def not_checked(files: Iterable[str], reason: str) -> str:
    """Return which files could not be checked, and why."""
    return f"Not checked: {', '.join(files)}. {reason}"


def words(count: int) -> str:
    """Return the length of an answer."""
    return f"{count} word{'' if count == 1 else 's'}"


def word_range(low: int, high: int) -> str:
    """Return the length that is asked for."""
    return f"{low}-{high} words"


def wrong_length(number: str, too_long: bool) -> str:
    """Return that an answer is outside its range of words."""
    return f"{number} is {'too long' if too_long else 'too short'}"


def no_help_line(number: str) -> str:
    """Return that the line 'Help used' is empty."""
    return f"{number}: fill in the line 'Help used' (write none if you had none)"


def words_outside(number: str, count: int) -> str:
    """Return how much text a reader will miss."""
    return f"{number}: {words(count)} outside the two marker lines, where nobody reads them"


def note(text: str) -> str:
    """Return a remark of `start.py`."""
    return f"Note: {text}"


def next_question(number: str, function: str, place: str, problem: str = "") -> str:
    """Return which function to look at next, and its first failure."""
    return f"Next: {number} {function} ({place}){f': {problem}' if problem else ''}"


def next_answer(number: str, path: str) -> str:
    """Return which answer to write next."""
    return f"Then: {number} in {path}"


def next_length(number: str, path: str, too_long: bool, low: int, high: int) -> str:
    """Return which answer to shorten or to extend next."""
    length = "too long" if too_long else "too short"
    return f"{next_answer(number, path)} is {length}: {word_range(low, high)}"
