"""The benchmarks run, and their baselines do the same work as the code that they are compared with."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "baseline"),
    [
        ("single_submission.py", "plain pytest, no isolation"),
        ("sandbox.py", "one process"),
        ("notebook_submission.py", "as .py files"),
    ],
)
def test_a_benchmark_prints_its_baseline(script: str, baseline: str) -> None:
    command = [sys.executable, str(BENCHMARKS / script), "--rounds", "2"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr[-2000:]) == (0, "")
    assert baseline in ran.stdout
