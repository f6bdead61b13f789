"""A submission with right answers that take their time, so that kills meet running student code.

The name of its thread, which everybody may read in `/proc`, says what it is doing.
"""

from pathlib import Path

from autograder.catalog import Project
from autograder.platforms.gradescope.samples import SAMPLES

NAMES = ("load", "call", "call back", "idle")
BUSY = """

import time as _time
import types as _types

import torch as _torch

_at_work = []


def _spend(milliseconds):
    end = _time.process_time() + milliseconds / 1000
    while _time.process_time() < end:
        pass


def _as(name, function, after, milliseconds):
    def run(*arguments, **named):
        if name == "call" and _at_work:  # one function of the module calls another
            return function(*arguments, **named)
        _at_work.append(name)
        _torch._C._set_thread_name(name)
        try:
            _spend(milliseconds)
            if name == "call":
                arguments = [_slow(each) for each in arguments]
                named = {key: _slow(each) for key, each in named.items()}
            return function(*arguments, **named)
        finally:
            _at_work.pop()
            _torch._C._set_thread_name(after)
    return run


def _slow(value):
    return _as("call back", value, "call", 1) if type(value) is _types.FunctionType else value


_torch._C._set_thread_name("load")
_spend(10)
for _number, _name in enumerate(FUNCTIONS):
    globals()[_name] = _as("call", globals()[_name], "idle", 1 if _number % 3 else 15)
_torch._C._set_thread_name("idle")
"""


def make_busy(folder: Path, project: Project) -> None:
    """Write the submission; it has full marks when nobody disturbs it."""
    SAMPLES["reference"](folder, project)
    for module in project.assignment.modules:
        functions = str([question.function for question in module.questions])
        with (folder / module.path).open("a", encoding="utf-8") as file:
            file.write(BUSY.replace("FUNCTIONS", functions))
