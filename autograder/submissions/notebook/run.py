"""Run the child process that reads a notebook, and check what it says."""

import json
import logging
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.text import printable

CHILD = Path(__file__).parent / "child.py"
WALL_SECONDS = 120
"""A backstop: the child's own limit is CPU time, so that a busy machine changes no grade."""
MAX_OUTPUT_BYTES = 16 * 2**20
READ_BYTES = 1 << 18
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Slice:
    """The source of one function, with the place of each line."""

    text: str
    places: tuple[tuple[int, int], ...]
    """By line: the index of its cell's label, and the line in that cell."""


@dataclass(frozen=True)
class Module:
    """What a notebook holds of one module."""

    finished: tuple[str, ...]
    defined: tuple[str, ...]
    from_text: tuple[str, ...]
    """Functions that stood in a cell of text."""
    slices: Mapping[str, Slice]


@dataclass(frozen=True)
class Reading:
    """What the child found in a notebook."""

    n_cells: int
    labels: tuple[tuple[str, str], ...]
    """Of each cell: the first function that it defines, or else its first line of code."""
    modules: Mapping[str, Module]
    answers: Mapping[str, str]
    code_beside: tuple[str, ...]
    """Questions beside whose answer stands code that was not read as part of it."""
    left_out: Mapping[str, str]
    """By question: the heading of a cell below the answer that was not read as part of it."""
    unread: tuple[str, ...]
    """The first words of texts below the first written question that belong to none."""
    files: Mapping[str, str]
    own: Mapping[str, tuple[str, ...]]
    """Finished functions of the module files beside the notebook."""
    beside: tuple[str, ...]
    """Modules whose files are used although the notebook has functions of them, too."""
    is_cut: bool
    is_long: bool
    conflict: int
    """The side of a merge conflict that was read: 1 ours, 2 theirs, 0 none."""
    joined: tuple[int, ...]
    too_long: tuple[int, ...]
    broken: tuple[tuple[int, int, str], ...]
    """Code that is not Python: label, line, reason."""

    @property
    def n_finished(self) -> int:
        """How many functions are more than a stub."""
        return sum(len(module.finished) for module in self.modules.values())


def read(
    notebook: int,
    functions: Mapping[str, tuple[str, ...]],
    written: Mapping[str, str],
    files: Mapping[str, int],
    *,
    is_export: bool,
) -> Reading | None:
    """Return what a notebook holds; None if it could not be read within the limits.

    Args:
        notebook: its open file.
        functions: names of the functions by module.
        written: numbers of the written questions by name.
        files: open module files beside the notebook, by module.
        is_export: the notebook was downloaded as a Python file.
    """
    request = {"functions": functions, "written": written, "files": files, "is_export": is_export}
    output = _output(json.dumps(request), notebook, list(files.values()))
    if output is None:
        return None
    try:
        return _reading(json.loads(output), functions, written)
    except (ValueError, TypeError, KeyError, LookupError, RecursionError) as error:
        log.warning("a notebook's reader said something malformed: %r", error)
        return None


def _output(request: str, notebook: int, files: list[int]) -> bytes | None:
    return output_of(CHILD, request, notebook, files)


def output_of(child: Path, request: str, notebook: int, files: Collection[int] = ()) -> bytes | None:
    """Return what a process writes that reads a student's files; None if it does not end well."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", str(child), request],
        stdin=notebook,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if log.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL,
        pass_fds=files,
        env={},
        cwd="/",
        start_new_session=True,
    )
    assert process.stdout is not None
    data = bytearray()
    deadline = time.monotonic() + WALL_SECONDS
    try:
        with process.stdout, selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while len(data) <= MAX_OUTPUT_BYTES and (left := deadline - time.monotonic()) > 0:
                if selector.select(left):
                    piece = os.read(process.stdout.fileno(), READ_BYTES)
                    if not piece:
                        break
                    data += piece
    finally:
        if len(data) > MAX_OUTPUT_BYTES or time.monotonic() > deadline:
            process.kill()
        status = process.wait()
        if process.stderr:
            log.debug("a notebook's reader: %s", printable(process.stderr.read().decode(errors="replace")))
            process.stderr.close()
    if status or len(data) > MAX_OUTPUT_BYTES:
        log.info("a notebook's reader ended with status %s after %d bytes", status, len(data))
        return None
    return bytes(data)


def _reading(said: Any, functions: Mapping[str, tuple[str, ...]], written: Mapping[str, str]) -> Reading:
    """Check the child's words: it has handled what a student wrote, and may be wrong in any way."""
    labels = tuple((_text(name), _text(line)) for name, line in said["labels"])
    modules = {}
    for module, each in said["modules"].items():
        if module not in functions:
            raise ValueError(module)
        slices = {}
        for name, piece in each["slices"].items():
            if not (_text(name).isascii() and name.isidentifier()):
                raise ValueError(name)
            places = tuple((_int(label, len(labels)), _int(line)) for label, line in piece["places"])
            slices[name] = Slice(_text(piece["text"]), places)
        finished, defined, from_text = (
            tuple(name for name in functions[module] if name in each[key])
            for key in ("finished", "defined", "from_text")
        )
        modules[module] = Module(finished, defined, from_text, slices)
    return Reading(
        n_cells=_int(said["n_cells"]),
        labels=labels,
        modules=modules,
        answers={name: _text(text) for name, text in said["answers"].items() if name in written},
        code_beside=tuple(name for name in written if name in said["code_beside"]),
        left_out={name: _text(heading) for name, heading in said["left_out"].items() if name in written},
        unread=tuple(map(_text, said["unread"])),
        files={_file(name): _text(text) for name, text in said["files"].items()},
        own={module: tuple(map(_text, names)) for module, names in said["own"].items()},
        beside=tuple(module for module in functions if module in said["beside"]),
        is_cut=said["is_cut"] is True,
        is_long=said["is_long"] is True,
        conflict=_int(said["conflict"], 3),
        joined=tuple(_int(label, len(labels)) for label in said["joined"]),
        too_long=tuple(_int(label, len(labels)) for label in said["too_long"]),
        broken=tuple(
            (_int(label, len(labels)), _int(line), _text(why)) for label, line, why in said["broken"]
        ),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _int(value: Any, below: int = 10**9) -> int:
    if type(value) is not int or not 0 <= value < below:
        raise ValueError(value)
    return value


def _file(name: str) -> str:
    if not (name.endswith(".py") and name.removesuffix(".py").isidentifier()):
        raise ValueError(name)
    return name
