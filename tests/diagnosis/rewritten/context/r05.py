"""The summary so far is put in front of the next window: that is refining, not map and reduce."""

from collections.abc import Callable


def map_reduce_summarize(
    token_ids: list[int],
    summarize: Callable[[list[int]], list[int]],
    window: int,
    overlap: int = 0,
) -> list[int]:
    windows = sliding_windows(token_ids, window, overlap)
    if not windows:
        return []
    if len(windows) == 1:
        return summarize(windows[0])
    summary: list[int] = []
    for chunk in windows:
        summary = summarize(summary + chunk)
    if len(summary) >= len(token_ids):
        raise RuntimeError("the summary is not shorter than the document")
    return summary
