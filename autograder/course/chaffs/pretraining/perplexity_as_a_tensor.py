"""A tensor is returned where a float is asked."""

import torch

HINT = "What type should the number have?"


def perplexity(mean_nll):
    return torch.tensor(mean_nll, dtype=torch.float64).exp()
