"""The joined summaries are returned as soon as they fit, without being summarized themselves."""

from collections.abc import Callable


def map_reduce_summarize(
    token_ids: list[int],
    summarize: Callable[[list[int]], list[int]],
    window: int,
    overlap: int = 0,
) -> list[int]:
    sliding_windows(token_ids, window, overlap)
    if not token_ids:
        return []
    if len(token_ids) <= window:
        return summarize(list(token_ids))
    current = list(token_ids)
    while len(current) > window:
        summaries: list[int] = []
        for chunk in sliding_windows(current, window, overlap):
            summaries.extend(summarize(chunk))
        if len(summaries) >= len(current):
            raise RuntimeError("summaries do not get shorter")
        current = summaries
    return current
