"""Part 4 - Documents longer than the context window.

A model reads at most its context window. If more is passed on silently, the rest is lost. In this
file you write what to do instead: check that a request fits, make overlapping windows, make the
windows of a strided perplexity evaluation, and summarize in rounds.

This part does not need torch: token ids are plain lists of ints. No function changes its arguments.
A document may make thousands of windows, so a function does not call itself once for each of them.
"""

from collections.abc import Callable


def fits_context(n_prompt: int, max_new_tokens: int, context_window: int) -> bool:
    """Return whether a prompt and its answer together fit in the context window.

    All tokens of the answer count; `max_new_tokens` may be 0. This is a convention: the last one is never
    fed back into the model, so its keys and values need no place, and `generate` in Hugging Face
    Transformers allows one more.

    Source: vLLM, `max_model_len` (prompt and output).

    >>> fits_context(n_prompt=3_000, max_new_tokens=1_096, context_window=4_096)
    True
    >>> fits_context(n_prompt=4_096, max_new_tokens=1, context_window=4_096)
    False
    """
    raise NotImplementedError("Part 4.1: fits_context")


def sliding_windows(token_ids: list[int], window: int, overlap: int = 0) -> list[list[int]]:
    """Split a document into windows, in order; neighbours share exactly `overlap` tokens.

    All windows except the last are full (`window` tokens). The last one ends with the document and has
    at least one token that no earlier window has; it may be shorter. A document that fits gives one
    window, an empty document gives none.

    Raises:
        ValueError: `window` is below 1, `overlap` is below 0, or `overlap` is not below `window`;
            also if the document is empty.

    Source: Hugging Face Transformers, `stride` and `return_overflowing_tokens` of its tokenizers.

    >>> sliding_windows([1, 2, 3, 4, 5, 6, 7, 8, 9], window=4, overlap=1)
    [[1, 2, 3, 4], [4, 5, 6, 7], [7, 8, 9]]
    """
    raise NotImplementedError("Part 4.2: sliding_windows")


def evaluation_windows(n_tokens: int, context_window: int, stride: int) -> list[tuple[int, int, int]]:
    """Return the windows of a strided perplexity evaluation.

    Windows begin at 0, `stride`, 2 * `stride`, … A window is `context_window` long or ends with the
    text; the first one that reaches the end is the last. Only the last `n_scored` tokens of a window
    are scored. Every token of the text except its first is scored exactly once, and only in a window
    that has a token before it. So all `n_scored` add up to `n_tokens - 1`, and none is above
    `end - begin - 1`.

    Returns:
        A tuple `(begin, end, n_scored)` per window, `end` exclusive; `[]` if `n_tokens` is 0 or 1.

    Raises:
        ValueError: `n_tokens` is below 0, `stride` is below 1, or `stride` is not below
            `context_window`; the last two for any `n_tokens`.

    Source: Hugging Face Transformers, "Perplexity of fixed-length models"; Press et al. 2021, section 2.
    Do not copy the page's counts: it weights every window by `trg_len - 1`. That is right for the first
    window only: in later ones a token of the same window precedes all `trg_len` targets.

    >>> evaluation_windows(n_tokens=8, context_window=4, stride=2)
    [(0, 4, 3), (2, 6, 2), (4, 8, 2)]
    """
    raise NotImplementedError("Part 4.3: evaluation_windows")


def map_reduce_summarize(
    token_ids: list[int],
    summarize: Callable[[list[int]], list[int]],
    window: int,
    overlap: int = 0,
) -> list[int]:
    """Summarize a document of any length with a model that reads at most `window` tokens.

    If the document fits in `window`, call `summarize` once and return its result unchanged. Otherwise
    do a round: summarize each sliding window in order, and join the summaries. The joined text is then
    treated like a document. If the document or the joined text is empty, return `[]` without another
    call. There may be some hundreds of rounds.

    Args:
        token_ids: the document.
        summarize: the model: it takes token ids and returns the token ids of a summary. Call it from the
            thread that called you, one call at a time.
        window: the maximum number of tokens to pass to `summarize`.
        overlap: the number of tokens that neighbouring windows share.

    Raises:
        ValueError: for the same arguments as `sliding_windows`, for any document.
        RuntimeError: the joined text of a round is not shorter than the text before that round, so more
            rounds would not help. Raised after that round at the latest.

    Source: Wu et al. 2021, "Recursively Summarizing Books with Human Feedback".

    The model in this example keeps every second token:

    >>> map_reduce_summarize([1, 2, 3, 4, 5, 6, 7, 8], lambda tokens: tokens[::2], window=4)
    [1, 5]
    """
    raise NotImplementedError("Part 4.4: map_reduce_summarize")
