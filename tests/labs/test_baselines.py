"""Counts and compressors, against what can be computed by hand."""

import math
import random

import pytest
from reference import load_lab

baselines = load_lab("baselines")


def test_random_bytes_cost_8_bits_whatever_is_counted() -> None:
    noise = random.Random(0).randbytes(200_000)
    assert baselines.n_gram(1, noise[:-2000], noise[-2000:]) == pytest.approx(8, abs=0.02)


def test_one_repeated_byte_costs_nearly_nothing() -> None:
    for n in (1, 2, 3):
        assert baselines.n_gram(n, b"a" * 10_000, b"a" * 100) < 0.01


def test_unigrams_by_hand() -> None:
    # "a" was seen 3 times of 4, and a prior of 5 sightings spreads over 256 bytes
    expected = -math.log2((3 + 5 / 256) / (4 + 5))
    assert baselines.n_gram(1, b"aaab", b"a") == pytest.approx(expected)


def test_the_chances_of_all_bytes_sum_to_one() -> None:
    train = b"the cat sat on the mat"
    for n, context in ((1, b""), (2, b"t"), (3, b"th")):
        before = baselines.n_gram(n, train, context) * len(context) if context else 0.0
        chances = []
        for byte in range(256):
            text = context + bytes([byte])
            chances.append(2 ** -(baselines.n_gram(n, train, text) * len(text) - before))
        assert sum(chances) == pytest.approx(1)


def test_a_compressor_that_has_read_the_text_needs_little() -> None:
    text = b"".join(str(number).encode() for number in range(2000))
    assert baselines.compressed("lzma", text, text) < 0.2 < baselines.compressed("lzma", b"", text)
