"""Make a submission's missing module files and answers from its notebooks, with notes on what was used."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import PurePath

from autograder.messages import students
from autograder.submissions.find import Submission, SubmissionError
from autograder.submissions.names import alike, shown
from autograder.submissions.notebook.find import (
    MAX_NOTEBOOK_BYTES,
    MAX_NOTEBOOKS,
    Form,
    Notebooks,
    find_notebooks,
)
from autograder.submissions.notebook.run import Reading, Slice, read
from autograder.submissions.notes import Notes
from autograder.submissions.tree import Tree, UnreadableError
from autograder.submissions.written_answers import read_answer
from autograder.text import printable

MAX_NAMES = 3
CELLS = "{}_cells"
"""The folder with a module's functions, each in a file of its own."""
LOADER = '''"""Made from a notebook: each function is in a file of its own, loaded when it is asked for."""

import importlib

__all__ = {names!r}


def __getattr__(name):
    if name not in __all__:
        raise AttributeError(name)
    try:
        cells = importlib.import_module({folder!r} + "." + name)
    except AttributeError as error:
        return _failed(error)  # raised from here, it would say that there is no such function
    return getattr(cells, name)


def _failed(error):
    def fail(*args, **kwargs):
        raise error

    return fail
'''


@dataclass(frozen=True)
class Wanted:
    """What is looked for in a notebook."""

    functions: Mapping[str, tuple[str, ...]]
    """Names of functions by module."""
    written: Mapping[str, str]
    """Numbers of written questions, such as `Q1`, by name."""


@dataclass(frozen=True)
class _Read:
    """A notebook that was read."""

    parts: tuple[str, ...]
    reading: Reading

    @property
    def name(self) -> str:
        return shown(self.parts)

    @property
    def holds_work(self) -> bool:
        modules = self.reading.modules.values()
        return bool(self.reading.answers) or any(module.defined for module in modules)


def with_notebooks(submission: Submission, wanted: Wanted) -> Submission:
    """Return a submission with the files and answers that it lacks, made from its notebooks.

    A module file wins over a notebook if one of its functions is more than a stub, and an answer's file if it
    holds words. A notebook that cannot be read costs a note.

    Raises:
        SubmissionError: the submission holds nothing but files of another kind in a notebook's place.
    """
    notes = submission.notes
    with Submission(submission.root).tree() as tree:
        notebooks = find_notebooks(tree, submission.modules)
        if not notebooks:
            _refuse_others(submission, notebooks, notes)
            return submission
        with ExitStack() as files:
            own = _own_files(submission, wanted, set(notebooks.exports), files)
            reads = _read_all(tree, notebooks, wanted, own, notes)
    if not reads:
        return submission
    made: dict[str, str] = {}
    places: dict[str, Mapping[int, tuple[str, int]]] = {}
    _take_modules(reads, wanted, made, places, notes)
    for each in reads:
        made = {**each.reading.files, **made}
        _note_problems(each, wanted, notes)
    answers: dict[str, str] = {}
    for name in wanted.written:
        found = [
            (read_answer(each.reading.answers[name]).words, each)
            for each in reads
            if name in each.reading.answers
        ]
        if found:
            n_words, best = max(found, key=lambda item: item[0])
            answers[f"written/{name}.md"] = best.reading.answers[name]
            others = [each.name for n_others, each in found if n_others and each is not best]
            if n_words and others:
                notes.say(
                    students.notebooks.answer_chosen(wanted.written[name], best.name, others[:MAX_NAMES])
                )
    made = {**submission.made, **made}
    return replace(submission, made=made, answers=answers, places=places)


def _own_files(
    submission: Submission, wanted: Wanted, exports: set[tuple[str, ...]], opened: ExitStack
) -> dict[str, int]:
    """Open the module files beside the notebooks."""
    tree = opened.enter_context(Submission(submission.root).tree())
    found = {}
    for module in wanted.functions:
        parts = submission.path_of(f"{module}.py")
        if parts and parts not in exports:
            try:
                found[module] = opened.enter_context(tree.open(parts, MAX_NOTEBOOK_BYTES))
            except UnreadableError:
                continue  # staging says why
    return found


def _read_all(
    tree: Tree, notebooks: Notebooks, wanted: Wanted, own: Mapping[str, int], notes: Notes
) -> list[_Read]:
    found = notebooks.found or notebooks.exports
    if notebooks.from_checkpoints:
        notes.say(students.notebooks.from_checkpoints(shown(found[0])))
    if len(found) > MAX_NOTEBOOKS:
        notes.say(students.notebooks.too_many(MAX_NOTEBOOKS))
    for parts, form in notebooks.others:
        if form is not Form.PDF and form is not Form.HTML:
            notes.say(students.notebooks.not_a_notebook(shown(parts), form.value))
    reads = []
    for parts in found[:MAX_NOTEBOOKS]:
        try:
            with tree.open(parts, MAX_NOTEBOOK_BYTES) as descriptor:
                reading = read(
                    descriptor, wanted.functions, wanted.written, own, is_export=bool(notebooks.exports)
                )
        except UnreadableError as error:
            notes.skip(parts, error.reason, error.detail)
            continue
        if reading is None:
            notes.say(students.notebooks.over_limits(shown(parts)))
        elif not reading.n_cells:
            notes.say(students.notebooks.without_cells(shown(parts)))
        else:
            reads.append(_Read(parts, reading))
    if reads and not own and not any(each.holds_work for each in reads):
        notes.say(students.notebooks.of_others(reads[0].name))
    return reads


def _take_modules(
    reads: Sequence[_Read],
    wanted: Wanted,
    made: dict[str, str],
    places: dict[str, Mapping[int, tuple[str, int]]],
    notes: Notes,
) -> None:
    for module in wanted.functions:
        file, own = f"{module}.py", reads[0].reading.own
        if own.get(module):
            continue  # the child makes nothing of such a module
        found = [each for each in reads if each.reading.modules[module].defined]
        if not found:
            continue

        def worth(each: _Read, module: str = module) -> tuple[int, int]:
            return len(each.reading.modules[module].finished), each.reading.n_finished

        best = max(found, key=worth)
        if not best.reading.modules[module].finished and module in own:
            continue
        others = [each.name for each in found if each is not best and each.reading.modules[module].finished]
        if others:
            notes.say(students.notebooks.chosen(file, best.name, others[:MAX_NAMES]))
        if module in own:
            notes.say(students.notebooks.over_file(file, best.name))
        made[file] = ""
        _make(module, best, made, places)
    for each in reads:
        if each.reading.beside:
            notes.say(
                students.notebooks.files_over_notebook(
                    [f"{name}.py" for name in each.reading.beside], each.name
                )
            )


def _make(
    module: str, source: _Read, made: dict[str, str], places: dict[str, Mapping[int, tuple[str, int]]]
) -> None:
    folder, labels = CELLS.format(module), _labels(source.reading)
    slices: Mapping[str, Slice] = source.reading.modules[module].slices
    made[f"{module}.py"] = LOADER.format(names=sorted(slices), folder=folder)
    made[f"{folder}/__init__.py"] = ""
    places[f"{module}.py"] = {}
    for name, piece in slices.items():
        path = f"{folder}/{name}.py"
        made[path] = piece.text
        places[path] = {
            number: (labels(label), line)
            for number, (label, line) in enumerate(piece.places, start=1)
            if label
        }


def _labels(reading: Reading) -> Callable[[int], str]:
    """Return a function that puts a cell in words, by the index of its label."""

    def label(index: int) -> str:
        function, first_line = reading.labels[index]
        return (
            students.notebooks.cell_of(printable(function))
            if function
            else students.notebooks.cell_from(printable(first_line))
        )

    return label


def _note_problems(each: _Read, wanted: Wanted, notes: Notes) -> None:
    reading, label = each.reading, _labels(each.reading)
    from_text = [name for module in reading.modules.values() for name in module.from_text]
    if from_text:
        notes.say(students.notebooks.code_in_text(from_text[:MAX_NAMES], len(from_text[MAX_NAMES:])))
    for index in reading.joined:
        notes.say(students.notebooks.cells_joined(label(index)))
    for index in reading.too_long:
        notes.say(students.notebooks.cell_too_long(label(index)))
    for index, line, reason in reading.broken:
        notes.say(students.notebooks.cell_broken(label(index), line, printable(reason)))
    for name in reading.code_beside:
        notes.say(students.notebooks.code_in_answer(wanted.written[name]))
    for name, heading in reading.left_out.items():
        notes.say(students.notebooks.text_below_answer(wanted.written[name], printable(heading)))
    for words in reading.unread:
        notes.say(students.notebooks.text_unread(printable(words)))
    if reading.is_cut:
        notes.say(students.notebooks.damaged(each.name))
    if reading.is_long:
        notes.say(students.notebooks.too_long(each.name))
    if reading.conflict:
        notes.say(students.notebooks.conflict(each.name, theirs=reading.conflict > 1))


def _refuse_others(submission: Submission, notebooks: Notebooks, notes: Notes) -> None:
    """Refuse a submission that holds nothing but, say, a PDF of the notebook; note such files in others."""
    if not notebooks.others:
        return
    if submission.is_empty:
        parts, form = notebooks.others[0]
        raise SubmissionError(students.notebooks.not_a_notebook(shown(parts), form.value))
    if _is_complete(submission):
        return  # so it is, say, an answer as a PDF
    pieces = [alike(PurePath(name).stem) for name in (*submission.modules, *submission.texts)]
    for parts, form in notebooks.others:
        if not any(piece in alike(parts[-1]) for piece in pieces):
            notes.say(students.notebooks.not_a_notebook(shown(parts), form.value))
            break


def _is_complete(submission: Submission) -> bool:
    """Return whether each requested Python file is there, with a finished function."""
    known = submission.survey
    if known is None:
        return False
    sources = [known.sources.get(submission.path_of(name) or ()) for name in submission.modules]
    return all(source is not None and source.finished for source in sources)
