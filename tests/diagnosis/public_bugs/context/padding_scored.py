"""The last window is padded to its full length, and the padding is scored."""

SEEN_IN = ("axolotl-ai-cloud/axolotl#3988",)


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")

    windows, n_done, begin = [], 1, 0
    while n_done < n_tokens:
        end = begin + context_window
        windows.append((begin, end, end - n_done))
        n_done = end
        begin += stride
    return windows
