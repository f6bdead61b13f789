"""A request for no new token fits no window."""

HINT = "What has to fit if the answer has no tokens?"


def fits_context(n_prompt, max_new_tokens, context_window):
    return max_new_tokens > 0 and n_prompt + max_new_tokens <= context_window
