"""Part 1: next-token pairs, perplexity, bits per byte and packing."""

import numpy as np
import pytest

from autograder.testing import (
    Caller,
    assert_number,
    assert_raises,
    assert_same,
    assert_unchanged,
    between,
    drawn,
)

# Literals, since the last bit of a computed logarithm depends on the machine.
LN_2 = 0.6931471805599453
LN_50257 = 10.82490511970208
EOS = 50256
ROUNDING = 1e-8
"""Ten times the relative tolerance of a number."""


def a_loss(rng: np.random.Generator, low: int = 1, high: int = 10) -> float:
    """A loss in nats, never a whole number."""
    return int(rng.integers(64 * low, 64 * high)) / 64 + 1 / 128


def a_telling_loss(rng: np.random.Generator, n_tokens: int, n_bytes: int) -> float:
    """A loss whose bits per byte have more than six decimals, so that rounding shows."""

    def shows_rounding(mean_nll: float) -> bool:
        bits = mean_nll * n_tokens / LN_2 / n_bytes
        return abs(bits - round(bits, 6)) > ROUNDING * bits

    return drawn(rng, a_loss, shows_rounding)


def some_documents(rng: np.random.Generator, lengths: list[int]) -> list[list[int]]:
    """Documents of these lengths; none of their tokens is 0 or EOS."""
    return [rng.integers(1, 50_000, length).tolist() for length in lengths]


# 1.1 next_token_pairs


@pytest.mark.part("1.1.example")
def test_pairs_example(student: Caller, reference: Caller) -> None:
    """the pairs of one row of four tokens"""
    token_ids = np.array([[5, 6, 7, 8]])
    assert_same(student.next_token_pairs(token_ids), reference.next_token_pairs(token_ids))


@pytest.mark.part("1.1.core")
def test_pairs(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """two tokens are one pair"""
    token_ids = rng.integers(1, 1000, (1, 2))
    assert_same(student.next_token_pairs(token_ids), reference.next_token_pairs(token_ids))


@pytest.mark.part("1.1.core")
def test_pairs_of_any_int64(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """in each row, a position's target is the token after it, even if it is 0, -100 or wider than 32 bits"""
    token_ids = rng.integers(1, 1000, (3, 5))
    token_ids[0, 1:4] = [0, -100, 2**40 + 1]
    answer = student.next_token_pairs(token_ids)
    assert_same(answer, reference.next_token_pairs(token_ids))
    assert_unchanged(answer)


# Element by element, a table knows as many as it has seen: it is asked for three shapes.
@pytest.mark.part("1.1.core")
@pytest.mark.parametrize("most", [(9, 25), (30, 9), (4, 90)], ids=["some", "many rows", "long rows"])
def test_pairs_drawn(
    student: Caller, reference: Caller, rng: np.random.Generator, most: tuple[int, int]
) -> None:
    """another number of rows, of another length"""
    token_ids = rng.integers(1, 1000, (between(rng, 2, most[0]), between(rng, 3, most[1])))
    assert_same(student.next_token_pairs(token_ids), reference.next_token_pairs(token_ids))


@pytest.mark.part("1.1.errors")
@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (2, 0)], ids=str)
def test_pairs_of_too_short_rows(student: Caller, rng: np.random.Generator, shape: tuple[int, int]) -> None:
    """rows with nothing to predict are refused, however many there are"""
    assert_raises(student.next_token_pairs(rng.integers(0, 1000, shape)), "ValueError")


# 1.3 perplexity


@pytest.mark.part("1.3.example")
def test_perplexity_example(student: Caller, reference: Caller) -> None:
    """the perplexity of a guess among 50,257 tokens"""
    assert_number(student.perplexity(LN_50257), reference.perplexity(LN_50257))


@pytest.mark.part("1.3.core")
@pytest.mark.parametrize("nats", [2, 699])
def test_perplexity(student: Caller, reference: Caller, rng: np.random.Generator, nats: int) -> None:
    """the perplexity of small and large losses, up to a loss of 700"""
    mean_nll = a_loss(rng, nats, nats + 1)
    assert_number(student.perplexity(mean_nll), reference.perplexity(mean_nll))


# 1.4 bits_per_byte


@pytest.mark.part("1.4.example")
def test_bits_example(student: Caller, reference: Caller) -> None:
    """ten tokens at one bit each, over 40 bytes"""
    answer = student.bits_per_byte(LN_2, n_tokens=10, n_bytes=40)
    assert_number(answer, reference.bits_per_byte(LN_2, n_tokens=10, n_bytes=40))


@pytest.mark.part("1.4.core")
def test_bits_per_byte(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the information of a whole text, in bits, over its length in bytes, even if tokens are more"""
    mean_nll = a_telling_loss(rng, 11, 3)
    answer = student.bits_per_byte(mean_nll, 11, 3)
    assert_number(answer, reference.bits_per_byte(mean_nll, 11, 3))


@pytest.mark.part("1.4.core")
def test_bits_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a text of other numbers of tokens and bytes"""
    n_tokens, n_bytes = between(rng, 20, 500), between(rng, 600, 2_000)
    call = (a_telling_loss(rng, n_tokens, n_bytes), n_tokens, n_bytes)
    assert_number(student.bits_per_byte(*call), reference.bits_per_byte(*call))


@pytest.mark.part("1.4.errors")
def test_bits_of_one_byte(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a text of a single byte is a text"""
    mean_nll = a_telling_loss(rng, 1, 1)
    assert_number(student.bits_per_byte(mean_nll, 1, 1), reference.bits_per_byte(mean_nll, 1, 1))


@pytest.mark.part("1.4.errors")
@pytest.mark.parametrize("n_bytes", [0, -3])
def test_bits_of_no_bytes(student: Caller, rng: np.random.Generator, n_bytes: int) -> None:
    """a text of no bytes, or fewer, is refused"""
    assert_raises(student.bits_per_byte(a_loss(rng), 5, n_bytes), "ValueError")


# 1.6 pack_documents


@pytest.mark.part("1.6.example")
def test_pack_example(student: Caller, reference: Caller) -> None:
    """two documents in blocks of three"""
    documents = [[1, 2, 3], [4, 5]]
    assert_same(student.pack_documents(documents, 3, 0), reference.pack_documents(documents, 3, 0))


@pytest.mark.part("1.6.core")
@pytest.mark.parametrize(
    ("lengths", "block_size"),
    [([3], 2), ([7, 2, 2, 6], 4)],
    ids=["filled-to-the-end", "a-rest-of-one"],
)
def test_pack(
    student: Caller, reference: Caller, rng: np.random.Generator, lengths: list[int], block_size: int
) -> None:
    """documents in order, each with its end-of-text id, in consecutive blocks"""
    documents = some_documents(rng, lengths)
    answer = student.pack_documents(documents, block_size, EOS)
    assert_same(answer, reference.pack_documents(documents, block_size, EOS))


@pytest.mark.part("1.6.core")
def test_pack_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """another number of documents, of other lengths, in blocks of another size"""
    lengths, block_size = drawn(
        rng,
        lambda rng: ([between(rng, 1, 12) for _ in range(between(rng, 3, 40))], between(rng, 4, 9)),
        lambda case: (sum(case[0]) + len(case[0])) // case[1] >= 3,
        lambda case: 2 <= (sum(case[0]) + len(case[0])) % case[1] <= case[1] - 2,
    )
    documents = some_documents(rng, lengths)
    answer = student.pack_documents(documents, block_size, EOS)
    assert_same(answer, reference.pack_documents(documents, block_size, EOS))


@pytest.mark.part("1.6.edges")
@pytest.mark.parametrize("lengths", [[], [2]], ids=["no-document", "one-token-short-of-a-block"])
def test_pack_no_block(
    student: Caller, reference: Caller, rng: np.random.Generator, lengths: list[int]
) -> None:
    """too few tokens for a block: no rows, but still the shape and the dtype of blocks"""
    documents = some_documents(rng, lengths)
    assert_same(student.pack_documents(documents, 4, EOS), reference.pack_documents(documents, 4, EOS))


@pytest.mark.part("1.6.edges")
def test_pack_blocks_of_one(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """blocks of one token, and an id of more than 32 bits"""
    documents = [*some_documents(rng, [1]), [2**40 + 1]]
    assert_same(student.pack_documents(documents, 1, EOS), reference.pack_documents(documents, 1, EOS))


@pytest.mark.part("1.6.edges")
def test_pack_empty_documents(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """an empty document adds nothing at all, wherever it stands"""
    documents = some_documents(rng, [0, 2, 0, 0, 3, 0])
    answer = student.pack_documents(documents, 7, EOS)
    assert_same(answer, reference.pack_documents(documents, 7, EOS))
    assert_unchanged(answer)


@pytest.mark.part("1.6.edges")
def test_pack_ids_within_documents(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """0 and the end-of-text id within a document, or at its end, are tokens like others"""
    first, second = some_documents(rng, [4, 4])
    documents = [[*first[:2], EOS, *first[2:], 0], [EOS], [0, *second, EOS]]
    assert_same(student.pack_documents(documents, 5, EOS), reference.pack_documents(documents, 5, EOS))


@pytest.mark.part("1.6.edges")
def test_pack_many_documents(student: Caller, reference: Caller) -> None:
    """blocks run on over a thousand documents"""
    documents = [[1]] * 1_001
    assert_same(student.pack_documents(documents, 3, EOS), reference.pack_documents(documents, 3, EOS))


@pytest.mark.part("1.6.errors")
@pytest.mark.parametrize(
    ("lengths", "block_size"),
    [([], 0), ([2, 3], -1)],
    ids=["nothing-in-blocks-of-0", "blocks-of-minus-1"],
)
def test_pack_no_block_size(
    student: Caller, rng: np.random.Generator, lengths: list[int], block_size: int
) -> None:
    """a block size below 1 is refused, whatever the documents"""
    assert_raises(student.pack_documents(some_documents(rng, lengths), block_size, EOS), "ValueError")
