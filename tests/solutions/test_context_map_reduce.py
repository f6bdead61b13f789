"""The reference's map-reduce summary of part 4, with summarizers that record their calls."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import load_reference

context = load_reference("context")


class Recorder:
    """A summarizer that records its calls."""

    def __init__(self, summarize: Callable[[list[int]], list[int]]) -> None:
        self.summarize = summarize
        self.calls: list[list[int]] = []

    def __call__(self, token_ids: list[int]) -> list[int]:
        self.calls.append(list(token_ids))
        return self.summarize(token_ids)


def first_token(token_ids: list[int]) -> list[int]:
    return token_ids[:1]


def unchanged(token_ids: list[int]) -> list[int]:
    return list(token_ids)


@pytest.mark.parametrize("document", [[3, 1, 2], [3, 1, 2, 4], [9]], ids=str)
@pytest.mark.parametrize(
    "answer", [[7], [], [1, 2, 3, 4, 5, 6]], ids=["short", "empty", "longer-than-the-window"]
)
def test_a_document_that_fits_takes_one_call(document: list[int], answer: list[int]) -> None:
    summarize, before = Recorder(lambda _: answer), list(document)
    assert context.map_reduce_summarize(document, summarize, window=4) == answer
    assert summarize.calls == [before]
    assert document == before


def test_one_round_by_hand() -> None:
    document, summarize = list(range(10)), Recorder(first_token)
    # three windows give 0, 4 and 8, which fit: one more call, whose result is the summary
    assert context.map_reduce_summarize(document, summarize, window=4) == [0]
    assert summarize.calls == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9], [0, 4, 8]]
    assert document == list(range(10))


def test_windows_share_the_overlap() -> None:
    summarize = Recorder(first_token)
    # a window of 4 with 2 shared advances by 2: 0, 2, 4 and 6 are left, and fit
    assert context.map_reduce_summarize(list(range(10)), summarize, window=4, overlap=2) == [0]
    assert summarize.calls == [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 6, 7], [6, 7, 8, 9], [0, 2, 4, 6]]


def test_two_rounds_with_overlap_in_each() -> None:
    summarize = Recorder(lambda token_ids: token_ids[-1:])
    # 9 tokens, advancing by 2: last tokens 2 4 6 8; four do not fit three: 2 4 6 and 6 8; then 6 8 fit
    assert context.map_reduce_summarize(list(range(9)), summarize, window=3, overlap=1) == [8]
    assert summarize.calls == [[0, 1, 2], [2, 3, 4], [4, 5, 6], [6, 7, 8], [2, 4, 6], [6, 8], [6, 8]]


def test_empty_summaries_are_joined_too() -> None:
    summarize = Recorder(lambda token_ids: token_ids if 5 in token_ids else [])
    assert context.map_reduce_summarize(list(range(9)), summarize, window=3) == [3, 4, 5]
    assert summarize.calls == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [3, 4, 5]]


def test_window_of_one() -> None:
    summarize = Recorder(lambda token_ids: [token for token in token_ids if token % 2])
    assert context.map_reduce_summarize([2, 3, 4], summarize, window=1) == [3]
    assert summarize.calls == [[2], [3], [4], [3]]


def test_a_joined_text_that_is_empty_ends_it() -> None:
    summarize = Recorder(lambda _: [])
    assert context.map_reduce_summarize(list(range(10)), summarize, window=4) == []
    assert summarize.calls == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def test_empty_in_the_second_round() -> None:
    # 0 3 6 9 of the first round, then nothing of [0, 3, 6] and [9]
    summarize = Recorder(lambda token_ids: token_ids[:1] if token_ids[-1:] == [token_ids[0] + 2] else [])
    assert context.map_reduce_summarize(list(range(12)), summarize, window=3) == []
    assert summarize.calls == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11], [0, 3, 6], [9]]


def test_an_empty_document_takes_no_call() -> None:
    summarize = Recorder(unchanged)
    assert context.map_reduce_summarize([], summarize, window=4, overlap=1) == []
    assert summarize.calls == []


@pytest.mark.parametrize(
    ("n", "window", "overlap", "summarize", "calls_at_most"),
    [
        pytest.param(10, 4, 0, unchanged, 3, id="as-long-as-before"),
        pytest.param(10, 4, 0, lambda ids: [*ids, 0], 3, id="longer"),
        # three of each window's four, but four windows: 12 tokens of 10
        pytest.param(10, 4, 2, lambda ids: ids[:3], 4, id="overlap-eats-the-gain"),
        # a summary that keeps the first three shortens nothing when windows are no longer
        pytest.param(9, 3, 0, lambda ids: ids[:3], 3, id="first-three-of-three"),
        pytest.param(2, 1, 0, unchanged, 2, id="window-of-one"),
    ],
)
def test_a_round_without_progress(
    n: int, window: int, overlap: int, summarize: Callable[[list[int]], list[int]], calls_at_most: int
) -> None:
    recorder = Recorder(summarize)
    with pytest.raises(RuntimeError) as caught:
        context.map_reduce_summarize(list(range(n)), recorder, window, overlap)
    assert not isinstance(caught.value, RecursionError | NotImplementedError)
    assert 1 <= len(recorder.calls) <= calls_at_most  # after that round at the latest


def test_progress_that_stops_in_the_second_round() -> None:
    # the first round leaves two marked tokens of each window; marked ones are then kept as they are
    summarize = Recorder(lambda ids: ids if ids[0] >= 100 else [100 + ids[0], 100 + ids[-1]])
    with pytest.raises(RuntimeError):
        context.map_reduce_summarize(list(range(12)), summarize, window=4)
    # 12 → 100 103 104 107 108 111, six; windows of four and two come back unchanged
    assert summarize.calls[3:] == [[100, 103, 104, 107], [108, 111]]


def test_nineteen_rounds_of_one_token_each() -> None:
    dropped = 0

    def drop_the_first(token_ids: list[int]) -> list[int]:
        nonlocal dropped
        if token_ids[0] != dropped:
            return token_ids
        dropped += 1
        return token_ids[1:]

    summarize = Recorder(drop_the_first)
    # 23 tokens lose one a round until four are left, 19 … 22; the last call takes the 19 as well
    assert context.map_reduce_summarize(list(range(23)), summarize, window=4) == [20, 21, 22]
    assert dropped == 20
    assert summarize.calls[-1] == [19, 20, 21, 22]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 9), max_size=60), st.integers(2, 8))
def test_no_call_is_larger_than_the_window(document: list[int], window: int) -> None:
    summarize, before = Recorder(lambda token_ids: [max(token_ids)]), list(document)
    # with one token per window of at least two, every round gets shorter, and the maximum survives
    assert context.map_reduce_summarize(document, summarize, window) == ([max(document)] if document else [])
    assert all(1 <= len(call) <= window for call in summarize.calls)
    assert document == before


@pytest.mark.parametrize(("window", "overlap"), [(0, 0), (-1, 0), (4, -1), (4, 4), (4, 5), (1, 1)])
@pytest.mark.parametrize("n", [0, 3, 10])
def test_refuses_for_any_document(n: int, window: int, overlap: int) -> None:
    with pytest.raises(ValueError):
        context.map_reduce_summarize(list(range(n)), Recorder(first_token), window, overlap)
