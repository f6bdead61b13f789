"""Part 2: labels, and batches of examples."""

import numpy as np
import pytest

from autograder.testing import Caller, assert_raises, assert_same, assert_unchanged, between, drawn

Example = dict[str, list[int]]

PAD = 7
"""Among the ids that `example` never draws."""


def tokens(rng: np.random.Generator, n: int) -> list[int]:
    """Ids of two or three digits."""
    ids: list[int] = rng.integers(10, 1000, n).tolist()
    return ids


def example(rng: np.random.Generator, length: int, prompt: int) -> Example:
    """An example whose first `prompt` tokens are not trained on."""
    ids = tokens(rng, length)
    return {"input_ids": ids, "labels": [-100] * prompt + ids[prompt:]}


@pytest.mark.part("2.3.example")
def test_build_labels_example(student: Caller, reference: Caller) -> None:
    """the worked example: the first of three tokens is not trained on"""
    token_ids, loss_mask = [7, 8, 9], [False, True, True]
    assert_same(student.build_labels(token_ids, loss_mask), reference.build_labels(token_ids, loss_mask))


@pytest.mark.part("2.3.core")
def test_build_labels(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """each label is about its own token, also when its id is 0; ids and mask are left as they were"""
    token_ids = [*tokens(rng, 2), 0, *tokens(rng, 2), 0]
    loss_mask = [True, False, False, True, False, True]
    answer = student.build_labels(token_ids, loss_mask)
    assert_same(answer, reference.build_labels(token_ids, loss_mask))
    assert_unchanged(answer)


@pytest.mark.part("2.3.core")
def test_build_labels_ignore_index(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the caller chooses what marks a token that is not trained on"""
    token_ids, loss_mask = tokens(rng, 3), [False, True, False]
    answer = student.build_labels(token_ids, loss_mask, ignore_index=0)
    assert_same(answer, reference.build_labels(token_ids, loss_mask, ignore_index=0))


@pytest.mark.part("2.3.core")
def test_build_labels_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """more tokens, and another mask"""
    token_ids = tokens(rng, between(rng, 8, 30))
    loss_mask = drawn(
        rng,
        lambda rng: [bool(each) for each in rng.integers(0, 2, len(token_ids))],
        lambda mask: 2 < sum(mask) < len(mask) - 2,
    )
    assert_same(student.build_labels(token_ids, loss_mask), reference.build_labels(token_ids, loss_mask))


@pytest.mark.part("2.3.errors")
def test_build_labels_nothing(student: Caller, reference: Caller) -> None:
    """no tokens and no mask are equally long: that is no error"""
    assert_same(student.build_labels([], []), reference.build_labels([], []))


@pytest.mark.part("2.3.errors")
@pytest.mark.parametrize(("n_ids", "n_mask"), [(1, 0), (2, 3)])
def test_build_labels_lengths(student: Caller, rng: np.random.Generator, n_ids: int, n_mask: int) -> None:
    """a mask that is shorter or longer than the ids is refused"""
    assert_raises(student.build_labels(tokens(rng, n_ids), [True] * n_mask), "ValueError")


@pytest.mark.part("2.4.example")
def test_collate_example(student: Caller, reference: Caller) -> None:
    """the worked example: one of two examples is padded"""
    examples = [{"input_ids": [1, 2], "labels": [-100, 2]}, {"input_ids": [3], "labels": [3]}]
    assert_same(student.collate(examples, pad_id=0), reference.collate(examples, pad_id=0))


@pytest.mark.part("2.4.core")
def test_collate(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """examples keep their order and their labels, and are padded on the right"""
    examples = [example(rng, length, prompt) for length, prompt in [(4, 1), (1, 0), (6, 3), (2, 1)]]
    assert_same(student.collate(examples, PAD), reference.collate(examples, PAD))


def some_sizes(rng: np.random.Generator) -> list[tuple[int, int]]:
    """Lengths of examples, and of their prompts, which leave at least a token to train on."""
    lengths = [between(rng, 2, 15) for _ in range(between(rng, 3, 6))]
    return [(length, between(rng, 0, length - 1)) for length in lengths]


def is_uneven(sizes: list[tuple[int, int]]) -> bool:
    """Whether the longest is neither first nor last, its length no multiple of 8, and no two are as long."""
    lengths = [length for length, _ in sizes]
    longest = max(lengths)
    return (
        longest % 8 != 0 and 0 < lengths.index(longest) < len(sizes) - 1 and len(set(lengths)) == len(sizes)
    )


@pytest.mark.part("2.4.core")
def test_collate_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """another number of examples, of other lengths"""
    sizes = drawn(rng, some_sizes, is_uneven, lambda sizes: any(prompt for _, prompt in sizes))
    examples = [example(rng, *size) for size in sizes]
    assert_same(student.collate(examples, PAD), reference.collate(examples, PAD))


@pytest.mark.part("2.4.truncation")
def test_collate_truncation_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """some of several examples are cut"""
    sizes, max_length = drawn(
        rng,
        lambda rng: (some_sizes(rng), between(rng, 3, 13)),
        lambda case: case[1] % 8 != 0,
        lambda case: min(case[0])[0] + 1 < case[1] < max(case[0])[0] - 1,
        lambda case: all(prompt < case[1] for _, prompt in case[0]),
    )
    examples = [example(rng, *size) for size in sizes]
    answer = student.collate(examples, PAD, max_length=max_length)
    assert_same(answer, reference.collate(examples, PAD, max_length=max_length))


@pytest.mark.part("2.4.truncation")
@pytest.mark.parametrize(
    ("sizes", "max_length"),
    [
        ([(3, 1), (1, 0)], 1),
        ([(5, 4), (4, 0), (6, 2)], 3),
        ([(3, 1), (2, 1)], 8),
    ],
    ids=["one", "all", "none"],
)
def test_collate_truncation(
    student: Caller,
    reference: Caller,
    rng: np.random.Generator,
    sizes: list[tuple[int, int]],
    max_length: int,
) -> None:
    """longer examples are cut to their beginning, even if no label is left; shorter ones are not stretched"""
    examples = [example(rng, length, prompt) for length, prompt in sizes]
    answer = student.collate(examples, PAD, max_length=max_length)
    assert_same(answer, reference.collate(examples, PAD, max_length=max_length))
    assert_unchanged(answer)


@pytest.mark.part("2.4.padding")
def test_collate_padding(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the caller chooses the fills; a real token equal to `pad_id` is no padding; examples stay the same"""
    rows = [[PAD, *tokens(rng, 1), PAD, *tokens(rng, 1), PAD], [*tokens(rng, 2), PAD], [PAD]]
    examples = [
        {"input_ids": ids, "labels": [-1] * prompt + ids[prompt:]}
        for prompt, ids in zip((2, 1, 0), rows, strict=True)
    ]
    answer = student.collate(examples, PAD, ignore_index=-1)
    assert_same(answer, reference.collate(examples, PAD, ignore_index=-1))
    assert_unchanged(answer)


@pytest.mark.part("2.4.padding")
def test_collate_other_keys(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """other keys of an example are ignored, an `attention_mask` too"""
    examples = [{**example(rng, n, 1), "attention_mask": [0] * n, "text": "a"} for n in (3, 1)]
    assert_same(student.collate(examples, PAD), reference.collate(examples, PAD))


@pytest.mark.part("2.4.errors")
def test_collate_empty(student: Caller) -> None:
    """a batch of no examples is refused"""
    assert_raises(student.collate([], PAD), "ValueError")


@pytest.mark.part("2.4.errors")
@pytest.mark.parametrize("max_length", [0, -1])
def test_collate_max_length(student: Caller, rng: np.random.Generator, max_length: int) -> None:
    """a `max_length` that keeps no token is refused"""
    examples = [example(rng, 3, 1), example(rng, 2, 0)]
    assert_raises(student.collate(examples, PAD, max_length=max_length), "ValueError")
