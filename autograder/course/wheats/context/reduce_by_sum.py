"""Rounds as an inner function; the model's lists are added up in place."""


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    def one_round(text):
        first, *others = sliding_windows(text, window, overlap)
        joined = summarize(first)
        for part in others:
            joined += summarize(part)
        return joined

    sliding_windows([], window, overlap)
    sizes = [len(token_ids)]
    text = token_ids.copy()
    while sizes[-1] > window:
        text = one_round(text)
        sizes.append(len(text))
        if sizes[-1] >= sizes[-2]:
            raise RuntimeError(f"sizes of the rounds: {sizes}")
    return [] if sizes[-1] == 0 else summarize(text)
