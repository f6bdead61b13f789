"""It gives up after ten rounds, whether the text becomes shorter or not."""

from collections.abc import Callable

MAX_ROUNDS = 10


def map_reduce_summarize(
    token_ids: list[int],
    summarize: Callable[[list[int]], list[int]],
    window: int,
    overlap: int = 0,
) -> list[int]:
    sliding_windows([], window, overlap)
    text = list(token_ids)
    rounds = 0
    while len(text) > window:
        if rounds == MAX_ROUNDS:
            raise RuntimeError(f"still too long after {MAX_ROUNDS} rounds")
        text = [token for chunk in sliding_windows(text, window, overlap) for token in summarize(chunk)]
        rounds += 1
    return summarize(text) if text else []
