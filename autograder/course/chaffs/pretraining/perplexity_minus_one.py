"""The token that came is not counted among the choices."""

import math

HINT = "How many tokens does a model choose among if it is always right?"


def perplexity(mean_nll):
    return math.expm1(mean_nll)
