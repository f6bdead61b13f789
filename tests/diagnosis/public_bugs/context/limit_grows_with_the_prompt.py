"""The maximum length is raised by the length of the prompt."""

SEEN_IN = ("huggingface/transformers#24666",)


def fits_context(n_prompt, max_new_tokens, context_window):
    return n_prompt + max_new_tokens <= context_window + n_prompt
