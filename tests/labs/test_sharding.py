"""Lab 4 with wrong counts, and on a machine where no process can be started."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reference import load_lab

from .conftest import claim

sharding = load_lab("sharding")


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch, run_lab: Callable[..., Any]) -> Callable[..., Any]:
    def refuse(*_: object) -> None:
        raise sharding.NotStartedError("no process could be started: not allowed")

    monkeypatch.setattr(sharding, "run_all", refuse)
    return run_lab


def test_recorded_figures_are_said_to_be_so(recorded: Callable[..., Any]) -> None:
    report, status = recorded("sharding")
    assert status == 0
    assert "no process could be started: not allowed. The figures are recorded ones" in " ".join(report.notes)
    assert all(line.startswith("Recorded, not your own run: ") for line in report.summary)
    assert len(report.claims) == 6


def test_a_grid_whose_first_coordinate_changes_fastest_is_noticed() -> None:
    def reversed_order(rank: int, pipeline: int, data: int, **_: int) -> tuple[int, int, int]:
        return rank % pipeline, rank // pipeline % data, rank // pipeline // data

    group = sharding.Group(**sharding.recorded.GROUPS[4])
    found = sharding.Report("")
    sharding._add_grid(found, reversed_order, {4: group})
    (grid,) = found.claims
    assert grid.value == 3
    assert "Which coordinate changes fastest?" in grid.line()


def test_a_shard_rounded_down_stops_the_lab_with_the_elements_that_have_no_place(
    recorded: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    report, status = recorded("sharding", shard_numel=lambda numel, size: (numel // size, 0))
    assert (report, status) == (None, 2)
    shown = capsys.readouterr().out
    assert "cannot go on with what your shard_numel returned" in shown
    assert "3 shards of 40,277 elements with 0 of padding hold 120,831 elements" in shown


def test_gradients_sharded_at_stage_1_are_noticed(recorded: Callable[..., Any]) -> None:
    def too_much(n_params: int, size: int, *_: object) -> int:
        return 4 * n_params + 12 * (n_params // size)

    report, status = recorded("sharding", zero_memory_per_rank=too_much)
    assert status == 1
    assert claim(report, "zero_memory_per_rank gives").value == 5


def test_a_rank_that_fails_ends_the_others_at_once(tmp_path: Path) -> None:
    waits = [sys.executable, "-c", "import time; time.sleep(60)"]
    fails = [sys.executable, "-c", "raise SystemExit('the port is taken')"]
    with pytest.raises(sharding.NotStartedError, match="a process failed: the port is taken"):
        sharding.run_all([waits, fails], tmp_path)


def test_ranks_that_wait_for_ever_are_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharding, "SECONDS", 0.3)
    waits = [sys.executable, "-c", "import time; time.sleep(60)"]
    with pytest.raises(sharding.NotStartedError, match=r"not done after 0\.3 s"):
        sharding.run_all([waits], tmp_path)


def test_a_program_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(sharding.NotStartedError, match="no process could be started"):
        sharding.run_all([["/no/such/python"]], tmp_path)
