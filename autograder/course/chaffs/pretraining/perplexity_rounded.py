"""Choices are counted, so the perplexity is rounded to a whole number."""

import math

HINT = "What is the perplexity of a loss of 1 nat?"


def perplexity(mean_nll):
    return float(round(math.exp(mean_nll)))
