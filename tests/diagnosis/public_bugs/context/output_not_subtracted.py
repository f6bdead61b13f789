"""The length check forgets the tokens that are to be generated."""

SEEN_IN = ("deepset-ai/haystack#3448",)


def fits_context(n_prompt, max_new_tokens, context_window):
    return n_prompt <= context_window
