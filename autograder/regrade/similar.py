"""Hand a course's code to a tool that finds similar code. We detect nothing: kept tools do it better.

Each submission's requested files are copied to a folder of its own, under the requested names, wherever the
student had put them, notebooks included. None of it is run.
"""

import shlex
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from autograder.answer_key.runs import Track
from autograder.catalog import Project
from autograder.catalog.wanted import wanted_of
from autograder.errors import AutograderError
from autograder.messages import instructors
from autograder.regrade.export import Entry, opened_entry
from autograder.submissions.find import SubmissionError
from autograder.submissions.notes import Notes
from autograder.submissions.opened import opened
from autograder.submissions.read import read_submission
from autograder.submissions.stage import staged

WORK, HANDOUT = "work", "handout"
TOOLS = {
    "copydetect": "copydetect -t {work} -b {handout} -e py -O {out}/report.html -a",
    "compare50": "compare50 {work}/* -d {handout}/* -o {out}/report",
    "dolos": "dolos run -f web -l python --ignore {handout} {work}",
}
"""The command of each tool that is known; the places are filled in."""


def copy_code(entries: Iterable[Entry], project: Project, out: Path) -> list[str]:
    """Copy all code below `out`, and return the submissions that cannot be read.

    Raises:
        AutograderError: `out` holds something already.
    """
    if out.exists() and any(out.iterdir()):
        raise AutograderError(instructors.not_empty(out))
    modules = [module.path for module in project.assignment.modules]
    for path in modules:
        (out / HANDOUT).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.assignment_folder / path, out / HANDOUT / path)
    unreadable = []
    for entry in entries:
        try:
            _copy(entry, project, modules, out / WORK / Path(entry.name).name)
        except SubmissionError:
            unreadable.append(entry.name)
    return unreadable


def run_tool(tool: str, out: Path) -> int:
    """Run a tool on the files that `copy_code` has copied, and return its exit status.

    Args:
        tool: a name of `TOOLS`, or a command with `{work}`, `{handout}` and `{out}` in it. No shell reads it.
        out: the folder.

    Raises:
        AutograderError: the tool is not installed.
    """
    places = {"work": out / WORK, "handout": out / HANDOUT, "out": out}
    words: list[str] = []
    for word in shlex.split(TOOLS.get(tool, tool)):
        filled = word.format(**places)
        if filled.endswith("/*") and word != filled:
            words += sorted(map(str, Path(filled[:-2]).iterdir()))
        else:
            words.append(filled)
    try:
        return subprocess.run(words, check=False).returncode
    except FileNotFoundError as error:
        raise AutograderError(instructors.tool_missing(words[0])) from error


def _copy(entry: Entry, project: Project, modules: list[str], target: Path) -> None:
    notes = Notes()
    names = [each.path for each in project.assignment.pieces]
    with opened_entry(entry) as place, opened(place, notes) as folder:
        submission = read_submission(folder, names, wanted_of(project.assignment), notes)
        with staged(submission, project.assignment_folder / "provided") as stage:
            target.mkdir(parents=True, exist_ok=True)
            for path in modules:
                if (stage / path).is_file():
                    shutil.copyfile(stage / path, target / path)


def copied(entries: list[Entry], project: Project, out: Path, track: Track) -> list[str]:
    """As `copy_code`, with progress."""
    return copy_code(track(entries, "submissions"), project, out)
