"""The room that is left is returned: a number, not a yes or no."""

HINT = 'What type is the answer to "does it fit"?'


def fits_context(n_prompt, max_new_tokens, context_window):
    return max(0, context_window - n_prompt - max_new_tokens + 1)
