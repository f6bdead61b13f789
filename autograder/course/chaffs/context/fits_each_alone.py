"""Prompt and answer each have to fit the window, but not together."""

HINT = "Do prompt and answer share one window, or has each its own?"


def fits_context(n_prompt, max_new_tokens, context_window):
    return max(n_prompt, max_new_tokens) <= context_window
