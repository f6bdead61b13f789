"""Choices are counted, so the perplexity is rounded to a whole number."""

import math

HINT = "Must a perplexity be a whole number?"


def perplexity(mean_nll):
    return float(round(math.exp(mean_nll)))
