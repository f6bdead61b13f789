"""A document that fits is returned as it is, without a summary."""

from collections.abc import Callable


def map_reduce_summarize(
    token_ids: list[int],
    summarize: Callable[[list[int]], list[int]],
    window: int,
    overlap: int = 0,
) -> list[int]:
    sliding_windows([], window, overlap)
    if len(token_ids) <= window:
        return list(token_ids)  # short enough already
    text = list(token_ids)
    while len(text) > window:
        before = len(text)
        text = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(text) >= before:
            raise RuntimeError(f"{before} tokens became {len(text)}")
    return summarize(text) if text else []
