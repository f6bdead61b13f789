"""The figure of lab 1: a curve that falls past lines, and six samples."""

import math
import textwrap
from typing import Any

import numpy as np

from labs.figure import COLOURS, curve, plain

COMPRESSORS = ("gzip", "lzma", "bz2")


def draw(
    points: list[tuple[int, float]], lines: dict[str, float], samples: list[tuple[int, str]], figure: Any
) -> None:
    """Draw on a matplotlib figure."""
    axes, texts = figure.subplots(1, 2, width_ratios=(1.25, 1))
    shown = [(max(step, 1), bits) for step, bits in points]
    last = shown[-1][0]
    axes.plot(*zip(*shown, strict=True), color=COLOURS[0], linewidth=2.5)
    axes.set_xscale("log")
    ordered = sorted(lines.items(), key=lambda each: -each[1])
    for name, bits in ordered:
        colour = COLOURS[1] if name in COMPRESSORS else COLOURS[5]
        axes.axhline(bits, color=colour, linewidth=1, linestyle="--")
        side = "top" if (name, bits) == ordered[-1] else "bottom"  # the lowest two are close
        axes.text(1.1, bits, f"{name} {bits:.2f}", color=colour, va=side, fontsize=9)
    bold = {"color": COLOURS[0], "fontsize": 11, "weight": "bold", "va": "center"}
    number = axes.text(last * 1.3, shown[-1][1], f"{shown[-1][1]:.2f}", **bold)
    number.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # a dashed line may be behind it
    axes.text(shown[0][0] * 1.35, shown[0][1], "the model", **bold)
    logs, heights = [math.log(step) for step, _ in shown], [bits for _, bits in shown]
    for number, (step, _) in enumerate(samples, start=1):
        place = max(step, 1), float(np.interp(math.log(max(step, 1)), logs, heights))
        axes.plot(*place, "o", color=COLOURS[0], markersize=11)
        label = {"color": "white", "fontsize": 8, "weight": "bold", "ha": "center", "va": "center_baseline"}
        axes.text(*place, str(number), **label)
    lowest = min([bits for _, bits in shown] + list(lines.values()))
    axes.set(xlim=(0.85, last * 2.3), ylim=(lowest - 0.3, None))
    powers = [10**power for power in range(int(math.log10(last)) + 1)]
    axes.set_xticks(powers, [f"{power:,}" for power in powers])
    axes.set(xlabel="training steps", ylabel="bits per held-out byte")
    axes.set_title("A GPT of 124,928 parameters reads Python's manual", loc="left")
    plain(axes)
    texts.axis("off")
    height = 1.0
    for number, (step, text) in enumerate(samples, start=1):
        texts.text(
            0,
            height,
            f"{number}  after {step:,} steps",
            color=COLOURS[0],
            fontsize=9,
            weight="bold",
            va="top",
        )
        wrapped = textwrap.wrap(" ".join(text.split()), 58)[:3]
        texts.text(
            0, height - 0.035, "\n".join(wrapped), fontsize=9, family="monospace", va="top", parse_math=False
        )
        height -= 0.172


def text_figure(points: list[tuple[int, float]], lines: dict[str, float]) -> str:
    """Return the curve and the lines as text."""
    head = "bits per held-out byte, over the steps"
    return f"{head}\n{curve(points, list(lines.items()), height=24)}"
