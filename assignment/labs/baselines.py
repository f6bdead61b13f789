"""What a model has to beat: n-gram counts and compressors, in bits for each byte of the same text."""

import bz2
import gzip
import lzma
import math
from collections import Counter
from collections.abc import Callable, Mapping

COMPRESSORS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, 9),
    "lzma": lambda data: lzma.compress(data, preset=9),
    "bz2": lambda data: bz2.compress(data, 9),
}
N_GRAMS = {"unigrams": 1, "bigrams": 2, "trigrams": 3}
# How many sightings the shorter context is worth when the longer one is rare.
PRIOR = 5.0


def compressed(name: str, train: bytes, held_out: bytes) -> float:
    """Return the bits for each held-out byte of a compressor that has just read the training text."""
    compress = COMPRESSORS[name]
    return 8 * (len(compress(train + held_out)) - len(compress(train))) / len(held_out)


def n_gram(n: int, train: bytes, held_out: bytes) -> float:
    """Return the bits for each held-out byte of counts of n bytes, smoothed by those of fewer bytes."""
    counts = [Counter(train[at - order : at + 1] for at in range(order, len(train))) for order in range(n)]
    contexts = [Counter(train[at - order : at] for at in range(order, len(train))) for order in range(n)]
    total = 0.0
    for at in range(len(held_out)):
        chance = 1 / 256
        for order in range(min(n, at + 1)):
            seen = counts[order][held_out[at - order : at + 1]]
            context = contexts[order][held_out[at - order : at]]
            chance = (seen + PRIOR * chance) / (context + PRIOR)
        total -= math.log2(chance)
    return total / len(held_out)


def all_baselines(train: bytes, held_out: bytes) -> dict[str, float]:
    """Return all baselines by name."""
    found = {name: n_gram(n, train, held_out) for name, n in N_GRAMS.items()}
    return found | {name: compressed(name, train, held_out) for name in COMPRESSORS}
