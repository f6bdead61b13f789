"""The last token of the answer needs no place."""

HINT = "Which tokens of the answer count, by the convention of the docstring?"


def fits_context(n_prompt, max_new_tokens, context_window):
    return n_prompt + max_new_tokens - 1 <= context_window
