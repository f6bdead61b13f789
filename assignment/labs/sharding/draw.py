"""The figure of lab 4: what each rank holds, beside one process, and FSDP2's shards beside equal ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from labs.figure import COLOURS, bars, plain

NAMES = {"weights": "weights", "gradients": "gradients", "state": "Adam's state"}
Held = Mapping[str, int]


def columns(groups: Mapping[int, Sequence[Held]], whole: int) -> list[tuple[str, Held]]:
    """Return a name and the bytes of each column: one process, then every rank of every group."""
    one = {"weights": whole // 4, "gradients": whole // 4, "state": whole // 2}
    found: list[tuple[str, Held]] = [("one\nprocess", one)]
    for size, held in groups.items():
        found += [(f"rank {rank}\nof {size}", each) for rank, each in enumerate(held)]
    return found


def draw(
    groups: Mapping[int, Sequence[Held]],
    whole: int,
    computed: Mapping[int, int],
    fsdp: Sequence[Held],
    shard: int,
    figure: Any,
) -> None:
    """Draw on a matplotlib figure."""
    left, right = figure.subplots(1, 2, width_ratios=(2, 1))
    shown = columns(groups, whole)
    bottoms = [0.0] * len(shown)
    for colour, (key, name) in zip(COLOURS, NAMES.items(), strict=False):
        heights = [held[key] / 1e6 for _, held in shown]
        left.bar(range(len(shown)), heights, bottom=bottoms, color=colour, width=0.7)
        middle = bottoms[0] + heights[0] / 2
        left.text(0, middle, name.replace(" ", "\n"), color="white", fontsize=9, ha="center", va="center")
        bottoms = [bottom + height for bottom, height in zip(bottoms, heights, strict=True)]
    first = 1
    for size, held in groups.items():
        left.hlines(computed[size] / 1e6, first - 0.5, first + len(held) - 0.5, color="black", linestyle="--")
        left.text(first - 0.45, computed[size] / 1e6 + 0.03, f"yours: {computed[size]:,}", fontsize=9)
        first += len(held)
    left.set_xticks(range(len(shown)), [name for name, _ in shown])
    left.set(ylabel="MB")
    left.set_title("ZeRO stage 1: bytes on each rank", loc="left")
    plain(left)
    if not fsdp:
        right.axis("off")
        return
    elements = [held["elements"] for held in fsdp]
    right.bar(range(len(elements)), elements, color=COLOURS[3], width=0.6)
    right.axhline(shard, color="black", linestyle="--")
    right.text(2, shard, f"your\nshard_numel\n{shard:,}", ha="center", va="bottom", fontsize=9)
    for rank, each in enumerate(elements):
        right.text(rank, each, f"{each:,}", ha="center", va="bottom")
    right.set_xticks(range(len(elements)), [f"rank {rank}" for rank in range(len(elements))])
    low, high = min(elements), max(elements)
    right.set(ylim=(low - 2 * (high - low) - 1, high + (high - low) + 1), ylabel="elements (the axis is cut)")
    right.set_title("FSDP2 shards rows", loc="left")
    plain(right)


def text_figure(groups: Mapping[int, Sequence[Held]], whole: int) -> str:
    """Return the columns as bars."""
    rows = []
    for name, held in columns(groups, whole):
        rows += [(f"{name.replace(chr(10), ' ')}: {word}", held[key] / 1e6) for key, word in NAMES.items()]
    return f"MB on each rank\n{bars(rows, whole / 2e6)}"
