"""Prompt and answer each have to fit the window, but not together."""

HINT = "If prompt and answer each just fit, how many tokens does the model hold at the end?"


def fits_context(n_prompt, max_new_tokens, context_window):
    return max(n_prompt, max_new_tokens) <= context_window
