"""Two ideas:

1. There is one round only: its joined text is summarized in one call, however long it is.
2. A text that does not become shorter is a ValueError, not a RuntimeError.
"""

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
    joined: list[int] = []
    for chunk in windows:
        joined.extend(summarize(chunk))
    if len(joined) >= len(token_ids):
        raise ValueError("the summaries are not shorter than the document")
    return summarize(joined) if joined else []
