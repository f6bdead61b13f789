"""The model is asked about an empty text too."""

from collections.abc import Callable


def map_reduce_summarize(
    token_ids: list[int],
    summarize: Callable[[list[int]], list[int]],
    window: int,
    overlap: int = 0,
) -> list[int]:
    sliding_windows([], window, overlap)  # checks the arguments
    text = list(token_ids)
    while len(text) > window:
        joined: list[int] = []
        for piece in sliding_windows(text, window, overlap):
            joined.extend(summarize(piece))
        if len(joined) >= len(text):
            raise RuntimeError("a round did not make the text shorter")
        text = joined
    return summarize(text)
