"""Part 1 - From probabilities to tokens."""

from collections.abc import Sequence

from jaxtyping import Float, Int
from provided.nuclei import Nucleus, NucleusSettings
from torch import Tensor


def greedy(logits: Float[Tensor, "batch vocab"]) -> Int[Tensor, "batch"]:
    """The token with the largest logit in each row, int64; the lowest id where several are as large.

    >>> import torch
    >>> greedy(torch.tensor([[0.0, 2.0, 1.0], [3.0, 1.0, 2.0]])).tolist()
    [1, 0]
    """
    raise NotImplementedError("Part 1.1: greedy")


def nucleus(probabilities: Sequence[float], settings: NucleusSettings) -> Nucleus:
    """The fewest tokens, likeliest first, that hold at least `settings.top_p`; of equal ones the lower id.

    There are at least `settings.min_tokens`, and never more than there are probabilities.

    Raises:
        ValueError: there are no probabilities.

    >>> nucleus([0.25, 0.5, 0.25], NucleusSettings(top_p=0.75))
    Nucleus(token_ids=[1, 0], mass=0.75)
    """
    raise NotImplementedError("Part 1.2: nucleus")
