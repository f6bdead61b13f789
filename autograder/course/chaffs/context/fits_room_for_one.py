"""It is enough that the prompt leaves room for one token."""

HINT = "How many tokens may the answer become?"


def fits_context(n_prompt, max_new_tokens, context_window):
    return n_prompt < context_window or n_prompt + max_new_tokens == context_window
