"""The Gradescope zip: what is in it, what is not, and that it is the same to the byte."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.answer_key.build import build_key
from autograder.catalog import Project
from autograder.grading.key import Key
from autograder.platforms.gradescope.build import MAX_BYTES, gradescope_zip, requirements
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


def test_a_second_build_from_scratch_has_the_same_bytes(
    few_chaffs: Project, entries: dict[str, bytes]
) -> None:
    # `gradescope_zip` would take the kept key: this one is recorded anew.
    kept, anew = Key.from_bytes(entries["key.json.xz"]), build_key(few_chaffs, SEED)
    anew.fingerprints, anew.made_from = kept.fingerprints, kept.made_from
    assert anew.to_bytes() == entries["key.json.xz"]
    assert gradescope_zip(few_chaffs, SEED) == gradescope_zip(few_chaffs, SEED)


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


@pytest.mark.parametrize("word", ["misconceptions", "rubrics", "solutions", "wheats", "audit", "written/"])
def test_no_chaff_and_no_rubric_is_in_it(entries: dict[str, bytes], word: str) -> None:
    assert [name for name in entries if word in name] == []


def test_what_runs_there_imports_nothing_of_an_instructors(entries: dict[str, bytes]) -> None:
    wanted = re.compile(
        rb"^\s*(?:from|import) (typer|rich|jinja2|msgspec|pydantic|hypothesis)\b", re.MULTILINE
    )
    assert [name for name, content in entries.items() if wanted.search(content)] == []


def test_the_requirements_resolve_without_cuda(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(requirements(project), encoding="utf-8")
    report = tmp_path / "report.json"
    command = ["-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", str(report)]
    subprocess.run([sys.executable, *command, "-r", str(file)], check=True, capture_output=True)
    names = {each["metadata"]["name"].lower() for each in json.loads(report.read_text())["install"]}
    assert {"torch", "numpy", "pytest", "jaxtyping"} <= names
    assert [name for name in names if name.startswith(("nvidia", "triton", "cuda"))] == []


def test_the_requirements_pin_everything_that_they_resolve_to(project: Project) -> None:
    pinned = {line.partition("==")[0] for line in requirements(project).splitlines()}
    from importlib import metadata

    needed = {"torch", "numpy", "pytest", "jaxtyping"}
    while True:
        more = {
            re.split(r"[^\w.-]", each)[0].lower().replace("-", "_")
            for name in needed
            for each in metadata.requires(name) or []
            if ";" not in each or "linux" in each
        }
        more = {name for name in more if not name.startswith(("nvidia", "triton", "cuda"))}
        if more <= needed:
            break
        needed |= more
    assert needed - {"setuptools"} <= pinned
