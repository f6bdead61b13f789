"""Passages that answers share."""

from autograder.review.similar import shared_passages

LONG = "the model learns to continue any text that it was shown during training and it never asks why"


def test_long_passages_are_found_and_short_ones_are_not() -> None:
    texts = {
        1: f"First. {LONG}.",
        2: f"Second: {LONG.upper()}!",
        3: "the model learns to continue other things",
    }
    assert shared_passages(texts) == {(1, 2): [LONG]}


def test_the_courses_own_words_do_not_count() -> None:
    assert shared_passages({1: LONG, 2: LONG}, [f"Question: {LONG}?"]) == {}


def test_a_phrase_of_the_whole_class_does_not_count() -> None:
    assert shared_passages(dict.fromkeys(range(4), LONG)) != {}
    assert shared_passages(dict.fromkeys(range(40), LONG)) == {}
