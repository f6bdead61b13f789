"""The figure of lab 3: staircases of resident memory, and nodes filled by what they hold."""

from collections.abc import Mapping
from typing import Any

from labs.figure import COLOURS, bars, plain

COLUMNS = 4
LETTERS = "WGMA"
# Less of a node than this has no place for a name.
MIN_NAMED = 0.25


def filled(parts: Mapping[str, int], node: int) -> list[list[tuple[str, float]]]:
    """Return what each node holds, as shares of a node, if the parts are poured in one after the other.

    >>> filled({"a": 15, "b": 10}, 10)
    [[('a', 1.0)], [('a', 0.5), ('b', 0.5)], [('b', 0.5)]]
    """
    nodes: list[list[tuple[str, float]]] = [[]]
    free = node
    for name, n_bytes in parts.items():
        left = n_bytes
        while left > 0:
            if free == 0:
                nodes.append([])
                free = node
            taken = min(left, free)
            nodes[-1].append((name, taken / node))
            left, free = left - taken, free - taken
    return nodes


def draw(
    stairs: Mapping[str, list[float]],
    weights: float,
    parts: Mapping[str, int],
    node: int,
    title: str,
    figure: Any,
) -> None:
    """Draw on a matplotlib figure."""
    left, right = figure.subplots(1, 2)
    for number, (name, stages) in enumerate(stairs.items()):
        shifted = [each + 0.8 * (number - 1) for each in [0, *stages]]  # or equal steps hide each other
        left.step(range(4), shifted, where="mid", color=COLOURS[number], linewidth=2.5)
        left.text(3.55, stages[-1], f"{name}\n{stages[-1]:.0f} MB", color=COLOURS[number], va="center",
                  backgroundcolor="white")  # fmt: skip
    for times in range(1, 5):
        left.axhline(times * weights, color="#bbbbbb", linewidth=1, linestyle="--", zorder=0)
        left.text(-0.45, times * weights, f"{times} x weights", color="#777777", va="bottom", fontsize=9)
    left.set_xticks(range(4), ["start", "weights", "backward", "first step"])
    left.set(xlim=(-0.5, 4.3), ylabel="growth of the process, MB")
    left.set_title("Resident memory of a process", loc="left")
    plain(left)
    colours = dict(zip(parts, COLOURS, strict=False))
    nodes = filled(parts, node)
    for number, content in enumerate(nodes):
        column, row = number % COLUMNS, -(number // COLUMNS)
        x, y = column * 1.2, row * 1.3
        bottom = y
        for name, share in content:
            right.add_patch(_box(x, bottom, share, colours[name]))
            if share >= MIN_NAMED:  # not by colour alone
                words = name.replace(" ", "\n")
                right.text(
                    x + 0.5, bottom + share / 2, words, color="white", fontsize=9, ha="center", va="center"
                )
            bottom += share
        right.add_patch(_box(x, y, 1.0, "none", "black"))
    for number, (name, n_bytes) in enumerate(parts.items()):
        right.text(
            0, 1.75 - 0.15 * number, f"{name}: {n_bytes / 1e9:,.0f} GB", color=colours[name], weight="bold"
        )
    rows = (len(nodes) - 1) // COLUMNS + 1
    right.set(xlim=(-0.1, COLUMNS * 1.2), ylim=(-1.3 * (rows - 1) - 0.1, 2.0), aspect="equal")
    right.axis("off")
    right.set_title(title, loc="left")


def _box(x: float, y: float, height: float, face: str, edge: str = "none") -> Any:
    import importlib

    patches = importlib.import_module("matplotlib.patches")
    return patches.Rectangle((x, y), 1.0, height, facecolor=face, edgecolor=edge, linewidth=1.5)


def text_figure(stairs: Mapping[str, list[float]], parts: Mapping[str, int], node: int) -> str:
    """Return the staircases as bars, and the nodes as rows of letters."""
    highest = max(max(stages) for stages in stairs.values())
    names = ("weights", "backward", "first step")
    rows = [
        (f"{name}, {what}", value)
        for name, stages in stairs.items()
        for what, value in zip(names, stages, strict=True)
    ]
    letters = dict(zip(parts, LETTERS, strict=True))
    boxes = []
    for content in filled(parts, node):
        text = "".join(letters[name] * round(share * 40) for name, share in content)
        boxes.append(f"  [{text[:40]:<40}]")
    legend = ", ".join(f"{letter} {name}" for name, letter in letters.items())
    return f"Growth of the process, MB\n{bars(rows, highest)}\n\nNodes: {legend}\n" + "\n".join(boxes)
