"""The provided model starts in a state from which it trains: tokens and positions weigh the same."""

import math

import torch
from reference import load_provided

tiny_gpt = load_provided("tiny_gpt")


def test_both_embeddings_start_with_the_same_small_deviation() -> None:
    for seed in range(5):
        torch.manual_seed(seed)
        model = tiny_gpt.TinyGPT(tiny_gpt.TinyGPTConfig())
        for embedding in (model.token_embedding, model.position_embedding):
            # of 4,096 values or more: off by 1.1 % on average, so 6 % is more than five times that
            assert abs(embedding.weight.std().item() - 0.1) < 0.006, seed


def test_the_first_loss_is_a_little_above_that_of_a_die() -> None:
    die = math.log(260)  # nats
    for seed in range(5):
        torch.manual_seed(seed)
        model = tiny_gpt.TinyGPT(tiny_gpt.TinyGPTConfig())
        inputs, targets = torch.randint(0, 260, (2, 8, 64))
        loss = torch.nn.functional.cross_entropy(model(inputs).flatten(0, 1), targets.flatten()).item()
        assert die < loss < die + 0.8, seed


def test_the_default_model_has_the_parameters_that_the_handout_names() -> None:
    model = tiny_gpt.TinyGPT(tiny_gpt.TinyGPTConfig())
    assert sum(each.numel() for each in model.parameters()) == 120_832
