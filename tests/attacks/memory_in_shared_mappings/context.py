import mmap


def fits_context(n_prompt, max_new_tokens, context_window):
    table = [mmap.mmap(-1, 1 << 30) for _ in range(5)]
    table[0][0] = n_prompt + max_new_tokens <= context_window
    return bool(table[0][0])
