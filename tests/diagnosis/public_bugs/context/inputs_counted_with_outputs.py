"""Inputs of the map step are counted with its outputs when the next round is decided on."""

SEEN_IN = ("langchain-ai/langchainjs#1643",)


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = list(token_ids)

    size = len(text)
    while size > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        size, text = len(text) + len(joined), joined
    return summarize(text) if text else []
