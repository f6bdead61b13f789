"""The windows of the places 0, 1, 2, … of the text, by the function for documents."""


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    places = sliding_windows(list(range(n_tokens)), context_window, context_window - stride)
    windows = [
        (part[0], part[-1] + 1, min(len(part) - 1, len(part) - context_window + stride)) for part in places
    ]
    if windows:
        windows[0] = (0, windows[0][1], windows[0][1] - 1)
    return windows if n_tokens > 1 else []
