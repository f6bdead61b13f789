"""Part 4: what fits the context window, and windows over what does not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.testing import Caller, assert_raises, assert_same, assert_unchanged, between, drawn


def document(rng: np.random.Generator, n_tokens: int) -> list[int]:
    """Token ids that are all different, 0 among them."""
    token_ids: list[int] = rng.permutation(n_tokens).tolist()
    return token_ids


def first_three(windows: Any) -> Any:
    """The beginning of a list, so that its end is another test's business."""
    return windows[:3]


def first_of(n: int, case: tuple[int, int, int]) -> Callable[[Any], Any]:
    """A view of the first `n` windows, and of whether many windows begin behind the text."""
    n_tokens, window, overlap = case
    most = 1 - (-(n_tokens + window) // (window - overlap))
    return lambda windows: (windows[:n], len(windows) <= most)


def n_windows(case: tuple[int, int, int]) -> int:
    """How many windows it takes, by the number of tokens, the window and the overlap."""
    n_tokens, window, overlap = case
    return 1 + max(0, -((window - n_tokens) // (window - overlap)))


def rest(case: tuple[int, int, int]) -> int:
    """How many tokens of the last window no earlier window has."""
    n_tokens, window, overlap = case
    return (n_tokens - window) - (n_windows(case) - 2) * (window - overlap)


@pytest.mark.part("4.1.example")
def test_fits_example(student: Caller, reference: Caller) -> None:
    """a full prompt leaves no room for an answer"""
    call = {"n_prompt": 4_096, "max_new_tokens": 1, "context_window": 4_096}
    assert_same(student.fits_context(**call), reference.fits_context(**call))


@pytest.mark.part("4.1.core")
@pytest.mark.parametrize("spare", [0, -1], ids=["exactly", "one too many"])
def test_fits_shared_window(student: Caller, reference: Caller, rng: np.random.Generator, spare: int) -> None:
    """prompt and answer share the window, down to its last token"""
    n_prompt, max_new_tokens = (int(n) for n in rng.integers(1_000, 9_000, 2))
    call = (n_prompt, max_new_tokens, n_prompt + max_new_tokens + spare)
    assert_same(student.fits_context(*call), reference.fits_context(*call))


@pytest.mark.part("4.1.core")
def test_fits_long_answer(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """an answer that has no room, in a window that the prompt does not half fill"""
    n_prompt = int(rng.integers(1_000, 9_000))
    call = (n_prompt, 2 * n_prompt + 2, 2 * n_prompt + 1)
    assert_same(student.fits_context(*call), reference.fits_context(*call))


FITTING = (0, 1, 40, -1, -2, -40)
"""Tokens that are left over in each case, in an order that the seed draws."""


# With a fixed order of answers, a table of yes and no would do.
@pytest.mark.part("4.1.core")
@pytest.mark.parametrize("case", range(len(FITTING)), ids=["a", "b", "c", "d", "e", "f"])
def test_fits_drawn(
    student: Caller,
    reference: Caller,
    rng: np.random.Generator,
    question_rng: np.random.Generator,
    case: int,
) -> None:
    """prompts and answers of any size, with tokens to spare or too few"""
    spare = FITTING[question_rng.permutation(len(FITTING))[case]]
    n_prompt, max_new_tokens = between(rng, 50, 5_000), between(rng, 50, 5_000)
    call = (n_prompt, max_new_tokens, n_prompt + max_new_tokens + spare)
    assert_same(student.fits_context(*call), reference.fits_context(*call))


@pytest.mark.part("4.2.example")
def test_windows_example(student: Caller, reference: Caller) -> None:
    """windows of four over nine tokens, sharing one"""
    tokens = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert_same(
        student.sliding_windows(tokens, window=4, overlap=1),
        reference.sliding_windows(tokens, window=4, overlap=1),
    )


# An overlap of half the window would hide a stride that is taken for an overlap.
@pytest.mark.part("4.2.core")
def test_windows_share_overlap(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """full windows in order, of which neighbours share exactly `overlap` tokens"""
    call = (document(rng, 20), 5, 2)
    assert_same(
        student.sliding_windows(*call).view(first_three), reference.sliding_windows(*call).view(first_three)
    )


@pytest.mark.part("4.2.core")
def test_windows_side_by_side(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """without a word about overlap, windows stand side by side"""
    tokens = document(rng, 12)
    assert_same(student.sliding_windows(tokens, 4), reference.sliding_windows(tokens, 4))


# How many windows there are is what a table guesses, so two numbers of different sizes are asked for.
@pytest.mark.part("4.2.core")
@pytest.mark.parametrize("most", [12, 60], ids=["some", "many"])
def test_windows_drawn(student: Caller, reference: Caller, rng: np.random.Generator, most: int) -> None:
    """windows and overlaps of other sizes: all windows but the last two"""

    def make(rng: np.random.Generator) -> tuple[int, int, int]:
        window = between(rng, 4, 12)
        return between(rng, 20, 60 if most == 12 else 300), window, between(rng, 1, window - 1)

    case = drawn(
        rng,
        make,
        lambda case: most // 5 + 3 <= n_windows(case) <= most,
        lambda case: 2 * case[2] != case[1],  # an overlap that is no stride
    )
    call, look = (document(rng, case[0]), *case[1:]), first_of(n_windows(case) - 2, case)
    assert_same(student.sliding_windows(*call).view(look), reference.sliding_windows(*call).view(look))


@pytest.mark.part("4.2.short")
@pytest.mark.parametrize(("n_tokens", "window", "overlap"), [(0, 4, 1), (2, 5, 3), (3, 4, 1)])
def test_windows_short_document(
    student: Caller, reference: Caller, rng: np.random.Generator, n_tokens: int, window: int, overlap: int
) -> None:
    """a document that fits is one window, an empty one is none"""
    call = (document(rng, n_tokens), window, overlap)
    assert_same(student.sliding_windows(*call), reference.sliding_windows(*call))


@pytest.mark.part("4.2.tail")
def test_windows_end_with_document(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the last window ends with the document and holds something new; the document is left as it was"""
    call = (document(rng, 5), 4, 3)
    answer = student.sliding_windows(*call)
    assert_same(answer, reference.sliding_windows(*call))
    assert_unchanged(answer)


@pytest.mark.part("4.2.tail")
def test_windows_of_one_word(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a document may say the same token again and again, and its last window is not padded"""
    tokens = [int(rng.integers(1, 1_000))] * 9
    assert_same(student.sliding_windows(tokens, 4, 1), reference.sliding_windows(tokens, 4, 1))


@pytest.mark.part("4.2.tail")
@pytest.mark.parametrize("end", ["one new token", "full"])
def test_windows_drawn_tail(student: Caller, reference: Caller, rng: np.random.Generator, end: str) -> None:
    """all windows of a longer document, whose last one is full or holds a single new token"""

    def make(rng: np.random.Generator) -> tuple[int, int, int]:
        window = between(rng, 5, 12)
        return between(rng, 20, 60), window, between(rng, 2, window - 2)

    def ends_so(case: tuple[int, int, int]) -> bool:
        stride = case[1] - case[2]
        return rest(case) == (stride if end == "full" else 1) and stride > 1

    case = drawn(
        rng,
        make,
        lambda case: 5 <= n_windows(case) <= 12,
        lambda case: 2 * case[2] != case[1],
        lambda case: end == "full" or case[1] - case[2] <= case[2],
        ends_so,
    )
    call = (document(rng, case[0]), *case[1:])
    assert_same(student.sliding_windows(*call), reference.sliding_windows(*call))


@pytest.mark.part("4.2.errors")
def test_windows_smallest(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a window of one token is not refused"""
    tokens = [int(rng.integers(1, 1_000))]
    assert_same(student.sliding_windows(tokens, 1), reference.sliding_windows(tokens, 1))


@pytest.mark.part("4.2.errors")
@pytest.mark.parametrize(
    ("n_tokens", "window", "overlap"),
    [(0, 0, 0), (0, 4, -1), (0, 4, 4), (3, 4, 5)],
)
def test_windows_refused(
    student: Caller, rng: np.random.Generator, n_tokens: int, window: int, overlap: int
) -> None:
    """windows that hold nothing, leave gaps or never move on are refused, for any document"""
    assert_raises(student.sliding_windows(document(rng, n_tokens), window, overlap), "ValueError")


@pytest.mark.part("4.3.example")
def test_evaluation_example(student: Caller, reference: Caller) -> None:
    """eight tokens, windows of four, a stride of two"""
    call = {"n_tokens": 8, "context_window": 4, "stride": 2}
    assert_same(student.evaluation_windows(**call), reference.evaluation_windows(**call))


@pytest.mark.part("4.3.core")
def test_evaluation_scores_once(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """windows begin a stride apart, and score each token but the first exactly once"""
    call = (int(rng.integers(20, 30)), 6, 1)
    assert_same(
        student.evaluation_windows(*call).view(first_three),
        reference.evaluation_windows(*call).view(first_three),
    )


@pytest.mark.part("4.3.core")
@pytest.mark.parametrize("most", [40, 200], ids=["some", "many"])
def test_evaluation_drawn(student: Caller, reference: Caller, rng: np.random.Generator, most: int) -> None:
    """a text, a window and a stride of other sizes: all windows but the last, and not many more"""

    def make(rng: np.random.Generator) -> tuple[int, int, int]:
        window = between(rng, 5, 20)
        return between(rng, 25, 300 if most == 40 else 1_200), window, between(rng, 1, window - 2)

    case = drawn(
        rng,
        make,
        lambda case: most // 5 - 3 <= n_windows(case) <= most,
        lambda case: case[2] * 2 != case[1],  # a stride that is no overlap
    )
    n_tokens, window, overlap = case
    call, look = (n_tokens, window, window - overlap), first_of(n_windows(case) - 1, case)
    assert_same(student.evaluation_windows(*call).view(look), reference.evaluation_windows(*call).view(look))


@pytest.mark.part("4.3.ends")
@pytest.mark.parametrize("n_tokens", [0, 1])
def test_evaluation_short_text(student: Caller, reference: Caller, n_tokens: int) -> None:
    """a text of one token has nothing to score, and so has one without any"""
    assert_same(student.evaluation_windows(n_tokens, 4, 2), reference.evaluation_windows(n_tokens, 4, 2))


@pytest.mark.part("4.3.ends")
@pytest.mark.parametrize(("n_tokens", "context_window", "stride"), [(6, 4, 3), (9, 6, 2), (1_300, 2, 1)])
def test_evaluation_last_window(
    student: Caller, reference: Caller, n_tokens: int, context_window: int, stride: int
) -> None:
    """the first window that reaches the end of the text is the last, and ends with it"""
    call = (n_tokens, context_window, stride)
    assert_same(student.evaluation_windows(*call), reference.evaluation_windows(*call))


@pytest.mark.part("4.3.errors")
def test_evaluation_smallest(student: Caller, reference: Caller) -> None:
    """the smallest window that can score anything is not refused"""
    assert_same(student.evaluation_windows(2, 2, 1), reference.evaluation_windows(2, 2, 1))


@pytest.mark.part("4.3.errors")
@pytest.mark.parametrize(
    ("n_tokens", "context_window", "stride"),
    [(-1, 4, 2), (4, 4, 0), (4, 4, -1), (8, 4, 4), (3, 4, 5)],
)
def test_evaluation_refuses(student: Caller, n_tokens: int, context_window: int, stride: int) -> None:
    """a text of negative length, windows that never move on, and windows that share nothing are refused"""
    assert_raises(student.evaluation_windows(n_tokens, context_window, stride), "ValueError")


@pytest.mark.part("4.1.core")
@pytest.mark.parametrize(
    ("n_prompt", "max_new_tokens", "context_window"),
    [(1, 0, 1), (2, 1, 1), (7, 8, 9), (2, 3, 9)],
    ids=["no answer", "prompt too long", "each fits alone", "room to spare"],
)
def test_fits_small(
    student: Caller, reference: Caller, n_prompt: int, max_new_tokens: int, context_window: int
) -> None:
    """a request of a few tokens, with an answer of none among them"""
    call = (n_prompt, max_new_tokens, context_window)
    assert_same(student.fits_context(*call), reference.fits_context(*call))


@pytest.mark.part("4.2.tail")
def test_windows_of_long_document(student: Caller, reference: Caller) -> None:
    """more windows than calls can be nested; the tail is a window of its own, however short it is"""
    call = (list(range(3_301)), 3)
    assert_same(student.sliding_windows(*call), reference.sliding_windows(*call))
