"""The limit is not passed on to later rounds, which use a default of 3,000."""

SEEN_IN = ("langchain-ai/langchain#7241",)


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = list(token_ids)

    limit = window
    while len(text) > limit:
        joined = [token for part in sliding_windows(text, limit, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        limit, text = 3_000, joined
    return summarize(text) if text else []
