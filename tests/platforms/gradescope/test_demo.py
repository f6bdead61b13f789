"""A demonstration in which nothing could be graded says why, and ends with the status of a grader's error."""

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.platforms.gradescope import demo
from autograder.platforms.gradescope.local import LocalGradescope
from autograder.platforms.gradescope.results import refused_results, unfinished_results

REASON = "the course asks for level 2, and /home keeps other users from this Python"


def zip_that_runs(script: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("run_autograder", script)
    return content.getvalue()


@pytest.mark.parametrize("make_results", [unfinished_results, refused_results])
@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("", REASON),
        (f"ERROR grading failed: {REASON}\n", REASON),
        ("Traceback\nImportError: no numpy\n", f"{REASON}; ImportError: no numpy"),
    ],
)
def test_a_sample_that_is_not_graded_ends_the_demo(
    make_results: Any,
    printed: str,
    said: str,
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    results = make_results(f"{REASON}\nTraceback (most recent call last):")
    runs = []

    def run(submission: Path) -> dict[str, Any]:
        runs.append(submission)
        (tmp_path / "results.json").touch()
        (tmp_path / "stdout").write_text(printed, encoding="utf-8")
        return dict(results)

    tree = SimpleNamespace(run=run, results_file=tmp_path / "results.json", log_file=tmp_path / "stdout")
    monkeypatch.setattr(demo, "LocalGradescope", lambda _base, _zipped: tree)
    monkeypatch.setattr(demo, "gradescope_zip", lambda *_: b"")
    with pytest.raises(GraderError) as raised:
        demo.run_demo(project, tmp_path, 1, Console(file=io.StringIO()))
    assert raised.value.exit_status == 3
    assert str(raised.value) == f"the sample reference was not graded: {said} (log: {tmp_path / 'stdout'})"
    assert len(runs) == 1


@pytest.mark.parametrize("script", ["exit 3", "kill -9 $$", "mkdir $AUTOGRADER_BASE/results/results.json"])
def test_a_run_that_writes_no_results_is_an_error_of_the_graders(tmp_path: Path, script: str) -> None:
    submission = tmp_path / "submission"
    submission.mkdir()
    tree = LocalGradescope(tmp_path / "tree", zip_that_runs(script))
    with pytest.raises(GraderError, match=r"run_autograder did not run: .*results.json.*stdout"):
        tree.run(submission)


def test_without_a_shell_it_is_an_error_of_the_graders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = LocalGradescope(tmp_path / "tree", zip_that_runs(""))
    (tmp_path / "submission").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GraderError, match=r"run_autograder did not run: .*bash"):
        tree.run(tmp_path / "submission")
