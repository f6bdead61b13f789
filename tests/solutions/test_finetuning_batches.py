"""The reference's padded batches and SFT loss of part 2."""

import math
from typing import Any

import pytest
import torch
from reference import load_provided, load_reference
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

finetuning = load_reference("finetuning")
tokenizer = load_provided("tokenizer").ByteTokenizer()

DTYPES = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
Example = dict[str, list[int]]


def example(input_ids: list[int], labels: list[int]) -> Example:
    return {"input_ids": input_ids, "labels": labels}


# 2.4 collate


def check_batch(batch: dict[str, Tensor], input_ids: Any, labels: Any, attention_mask: Any) -> None:
    assert set(batch) == {"input_ids", "labels", "attention_mask"}
    assert {tensor.dtype for tensor in batch.values()} == {torch.int64}
    assert batch["input_ids"].tolist() == input_ids
    assert batch["labels"].tolist() == labels
    assert batch["attention_mask"].tolist() == attention_mask


def test_a_ragged_batch_is_padded_on_the_right() -> None:
    examples = [example([5, 6, 7], [-100, 6, 7]), example([8], [8])]
    batch = finetuning.collate(examples, pad_id=259)
    check_batch(batch, [[5, 6, 7], [8, 259, 259]], [[-100, 6, 7], [8, -100, -100]], [[1, 1, 1], [1, 0, 0]])
    assert examples == [example([5, 6, 7], [-100, 6, 7]), example([8], [8])]


def test_a_real_pad_id_keeps_its_label_and_attention() -> None:
    # the end-of-text token doubles as padding, as in many released models: only length tells them apart
    batch = finetuning.collate([example([9, 4, 9], [9, 4, 9]), example([4, 9], [-100, 9])], pad_id=9)
    check_batch(batch, [[9, 4, 9], [4, 9, 9]], [[9, 4, 9], [-100, 9, -100]], [[1, 1, 1], [1, 1, 0]])


def test_cut_before_padding() -> None:
    examples = [example([1, 2, 3, 4, 5], [-100, 2, 3, 4, 5]), example([6, 7], [6, 7])]
    batch = finetuning.collate(examples, pad_id=0, max_length=3)
    # the first three ids with their labels, without any replacement for the rest; width 3, not 5
    check_batch(batch, [[1, 2, 3], [6, 7, 0]], [[-100, 2, 3], [6, 7, -100]], [[1, 1, 1], [1, 1, 0]])
    assert examples[0] == example([1, 2, 3, 4, 5], [-100, 2, 3, 4, 5])


@pytest.mark.parametrize("max_length", [None, 2, 3, 1000])
def test_a_wide_limit_pads_to_the_longest_only(max_length: int | None) -> None:
    batch = finetuning.collate(
        [example([1], [1]), example([2, 3], [-100, 3])], pad_id=0, max_length=max_length
    )
    check_batch(batch, [[1, 0], [2, 3]], [[1, -100], [-100, 3]], [[1, 0], [1, 1]])


def test_cut_to_one_token() -> None:
    batch = finetuning.collate([example([1, 2], [-100, 2]), example([3], [3])], pad_id=0, max_length=1)
    check_batch(batch, [[1], [3]], [[-100], [3]], [[1], [1]])


def test_another_ignore_index_and_large_ids() -> None:
    # existing labels do not change, including -100
    batch = finetuning.collate(
        [example([2**40, 5], [-100, 5]), example([7], [7])], pad_id=2**41, ignore_index=-1
    )
    check_batch(batch, [[2**40, 5], [7, 2**41]], [[-100, 5], [7, -1]], [[1, 1], [1, 0]])


def test_pads_as_pytorch_does() -> None:
    lengths = [3, 7, 1, 5]
    rows = [torch.arange(10 * length, 11 * length) for length in lengths]
    batch = finetuning.collate([example(row.tolist(), (row + 1).tolist()) for row in rows], pad_id=-7)
    assert torch.equal(batch["input_ids"], pad_sequence(rows, batch_first=True, padding_value=-7))
    labels = pad_sequence([row + 1 for row in rows], batch_first=True, padding_value=-100)
    assert torch.equal(batch["labels"], labels)
    assert batch["attention_mask"].sum(dim=1).tolist() == lengths


@pytest.mark.parametrize(
    ("examples", "options"),
    [
        pytest.param([], {}, id="no-example"),
        pytest.param([], {"max_length": 4}, id="no-example-with-a-limit"),
        pytest.param([example([1], [1])], {"max_length": 0}, id="limit-0"),
        pytest.param([example([1, 2], [1, 2])], {"max_length": -1}, id="limit-below-0"),
    ],
)
def test_collate_refuses(examples: list[Example], options: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        finetuning.collate(examples, pad_id=0, **options)


# 2.5 sft_loss


def random_logits(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(1))


def hugging_face_loss(logits: Tensor, labels: Tensor, ignore_index: int = -100) -> Tensor:
    """Shift as transformers does: pad the labels on the right, drop the first, score every position."""
    shifted = F.pad(labels, (0, 1), value=ignore_index)[..., 1:]
    return F.cross_entropy(logits.double().flatten(0, 1), shifted.flatten(), ignore_index=ignore_index)


def assert_loss(loss: Tensor, expected: Tensor | float, largest_logit: float = 1.0) -> None:
    """Assert that a loss is the expected float32 scalar, within the assignment's tolerance."""
    wanted = torch.as_tensor(expected).detach().float()
    torch.testing.assert_close(loss.detach(), wanted, rtol=1e-5, atol=1e-6 * max(1.0, largest_logit))


def test_shifted_exactly_once_by_hand() -> None:
    # the scores at position 1 give token 2 three parts of five; they answer for the label at position 2
    logits = torch.zeros(1, 4, 3)
    logits[0, 1, 2] = math.log(3)
    assert_loss(finetuning.sft_loss(logits, torch.tensor([[-100, -100, 2, -100]])), 0.5108256)  # -ln(3/5)
    # all other positions have uniform scores: ln 3
    assert_loss(finetuning.sft_loss(logits, torch.tensor([[-100, 2, -100, -100]])), 1.0986123)
    assert_loss(finetuning.sft_loss(logits, torch.tensor([[-100, -100, -100, 2]])), 1.0986123)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("ignore_index", [-100, -1, 0, 500])
def test_agrees_with_hugging_face(ignore_index: int, dtype: torch.dtype) -> None:
    x = ignore_index
    labels = torch.tensor([[x, x, 3, 1, 0], [x, 2, x, 0, x], [4, x, x, x, 2]])
    logits = (4 * random_logits(3, 5, 6)).to(dtype)
    expected = hugging_face_loss(logits, labels, ignore_index)
    assert_loss(finetuning.sft_loss(logits, labels, ignore_index=ignore_index), expected, largest_logit=12)


def test_gradient_stands_one_place_before_each_label() -> None:
    logits = torch.zeros(2, 3, 2, requires_grad=True)
    finetuning.sft_loss(logits, torch.tensor([[-100, -100, 1], [0, 0, -100]])).backward()
    # labels at (0, 2) and (1, 1) count: (softmax - one-hot) / 2 = (½, -½) / 2 and (-½, ½) / 2
    assert logits.grad is not None
    assert logits.grad.tolist() == [[[0, 0], [0.25, -0.25], [0, 0]], [[-0.25, 0.25], [0, 0], [0, 0]]]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize(
    "labels", [[[-100] * 3] * 2, [[7, -100, -100]], [[7]]], ids=["all", "first-only", "seq-1"]
)
def test_nothing_to_learn(labels: list[list[int]], dtype: torch.dtype) -> None:
    aligned = torch.tensor(labels)
    logits = torch.full((*aligned.shape, 50), -1e4, dtype=dtype, requires_grad=True)
    loss = finetuning.sft_loss(logits, aligned)
    assert_loss(loss, 0.0)
    loss.backward()
    assert logits.grad is not None
    assert torch.equal(logits.grad, torch.zeros_like(logits))


def test_extreme_and_strided_logits() -> None:
    logits = (1e4 * random_logits(4, 2, 3).sign()).permute(2, 1, 0)  # batch 3, seq 2, vocabulary 4
    labels = torch.tensor([[-100, -100, -100], [0, 1, 3]]).T
    before = logits.clone(), labels.clone()
    assert_loss(finetuning.sft_loss(logits, labels), hugging_face_loss(*before), largest_logit=1e4)
    assert torch.equal(logits, before[0])
    assert torch.equal(labels, before[1])


def test_from_a_conversation_to_its_loss() -> None:
    conversations = [["hi", "yo"], ["a longer question", "no"]]
    examples = []
    for question, answer in conversations:
        messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
        token_ids, loss_mask = finetuning.encode_chat(messages, tokenizer)
        examples.append(example(token_ids, finetuning.build_labels(token_ids, loss_mask)))
    batch = finetuning.collate(examples, pad_id=tokenizer.pad_id)
    logits = torch.zeros(*batch["input_ids"].shape, tokenizer.vocab_size, requires_grad=True)
    loss = finetuning.sft_loss(logits, batch["labels"])
    assert_loss(loss, 5.5606816)  # ln 260
    loss.backward()
    assert logits.grad is not None
    # "yo" and its end stand at 21 … 23 (counted in test_finetuning.py), their scores one place before; the
    # other question is 17 bytes instead of 2
    taught = [row.nonzero().flatten().tolist() for row in logits.grad.abs().sum(-1)]
    assert taught == [[20, 21, 22], [35, 36, 37]]
