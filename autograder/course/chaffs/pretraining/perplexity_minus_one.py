"""The token that came is not counted among the choices."""

import math

HINT = "Among how many tokens does a model choose that is always right?"


def perplexity(mean_nll):
    return math.expm1(mean_nll)
