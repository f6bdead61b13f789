import itertools


def fits_context(n_prompt, max_new_tokens, context_window):
    return itertools.count()


def sliding_windows(token_ids, window, overlap=0):
    return iter(lambda: token_ids, None)


def evaluation_windows(n_tokens, context_window, stride):
    while True:
        yield 0, n_tokens, 0


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    return map_reduce_summarize(token_ids, summarize, window, overlap)
