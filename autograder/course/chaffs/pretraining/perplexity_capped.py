"""A loss above 20 is cut, so that the number stays readable."""

import math

HINT = "What is the perplexity of a model that is very wrong?"


def perplexity(mean_nll):
    return math.exp(min(mean_nll, 20.0))
