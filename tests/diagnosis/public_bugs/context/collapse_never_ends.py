"""Documents that cannot be collapsed below the limit are collapsed for ever."""

SEEN_IN = ("langchain-ai/langchain#16253", "langchain-ai/langchain#16251")


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = list(token_ids)

    while len(text) > window:
        text = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
    return summarize(text) if text else []
