"""Everything that a student reads of a graded submission, in one place.

Names, numbers and places come in as arguments; nothing hidden may be passed here.
"""

from collections.abc import Collection, Mapping, Sequence

# Calls: how one ended, in words that follow a check's name.

NOT_STARTED = "not started"
RETURNED = "returned a value"
WHY_DIED = "look for os._exit(), os.abort() and the like, for recursion without end, and for very large data"
DIED = f"the process ended during the call: {WHY_DIED}"
TIMED_OUT = "did not finish in time"
BAD_CALLBACK = "called the callback with invalid arguments, or too many times"
SKIPPED = "skipped: an earlier check of this function timed out or ended the process"
RUN_OVER = "not run: the time for the whole submission was up"
NO_FAILURE = ""


def timed_out(function: str, allowed: str) -> str:
    """Say that a call ran out of time."""
    return f"your {function} did not finish within {allowed}"


def time_allowed(cpu_seconds: float, wall_seconds: float) -> str:
    """Put a limit in words.

    >>> time_allowed(5, 30)
    '5 s of CPU time, or 30 s in all'
    """
    return f"{cpu_seconds:g} s of CPU time, or {wall_seconds:g} s in all"


def share_spent(seconds: float) -> str:
    """Say that a question's checks took too long together.

    >>> share_spent(80)
    'the checks of this function took more than 80 s together, which is all their time'
    """
    return f"the checks of this function took more than {seconds:.0f} s together, which is all their time"


def run_over_importing(module: str, seconds: float) -> str:
    """Say that the run's time was up, most likely because of one module's import."""
    return f"{RUN_OVER}; importing {module}.py took {seconds:.0f} s of it"


def died_importing(file: str) -> str:
    """Say that the process ended while a module was imported."""
    return f"the process ended while {file} was imported: {WHY_DIED}"


def import_failed(error: str, place: str, reason: str) -> str:
    """Say why a module could not be imported.

    >>> import_failed("SyntaxError", "sampling.py, line 3", "invalid syntax")
    'the file cannot be imported: SyntaxError at sampling.py, line 3 (invalid syntax)'
    """
    return f"the file cannot be imported: {error}{_at(place)}{f' ({reason})' if reason else ''}"


def import_timed_out(allowed: str) -> str:
    """Give the reason for an import that ran out of time."""
    return f"not done within {allowed}"


def raised(error: str, place: str) -> str:
    """Say that a call raised."""
    return f"raised {error}{_at(place)}"


# By the values of `autograder.sandbox.outcome.Advice`: follows the error, so each is a clause.
ADVICE = {
    "breakpoint": "breakpoint() stops here, because there is no debugger while grading: remove the call",
    "exit": "exit(), sys.exit() or argparse ended the program: remove the call, or put it below "
    "if __name__ == '__main__':",
    "input": "input() and sys.stdin find nothing, because nobody types while grading: remove the call, or "
    "put it below if __name__ == '__main__':",
    "argv": "sys.argv holds the file's name only, and no arguments while grading: use a default",
    "conflict": "these are the marks of a merge with Git: keep one of the two versions, and delete the lines "
    "that begin with <<<<<<<, ======= and >>>>>>>",
    "null bytes": "the file is damaged, because it holds null bytes: save it in your editor, and upload it",
    "not source": "the file holds no Python code, but a web page, a document or what Git stores in place of "
    "a file: upload the code itself",
    "pasted": "this line belongs to a notebook, a terminal or a text, not to Python: delete it",
    "prompts": "prompts such as >>> and In [1]: were copied with the code: delete them, and the output lines",
    "line numbers": "line numbers were copied with the code: copy it again without them, or upload the file "
    "itself",
    "fences": "the file holds text around the code, with lines of ```: keep only the code between them",
    "entities": "the code was copied from a web page's source: write < in place of &lt;, > in place of &gt;, "
    "and & in place of &amp;",
    "typography": "a word processor or a web page has put this character in: type it again in your editor, "
    "as ', \", - or a space",
    "tabs": "tabs and spaces are mixed: use spaces only, in VS Code by Convert Indentation to Spaces in the "
    "command palette",
    "processes": "your code may not start processes while grading: do the work in the function itself",
    "network": "there is no network while grading: put what you need into your own files",
    "no right": "your code may not do this while grading: writing files, starting processes and the network "
    "are closed",
    "no file": "there is no such file while grading, because only Python files are used: put the data into "
    "a .py file",
    "relative": "a relative import such as `from .name import …` reaches your own folder only: "
    "write `from name import …`",
    "circular": "your files import each other in a circle: move what they share into one of them, or put an "
    "import into the function that needs it",
    "own provided": "grading uses its own provided/, not your copy: put your own code into a file of yours",
    "no package": "grading has the packages of requirements.txt and the .py files that you upload: "
    "upload the file, or do without the package",
    "hidden": "Python has a module with the name of your file, and uses its own: rename your file",
    "newer library": "grading uses Python {python}, whose library does not have this: write it without",
    "newer syntax": "grading uses Python {python}, and this looks like the syntax of a newer version: "
    "write it in the older form",
    "utf-16": "the file is saved as UTF-16: save it as UTF-8, in VS Code by clicking on the encoding at the "
    "bottom right, in Notepad by File → Save as",
    "utf-32": "the file is saved as UTF-32: save it as UTF-8, in VS Code by clicking on the encoding at the "
    "bottom right",
    "not utf-8": "the file is not saved as UTF-8 but in an older encoding, such as Windows-1252: save it as "
    "UTF-8, in VS Code by clicking on the encoding at the bottom right, in Notepad by File → Save as",
    "gpu": "there is no GPU while grading: remove .cuda(), device='cuda' and the like",
    "compile": "torch.compile does not work while grading: remove it",
    "gradients off": "gradients are off, most likely by torch.set_grad_enabled(False) for all code: use "
    "`with torch.no_grad():` around single lines",
    "device set": "there is no GPU while grading, so torch.set_default_device() has no effect: "
    "remove the call",
    "dtype set": "torch.set_default_dtype() changes the results of all code in the file: remove the call",
}


def with_advice(words: str, advice: str, python: str) -> str:
    """Add what to do about an error, if it is known.

    >>> with_advice("raised EOFError", "", "3.11")
    'raised EOFError'
    """
    return f"{words}; {ADVICE[advice].format(python=python)}" if advice else words


def left_by_import(file: str, advice: str) -> str:
    """Return the note on what importing a file has changed for all code after it."""
    return f"{file}: {ADVICE[advice]}"


def _at(place: str) -> str:
    return f" at {place}" if place else ""


# Values: how what was returned differs.

WRONG_VALUE = "wrong value"
WRONG_LENGTH = "wrong length"
WRONG_KEYS = "wrong keys"
WRONG_FORM = "wrong form"
NO_GRADIENT = "no gradient reaches the logits"
ARGUMENT_CHANGED = "an argument was changed"


def wrong_type(got: str, expected: str, *, right_value: bool) -> str:
    """Say that a value has the wrong type.

    >>> wrong_type("float", "int", right_value=True)
    'right value, wrong type: float instead of int'
    """
    return _right_value(right_value) + f"wrong type: {got} instead of {expected}"


def wrong_dtype(got: str, expected: str, *, right_value: bool) -> str:
    """Say that a tensor has the wrong dtype."""
    return _right_value(right_value) + f"wrong dtype: {got} instead of {expected}"


def wrong_shape(n_dimensions: int | None, *, right_value: bool) -> str:
    """Say that a tensor has the wrong shape.

    Args:
        n_dimensions: of the expected tensor, if the other one has more or fewer.
        right_value: whether the elements are right, in order.
    """
    expected = "" if n_dimensions is None else f": expected a tensor with dim() == {n_dimensions}"
    return _right_value(right_value) + f"wrong shape{expected}"


def gradient(difference: str) -> str:
    """Say how a gradient differs."""
    return f"the gradient: {difference}"


def _right_value(is_right: bool) -> str:
    return "right value, " if is_right else ""


# Errors and callbacks that a check expects.


def nothing_raised(expected: str) -> str:
    """Say that an error is missing."""
    return f"expected {expected}, but nothing was raised"


def other_error(how: str, expected: str) -> str:
    """Say that a call failed, but not with the expected error."""
    return f"{how}, but expected {expected}"


def callback_calls(n_calls: int, n_expected: int) -> str:
    """Say how the calls of a callback differ."""
    if n_calls == n_expected:
        return "called the callback with other arguments, or in another order"
    return f"called the callback too {'many' if n_calls > n_expected else 'few'} times"


# Results: what stands above and below the checks.

UNFINISHED = "Grading did not finish. This is not your fault: please tell the course staff."
UNFINISHED_BUSY = "the machine was too busy to grade this submission in the time it has; grade it again"
GRADING = "Grading"
READING = "Reading the submission"
STAFF_GRADE_ANSWERS = "Staff grade the written answers."
NOT_RECEIVED = "not received"
EMPTY_ANSWER = "received, but nothing stands between its ANSWER lines"
PASSED = "passed"
FAILED = "failed"
PASSED_WITHOUT_CORE = "passed; it counts once the function's core passes"
CHECKS_PASSED_WITHOUT_CORE = "These checks passed; they count once the function's core passes."
WORKED_EXAMPLE = "worked example"


def refused(reason: str) -> str:
    """Say that a submission could not be read."""
    return f"Your submission could not be read: {reason}. Please upload it again."


def summary(score: float, max_score: float) -> str:
    """Sum up a grade whose points students may see."""
    return f"{score:g} of {max_score:g} points for code; staff grade the written answers."


def note(text: str) -> str:
    """Introduce a remark on the files that were handed in."""
    return f"Note: {text}."


def received(
    n_words: int | None, elsewhere: int = 0, others: Sequence[str] = (), *, is_text: bool = True
) -> str:
    """Say what became of a written answer.

    Args:
        n_words: None if no file was handed in.
        elsewhere: words in its file that stand outside the place for the answer.
        others: other files for the same question.
        is_text: whether its file can be read as text.
    """
    if n_words:
        line = f"received, {n_words} words, graded by staff"
    elif not is_text:
        line = "received, not as text: its words are not counted; staff will look at it"
    elif n_words is None and others:
        return f"received only as {', '.join(others)}: words not counted; staff will look at it"
    else:
        line = NOT_RECEIVED if n_words is None else EMPTY_ANSWER
    if elsewhere:
        line += (
            f"\n{elsewhere} words stand outside the ANSWER lines, and are not counted; staff will see them"
        )
    if others:
        line += f"\nalso received, its words not counted: {', '.join(others)}; staff will see it"
    return line


def answer_not_text(name: str) -> str:
    """Return the note on an answer's file that is a document or holds other bytes."""
    return f"{name} is not a text file, so its words are not counted"


def check_passed(title: str) -> str:
    """Show a check that passed."""
    return f"+ {title}"


def check_failed(title: str, how: str, n_failed: int = 1, n_inputs: int = 1) -> str:
    """Show a check that failed, for some of the inputs that share its title."""
    inputs = f" ({n_failed} of {n_inputs} inputs)" if n_inputs > 1 else ""
    return f"x {title}: {how}{inputs}"


def hint(question: str) -> str:
    """Show the hint of a recognised misconception."""
    return f"? {question}"


def knock_on(needs: Sequence[tuple[str, str]]) -> str:
    """Point back from a question to those that it builds on and that failed, each by number and function."""
    names = " and ".join(f"`{function}` ({number})" for number, function in needs)
    return f"This builds on {names}, where checks fail too: mend that first, then see what is left here."


def missing_error(title: str) -> str:
    """Hint at a missing error, where all else is right."""
    return f"All else is right. What is missing is the error that this check expects: {title}."


def smallest_failure(title: str) -> str:
    """Name the kind of the smallest input that fails."""
    return f"> The smallest input that fails is of this kind: {title}."


# The notebook edition: what stands in the notebook beside the handout's text.

NOTEBOOK_READY = "Ready: now run the cells from top to bottom."
NOTEBOOK_OLD_PYTHON = "This assignment needs Python 3.11 or newer; this kernel has"
NOTEBOOK_NOT_INSTALLED = "Not ready: in a new cell, %pip install what follows; then run this cell again:"
NOTEBOOK_PLACEHOLDER = "*Replace this line with your answer.*"
NOTEBOOK_START = """\
# Start

1. **Run the next cell first** (Shift+Enter), and again after each restart of the kernel.
2. Read a part, and run its first code cell: imports and constants that its functions use.
3. Write a function in its cell: replace `raise NotImplementedError(…)`. Run the cell, then the check
   below it. A failed check shows the call, the result, the expected result and a question. It names a line by
   its cell's first function and the line's number: **View → Show Line Numbers** in JupyterLab.

`grader.show("{number}")` in a new cell prints the checks of a function, and `grader.check_all()` prints the
scoreboard. Add cells wherever you like. All cells share their names, but **each part is graded as a module
of its own**: your functions, and the imports, constants and helpers that they use, from any cell of the
notebook. The rest is not run for grading.

{files}"""
NOTEBOOK_PROVIDED = """\
# Provided code

The setup cell has already made this code importable. Read it, but do not change it, because the grader uses
its own copy."""
NOTEBOOK_LAB = """\
## Lab: see it happen

This cell trains or measures something with the functions above, shows a figure, and ends with a summary
that your written answer can cite. It takes about a minute, needs no network and earns no points. Change
`False` to `True`, run the cell, and change it back, so that *Run All* stays fast. The figure needs
matplotlib; without it you get the same as text."""
NOTEBOOK_HAND_IN = """\
# Check everything and hand in

Save the notebook, and download it as an `.ipynb` file: **File → Download** in JupyterLab, **File → Download →
Download .ipynb** in Colab. Upload that file where your course collects the work, without changing its ending.
Hand in the whole notebook each time: the last upload counts.

Before that, restart the kernel, run all cells, and read the scoreboard below."""
NOTEBOOK_HAND_IN_UNCHECKED = "# Hand in\n\n" + NOTEBOOK_HAND_IN.split("\n\n")[1]


def notebook_files(module: str, answer: str) -> str:
    """Say which cells stand for the files that the handout names; `answer` is empty if there is none.

    >>> notebook_files("sampling.py", "")
    'Where the text names a file such as `sampling.py`, look for the cells that begin with `# sampling.py`.'
    """
    code = f"Where the text names a file such as `{module}`, look for the cells that begin with `# {module}`."
    return f"{code} A file such as `{answer}` is the answer's cell below its question." if answer else code


def notebook_points(points: float) -> str:
    """Return the points of a function below its heading."""
    return f"{points:g} {'point' if points == 1 else 'points'}"


# Files: notes on the files of a submission, and why one cannot be read. Names arrive quoted and printable.

TOP_FOLDER = "the top folder"
HAND_IN_FILES = "upload the .py and .md files, or a zip of them"
TOO_MANY_ARCHIVES = "there are too many archives; " + HAND_IN_FILES
ARCHIVE_TOO_DEEP = "it is an archive within an archive within an archive; " + HAND_IN_FILES
# By the values of `autograder.submissions.packed.Form`.
ARCHIVES = {"rar": "a RAR archive", "7z": "a 7-Zip archive", "zstd": "an archive packed with Zstandard"}
ZIP_TOO_MANY_FILES = "the zip holds too many files; include only your own"
ZIP_OVERLAP = "the zip has entries that overlap; create it with another program"
ZIP_ENCRYPTED = "the zip is encrypted; create it without a password"
ZIP_SPLIT = "the zip is one of several parts; create one zip that is not split, or " + HAND_IN_FILES
ZIP_METHOD = "the zip uses an unusual compression method; create it with another program"

# By the values of `autograder.submissions.reasons.Reason`.
WHY_SKIPPED = {
    "not_regular": "not a regular file; submit the file itself, not a link or a folder",
    "unusual_name": "an unusual path; use a short name without special characters",
    "same_name": "the same name as another file; rename one of them",
    "same_entry": "the archive holds two different files of this name, and the first was used; create it "
    "again with the right one only",
    "older_entry": "the archive holds two different files of this name, and the last was used; create it "
    "again with the right one only",
    "too_large": "larger than {:,} bytes; submit only your own code and answers",
    "too_many_files": "more than {:,} code and text files; submit only your own",
    "too_many_bytes": "more than {:,} bytes of code and text; submit only your own files",
    "cannot_open": "cannot be opened ({})",
    "cannot_read": "cannot be read ({})",
}


def why_skipped(reason: str, detail: int | str = "") -> str:
    """Return why a file was skipped, with the limit or the system's error that belongs to the reason.

    >>> why_skipped("cannot_open", "Permission denied")
    'cannot be opened (Permission denied)'
    """
    return WHY_SKIPPED[reason].format(detail)


def skipped(names: Sequence[str], n_more: int, reason: str, detail: int | str = "") -> str:
    """Return the note on files that were skipped for one reason; `n_more` of them are not named.

    >>> skipped(["'a.py'", "'b.py'"], 2, "same_name")
    "skipped 'a.py', 'b.py' and 2 more: the same name as another file; rename one of them"
    """
    return f"skipped {_listed(names, n_more)}: {why_skipped(reason, detail)}"


def used_as(found: str, asked: str) -> str:
    """Return the note on a file whose name is nearly the requested one."""
    return f"{found} was used as {asked}; please rename it"


def ambiguous(asked: str, candidates: Sequence[str]) -> str:
    """Return the note on a missing file that several other files could be."""
    return f"{asked} was not found, but {' and '.join(candidates)} are similar; rename the right one"


def ambiguous_stub(asked: str, candidates: Sequence[str]) -> str:
    """Return the note on a module without a finished function that several other files could be."""
    return f"{asked} has no finished function, but {' and '.join(candidates)} have; rename the right one"


def functions_spread(asked: str, files: Mapping[str, Sequence[str]], n_more: int) -> str:
    """Return the note on a module whose functions are in several files; `files` has those of each file."""
    found = _listed(_with_functions(files), n_more)
    return f"the functions of {asked} are in {found}: put them into one file {asked}"


def put_together(asked: str, files: Mapping[str, Sequence[str]], n_more: int) -> str:
    """Return the note on a module that was put together from several files.

    >>> put_together("'sums.py'", {"'add.py'": ["add"], "'halve.py'": ["halve"]}, 0)
    "'sums.py' was put together from 'add.py' (add), 'halve.py' (halve); please put them into one file"
    """
    found = _listed(_with_functions(files), n_more)
    return f"{asked} was put together from {found}; please put them into one file"


def _with_functions(files: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{file} ({', '.join(functions)})" for file, functions in files.items()]


def function_elsewhere(file: str, function: str, other: str) -> str:
    """Return the note on a function that a module lacks and another file has."""
    return f"{file} has no function {function}, but {other} has one: move it into {file}"


def answers_unnamed(files: Sequence[str], n_more: int, asked: str) -> str:
    """Return the note on files that may hold answers, but name no question; `asked` is one of those missing.

    >>> answers_unnamed(["'answers.md'"], 0, "'written/q1_heat.md'")
    "not used as an answer, because its name has no question's number: 'answers.md'; copy each answer into \
a file of its own, such as 'written/q1_heat.md'"
    """
    return (
        f"not used as an answer, because its name has no question's number: {_listed(files, n_more)}; "
        f"copy each answer into a file of its own, such as {asked}"
    )


def found_in(asked: str, found: str) -> str:
    """Return the note on a file that lies elsewhere."""
    return f"{asked} was read from {'the top of what you handed in' if found == asked else found}"


def read_as(asked: str, found: str) -> str:
    """Return the note on an answer that lies in a file of another name."""
    return f"{found} was read as {asked}; please rename it"


def used_for_stub(found: str, asked: str) -> str:
    """Return the note on a file that was used in place of an untouched module."""
    return f"{asked} has no finished function, so {found} was used in its place; hand in one file"


def other_versions(used: str, others: Sequence[str], n_more: int) -> str:
    """Return the note on other versions of a file that were not used."""
    return f"{used} was used, and not {_listed(others, n_more)}; hand in one version"


def not_submitted(names: Sequence[str]) -> str:
    """Return the note on requested Python files that were not handed in."""
    return f"not in your submission: {', '.join(names)}"


# By the suffix of a file that is named like a missing module, or its beginning: what it is, what to upload.
INSTEAD_OF_CODE = {
    "._": "what a Mac keeps beside a file: upload the file itself",
    "icloud": "a placeholder that iCloud left: click on it to download the file",
    "swp": "an editor's swap file: save the file in the editor",
    "lnk": "a shortcut: upload the file that it opens",
    "url": "a shortcut: upload the file that it opens",
    "webloc": "a shortcut: upload the file that it opens",
    "desktop": "a shortcut: upload the file that it opens",
    "gdoc": "a link to Google Docs: download the code as plain text",
    "pyc": "compiled code: upload the source",
}


def module_in_other_file(asked: str, found: Sequence[str], suffixes: Collection[str]) -> str:
    """Return the note on a missing module, if files of its name are there that are no Python code.

    >>> module_in_other_file("'sums.py'", ["'sums.docx'"], {"docx"})
    "'sums.py' was not found, and 'sums.docx' cannot be read as Python code: copy the code into 'sums.py'"
    """
    what = [INSTEAD_OF_CODE[suffix] for suffix in sorted(suffixes) if suffix in INSTEAD_OF_CODE]
    if what and len(found) == 1:
        return f"{asked} was not found, and {found[0]} is {what[0]}"
    names = " and ".join(found)
    return f"{asked} was not found, and {names} cannot be read as Python code: copy the code into {asked}"


def file_empty(name: str) -> str:
    """Return the note on a Python file without code."""
    return (
        f"{name} is empty: save the file in your editor, or open it if it is in a cloud, and upload it again"
    )


def functions_missing(file: str, functions: Sequence[str]) -> str:
    """Return the note on functions that a file does not define.

    >>> functions_missing("'sampling.py'", ["greedy"])
    "'sampling.py' has no function greedy"
    """
    return f"{file} has no function {' and no function '.join(functions)}"


def ends_process(file: str, line: int, call: str) -> str:
    """Return the note on a call that ends the process.

    >>> ends_process("'sampling.py'", 3, "os._exit")
    "'sampling.py', line 3, calls os._exit(), which ends grading of this file at once: remove the call"
    """
    return f"{file}, line {line}, calls {call}(), which ends grading of this file at once: remove the call"


def function_misnamed(file: str, function: str, other: str) -> str:
    """Return the note on a function with nearly the right name."""
    return f"{file} has no function {function}, but one named {other}: rename it"


def function_nested(file: str, function: str, outer: str) -> str:
    """Return the note on a function inside another one, or in a class."""
    return (
        f"{file} has no function {function} at the left margin, but one inside {outer}: "
        "move it out, to the left margin"
    )


def answer_in_document(asked: str, documents: Sequence[str]) -> str:
    """Return the note on an answer in a document that is no plain text."""
    found = " and ".join(documents)
    return f"{asked} holds no answer, and {found} could not be read as text; copy the answer into {asked}"


def hidden_by_python(name: str) -> str:
    """Return the note on a helper file that an import does not find."""
    return f"{name} was not used: Python has a module with this name; rename the file"


def answer_cut(name: str, n_bytes: int) -> str:
    """Return the note on an answer that is too long."""
    return f"{name} is too long; only the first {n_bytes:,} bytes were read"


def folder_chosen(used: str, other: str) -> str:
    """Return the note on requested files that lie in two folders; an empty name is the top folder."""
    return f"files were read from {_folder(used)} only, and those in {_folder(other)} were ignored"


def folder_found(folder: str) -> str:
    """Return the note on files that were found deep in the submission."""
    return f"your files were found in {_folder(folder)}"


def nothing_found(names: Sequence[str], n_more: int) -> str:
    """Return the note on a submission without a requested file; `names` are what it holds instead."""
    instead = f"; your submission holds {_listed(names, n_more)}" if names else ""
    return f"none of the requested files was found{instead}; {HAND_IN_FILES}"


def too_deep(folder: str, limit: int) -> str:
    """Return the note on folders that are not searched, because they lie too deep."""
    return f"files more than {limit} folders deep were not looked at, such as those in {folder}; move them up"


def search_stopped(limit: int) -> str:
    """Return the note on a folder with too many entries."""
    return f"only the first {limit:,} files and folders were searched; submit only your own files"


def zip_without_work(names: Sequence[str], n_more: int) -> str:
    """Return the note on a zip without code and answers; `names` are what it holds instead."""
    return f"the zip holds no Python file, notebook or Markdown file, only {_listed(names, n_more)}"


def place_missing(place: str) -> str:
    """Return why a path cannot be graded: nothing is there."""
    return f"{place} does not exist: name the folder, the zip or the notebook that holds the submission"


def place_not_folder(place: str) -> str:
    """Return why a path cannot be graded: it is not a folder."""
    return f"{place} is not a folder: name the folder that holds the submission"


def folder_unreadable(folder: str, reason: str, detail: int | str) -> str:
    """Return why a submission's folder cannot be read."""
    return f"{folder}: {why_skipped(reason, detail)}"


def zip_broken(name: str, error: str) -> str:
    """Return why a file cannot be unpacked, in the words of the library that tried."""
    return f"{name} cannot be unpacked as a zip: {error}; create it again, or {HAND_IN_FILES}"


def tar_broken(name: str, error: str) -> str:
    """Return why a file cannot be unpacked, in the words of the library that tried."""
    return f"{name} cannot be unpacked as a tar archive: {error}; {HAND_IN_FILES}"


def archive_closed(name: str, form: str) -> str:
    """Return why an archive is not opened: its kind.

    >>> archive_closed("work.rar", "rar")
    'work.rar is a RAR archive, which cannot be opened here; upload the .py and .md files, or a zip of them'
    """
    return f"{name} is {ARCHIVES[form]}, which cannot be opened here; {HAND_IN_FILES}"


def archive_unopened(name: str, reason: str) -> str:
    """Return the note on an archive within the submission."""
    return f"{name} was not opened: {reason}"


def archive_too_long(name: str) -> str:
    """Return the note on an archive that was not read to its end."""
    return f"{name} is very large, and only its beginning was read; {HAND_IN_FILES}"


def office_document(name: str) -> str:
    """Return why a document is not opened as a zip, which it is inside."""
    return f"{name} is an Office document, not an archive of files; {HAND_IN_FILES}"


def file_of_no_use(name: str) -> str:
    """Return why a single file is not graded."""
    return f"{name} is not a zip, a notebook, a Python file or a Markdown file; {HAND_IN_FILES}"


def zip_size_impossible(name: str) -> str:
    """Return why a zip is refused: an entry states a size that its packed bytes cannot have."""
    return f"{name} cannot be as large as the zip states; create the zip again"


def zip_size_wrong(name: str) -> str:
    """Return why a zip is refused: an entry unpacks to more bytes than it states."""
    return f"{name} is larger than the zip states; create the zip again"


def _listed(names: Sequence[str], n_more: int) -> str:
    return ", ".join(names) + (f" and {n_more:,} more" if n_more else "")


def _folder(shown: str) -> str:
    return f"the folder {shown}" if shown else TOP_FOLDER


# Notebooks: what was read of one in place of files.

HAND_IN_NOTEBOOK = "hand in the notebook itself, a file whose name ends in .ipynb"
# By the values of `autograder.submissions.notebook.find.Form`.
NOT_A_NOTEBOOK = {
    "empty": "is empty: save the notebook, and " + HAND_IN_NOTEBOOK,
    "html": "is a web page, not a notebook: " + HAND_IN_NOTEBOOK,
    "pdf": "is a PDF, not a notebook: " + HAND_IN_NOTEBOOK,
    "other": "is not a notebook: " + HAND_IN_NOTEBOOK,
}


def not_a_notebook(name: str, form: str) -> str:
    """Return why a file in the place of a notebook is not read.

    >>> not_a_notebook("'work.pdf'", "pdf")
    "'work.pdf' is a PDF, not a notebook: hand in the notebook itself, a file whose name ends in .ipynb"
    """
    return f"{name} {NOT_A_NOTEBOOK[form]}"


def cell_of(function: str) -> str:
    """Name a cell by the first function that it defines."""
    return f"cell of {function}"


def cell_from(first_line: str) -> str:
    """Name a cell that defines no function by its first line of code."""
    return f"cell that begins with `{first_line}`" if first_line else "cell without code"


def notebook_over_limits(name: str) -> str:
    """Return the note on a notebook that took too much time or memory to read."""
    return f"{name} could not be read: it takes too much time or memory; clear its outputs and large data"


def notebook_without_cells(name: str) -> str:
    """Return the note on a file with the name of a notebook in which no cell was found."""
    return f"{name} holds no cells that can be read; download the notebook again"


def notebook_of_others(name: str) -> str:
    """Return the note on a notebook without anything that is asked for."""
    return f"{name} defines none of the assignment's functions; check that it is the right notebook"


def notebook_from_checkpoints(name: str) -> str:
    """Return the note on a copy that Jupyter saved by itself, where there is nothing else."""
    return f"only the automatic copy {name} was found and read; it may be old: hand in the notebook itself"


def notebooks_too_many(limit: int) -> str:
    """Return the note on a submission with many notebooks."""
    return f"only the first {limit} notebooks were read; hand in one"


def notebook_chosen(file: str, used: str, others: Sequence[str]) -> str:
    """Return the note on several notebooks with functions of one module."""
    return f"the functions of {file} were read from {used}, not from {' or '.join(others)}"


def notebook_answer_chosen(number: str, used: str, others: Sequence[str]) -> str:
    """Return the note on several notebooks with an answer to one question."""
    return f"the answer to {number} was read from {used}, not from {' or '.join(others)}"


def notebook_over_file(file: str, notebook: str) -> str:
    """Return the note on a module file that holds nothing of the student's."""
    return f"{file} has no finished function, so its functions were read from {notebook}"


def files_over_notebook(files: Sequence[str], notebook: str) -> str:
    """Return the note on module files beside a notebook."""
    return f"functions were read from {', '.join(files)}, and not from {notebook}"


def file_over_answer(file: str) -> str:
    """Return the note on an answer that stands in a file and in a notebook."""
    return f"the answer was read from {file}, and not from the notebook"


def notebook_code_in_text(functions: Sequence[str], n_more: int) -> str:
    """Return the note on code in cells of text."""
    return f"{_listed(functions, n_more)}: read from a cell that is text; make it a code cell"


def notebook_cells_joined(cell: str) -> str:
    """Return the note on a cell that was split inside a function."""
    return f"the {cell} was read together with the next one: it was split inside a function"


def notebook_cell_too_long(cell: str) -> str:
    """Return the note on a cell with too much code."""
    return f"the {cell} is too long; code in it, or after it, was not read"


def notebook_cell_broken(cell: str, line: int, reason: str) -> str:
    """Return the note on code that is not Python.

    >>> notebook_cell_broken("cell of greedy", 3, "invalid syntax")
    'the cell of greedy, line 3, is not valid Python (invalid syntax); that part was not used'
    """
    return f"the {cell}, line {line}, is not valid Python ({reason}); that part was not used"


def notebook_code_in_answer(number: str) -> str:
    """Return the note on code beside a written answer."""
    return f"code beside the answer to {number} is not part of it; write it as text if it should be"


def notebook_text_below_answer(number: str, heading: str) -> str:
    """Return the note on a cell with a heading of its own below a written answer."""
    return f"the text below the heading `{heading}` is not part of the answer to {number}; move it if it is"


def notebook_text_unread(first_words: str) -> str:
    """Return the note on a text that belongs to no written question."""
    return f"the text that begins with `{first_words}` belongs to no question; move it if it is an answer"


def notebook_damaged(name: str) -> str:
    """Return the note on a notebook that ends in the middle, or has lost a part."""
    return f"{name} is damaged; only what could be read was graded: download the notebook again"


def notebook_too_long(name: str) -> str:
    """Return the note on a notebook with too many cells."""
    return f"{name} has too many cells or too much code; only its beginning was read"


def notebook_conflict(name: str, *, theirs: bool) -> str:
    """Return the note on a notebook with git's conflict markers."""
    side = "second" if theirs else "first"
    return f"{name} has merge conflicts; the {side} version of each was read: resolve them"
