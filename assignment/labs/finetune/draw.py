"""The figure of lab 2: the share of replies that stop, the losses, and a reply of each model."""

from collections.abc import Mapping
from typing import Any, Protocol

from labs.figure import COLOURS, bars, plain

REPLY_WIDTH = 105
LINES = {"sft": "-", "end masked": "--", "prompt too": "-.", "shifted twice": ":"}


class Measured(Protocol):
    """What the figure needs of a variant."""

    losses: list[float]
    stops: float
    goes_on: float
    replies: list[str]


def draw(
    found: Mapping[str, Measured], titles: Mapping[str, str], asked: list[tuple[str, str]], figure: Any
) -> None:
    """Draw on a matplotlib figure."""
    upper, lower = figure.subfigures(2, 1, height_ratios=(1.15, 1))
    left, right = upper.subplots(1, 2)
    names = list(found)
    places = range(len(names))
    left.barh(places, [found[name].stops for name in names], color=COLOURS)
    for place, name in zip(places, names, strict=True):
        each = found[name]
        more = f", {each.goes_on:.0%} open a turn" if each.goes_on else ""
        inside = each.stops > 0.5
        place_of_text = {"ha": "right", "color": "white"} if inside else {"ha": "left", "color": "black"}
        x = each.stops + (-0.02 if inside else 0.02)
        left.text(x, place, f"{each.stops:.0%}{more}", va="center", fontsize=9, **place_of_text)
    left.set_yticks(places, [titles[name] for name in names])
    left.invert_yaxis()
    left.set(xlim=(0, 1))
    left.set_title("Share of replies that stop", loc="left")
    plain(left)
    for colour, name in zip(COLOURS, names, strict=False):
        if found[name].losses:
            right.plot(
                smooth(found[name].losses),
                color=colour,
                linestyle=LINES[name],
                linewidth=2,
                label=titles[name],
            )
    right.set(xlabel="SFT steps", ylabel="training loss, nats", ylim=(0, None))
    right.set_title("Each training loss falls, the wrong ones, too", loc="left")
    right.legend(frameon=False, fontsize=9, handlelength=3)
    plain(right)
    texts = lower.subplots()
    texts.axis("off")
    texts.set_title(f"The same question to all: {asked[0][0]}", loc="left", fontsize=11)
    for place, (colour, name) in enumerate(zip(COLOURS, names, strict=False)):
        height = 0.97 - 0.2 * place
        texts.text(0, height, titles[name], color=colour, weight="bold", fontsize=9, va="top")
        texts.text(0.2, height, shown(found[name].replies[0]), family="monospace", fontsize=9, va="top",
                   parse_math=False)  # fmt: skip


def shown(reply: str) -> str:
    """Return the beginning of a reply on at most two lines."""
    text = "".join(each if " " <= each <= "~" else " " for each in reply)
    starts = range(0, min(len(text), 2 * REPLY_WIDTH), REPLY_WIDTH)
    return "\n".join(text[at : at + REPLY_WIDTH] for at in starts)


def smooth(losses: list[float], width: int = 10) -> list[float]:
    """Return running means."""
    means = []
    for at in range(1, len(losses) + 1):
        window = losses[max(0, at - width) : at]
        means.append(sum(window) / len(window))
    return means


def text_figure(found: Mapping[str, Measured], titles: Mapping[str, str]) -> str:
    """Return the bars as text."""
    rows = [(titles[name], 100 * each.stops) for name, each in found.items()]
    return f"Share of replies that stop\n{bars(rows, 100.0, ' %')}"
