"""The map step runs at least once, even on a document that fits."""

SEEN_IN = ("langchain-ai/langchainjs#506",)


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = list(token_ids)

    while True:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(text) > window and len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
        if len(text) <= window:
            return summarize(text) if text else []
