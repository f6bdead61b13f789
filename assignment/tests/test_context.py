"""Public checks of part 4: small inputs that you can work out by hand. This file does not need torch."""

from itertools import pairwise

from checking import StudentFunction

TEN = list(range(10))


def first_token(tokens: list[int]) -> list[int]:
    """Summarize a text by its first token."""
    return tokens[:1]


def test_fits_context_room_left(fits_context: StudentFunction) -> None:
    """the answer is True or False"""
    fits_context(10, 5, 20).returns(True, ask="Is the result a number, or True or False?")


def test_fits_context_exactly(fits_context: StudentFunction) -> None:
    """a prompt of 3,000 tokens and an answer of 1,096 fill a window of 4,096"""
    fits_context(3_000, 1_096, 4_096).returns(True, ask="Is there any token that does not fit?")


def test_fits_context_one_too_many(fits_context: StudentFunction) -> None:
    """a full prompt leaves no room for an answer"""
    fits_context(4_096, 1, 4_096).returns(False, ask="Where do the tokens of the answer go?")


def test_fits_context_long_answer(fits_context: StudentFunction) -> None:
    """a short prompt does not fit together with an answer longer than the window"""
    fits_context(1, 9, 8).returns(False, ask="Do both parts of the request count?")


def test_sliding_windows_no_overlap(sliding_windows: StudentFunction) -> None:
    """without overlap, each window starts where the one before ends"""
    expected = [[0, 1, 2], [3, 4, 5]]
    ask = "With which token does the second window begin?"
    sliding_windows([0, 1, 2, 3, 4, 5], 3).returns(expected, ask=ask)


def test_sliding_windows_worked_example(sliding_windows: StudentFunction) -> None:
    """windows of four tokens that share one"""
    expected = [[1, 2, 3, 4], [4, 5, 6, 7], [7, 8, 9]]
    ask = "By how many tokens do windows move, if neighbours share one token?"
    sliding_windows([1, 2, 3, 4, 5, 6, 7, 8, 9], window=4, overlap=1).returns(expected, ask=ask)


def test_sliding_windows_end_with_the_document(sliding_windows: StudentFunction) -> None:
    """the last window ends with the last token"""
    ask = "What happens to the last tokens, if they do not fill a window?"
    sliding_windows(TEN, window=4, overlap=0).shows(
        "the last token", lambda windows: windows[-1][-1], 9, ask=ask
    )


def test_sliding_windows_all_bring_something_new(sliding_windows: StudentFunction) -> None:
    """a window that ends with the document is the last one"""
    expected = [[0, 1, 2, 3], [3, 4, 5, 6]]
    sliding_windows(TEN[:7], window=4, overlap=1).returns(
        expected, ask="Which token of the last window is new?"
    )


def test_sliding_windows_share_the_overlap(sliding_windows: StudentFunction) -> None:
    """neighbours share exactly `overlap` tokens"""

    def neighbours_share_two(windows: list[list[int]]) -> bool:
        return all(left[-2:] == right[:2] for left, right in pairwise(windows))

    ask = "Is `overlap` the number of shared tokens, or how far a window moves?"
    outcome = sliding_windows(TEN, window=5, overlap=2)
    outcome.satisfies(
        neighbours_share_two,
        expected="every window to begin with the last 2 tokens of the one before",
        ask=ask,
    )


def test_sliding_windows_short_document(sliding_windows: StudentFunction) -> None:
    """a document that fits gives one window"""
    ask = "How many windows does a short document need?"
    sliding_windows([5, 6], window=4, overlap=1).returns([[5, 6]], ask=ask)


def test_sliding_windows_that_never_move(sliding_windows: StudentFunction) -> None:
    """an overlap as large as the window raises ValueError"""
    sliding_windows(TEN, window=4, overlap=4).raises(ValueError, ask="How far would a window move?")


def test_evaluation_windows_worked_example(evaluation_windows: StudentFunction) -> None:
    """eight tokens, windows of four, a stride of two"""
    ask = "Which tokens of the second window did the first one score already?"
    evaluation_windows(n_tokens=8, context_window=4, stride=2).returns(
        [(0, 4, 3), (2, 6, 2), (4, 8, 2)], ask=ask
    )


def test_evaluation_windows_one_window(evaluation_windows: StudentFunction) -> None:
    """a text that fits gives one window"""
    ask = "How many of the five tokens have a token before them?"
    evaluation_windows(n_tokens=5, context_window=8, stride=4).returns([(0, 5, 4)], ask=ask)


def test_evaluation_windows_score_each_token_once(evaluation_windows: StudentFunction) -> None:
    """all tokens except the first are scored once"""

    def scored(windows: list[tuple[int, int, int]]) -> list[int]:
        return sorted(token for _, end, n_scored in windows for token in range(end - n_scored, end))

    ask = "Is a token scored twice, or never?"
    outcome = evaluation_windows(n_tokens=9, context_window=4, stride=3)
    outcome.shows("the scored positions", scored, [1, 2, 3, 4, 5, 6, 7, 8], ask=ask)


def test_evaluation_windows_nothing_to_score(evaluation_windows: StudentFunction) -> None:
    """a single token cannot be scored"""
    ask = "What would predict the first token?"
    evaluation_windows(n_tokens=1, context_window=4, stride=2).returns([], ask=ask)


def test_evaluation_windows_stride_too_long(evaluation_windows: StudentFunction) -> None:
    """a stride as large as the window raises ValueError"""
    ask = "Which token would be before the first token of the second window?"
    evaluation_windows(n_tokens=8, context_window=4, stride=4).raises(ValueError, ask=ask)


def test_map_reduce_summarize_short_document(map_reduce_summarize: StudentFunction) -> None:
    """a document that fits needs one call, and its result is returned unchanged"""
    ask = "Is there anything to join if there is one window?"
    map_reduce_summarize([4, 5, 6], lambda tokens: tokens[::-1], window=4).returns([6, 5, 4], ask=ask)


def test_map_reduce_summarize_worked_example(map_reduce_summarize: StudentFunction) -> None:
    """summaries of summaries: eight tokens become four, then two"""
    ask = "What happens to the joined summaries when they fit in the window?"
    outcome = map_reduce_summarize([1, 2, 3, 4, 5, 6, 7, 8], lambda tokens: tokens[::2], window=4)
    outcome.returns([1, 5], ask=ask)


def test_map_reduce_summarize_calls(map_reduce_summarize: StudentFunction) -> None:
    """the model reads overlapping windows in order, and then the joined summaries"""
    read: list[list[int]] = []

    def summarize(tokens: list[int]) -> list[int]:
        read.append(list(tokens))
        return first_token(tokens)

    ask = "Which texts does the model read, and in which order?"
    outcome = map_reduce_summarize([1, 2, 3, 4, 5], summarize, window=3, overlap=1)
    outcome.shows("the model to read", lambda _: read, [[1, 2, 3], [3, 4, 5], [1, 3]], ask=ask)


def test_map_reduce_summarize_no_progress(map_reduce_summarize: StudentFunction) -> None:
    """a model that shortens nothing raises RuntimeError"""
    ask = "How long is the text after the first round? After the second?"
    map_reduce_summarize([1, 2, 3, 4, 5, 6], lambda tokens: tokens, window=3).raises(RuntimeError, ask=ask)


def test_map_reduce_summarize_bad_window(map_reduce_summarize: StudentFunction) -> None:
    """a window of 0 tokens raises ValueError"""
    ask = "Is a window of 0 valid if the document is short?"
    map_reduce_summarize([1], first_token, window=0).raises(ValueError, ask=ask)
