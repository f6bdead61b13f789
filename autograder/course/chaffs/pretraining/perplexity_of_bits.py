"""Perplexity is 2 to the loss, as if the loss were in bits."""

HINT = "In what unit is the loss that you are given?"


def perplexity(mean_nll):
    return 2.0**mean_nll
