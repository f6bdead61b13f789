"""The prompt is checked against a limit of four characters a token."""

SEEN_IN = ("acheong08/ChatGPT#506",)


def fits_context(n_prompt, max_new_tokens, context_window):
    return n_prompt <= 4 * context_window
