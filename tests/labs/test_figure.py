"""Figures as PNG, and as text without matplotlib."""

import importlib
from typing import Any

import pytest
from reference import load_lab

figure = load_lab("figure")


def test_a_figure_is_a_png() -> None:
    png = figure.png_of(lambda page: page.subplots().plot([1, 2]))
    assert png is not None
    assert png.startswith(b"\x89PNG")


def test_without_matplotlib_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    load = importlib.import_module

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ModuleNotFoundError(name=name)
        return load(name, *rest)

    monkeypatch.setattr(figure.importlib, "import_module", without)
    assert figure.png_of(lambda _: None) is None


def test_a_curve_falls_from_the_upper_left_and_lines_are_named() -> None:
    lines = figure.curve([(0, 8.0), (50, 5.0), (100, 2.0)], [("gzip", 2.6)], height=7).splitlines()
    assert len(lines) == 7
    assert lines[0].startswith("  8.00 |o")
    assert lines[-1].endswith("o|")
    assert sum("gzip 2.60" in line for line in lines) == 1
    assert figure.curve([(0, 1.0)], []).count("o") == 1  # one point has no height and no width


def test_a_heat_map_shows_nothing_for_0_and_most_for_1() -> None:
    lines = figure.heat_map("title", ["1", "16"], ["5%", "95%"], [[0.0, 1.0], [0.5, 0.0]]).splitlines()
    assert lines[0] == "title"
    assert lines[2] == "    5%     @@"
    assert lines[3] == "   95%  ==   "
