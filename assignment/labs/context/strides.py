"""Strided evaluation: how the same model on the same text looks better, the more context each token gets."""

from collections import defaultdict
from dataclasses import dataclass

import torch
from torch import nn

from labs.student import Student

WINDOW, QUICK_WINDOW = 16, 8
"""Far below the model's own window, so that a missing context costs much.

A model of few steps looks back only a few bytes, so it needs the shorter one.
"""
IGNORED = -100


@dataclass(frozen=True)
class Evaluation:
    """What one stride gives."""

    window: int
    stride: int
    bits: float
    n_read: int
    """Tokens that the model has read."""


def strides(window: int) -> list[int]:
    """Return strides from no overlap to a window for each token.

    >>> strides(16)
    [15, 8, 4, 2, 1]
    """
    halves = [window // 2]
    while halves[-1] > 1:
        halves.append(halves[-1] // 2)
    return [window - 1, *halves]


@torch.no_grad()
def evaluate(student: Student, model: nn.Module, ids: list[int], window: int, stride: int) -> Evaluation:
    """Return the bits for each byte of a text with one stride, by the student's functions."""
    windows = student["evaluation_windows"](len(ids), window, stride)
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for begin, end, n_scored in windows:
        alike[end - begin, n_scored].append(begin)
    nats, n_scored_in_all, n_read = 0.0, 0, 0
    for (length, n_scored), begins in alike.items():
        for at in range(0, len(begins), 512):
            rows = torch.tensor([ids[begin : begin + length] for begin in begins[at : at + 512]])
            scored = rows.clone()
            scored[:, : length - n_scored] = IGNORED
            mean = float(student["next_token_loss"](model(rows), scored, ignore_index=IGNORED))
            nats += mean * n_scored * len(rows)
            n_scored_in_all += n_scored * len(rows)
            n_read += rows.numel()
    bits = student["bits_per_byte"](nats / n_scored_in_all, n_tokens=n_scored_in_all, n_bytes=len(ids) - 1)
    return Evaluation(window, stride, float(bits), n_read)
