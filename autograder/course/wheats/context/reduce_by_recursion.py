"""A round is a call of itself."""


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    parts = sliding_windows(token_ids, window, overlap)
    if len(parts) <= 1:
        return summarize(parts[0]) if parts else []
    joined = []
    for part in parts:
        joined.extend(summarize(part))
    if len(joined) >= len(token_ids):
        raise RuntimeError("the text does not become shorter")
    return map_reduce_summarize(joined, summarize, window, overlap)
