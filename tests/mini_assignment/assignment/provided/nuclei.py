"""The request for a nucleus, and the nucleus."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NucleusSettings:
    """How much probability a nucleus holds at least, and how many tokens."""

    top_p: float
    min_tokens: int = 1


@dataclass(frozen=True)
class Nucleus:
    """The tokens that may be drawn, likeliest first, and their probability together."""

    token_ids: list[int]
    mass: float
