"""Each window is a call within the call of the window before."""

HINT = "How deep are your calls nested for a text of a thousand windows?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")

    def after(begin, n_done):
        if n_done >= n_tokens:
            return []
        end = min(begin + context_window, n_tokens)
        return [(begin, end, end - n_done), *after(begin + stride, end)]

    return after(0, 1)
