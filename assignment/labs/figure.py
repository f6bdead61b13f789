"""Figures by matplotlib, if it is installed, and the same as text if it is not."""

import importlib
import io
from collections.abc import Callable, Sequence
from typing import Any

COLOURS = ("#1f5a92", "#d1622b", "#4a8f4a", "#8c5fa8", "#a08a2c", "#5c5c5c")
SIZE = (11.0, 6.2)
SHADES = " .:-=+*#%@"


def png_of(draw: Callable[[Any], None]) -> bytes | None:
    """Return what `draw` draws on a matplotlib figure, as PNG; None without matplotlib."""
    try:
        figures = importlib.import_module("matplotlib.figure")
    except ImportError:
        return None
    figure = figures.Figure(figsize=SIZE, dpi=110, layout="constrained")
    draw(figure)
    content = io.BytesIO()
    figure.savefig(content, format="png")
    return content.getvalue()


def plain(axes: Any) -> None:
    """Leave only the axes that carry numbers."""
    axes.spines[["top", "right"]].set_visible(False)


def bars(rows: Sequence[tuple[str, float]], most: float, unit: str = "", width: int = 50) -> str:
    """Return horizontal bars as text.

    >>> print(bars([("a", 1.0), ("bb", 0.5)], most=1.0, width=4))
    a   ####  1
    bb  ##    0.5
    """
    longest = max(len(name) for name, _ in rows)
    return "\n".join(
        f"{name:<{longest}}  {'#' * round(width * min(value / most, 1.0)):<{width}}  {value:.4g}{unit}"
        for name, value in rows
    )


def curve(points: Sequence[tuple[float, float]], lines: Sequence[tuple[str, float]], height: int = 16) -> str:
    """Return a curve and named horizontal lines as text; a line is drawn in its row, with its name."""
    width = 60
    values = [value for _, value in points] + [value for _, value in lines]
    low, high = min(values), max(values)
    last = max(x for x, _ in points) or 1.0

    def row_of(value: float) -> int:
        return round((high - value) / ((high - low) or 1.0) * (height - 1))

    grid = [[" "] * (width + 1) for _ in range(height)]
    names: dict[int, list[str]] = {}
    for name, value in lines:
        grid[row_of(value)] = ["-"] * (width + 1)
        names.setdefault(row_of(value), []).append(f"{name} {value:.2f}")
    for x, value in points:
        grid[row_of(value)][round(x / last * width)] = "o"
    labels = [high - row * (high - low) / (height - 1) for row in range(height)]
    return "\n".join(
        f"{label:6.2f} |{''.join(cells)}| {', '.join(names.get(row, []))}".rstrip()
        for row, (label, cells) in enumerate(zip(labels, grid, strict=True))
    )


def heat_map(
    title: str, columns: Sequence[str], rows: Sequence[str], values: Sequence[Sequence[float]]
) -> str:
    """Return a map of values from 0 to 1 as text: blank is 0, `@` is 1."""
    width = max(map(len, columns)) + 1
    head = " " * 7 + "".join(column.rjust(width) for column in columns)
    body = [
        f"{name:>6} " + "".join((SHADES[round(value * 9)] * (width - 1)).rjust(width) for value in line)
        for name, line in zip(rows, values, strict=True)
    ]
    return "\n".join([title, head, *body])
