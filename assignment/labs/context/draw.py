"""The figure of lab 5: a map of depth and length for each method, and the price of each stride."""

from collections.abc import Mapping, Sequence
from typing import Any

from labs.context.needles import DEPTHS, LENGTHS, METHODS
from labs.context.strides import Evaluation
from labs.figure import COLOURS, heat_map, plain

MIN_HEIGHT = 0.2
"""The least bits that the axis of the strides spans."""
TITLES = {
    "cut off": "the rest cut off",
    "windows": "windows, no overlap",
    "overlap": "windows, overlap",
    "general": "general summaries",
    "told": "told the question",
}


def draw(
    shares: Mapping[str, Sequence[Sequence[float]]],
    calls: Mapping[str, float],
    evaluations: Sequence[Evaluation],
    figure: Any,
) -> None:
    """Draw on a matplotlib figure."""
    axes = figure.subplots(2, 3).flatten()
    for place, method in zip(axes, METHODS, strict=False):
        image = place.imshow(shares[method], vmin=0, vmax=1, cmap="Blues", aspect="auto")
        place.set_xticks(range(len(LENGTHS)), map(str, LENGTHS))
        place.set_yticks(range(0, len(DEPTHS), 3), [f"{depth:.0%}" for depth in DEPTHS[::3]])
        windows = "window" if round(calls[method]) == 1 else "windows"
        place.set_title(f"{TITLES[method]}: {calls[method]:.0f} {windows} read", fontsize=10, loc="left")
        place.set(xlabel="length of the text, in windows", ylabel="depth of the fact")
    figure.colorbar(image, ax=list(axes[:3]), label="share of facts found")
    last = axes[5]
    if not evaluations:
        last.axis("off")
        return
    read = [each.n_read / 1000 for each in evaluations]
    bits = [each.bits for each in evaluations]
    last.plot(read, bits, "o-", color=COLOURS[1], linewidth=2)
    for each, x, y in zip(evaluations, read, bits, strict=True):
        last.annotate(f"stride {each.stride}", (x, y), xytext=(4, 6), textcoords="offset points", fontsize=9)
    last.set_xscale("log")
    last.set_xticks(read, [f"{x:.0f}" for x in read])
    last.minorticks_off()
    # A short axis would blow up differences that mean nothing.
    middle, half = (max(bits) + min(bits)) / 2, max(max(bits) - min(bits), MIN_HEIGHT) / 2
    last.set(xlabel="thousand tokens read", ylabel="bits per byte", xlim=(None, max(read) * 2))
    last.set(ylim=(middle - 1.2 * half, middle + 1.4 * half))
    last.set_title(f"Strided evaluation, window of {evaluations[0].window}", fontsize=10, loc="left")
    plain(last)


def text_figure(shares: Mapping[str, Sequence[Sequence[float]]]) -> str:
    """Return the maps as text."""
    columns = [str(length) for length in LENGTHS]
    rows = [f"{depth:.0%}" for depth in DEPTHS]
    maps = [heat_map(title, columns, rows, shares[method]) for method, title in METHODS.items()]
    head = "Facts found by depth (rows) and length in windows (columns): blank never, @ always"
    return "\n\n".join([head, *maps])
