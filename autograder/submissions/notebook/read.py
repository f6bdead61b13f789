"""What a notebook holds: module files, answers, and facts for notes. Runs in the child process."""

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.submissions.notebook.answers import find_answers
from autograder.submissions.notebook.cells import Cell, cells_of, cells_of_export
from autograder.submissions.notebook.document import Document, read_document
from autograder.submissions.notebook.lexer import lines_of
from autograder.submissions.notebook.parse import parse
from autograder.submissions.notebook.scan import Scanned, as_utf8, in_conflict, one_side, scan
from autograder.submissions.notebook.slices import ModuleSlices, Slicer

MAX_NOTES = 5
MAX_REASON = 80


def read_notebook(data: Any, request: Mapping[str, Any], files: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a notebook holds, as JSON.

    Args:
        data: the notebook, as bytes or mapped.
        request: as `child.py` has it.
        files: the module files beside the notebook; one with a finished function is used in its place.
    """
    functions, written = request["functions"], request["written"]
    own = {module: finished_in(bytes(text), functions[module]) for module, text in files.items()}
    excluded = [module for module, finished in own.items() if finished]
    head = bytes(data[:4])
    utf8 = as_utf8(bytes(data)) if b"\0" in head or head[:2] in (b"\xff\xfe", b"\xfe\xff") else data
    sides = (1, 2) if in_conflict(utf8) else (1,)
    readings = [_Reading(_scanned(utf8, request, side), functions, written, excluded) for side in sides]
    best = max(readings, key=lambda reading: reading.n_finished)
    side = 1 + readings.index(best)
    return {**best.as_json(), "own": own, "conflict": side if len(sides) > 1 else 0}


def finished_in(source: bytes, functions: Sequence[str]) -> list[str]:
    """Return the functions of a module file that are more than a stub; none if the file is not Python."""
    lines = lines_of(as_utf8(source).decode(errors="replace").lstrip("\ufeff"), 0)
    parsed = parse(lines, as_file=True)
    return [] if parsed.broken else Slicer(parsed.statements, (), {"": functions}).finished("")


def _scanned(data: Any, request: Mapping[str, Any], side: int) -> tuple[list[Cell], Scanned]:
    if request["is_export"]:
        text = bytes(data).decode(errors="replace")
        return cells_of_export(one_side(text, side)), Scanned()
    scanned = scan(data, side)
    return cells_of(scanned), scanned


class _Reading:
    """A notebook, read with one side of its merge conflicts."""

    def __init__(
        self,
        found: tuple[list[Cell], Scanned],
        functions: Mapping[str, Sequence[str]],
        written: Mapping[str, str],
        excluded: Sequence[str],
    ) -> None:
        self._cells, self._scanned = found
        self._document: Document = read_document(self._cells, functions, excluded)
        slicer = Slicer(self._document.statements, self._document.broken, functions, excluded)
        self._modules: dict[str, ModuleSlices] = slicer.run()
        self._beside = [module for module in excluded if slicer.finished(module)]
        self._answers, self._unread = find_answers(
            self._cells, written, {name for names in functions.values() for name in names}
        )
        self._broken = list(
            {id(each): each for each in [*self._document.broken, *slicer.broken.values()]}.values()
        )

    @property
    def n_finished(self) -> int:
        """How many functions are finished, and then how many are there at all."""
        return sum(100 * len(each.finished) + len(each.defined) for each in self._modules.values())

    def as_json(self) -> dict[str, Any]:
        """Return what was read, in values of JSON."""
        labels = {cell.number: index for index, cell in enumerate(self._cells, start=1)}
        modules = {
            module: {
                "finished": each.finished,
                "defined": each.defined,
                "from_text": each.from_spare,
                "slices": {
                    name: {
                        "text": "\n".join(line.text for line in piece.lines) + "\n",
                        "places": [[labels.get(line.cell, 0), line.number] for line in piece.lines],
                    }
                    for name, piece in each.slices.items()
                },
            }
            for module, each in self._modules.items()
        }
        broken = [each for each in self._broken if each.name or len(each.lines) > 1]
        return {
            "n_cells": len(self._cells),
            "labels": [["", ""], *(list(cell.label) for cell in self._cells)],
            "modules": modules,
            "answers": {name: found.text for name, found in self._answers.items()},
            "code_beside": [name for name, found in self._answers.items() if found.has_code],
            "left_out": {name: found.left_out for name, found in self._answers.items() if found.left_out},
            "unread": self._unread[:MAX_NOTES],
            "files": self._document.files,
            "beside": self._beside,
            "is_cut": self._scanned.is_cut,
            "is_long": self._scanned.is_long,
            "joined": [labels[cell.number] for cell in self._document.joined][:MAX_NOTES],
            "too_long": [labels[cell.number] for cell in self._document.long][:MAX_NOTES],
            "broken": [
                [labels.get(each.at.cell, 0), each.at.number, each.reason[:MAX_REASON]] for each in broken
            ][:MAX_NOTES],
        }
