"""The joined summaries are written into the list that was passed."""

from collections.abc import Callable


def map_reduce_summarize(
    token_ids: list[int],
    summarize: Callable[[list[int]], list[int]],
    window: int,
    overlap: int = 0,
) -> list[int]:
    sliding_windows([], window, overlap)
    while len(token_ids) > window:
        joined: list[int] = []
        for chunk in sliding_windows(token_ids, window, overlap):
            joined.extend(summarize(chunk))
        if len(joined) >= len(token_ids):
            raise RuntimeError("no progress")
        token_ids[:] = joined
    if not token_ids:
        return []
    return summarize(list(token_ids))
