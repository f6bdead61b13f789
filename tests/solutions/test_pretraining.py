"""The reference solutions of part 1 that need no gradients: pairs, perplexity, bits per byte, packing."""

import math
from decimal import Decimal

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import load_reference

pretraining = load_reference("pretraining")

LN2 = 0.6931471805599453
few = settings(max_examples=60, deadline=None, derandomize=True)


# 1.1 next_token_pairs


def test_pairs_of_two_rows() -> None:
    inputs, targets = pretraining.next_token_pairs(torch.tensor([[5, 6, 7, 8], [1, 2, 3, 4]]))
    # 8 is the last of its row: it predicts nothing, least of all the 1 that begins the next row
    assert inputs.tolist() == [[5, 6, 7], [1, 2, 3]]
    assert targets.tolist() == [[6, 7, 8], [2, 3, 4]]
    assert inputs.dtype == targets.dtype == torch.int64


def test_the_shortest_sequence_gives_one_pair() -> None:
    inputs, targets = pretraining.next_token_pairs(torch.tensor([[3, 9]]))
    assert (inputs.tolist(), targets.tolist()) == ([[3]], [[9]])


def test_pairs_of_a_transposed_tensor() -> None:
    token_ids = torch.tensor([[1, 4], [2, 5], [3, 6]]).T  # rows 1 2 3 and 4 5 6, strides swapped
    assert not token_ids.is_contiguous()
    inputs, targets = pretraining.next_token_pairs(token_ids)
    assert inputs.tolist() == [[1, 2], [4, 5]]
    assert targets.tolist() == [[2, 3], [5, 6]]


def test_pairs_keep_special_and_ignored_ids_and_the_argument() -> None:
    token_ids = torch.tensor([[258, -100, 0, 259]])
    inputs, targets = pretraining.next_token_pairs(token_ids)
    assert inputs.tolist() == [[258, -100, 0]]
    assert targets.tolist() == [[-100, 0, 259]]
    assert token_ids.tolist() == [[258, -100, 0, 259]]


@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (1, 0), (2, 0)], ids=str)
def test_pairs_need_two_tokens(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError):
        pretraining.next_token_pairs(torch.zeros(shape, dtype=torch.int64))


# 1.3 perplexity


@pytest.mark.parametrize(
    ("mean_nll", "expected"),
    [
        (0.0, 1.0),  # certain about every token
        (2 * LN2, 4.0),  # as good as a guess among four: e^(2 ln 2) = 2²
        (5.560681631015528, 260.0),  # ln 260: an untrained model over ByteTokenizer's vocabulary
        (1.0, 2.718281828459045),
    ],
)
def test_perplexity_of_known_values(mean_nll: float, expected: float) -> None:
    result = pretraining.perplexity(mean_nll)
    assert type(result) is float
    assert result == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("mean_nll", [1e-6, 3.25, 88.75, 699.5])
def test_perplexity_up_to_the_limit(mean_nll: float) -> None:
    # 88.75 overflows float32, whose largest number is e^88.72; decimal's exponential is its own code
    expected = float(Decimal(mean_nll).exp())
    assert pretraining.perplexity(mean_nll) == pytest.approx(expected, rel=1e-9)
    assert math.isfinite(pretraining.perplexity(mean_nll))


# 1.4 bits_per_byte


@pytest.mark.parametrize(
    ("mean_nll", "n_tokens", "n_bytes", "expected"),
    [
        (LN2, 8, 8, 1.0),  # one bit a token, one byte a token
        (2 * LN2, 3, 12, 0.5),  # 3 tokens of 2 bits in 12 bytes: 6 / 12
        (8 * LN2, 5, 5, 8.0),  # a uniform guess among 256 bytes compresses nothing
        (3 * LN2, 4, 1, 12.0),  # more tokens than bytes
        (LN2, 0, 7, 0.0),  # no tokens, no information
        (0.0, 9, 7, 0.0),
    ],
)
def test_bits_per_byte_of_known_values(mean_nll: float, n_tokens: int, n_bytes: int, expected: float) -> None:
    result = pretraining.bits_per_byte(mean_nll, n_tokens, n_bytes)
    assert type(result) is float
    assert result == pytest.approx(expected, rel=1e-9)


def test_bits_per_byte_do_not_depend_on_the_tokenizer() -> None:
    # the same 24 bits of a 12-byte text, told in 12 tokens of 2 bits or in 4 tokens of 6 bits
    assert pretraining.bits_per_byte(2 * LN2, 12, 12) == pytest.approx(2.0, rel=1e-9)
    assert pretraining.bits_per_byte(6 * LN2, 4, 12) == pytest.approx(2.0, rel=1e-9)


@pytest.mark.parametrize("n_bytes", [0, -1])
def test_bits_per_byte_need_a_byte(n_bytes: int) -> None:
    with pytest.raises(ValueError):
        pretraining.bits_per_byte(1.0, 1, n_bytes)


# 1.6 pack_documents


@pytest.mark.parametrize(
    ("documents", "block_size", "blocks"),
    [
        # 1 2 3 9 4 5 9: two blocks of three, the last eos does not fill a third
        pytest.param([[1, 2, 3], [4, 5]], 3, [[1, 2, 3], [9, 4, 5]], id="rest-dropped"),
        pytest.param([[1, 2, 3], [4, 5]], 7, [[1, 2, 3, 9, 4, 5, 9]], id="ends-with-an-eos"),
        pytest.param([[1], [], [2]], 2, [[1, 9], [2, 9]], id="empty-document-adds-no-eos"),
        pytest.param([[1, 9], [2]], 5, [[1, 9, 9, 2, 9]], id="own-eos-is-not-enough"),
        pytest.param([[1, 2]], 1, [[1], [2], [9]], id="blocks-of-one"),
        pytest.param([[1, 2, 3, 4, 5, 6, 7]], 4, [[1, 2, 3, 4], [5, 6, 7, 9]], id="long-document-is-cut"),
        pytest.param([[2**40, 0]], 3, [[2**40, 0, 9]], id="64-bit-ids"),
    ],
)
def test_packing(documents: list[list[int]], block_size: int, blocks: list[list[int]]) -> None:
    before = [list(document) for document in documents]
    result = pretraining.pack_documents(documents, block_size, eos_id=9)
    assert result.dtype == torch.int64
    assert result.tolist() == blocks
    assert documents == before


@pytest.mark.parametrize("documents", [[], [[]], [[], []], [[1, 2, 3]]], ids=str)
def test_no_full_block(documents: list[list[int]]) -> None:
    result = pretraining.pack_documents(documents, 5, eos_id=9)
    assert result.shape == (0, 5)
    assert result.dtype == torch.int64


@pytest.mark.parametrize("block_size", [0, -1])
@pytest.mark.parametrize("documents", [[[1, 2]], []], ids=["text", "nothing"])
def test_packing_needs_a_block_size(documents: list[list[int]], block_size: int) -> None:
    with pytest.raises(ValueError):
        pretraining.pack_documents(documents, block_size, eos_id=9)


@few
@given(st.lists(st.lists(st.integers(0, 8), max_size=6), max_size=8), st.integers(1, 7))
def test_blocks_spell_the_documents(documents: list[list[int]], block_size: int) -> None:
    # one digit per token: the blocks spell the documents, a 9 after each, up to the last full block
    written = "".join("".join(map(str, document)) + "9" for document in documents if document)
    full = len(written) - len(written) % block_size
    blocks = pretraining.pack_documents(documents, block_size, eos_id=9)
    assert blocks.shape == (full // block_size, block_size)
    assert "".join(map(str, blocks.flatten().tolist())) == written[:full]
