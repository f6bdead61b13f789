"""The plots of a report, as SVG that stands in the page. They are readable without colour."""

import io
import re
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from autograder.messages import instructors
from autograder.regrade.report.figures import Figures

INK, FILL = "#222222", "#c8d3dd"
STYLE: Any = {
    "svg.fonttype": "none",  # text stays text: it can be searched, and read aloud
    "svg.hashsalt": "report",  # the same figures give the same bytes
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
ROW_INCHES = 0.19


def distribution(figures: Figures) -> str:
    """Draw how many students have how many points; the area of a bar stands for its students."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.2, 2.6), layout="constrained")
        axes = figure.add_subplot()
        for each in figures.bins:
            width = each.high - each.low
            height = each.count / width
            axes.bar(each.low, height, width, align="edge", color=FILL, edgecolor=INK, hatch="//")
            axes.annotate(
                str(each.count),
                (each.low + width / 2, height),
                (0, 2),
                textcoords="offset points",
                ha="center",
            )
        axes.set_xlim(0, figures.max_score)
        axes.set_xlabel(instructors.POINTS)
        axes.set_ylabel(instructors.STUDENTS_PER_POINT)
        return _svg(figure)


def difficulty(figures: Figures) -> str:
    """Draw the share of students who pass each part, hardest below its question's others."""
    parts = [each for each in figures.parts if each.share is not None]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.2, 0.6 + ROW_INCHES * len(parts)), layout="constrained")
        axes = figure.add_subplot()
        names = [f"{each.part.id}" for each in parts]
        shares = [100 * (each.share or 0.0) for each in parts]
        axes.barh(names, shares, color=FILL, edgecolor=INK, height=0.7)
        for place, share in enumerate(shares):
            axes.annotate(f"{share:.0f}", (share, place), (3, 0), textcoords="offset points", va="center")
        axes.invert_yaxis()
        axes.set_xlim(0, 105)
        axes.set_ylim(len(parts) - 0.4, -0.6)
        axes.set_xlabel(instructors.PERCENT_PASS)
        return _svg(figure)


def _svg(figure: Any) -> str:
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return re.sub(r"\A.*?(?=<svg)", "", text.getvalue(), flags=re.DOTALL)
