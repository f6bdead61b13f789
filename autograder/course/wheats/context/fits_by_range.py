"""The last place that the answer takes, looked up in the window."""


def fits_context(n_prompt, max_new_tokens, context_window):
    return (n_prompt + max_new_tokens) in range(context_window + 1)
