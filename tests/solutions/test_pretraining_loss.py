"""The reference's next-token loss (1.2), by hand and against `F.cross_entropy`."""

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


def test_two_tokens_by_hand() -> None:
    # scores 0 and ln 3 give probabilities 1/4 and 3/4; the third position has nothing to predict
    logits = torch.tensor([[[0.0, math.log(3)], [0.0, math.log(3)], [50.0, -50.0]]])
    # first target 1: -ln(3/4) = 0.287682; second target 0: -ln(1/4) = 1.386294; mean 0.836988
    assert_loss(pretraining.next_token_loss(logits, torch.tensor([[0, 1, 0]])), 0.8369882)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_uniform_logits_cost_ln_vocab(dtype: torch.dtype) -> None:
    loss = pretraining.next_token_loss(
        torch.zeros(2, 3, 5, dtype=dtype), torch.tensor([[0, 1, 2], [4, 3, 0]])
    )
    assert_loss(loss, 1.6094379)  # ln 5


def test_every_target_of_the_batch_weighs_the_same() -> None:
    logits = torch.zeros(2, 4, 4)  # uniform over four: ln 4 = 2 ln 2 for each target of the first row
    logits[1, 0, 0] = math.log(3)  # token 0 has 3 of 3 + 1 + 1 + 1 parts: ln 2 for the only target here
    token_ids = torch.tensor([[0, 1, 2, 3], [1, 0, -100, -100]])
    # (3 · 2 ln 2 + ln 2) / 4; a mean of the rows' means would be (2 ln 2 + ln 2) / 2
    assert_loss(pretraining.next_token_loss(logits, token_ids), 7 / 4 * LN2)


@pytest.mark.parametrize("ignore_index", [-100, -1, 0, 3, 10_000])
def test_agrees_with_pytorch_for_any_ignore_index(ignore_index: int) -> None:
    logits, x = random_logits(3, 6, 5), ignore_index
    # the first token of the last row is not a target; zeros elsewhere are real targets unless 0 is ignored
    token_ids = torch.tensor([[0, 1, 2, 0, 4, 1], [4, 0, x, 1, x, x], [x, 2, 1, x, 4, x]])
    loss = pretraining.next_token_loss(logits, token_ids, ignore_index=ignore_index)
    assert_loss(loss, torch_loss(logits, token_ids, ignore_index))


def test_an_ignored_first_token_is_no_target_anyway() -> None:
    token_ids = torch.tensor([[-100, 1]])
    # one target counts, not none and not two: three quarters of the first position are on it
    logits = torch.tensor([[[0.0, math.log(3)], [0.0, 0.0]]])
    assert_loss(pretraining.next_token_loss(logits, token_ids), 0.2876821)  # ln(4/3)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_computed_in_float32_at_least(dtype: torch.dtype) -> None:
    logits = (8 * random_logits(2, 9, 260)).to(dtype).requires_grad_()
    token_ids = torch.arange(18).view(2, 9)
    loss = pretraining.next_token_loss(logits, token_ids)
    expected = torch_loss(logits, token_ids)  # of the rounded logits, but not rounded again
    assert_loss(loss, expected, largest_logit=logits.abs().max().item())
    (gradient,) = torch.autograd.grad(loss, logits)
    (expected_gradient,) = torch.autograd.grad(expected, logits)
    assert gradient.dtype == dtype
    rtol = 1e-5 if dtype in (torch.float32, torch.float64) else 1e-2  # a half gradient is itself rounded
    torch.testing.assert_close(gradient.float(), expected_gradient.float(), rtol=rtol, atol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_extreme_logits_stay_finite(dtype: torch.dtype) -> None:
    largest = torch.tensor(1e4).to(dtype).item()  # 9984 in bfloat16
    logits = torch.tensor([[[1e4, -1e4], [1e4, -1e4], [-1e4, -1e4]]], dtype=dtype).requires_grad_()
    loss = pretraining.next_token_loss(logits, torch.tensor([[0, 0, 1]]))
    # the likely token costs 0, the other one costs the gap of 2 · 10⁴; the mean is half of it
    assert_loss(loss, largest, largest_logit=largest)
    loss.backward()
    # softmax is (1, 0) twice: nothing to learn from the first, (1, -1) / 2 from the second
    assert logits.grad is not None
    assert logits.grad.tolist() == [[[0.0, 0.0], [0.5, -0.5], [0.0, 0.0]]]


def test_gradient_is_softmax_minus_one_hot() -> None:
    logits = torch.zeros(1, 4, 2, requires_grad=True)
    pretraining.next_token_loss(logits, torch.tensor([[1, 0, -100, 1]])).backward()
    # two targets count, each position's softmax is (½, ½); the ignored target and the last position get 0
    assert logits.grad is not None
    assert logits.grad.tolist() == [[[-0.25, 0.25], [0.0, 0.0], [0.25, -0.25], [0.0, 0.0]]]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize(
    "token_ids",
    [[[1, -100, -100]], [[-100] * 3] * 2, [[1]], [[1], [2]]],
    ids=["masked", "all", "seq-1", "rows"],
)
def test_nothing_counts(token_ids: list[list[int]], dtype: torch.dtype) -> None:
    ids = torch.tensor(token_ids)
    # 50 logits of 10⁴ add up to more than float16 can hold: 0 times that sum would be NaN
    logits = torch.full((*ids.shape, 50), 1e4, dtype=dtype, requires_grad=True)
    loss = pretraining.next_token_loss(logits, ids)
    assert_loss(loss, 0.0)
    loss.backward()
    assert logits.grad is not None
    assert torch.equal(logits.grad, torch.zeros_like(logits))


def test_strided_arguments_are_read_and_left_alone() -> None:
    logits, token_ids = random_logits(5, 4, 3).permute(2, 1, 0), torch.tensor([[0, 1, 2]] * 4).T
    assert not logits.is_contiguous()
    token_ids[1, 2] = -100
    logits_before, ids_before = logits.clone(), token_ids.clone()
    assert_loss(pretraining.next_token_loss(logits, token_ids), torch_loss(logits_before, ids_before))
    assert torch.equal(logits, logits_before)
    assert torch.equal(token_ids, ids_before)
