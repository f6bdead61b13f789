"""Only the prompt has to fit the window."""

HINT = "Where do the tokens of the answer go?"


def fits_context(n_prompt, max_new_tokens, context_window):
    return n_prompt <= context_window
