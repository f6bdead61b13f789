"""Windows are summarized side by side, whatever the overlap."""

from collections.abc import Callable


def map_reduce_summarize(
    token_ids: list[int],
    summarize: Callable[[list[int]], list[int]],
    window: int,
    overlap: int = 0,
) -> list[int]:
    if window < 1:
        raise ValueError("window must be positive")
    if not 0 <= overlap < window:
        raise ValueError("overlap must be at least 0 and below window")
    if not token_ids:
        return []
    if len(token_ids) <= window:
        return summarize(list(token_ids))
    joined: list[int] = []
    for begin in range(0, len(token_ids), window):
        joined += summarize(token_ids[begin : begin + window])
    if len(joined) >= len(token_ids):
        raise RuntimeError("the summaries are not shorter than the text")
    return map_reduce_summarize(joined, summarize, window, overlap)
