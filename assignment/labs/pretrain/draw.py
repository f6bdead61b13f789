"""The figure of lab 1: a curve that falls past lines, and six samples."""

import textwrap
from typing import Any

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
    previous = 99.0
    for name, bits in sorted(lines.items(), key=lambda each: -each[1]):
        colour = COLOURS[1] if name in COMPRESSORS else COLOURS[5]
        axes.axhline(bits, color=colour, linewidth=1, linestyle="--")
        # names of close lines would cover each other
        side = "bottom" if previous - bits > 0.25 else "top"
        axes.text(1, bits, f"{name} {bits:.2f}", color=colour, va=side, fontsize=9)
        previous = bits
    axes.annotate(
        f"the model {shown[-1][1]:.2f}", shown[-1], xytext=(-6, 10), textcoords="offset points",
        color=COLOURS[0], ha="right", fontsize=11, weight="bold",
    )  # fmt: skip
    for step, _ in samples:
        axes.axvline(max(step, 1), ymax=0.02, color=COLOURS[0])
    axes.set(xlim=(1, last * 1.05), xlabel="training steps", ylabel="bits per held-out byte")
    axes.set_title("A GPT of 124,928 parameters reads Python's manual", loc="left")
    plain(axes)
    texts.axis("off")
    height = 1.0
    for step, text in samples:
        texts.text(0, height, f"after {step:,} steps", color=COLOURS[0], fontsize=9, weight="bold", va="top")
        wrapped = textwrap.wrap(" ".join(text.split()), 58)[:3]
        texts.text(
            0, height - 0.035, "\n".join(wrapped), fontsize=9, family="monospace", va="top", parse_math=False
        )
        height -= 0.172


def text_figure(points: list[tuple[int, float]], lines: dict[str, float]) -> str:
    """Return the curve and the lines as text."""
    head = "bits per held-out byte, over the steps"
    return f"{head}\n{curve(points, list(lines.items()))}"
