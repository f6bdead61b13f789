"""The Gradescope zip: its content, files that it must not have, and equal bytes for two builds."""

import io
import re
import subprocess
import sys
import zipfile

import pytest

from autograder.answer_key.build import build_key
from autograder.catalog import Project
from autograder.grading.key import Key
from autograder.platforms.gradescope.build import MAX_BYTES, gradescope_zip
from autograder.release.leaks import find_leaks

SEED = 1


@pytest.fixture(scope="module")
def zipped(few_chaffs: Project) -> bytes:
    return gradescope_zip(few_chaffs, SEED)


@pytest.fixture(scope="module")
def entries(zipped: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow  # the answers of all chaffs are recorded first
def test_it_is_small(project: Project) -> None:
    assert len(gradescope_zip(project, SEED)) <= MAX_BYTES <= 400_000


def test_its_root_is_what_gradescope_looks_for(zipped: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    assert {name for name in modes if "/" not in name} == {
        "setup.sh",
        "run_autograder",
        "requirements.txt",
        "key.json.xz",
    }


@pytest.mark.slow
def test_a_second_build_from_scratch_has_the_same_bytes(
    few_chaffs: Project, entries: dict[str, bytes]
) -> None:
    # `gradescope_zip` would take the kept key: this one is recorded anew.
    kept, anew = Key.from_bytes(entries["key.json.xz"]), build_key(few_chaffs, SEED)
    anew.fingerprints, anew.made_from = kept.fingerprints, kept.made_from
    assert anew.to_bytes() == entries["key.json.xz"]
    assert gradescope_zip(few_chaffs, SEED) == gradescope_zip(few_chaffs, SEED)


@pytest.mark.slow
def test_another_seed_asks_for_other_values(project: Project, entries: dict[str, bytes]) -> None:
    one, other = Key.from_bytes(entries["key.json.xz"]), build_key(project, SEED + 1)
    assert one.parts == other.parts
    digests = [
        [call.digest for _, calls in sorted(key.calls.items()) for call in calls] for key in (one, other)
    ]
    assert sum(a != b for a, b in zip(*digests, strict=True)) > len(digests[0]) / 3


def test_no_solution_is_in_it(project: Project, entries: dict[str, bytes]) -> None:
    solutions = {path.name: path.read_text("utf-8") for path in project.solutions_folder.glob("*.py")}
    material = {name: content.decode() for name, content in entries.items() if name != "key.json.xz"}
    assert list(find_leaks(solutions, material)) == []


@pytest.mark.parametrize("word", ["chaffs", "rubrics", "solutions", "wheats", "audit", "written/"])
def test_no_chaff_and_no_rubric_is_in_it(entries: dict[str, bytes], word: str) -> None:
    assert [name for name in entries if word in name] == []


def test_what_runs_there_imports_nothing_of_an_instructors(entries: dict[str, bytes]) -> None:
    wanted = re.compile(
        rb"^\s*(?:from|import) (typer|rich|jinja2|msgspec|pydantic|hypothesis)\b", re.MULTILINE
    )
    assert [name for name, content in entries.items() if wanted.search(content)] == []


@pytest.mark.slow  # pip asks the package index
def test_the_requirements_are_what_pip_resolves(project: Project) -> None:
    script = project.root / "tools" / "container_requirements.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_requirements_are_the_pins_that_are_tested_and_hold_no_cuda(
    project: Project, entries: dict[str, bytes]
) -> None:
    def pins(text: str) -> dict[str, str]:
        lines = (line.partition("==") for line in text.splitlines() if "==" in line)
        return {name.lower().replace("-", "_"): version for name, _, version in lines}

    required = pins(entries["requirements.txt"].decode())
    tested = pins((project.root / "constraints.txt").read_text(encoding="utf-8"))
    assert {"torch", "numpy", "pytest", "jaxtyping"} <= required.keys()
    assert [name for name, version in required.items() if tested.get(name) != version] == []
    assert [name for name in required if name.startswith(("nvidia", "triton", "cuda"))] == []
