"""The very zip, in a tree of Gradescope's shape at /autograder: set up, run, read back.

The tree is bound to /autograder in a mount namespace of its own, as root on Linux can; `setup.sh` runs as it
would on the platform, but for where packages come from.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.catalog import Project
from autograder.grading.key import Key
from autograder.platforms.gradescope.build import gradescope_zip
from autograder.platforms.gradescope.local import LocalGradescope
from autograder.platforms.gradescope.samples import SAMPLES, reference, stubs

pytestmark = [pytest.mark.root, pytest.mark.slow]
METADATA = {"id": 1, "users": [{"email": "a@b.c", "id": 2, "name": "Ada"}], "previous_submissions": []}
IN_THE_TREE = 'mkdir -p /autograder && mount --bind "$0" /autograder && cd /autograder && exec bash "$@"'


def pip_arguments() -> str:
    """Where this machine's pip takes packages from, in the words that uv knows."""
    # Not the system's python3, which may lack pip. Without pip at all there are no settings of its own.
    found = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    settings = dict(line.split("=", 1) for line in found.stdout.splitlines() if "=" in line)
    links = next((value.strip("'") for key, value in settings.items() if key.endswith(".find-links")), "")
    links = links or os.environ.get("PIP_FIND_LINKS", "")
    # Without a folder of wheels this is an ordinary machine, and takes what the platform would take.
    return f"--find-links {links}" if links else "--torch-backend=cpu"


def in_tree(base: Path, *command: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "AUTOGRADER_PIP_ARGS": pip_arguments()}
    if "PIP_CERT" in os.environ:
        env["SSL_CERT_FILE"] = os.environ["PIP_CERT"]
    return subprocess.run(
        ["unshare", "--mount", "bash", "-c", IN_THE_TREE, str(base), *command],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def tree(few_chaffs: Project, tmp_path_factory: pytest.TempPathFactory) -> LocalGradescope:
    """The zip unpacked and set up."""
    made = LocalGradescope(tmp_path_factory.mktemp("autograder"), gradescope_zip(few_chaffs, seed=1))
    done = in_tree(made.base, "source/setup.sh")
    assert done.returncode == 0, done.stderr
    (made.base / "submission_metadata.json").write_text(json.dumps(METADATA), encoding="utf-8")
    return made


def grade(tree: LocalGradescope, submission: Path) -> dict[str, Any]:
    for name in ("submission", "results"):
        shutil.rmtree(tree.base / name, ignore_errors=True)
    shutil.copytree(submission, tree.base / "submission")
    done = in_tree(tree.base, "run_autograder")
    assert "Traceback" not in done.stdout + done.stderr
    results: dict[str, Any] = json.loads((tree.base / "results" / "results.json").read_text("utf-8"))
    return results


def syntax_error(folder: Path, project: Project) -> None:
    reference(folder, project)
    with (folder / "context.py").open("a", encoding="utf-8") as file:
        file.write("def sliding_windows(token_ids:\n")


def endless(folder: Path, project: Project) -> None:
    reference(folder, project)
    with (folder / "sharding.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef min_nodes(total_bytes, bytes_per_node):\n    while True:\n        pass\n")


def leaves(folder: Path, project: Project) -> None:
    reference(folder, project)
    with (folder / "memory.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef gigabytes(n_bytes):\n    import os\n\n    os._exit(0)\n")


@pytest.mark.parametrize(
    ("make", "score", "said"),
    [
        (reference, 70, "+ "),
        (stubs, 0, "not started"),
        (SAMPLES["half_done"], 14, "SyntaxError at finetuning.py"),
        (syntax_error, 56, "SyntaxError at context.py"),
        (endless, 68, "did not finish within 5 s of CPU time"),
        (leaves, 69, "the process ended during the call"),
    ],
)
def test_each_sample_has_its_results(
    tree: LocalGradescope,
    project: Project,
    tmp_path: Path,
    assert_valid_results: Callable[[Any], None],
    make: Callable[[Path, Project], None],
    score: float,
    said: str,
) -> None:
    make(tmp_path, project)
    results = grade(tree, tmp_path)
    assert_valid_results(results)
    assert results["extra_data"]["state"] == "complete"
    assert results["score"] == score
    assert sum(test.get("score", 0) for test in results["tests"]) == score
    assert any(said in test["output"] for test in results["tests"])


def test_a_grader_that_cannot_start_leaves_no_score(tree: LocalGradescope, tmp_path: Path) -> None:
    python = tree.base / "source" / ".venv" / "bin" / "python"
    hidden = python.with_name("hidden")
    python.rename(hidden)
    try:
        results = grade(tree, tmp_path)
    finally:
        hidden.rename(python)
    assert "score" not in results
    assert results["extra_data"] == {"state": "incomplete", "reason": "the grader did not start"}


def test_a_stale_key_leaves_no_score(tree: LocalGradescope, project: Project, tmp_path: Path) -> None:
    reference(tmp_path, project)
    key = tree.base / "source" / "key.json.xz"
    kept = key.read_bytes()
    stale = Key.from_bytes(kept)
    stale.seed += 1
    key.write_bytes(stale.to_bytes())
    try:
        results = grade(tree, tmp_path)
    finally:
        key.write_bytes(kept)
    assert "score" not in results
    assert results["extra_data"]["state"] == "incomplete"
    assert "than the key holds" in results["extra_data"]["reason"]
