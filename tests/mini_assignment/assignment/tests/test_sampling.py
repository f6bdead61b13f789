"""Public checks: small inputs that can be worked out by hand."""

import torch
from checking import StudentFunction
from provided.nuclei import Nucleus, NucleusSettings


def test_greedy_worked_example(greedy: StudentFunction) -> None:
    """the likeliest token of each of two rows"""
    greedy(torch.tensor([[0.0, 2.0, 1.0], [3.0, 1.0, 2.0]])).returns(torch.tensor([1, 0]), ask="Which axis?")


def test_nucleus_worked_example(nucleus: StudentFunction) -> None:
    """two tokens hold three quarters"""
    settings = NucleusSettings(top_p=0.75)
    nucleus([0.25, 0.5, 0.25], settings).returns(Nucleus([1, 0], 0.75), ask="Which tokens are left out?")


def test_nucleus_of_nothing(nucleus: StudentFunction) -> None:
    """no probabilities are refused"""
    nucleus([], NucleusSettings(top_p=0.75)).raises(ValueError, ask="What could be drawn?")
