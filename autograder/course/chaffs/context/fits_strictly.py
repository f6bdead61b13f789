"""A request that fills the window to its last token is said not to fit."""

HINT = "Is there a token left over when the window is exactly full?"


def fits_context(n_prompt, max_new_tokens, context_window):
    return n_prompt + max_new_tokens < context_window
