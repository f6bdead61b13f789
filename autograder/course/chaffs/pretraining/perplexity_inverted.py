"""The probability of a token is returned, not the number of choices that it stands for."""

import math

HINT = "Is a model with a larger loss surprised by more or by fewer choices?"


def perplexity(mean_nll):
    return math.exp(-mean_nll)
