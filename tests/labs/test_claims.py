"""The quick form of each lab on the reference solutions. Lab 1 runs once, and labs 2 and 5 use its model.

A claim's limit is in the lab. It held for seeds 0 to 4 with a margin; these tests run seed 0.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from reference import load_lab

from .conftest import claim

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reports(
    functions: Mapping[str, object], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    command, student, model = load_lab("command"), load_lab("student"), load_lab("model")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "STORE", Path(tmp_path_factory.mktemp("labs")) / "pretrained.pt")
        found = {}
        for name in ("pretrain", "finetune", "context", "memory", "sharding"):
            lab = command.lab_named(name)
            found[name], status = command.run_lab(lab, student.Student(functions), quick=True, seed=0)
            assert status == command.CLAIMS_HOLD, found[name].text(name, name, with_figure=False)
        yield found


def test_pretrain_learns_more_than_counts(reports: dict[str, Any]) -> None:
    report = reports["pretrain"]
    assert claim(report, "counts of two bytes").margin > 0.1
    assert claim(report, "byte by byte").value < 1e-4
    curve, lines = report.values["curve"], report.values["lines"]
    assert curve[0][1] > lines["unigrams"] > lines["bigrams"] > curve[-1][1]
    assert lines["bigrams"] > lines["trigrams"] > lines["gzip"] > lines["lzma"] > lines["bz2"]
    assert len(report.samples) == 6


def test_finetune_teaches_when_to_stop(reports: dict[str, Any]) -> None:
    report = reports["finetune"]
    found = report.values["variants"]
    assert found["sft"].stops >= 0.8
    assert found["end masked"].stops <= 0.1
    assert found["shifted twice"].losses[0] > found["shifted twice"].losses[-1] + 1
    assert "of your lab pretrain (600 steps)" in " ".join(report.notes)


def test_memory_is_exact_to_the_byte(reports: dict[str, Any]) -> None:
    report = reports["memory"]
    assert len(report.values["rows"]) == 12
    assert [row for row in report.values["rows"] if row[2] != row[3]] == []
    assert report.values["stairs"] is not load_lab("memory").RECORDED
    assert "recorded" not in " ".join(report.notes)
    assert any("Llama 3 405B needs 11 nodes" in line for line in report.summary)  # 6,480 / 640 = 10.125


def test_sharding_is_exact_to_the_byte_and_measured_here(reports: dict[str, Any]) -> None:
    report = reports["sharding"]
    assert "recorded" not in " ".join(report.notes)
    groups = report.values["groups"]
    # 120,832 / 3 = 40,277.3
    assert [held["state"] for held in groups[3].zero] == [8 * 40_278] * 3
    assert [held["elements"] for held in groups[3].fsdp] == [40_864, 40_864, 39_104]
    assert max(groups[size].differences["zero"] for size in (2, 3)) < 1e-5


def test_context_loses_what_is_cut_off_and_keeps_what_overlaps(reports: dict[str, Any]) -> None:
    report = reports["context"]
    at_end = report.values["at_end"]
    assert at_end["overlap"] == 1.0
    assert at_end["cut off"] < 0.2 < at_end["told"]
    assert at_end["general"] < 0.1
    assert round(report.values["calls"]["windows"]) == 32
    # 1 + ceil(31 * 1024 / (1024 - 96)) = 36: the first window, and 928 new bytes in each other one
    assert round(report.values["calls"]["overlap"]) == 36
    assert [each.stride for each in report.values["evaluations"]] == [7, 4, 2, 1]


def test_every_report_has_a_figure_a_summary_and_what_to_look_at(reports: dict[str, Any]) -> None:
    figure = load_lab("figure")
    for name, report in reports.items():
        png = figure.png_of(report.draw)
        assert png is not None, name
        assert png.startswith(b"\x89PNG"), name
        assert len(png) > 20_000, name
        text = report.text(name, name, with_figure=True)
        assert report.look in text, name
        assert report.text_figure in text, name
        assert len(report.summary) >= 3, name
