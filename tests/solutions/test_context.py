"""The reference's windows of part 4, against hand-made tables and Hugging Face's perplexity loop."""

import itertools

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import load_reference

context = load_reference("context")

few = settings(max_examples=100, deadline=None, derandomize=True)


# 4.1 fits_context


@pytest.mark.parametrize(
    ("n_prompt", "max_new_tokens", "context_window", "fits"),
    [
        (100, 28, 128, True),  # 128 of 128
        (100, 29, 128, False),  # one too many
        (128, 0, 128, True),
        (129, 0, 128, False),
        (128, 1, 128, False),  # the prompt alone would fit
        (0, 128, 128, True),
        (0, 129, 128, False),
        (127_000, 1_000, 128_000, True),  # the worksheet's GPT-4
        (127_001, 1_000, 128_000, False),
    ],
)
def test_prompt_and_answer_share_the_window(
    n_prompt: int, max_new_tokens: int, context_window: int, fits: bool
) -> None:
    assert context.fits_context(n_prompt, max_new_tokens, context_window) is fits


# 4.2 sliding_windows


@pytest.mark.parametrize(
    ("n", "window", "overlap", "windows"),
    [
        # a window of 4 with 1 shared advances by 3, and the third ends with the document
        (10, 4, 1, [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8, 9]]),
        (9, 4, 1, [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8]]),  # shorter at the end, not padded, not lost
        (8, 4, 1, [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7]]),  # one new token is enough
        (7, 4, 1, [[0, 1, 2, 3], [3, 4, 5, 6]]),  # [6] alone would hold nothing new
        (10, 4, 0, [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]),
        (8, 4, 2, [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 6, 7]]),  # [6, 7] would hold nothing new
        (5, 4, 3, [[0, 1, 2, 3], [1, 2, 3, 4]]),
        (6, 4, 3, [[0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5]]),
        (4, 4, 2, [[0, 1, 2, 3]]),  # fits exactly
        (3, 4, 2, [[0, 1, 2]]),
        (1, 4, 3, [[0]]),  # shorter than the overlap
        (3, 1, 0, [[0], [1], [2]]),
        (0, 4, 1, []),
    ],
)
def test_windows(n: int, window: int, overlap: int, windows: list[list[int]]) -> None:
    document = list(range(n))
    assert context.sliding_windows(document, window, overlap) == windows
    assert document == list(range(n))


def test_windows_do_not_overlap_by_default() -> None:
    # ids are text, not positions: equal tokens stay where they are
    assert context.sliding_windows([7, 7, 0, 7, -1], 2) == [[7, 7], [0, 7], [-1]]


@few
@given(st.integers(1, 12), st.data(), st.integers(0, 8))
def test_windows_as_tensor_unfold(window: int, data: st.DataObject, n_steps: int) -> None:
    overlap = data.draw(st.integers(0, window - 1))
    n = window + n_steps * (window - overlap)  # a whole number of steps: every window is full
    expected = torch.arange(n).unfold(0, window, window - overlap).tolist()
    assert context.sliding_windows(list(range(n)), window, overlap) == expected


@few
@given(st.lists(st.integers(0, 3), max_size=40), st.integers(1, 9), st.data())
def test_windows_cover_and_overlap_exactly(document: list[int], window: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, window - 1))
    windows = context.sliding_windows(document, window, overlap)
    assert all(len(piece) == window for piece in windows[:-1])
    assert all(1 <= len(piece) <= window for piece in windows)
    # the first window, and the other windows without their shared tokens, make up the document
    new = windows[:1] + [piece[overlap:] for piece in windows[1:]]
    assert [token for piece in new for token in piece] == document
    assert all(new)
    for left, right in itertools.pairwise(windows):
        assert left[len(left) - overlap :] == right[:overlap]


@pytest.mark.parametrize(("window", "overlap"), [(0, 0), (-1, 0), (4, -1), (4, 4), (4, 5), (1, 1), (0, -1)])
@pytest.mark.parametrize("n", [0, 3, 10])
def test_windows_refuse_for_any_document(n: int, window: int, overlap: int) -> None:
    with pytest.raises(ValueError):
        context.sliding_windows(list(range(n)), window, overlap)


# 4.3 evaluation_windows


@pytest.mark.parametrize(
    ("n_tokens", "context_window", "stride", "windows"),
    [
        # the first window scores all tokens except the first, the others score the tokens that are left
        (10, 4, 2, [(0, 4, 3), (2, 6, 2), (4, 8, 2), (6, 10, 2)]),  # 3 + 2 + 2 + 2 = 9
        (9, 4, 2, [(0, 4, 3), (2, 6, 2), (4, 8, 2), (6, 9, 1)]),
        (8, 4, 2, [(0, 4, 3), (2, 6, 2), (4, 8, 2)]),  # stops at the first that reaches the end
        (8, 4, 3, [(0, 4, 3), (3, 7, 3), (6, 8, 1)]),
        (7, 4, 3, [(0, 4, 3), (3, 7, 3)]),
        (6, 4, 1, [(0, 4, 3), (1, 5, 1), (2, 6, 1)]),
        (5, 2, 1, [(0, 2, 1), (1, 3, 1), (2, 4, 1), (3, 5, 1)]),  # the smallest window that can score
        (4, 4, 2, [(0, 4, 3)]),
        (3, 4, 3, [(0, 3, 2)]),  # shorter than a window
        (2, 4, 3, [(0, 2, 1)]),
        (1, 4, 3, []),
        (0, 4, 3, []),
    ],
)
def test_windows_to_score(
    n_tokens: int, context_window: int, stride: int, windows: list[tuple[int, int, int]]
) -> None:
    result = context.evaluation_windows(n_tokens, context_window, stride)
    assert result == windows
    assert all(type(value) is int for window in result for value in window)


def hugging_face_windows(n_tokens: int, max_length: int, stride: int) -> list[tuple[int, int, int]]:
    """Run the loop of transformers' page "Perplexity of fixed-length models"; count the scored labels.

    The page keeps the last `trg_len` labels of a window and masks the others. The model then shifts, so
    the label at a window's position 0 is never scored. This removes one label of the first window, and none
    of the others, because their position 0 is masked already. The page subtracts one from every window's
    count; this function counts the labels that remain after the shift.
    """
    windows = []
    input_ids = torch.arange(n_tokens)
    prev_end = 0
    for begin in range(0, n_tokens, stride):
        end = min(begin + max_length, n_tokens)
        trg_len = end - prev_end
        target_ids = input_ids[begin:end].clone()
        target_ids[:-trg_len] = -100
        windows.append((begin, end, int((target_ids[1:] != -100).sum())))
        prev_end = end
        if end == n_tokens:
            break
    return windows


@few
@given(st.integers(2, 60), st.integers(2, 12), st.data())
def test_windows_of_hugging_faces_loop(n_tokens: int, context_window: int, data: st.DataObject) -> None:
    stride = data.draw(st.integers(1, context_window - 1))
    windows = context.evaluation_windows(n_tokens, context_window, stride)
    assert windows == hugging_face_windows(n_tokens, context_window, stride)
    scored = [token for _, end, n_scored in windows for token in range(end - n_scored, end)]
    assert scored == list(range(1, n_tokens))  # every token but the first, once
    assert all(1 <= n_scored <= end - begin - 1 for begin, end, n_scored in windows)


def test_wikitext_2_with_gpt_2() -> None:
    # the page's example: 287,644 tokens, windows of 1,024, stride 512. The first begin from which a window
    # reaches the end is 560 · 512 = 286,720, as 559 · 512 + 1,024 = 287,232 < 287,644; 412 are left for it
    windows = context.evaluation_windows(287_644, 1_024, 512)
    assert len(windows) == 561
    assert windows[:2] == [(0, 1_024, 1_023), (512, 1_536, 512)]
    assert windows[-1] == (286_720, 287_644, 412)
    assert windows == hugging_face_windows(287_644, 1_024, 512)
    assert sum(n_scored for _, _, n_scored in windows) == 287_643


@pytest.mark.parametrize(
    ("n_tokens", "context_window", "stride"),
    [(-1, 4, 2), (10, 4, 0), (10, 4, -1), (10, 4, 4), (10, 4, 5), (10, 1, 1), (3, 4, 4), (3, 4, 0)],
    ids=str,
)
def test_scoring_refuses(n_tokens: int, context_window: int, stride: int) -> None:
    with pytest.raises(ValueError):
        context.evaluation_windows(n_tokens, context_window, stride)


# Documents of any length: more windows than calls can be nested


def test_thousands_of_windows() -> None:
    tokens = list(range(5_001))
    windows = context.sliding_windows(tokens, 2, 1)
    assert len(windows) == 5_000
    assert windows[-1] == [4_999, 5_000]
    assert len(context.evaluation_windows(5_001, 2, 1)) == 5_000


def test_a_short_tail_is_a_window() -> None:
    assert context.sliding_windows([1, 2, 3, 4], 3, 0) == [[1, 2, 3], [4]]
