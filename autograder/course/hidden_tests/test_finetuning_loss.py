"""Part 2: the loss on labels that are aligned with the inputs."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from autograder.testing import Caller, Tensor, assert_close, assert_unchanged, between

Array = npt.NDArray[Any]

VOCAB = 8


def labels_of(rng: np.random.Generator, rows: list[str], ignore_index: int = -100) -> Array:
    """Labels by pattern: ``.`` is ignored, ``0`` the token 0, ``x`` another one, distinct within its row.

    Distinct, so that labels shifted once too often or too rarely are other labels.
    """
    special = {".": ignore_index, "0": 0}
    labels = []
    for row in rows:
        others = iter((1 + rng.permutation(VOCAB - 1)).tolist())
        labels.append([special[each] if each in special else next(others) for each in row])
    return np.array(labels, dtype=np.int64)


def logits_for(rng: np.random.Generator, labels: Array) -> Array:
    """Logits in eighths that expect every second row's labels, and the others' not at all.

    So different rows have very different losses, and a mean that weighs them wrongly shows.
    """
    n_rows, seq = labels.shape
    logits = rng.integers(-8, 9, (n_rows, seq, VOCAB)).astype(np.float32) / 8
    for i in range(n_rows):
        for t in range(seq - 1):
            if 0 <= labels[i, t + 1] < VOCAB:
                logits[i, t, labels[i, t + 1]] = 4 if i % 2 == 0 else -4
    return logits


@pytest.mark.part("2.5.example")
def test_sft_loss_example(student: Caller, reference: Caller) -> None:
    """the worked example: one label counts, and two tokens are equally likely"""
    logits, labels = np.zeros((1, 3, 2), dtype=np.float32), np.array([[-100, -100, 1]])
    assert_close(student.sft_loss(logits, labels), reference.sft_loss(logits, labels))


@pytest.mark.part("2.5.core")
def test_sft_loss(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the mean over all labels but the first of each row"""
    labels = labels_of(rng, ["xxxx", "xxxx", "xxxx"])
    logits = logits_for(rng, labels)
    assert_close(student.sft_loss(logits, labels), reference.sft_loss(logits, labels))


@pytest.mark.part("2.5.core")
def test_sft_loss_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """another number of rows, of another length"""
    labels = labels_of(rng, ["x" * between(rng, 3, 7)] * between(rng, 2, 6))
    logits = logits_for(rng, labels)
    assert_close(student.sft_loss(logits, labels), reference.sft_loss(logits, labels))


@pytest.mark.part("2.5.masking")
@pytest.mark.parametrize(
    "rows",
    [["...x"], ["0x0x", "...x", "x0x0", "...."]],
    ids=["a-prompt", "rows"],
)
def test_sft_loss_masking(
    student: Caller, reference: Caller, rng: np.random.Generator, rows: list[str]
) -> None:
    """ignored labels add nothing, all others weigh the same, label 0 too, and labels are left as they were"""
    labels = labels_of(rng, rows)
    logits = logits_for(rng, labels)
    answer = student.sft_loss(logits, labels)
    assert_close(answer, reference.sft_loss(logits, labels))
    assert_unchanged(answer)


@pytest.mark.part("2.5.masking")
@pytest.mark.parametrize("ignore_index", [0, VOCAB + 3])
def test_sft_loss_ignore_index(
    student: Caller, reference: Caller, rng: np.random.Generator, ignore_index: int
) -> None:
    """the caller chooses which label does not count: a token's id, or any other number"""
    labels = labels_of(rng, [".xx.", "xx.."], ignore_index)
    logits = logits_for(rng, labels)
    answer = student.sft_loss(logits, labels, ignore_index=ignore_index)
    assert_close(answer, reference.sft_loss(logits, labels, ignore_index=ignore_index))


@pytest.mark.part("2.5.edges")
@pytest.mark.parametrize("rows", [[".", "."], ["...", "x.."]], ids=["short", "first"])
def test_sft_loss_nothing_counts(
    student: Caller, reference: Caller, rng: np.random.Generator, rows: list[str]
) -> None:
    """where no label counts, the loss is 0, and so is its gradient"""
    labels = labels_of(rng, rows)
    logits = logits_for(rng, labels)
    assert_close(student.sft_loss.grad(logits, labels), reference.sft_loss.grad(logits, labels))


@pytest.mark.part("2.5.edges")
def test_sft_loss_gradient(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """gradients flow to the logits that score a label, and to no others; of float64 the loss is float32"""
    labels = labels_of(rng, ["xxx", "xxx"])
    logits = logits_for(rng, labels).astype(np.float64)
    assert_close(student.sft_loss.grad(logits, labels), reference.sft_loss.grad(logits, labels))


@pytest.mark.part("2.5.edges")
def test_sft_loss_half_precision(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the loss is computed in float32 or better, and is float32, for logits in half precision"""
    labels = labels_of(rng, ["xxx", "xxx"])
    # One score is 2 above the seven others, so each label costs ln(e² + 7) - 2 for every seed: a number
    # that bfloat16 does not come near.
    scores = np.tile(rng.integers(-2, 3, (2, 3, 1)), (1, 1, VOCAB)).astype(np.float32)
    for i, t in np.ndindex(2, 2):
        scores[i, t, labels[i, t + 1]] += 2
    logits = Tensor(scores, "bfloat16")
    assert_close(student.sft_loss(logits, labels), reference.sft_loss(logits, labels))


@pytest.mark.part("2.5.edges")
def test_sft_loss_large_logits(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the loss is finite and exact for very large logits, right or wrong"""
    labels = labels_of(rng, ["xxx", "xxx"])
    logits = np.full((2, 3, VOCAB), 1e4, dtype=np.float32)
    for i, t in np.ndindex(2, 2):
        logits[i, t] *= (-1) ** (i + 1)
        logits[i, t, labels[i, t + 1]] *= -1
    assert_close(student.sft_loss(logits, labels), reference.sft_loss(logits, labels))


@pytest.mark.part("2.5.core")
def test_sft_loss_long(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the mean over a long row, whatever it is computed in"""
    labels = rng.integers(0, 2, (1, 1_100))
    logits = rng.integers(-8, 9, (1, 1_100, 2)).astype(np.float32) / 8
    assert_close(student.sft_loss(logits, labels), reference.sft_loss(logits, labels))
