"""The exponential is taken of a float32 tensor."""

import torch

HINT = "What is the largest number that a float32 can hold?"


def perplexity(mean_nll):
    return torch.tensor(mean_nll).exp().item()
