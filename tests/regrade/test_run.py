"""A course from its export to its journal: as single grading, resumable, and whatever some submissions do."""

import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.catalog import Project
from autograder.cli.regrade import _shard
from autograder.errors import AutograderError
from autograder.regrade.export import Entry
from autograder.regrade.journal import Journal
from autograder.regrade.result import Result, State
from autograder.regrade.run import Progress, locked, run_folder, shard_of

Command = Callable[..., subprocess.CompletedProcess[str]]
MINI = Path(__file__).parents[1] / "mini_assignment"
VOLATILE = ("execution_time", "extra_data")


def words(report: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in report.items() if key not in VOLATILE}


def results(path: Path) -> dict[str, Result]:
    with Journal(path, must_exist=True) as journal:
        return {result.name: result for result in journal.results(with_reports=True)}


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The smallest course, in a place of its own."""
    root = tmp_path_factory.mktemp("mini")
    shutil.copytree(
        MINI, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".autograder")
    )
    return Project(root)


@pytest.fixture(scope="module")
def course(mini: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export with honest, empty, hostile and unreadable submissions."""
    folder = tmp_path_factory.mktemp("course")
    (module,) = mini.assignment.modules
    solution = (mini.solutions_folder / module.path).read_text(encoding="utf-8")
    first = module.questions[0].function
    bodies = {
        "submission_1": solution,
        "submission_2": (mini.assignment_folder / module.path).read_text(encoding="utf-8"),
        "submission_3": f"{solution}\ndef {first}(*args, **kwargs):\n    return None\n",
        "submission_4": f"import os\nos.kill(os.getpid(), 9)\n{solution}",
        "submission_5": f"{solution}\ndef {first}(*args, **kwargs):\n    import os; os._exit(3)\n",
        "submission_6": "\0",
    }
    for name, source in bodies.items():
        (folder / name).mkdir()
        (folder / name / module.path).write_text(source, encoding="utf-8")
    people = {f"submission_{n}": {":submitters": [{":name": f"S{n}", ":sid": f"00{n}"}]} for n in range(1, 7)}
    (folder / "submission_metadata.yml").write_text(json.dumps(people), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def regrade(mini: Project, run_autograder: Command) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*args: object, status: int = 0) -> subprocess.CompletedProcess[str]:
        done = run_autograder("regrade", *args, "--seed", 1, "--root", mini.root)
        assert done.returncode == status, done.stderr
        return done

    return run


@pytest.mark.slow
def test_a_course_is_graded_as_single_submissions_are(
    mini: Project, course: Path, regrade: Command, run_autograder: Command, tmp_path: Path
) -> None:
    out = tmp_path / "course.sqlite"
    said = regrade(course, "--out", out, "--slots", 2).stdout
    assert "6 graded, 0 kept from before" in said
    found = results(out)
    for name, result in found.items():
        file = tmp_path / f"{name}.json"
        done = run_autograder(
            "grade", course / name, "--results", file, "--seed", 1, "--root", mini.root
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        single = json.loads(file.read_text(encoding="utf-8"))
        assert json.dumps(words(result.report)) == json.dumps(words(single)), name
        assert result.report["extra_data"]["failures"] == single["extra_data"]["failures"], name
        assert result.score == single["score"]

    # Nothing is graded again, until something changes. The zip is the same work as the folder.
    assert "0 graded, 6 kept" in regrade(course, "--out", out).stdout
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(course.rglob("*")):
            archive.write(path, Path("assignment_1_export", path.relative_to(course)))
    assert "0 graded, 6 kept" in regrade(packed, "--out", out).stdout
    changed = tmp_path / "changed"
    shutil.copytree(course, changed)
    with next((changed / "submission_3").glob("*.py")).open("a") as file_:
        file_.write("# later\n")
    assert "1 graded, 5 kept" in regrade(changed, "--out", out).stdout
    assert {name: (each.score, each.state) for name, each in results(out).items()} == {
        name: (each.score, each.state) for name, each in found.items()
    }

    # Shards, merged, are the same course; so is a run with more slots than cores.
    shards = [tmp_path / f"{n}.sqlite" for n in (1, 2)]
    for n, shard in enumerate(shards, start=1):
        regrade(course, "--out", shard, "--shard", f"{n}/2", "--slots", 4)
    merged = tmp_path / "merged.sqlite"
    done = run_autograder("regrade", "merge", *shards, "--out", merged)
    assert (done.returncode, done.stdout) == (0, "6 results are new\n")
    assert {name: words(each.report) for name, each in results(merged).items()} == {
        name: words(each.report) for name, each in found.items()
    }
    compared = run_autograder("regrade", "compare", out, merged)
    assert "no grade changed" in compared.stdout
    book = tmp_path / "book.csv"
    done = run_autograder("gradebook", merged, "--code-only", "--out", book, "--root", mini.root)
    assert done.returncode == 0, done.stderr
    assert book.read_text("utf-8-sig").splitlines()[1].startswith("001,,S1,")


@pytest.mark.slow
def test_killed_at_any_moment_it_goes_on_where_it_was(course: Path, mini: Project, tmp_path: Path) -> None:
    out = tmp_path / "course.sqlite"
    program = [
        sys.executable,
        "-c",
        "from autograder.cli import main; main()",
        "regrade",
        course,
        "--out",
        out,
    ]
    command = [*map(str, program), "--slots", "1", "--seed", "1", "--root", str(mini.root)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        time.sleep(0.05)
        if out.exists() and len(results(out)) >= 2:
            process.send_signal(signal.SIGKILL)
    process.wait()
    before = results(out)
    assert len(before) >= 2
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"{len(before)} kept from before" in done.stdout
    after = results(out)
    assert len(after) == 6
    assert {name: after[name] for name in before} == before


def test_bad_input_is_one_line(run_autograder: Command) -> None:
    done = run_autograder("regrade", "none")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "autograder: none does not exist\n"


def test_a_shard_is_two_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert (_shard(""), _shard("3/20")) == ((1, 1), (3, 20))
    for text in ("3", "3/", "/3", "a/3", "-1/3", "\u0663/3"):
        with pytest.raises(SystemExit):
            _shard(text)
        assert f"--shard is I/N, such as 3/20, not {text!r}" in capsys.readouterr().err


def test_shards_are_all_submissions_once() -> None:
    entries = [Entry(f"s{n}", Path("x")) for n in range(11)]
    shards = [shard_of(entries, number, 4) for number in range(1, 5)]
    assert sorted(len(shard) for shard in shards) == [2, 3, 3, 3]
    assert sorted(entry.name for shard in shards for entry in shard) == sorted(
        entry.name for entry in entries
    )
    for number, count in ((0, 4), (5, 4), (1, 0)):
        with pytest.raises(AutograderError, match="there is no shard"):
            shard_of(entries, number, count)


def test_a_journal_has_one_run_at_a_time_and_a_killed_ones_files_are_removed(tmp_path: Path) -> None:
    out = tmp_path / "a.sqlite"
    with locked(out), pytest.raises(AutograderError, match="another run writes to"), locked(out):
        pass
    with locked(out), run_folder(out) as folder:
        (folder / "autograder-left").mkdir()
    folder.mkdir()
    (folder / "left").touch()
    with run_folder(out) as again:
        assert (again, list(again.iterdir())) == (folder, [])
        assert again.stat().st_mode & 0o777 == 0o711
    assert not folder.exists()


def test_progress_counts_each_state() -> None:
    progress = Progress(10, n_reused=3)
    for state in (State.GRADED, State.GRADED, State.UNREADABLE, State.ERROR):
        progress.count(state)
    assert (progress.n_done, progress.n_graded, progress.n_unreadable, progress.n_errors) == (7, 2, 1, 1)
    assert progress.per_second > 0
