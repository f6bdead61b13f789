"""Claims, tables and the text of a report."""

import doctest
import math
from pathlib import Path

import pytest
from reference import load_lab

report = load_lab("report")


def test_a_claim_keeps_both_limits() -> None:
    claim = report.Claim("it fits", 8.4, 9.0, 7.5)
    assert claim.holds
    assert claim.margin == pytest.approx(0.6)
    assert not report.Claim("it fits", 9.1, 9.0, 7.5).holds
    assert not report.Claim("it fits", 7.4, 9.0, 7.5).holds
    assert report.Claim("it fits", 9.0, at_most=9.0).holds


def test_nan_keeps_no_limit() -> None:
    assert not report.Claim("it fits", math.nan, at_most=1.0).holds
    assert not report.Claim("it fits", math.nan, at_least=1.0).holds
    assert not report.Claim("it fits", math.nan, 1.0, 0.0).holds


def test_the_hint_is_shown_only_if_the_claim_fails() -> None:
    assert report.Claim("it fits", 2.0, at_most=1.0, hint="Look there.").line() == (
        "DOES NOT HOLD: it fits (2; claimed: at most 1). Look there."
    )
    assert report.Claim("it fits", 0.5, at_most=1.0, hint="Look there.").line() == (
        "holds: it fits (0.5; claimed: at most 1)."
    )


def test_a_report_says_that_something_is_off() -> None:
    found = report.Report(
        look="the curve.", claims=[report.Claim("it fits", 2.0, at_most=1.0)], summary=["It is 2."]
    )
    assert "Something is off" in found.text("Title", "labs.it", with_figure=False)
    found.claims = [report.Claim("it fits", 1.0, at_most=1.0)]
    text = found.text("Title", "labs.it", with_figure=False)
    assert "Something is off" not in text
    assert text.endswith("To cite (your own run of labs.it)\n- It is 2.\n")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "results" / "a.txt"
    report.write_file(place, b"first")

    def full(_self: Path, _target: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        report.write_file(place, b"second")
    assert [each.name for each in place.parent.iterdir()] == ["a.txt"]
    assert place.read_bytes() == b"first"


@pytest.mark.parametrize("name", ["report", "figure", "memory.draw"])
def test_examples_run(name: str) -> None:
    results = doctest.testmod(load_lab(name))
    assert results.attempted > 0
    assert results.failed == 0
