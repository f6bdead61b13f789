"""The reference's loss over micro-batches (1.5), against the big batch and against Hugging Face's way."""

import math

import pytest
import torch
from reference import load_reference
from torch import Tensor
from torch.nn import functional as F

pretraining = load_reference("pretraining")

LN2 = 0.6931471805599453
DTYPES = [torch.float16, torch.bfloat16, torch.float32, torch.float64]


def random_logits(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def torch_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    """Return PyTorch's own loss in float64, with the shift done here."""
    scores, targets = logits[:, :-1].double().flatten(0, 1), token_ids[:, 1:].flatten()
    return F.cross_entropy(scores, targets, ignore_index=ignore_index)


def assert_loss(loss: Tensor, expected: Tensor | float, largest_logit: float = 1.0) -> None:
    """Assert that a loss is the expected float32 scalar, within the assignment's tolerance."""
    wanted = torch.as_tensor(expected).detach().float()
    torch.testing.assert_close(loss.detach(), wanted, rtol=1e-5, atol=1e-6 * max(1.0, largest_logit))


def big_batch() -> tuple[Tensor, Tensor]:
    """Return three rows with 3, 1 and 5 targets, padded to six."""
    token_ids = [[1, 2, 3, 0, -100, -100], [2, 0, -100, -100, -100, -100], [4, 3, 2, 1, 0, 2]]
    return random_logits(3, 6, 5).requires_grad_(), torch.tensor(token_ids)


def cut_and_padded(logits: Tensor, token_ids: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Return rows 1 and 2 cut to four tokens, and row 3 padded to eight: whole sequences."""
    padding = random_logits(1, 2, 5) * 3  # logits of padding must not matter
    long = torch.cat([logits[2:], padding], 1), F.pad(token_ids[2:], (0, 2), value=-100)
    return [(logits[:2, :4], token_ids[:2, :4]), long]


def test_accumulated_by_hand() -> None:
    uniform = torch.zeros(1, 4, 4), torch.tensor([[0, 1, 2, 3]])  # three targets of 2 ln 2
    confident = torch.tensor([[[math.log(3), 0, 0, 0], [0, 0, 0, 0]]]), torch.tensor([[1, 0]])  # one of ln 2
    # (3 · 2 ln 2 + ln 2) / 4; the mean of the micro-batches' means would be 3/2 ln 2
    assert_loss(pretraining.accumulated_loss([uniform, confident]), 7 / 4 * LN2)


def test_accumulated_is_the_big_batch() -> None:
    logits, token_ids = big_batch()
    loss = pretraining.accumulated_loss(cut_and_padded(logits, token_ids))
    expected = torch_loss(logits, token_ids)
    assert_loss(loss, expected, largest_logit=10)
    assert logits.grad is None  # it leaves `backward` to the caller
    (gradient,) = torch.autograd.grad(loss, logits)
    (expected_gradient,) = torch.autograd.grad(expected, logits)
    torch.testing.assert_close(gradient, expected_gradient, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("ignore_index", [-100, 0, 777])
def test_accumulated_as_hugging_face_does(ignore_index: int) -> None:
    # transformers' ForCausalLMLoss: a micro-batch's sum, divided by num_items_in_batch of the whole step
    logits, token_ids = big_batch()
    token_ids[token_ids == -100] = ignore_index
    rows = [(logits[i : i + 1], token_ids[i : i + 1]) for i in range(3)]
    num_items = (token_ids[:, 1:] != ignore_index).sum()
    expected = torch.zeros(())
    for row_logits, row_ids in rows:
        scores, targets = row_logits[0, :-1], row_ids[0, 1:]
        expected = (
            expected
            + F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum") / num_items
        )
    assert_loss(pretraining.accumulated_loss(rows, ignore_index=ignore_index), expected)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_micro_batches_without_a_target_change_nothing(dtype: torch.dtype) -> None:
    logits, token_ids = big_batch()
    some = logits.detach()[1:2].to(dtype), token_ids[1:2]  # one target in all
    masked = torch.full((2, 3, 5), 1e4, dtype=dtype), torch.full((2, 3), -100)
    short = torch.full((1, 1, 5), 1e4, dtype=dtype), torch.tensor([[2]])
    assert_loss(pretraining.accumulated_loss([masked, some, short]), torch_loss(*some), largest_logit=5)


def test_accumulated_extreme_half_precision() -> None:
    logits = torch.tensor([[[1e4, -1e4], [0, 0]]], dtype=torch.float16)
    micro_batches = [(logits, torch.tensor([[0, 1]]))] * 9
    # the unlikely token nine times: a sum of 1.8 · 10⁵ is more than float16 can hold, the mean is 2 · 10⁴
    assert_loss(pretraining.accumulated_loss(micro_batches), 2e4, largest_logit=1e4)


def test_accumulated_nothing_counts() -> None:
    leaves = [torch.full((2, 3, 50), 1e4, dtype=torch.float16), torch.ones(1, 1, 50)]
    for leaf in leaves:
        leaf.requires_grad_()
    loss = pretraining.accumulated_loss(
        [(leaves[0], torch.full((2, 3), -100)), (leaves[1], torch.tensor([[4]]))]
    )
    assert_loss(loss, 0.0)
    loss.backward()
    for leaf in leaves:
        assert leaf.grad is not None
        assert torch.equal(leaf.grad, torch.zeros_like(leaf))


def test_accumulated_leaves_its_arguments_alone() -> None:
    micro_batches = cut_and_padded(*big_batch())
    before = [(logits.detach().clone(), token_ids.clone()) for logits, token_ids in micro_batches]
    pretraining.accumulated_loss(micro_batches)
    assert len(micro_batches) == 2
    for now, then in zip(micro_batches, before, strict=True):
        assert torch.equal(now[0], then[0])
        assert torch.equal(now[1], then[1])


def test_accumulated_needs_a_micro_batch() -> None:
    with pytest.raises(ValueError):
        pretraining.accumulated_loss([])
