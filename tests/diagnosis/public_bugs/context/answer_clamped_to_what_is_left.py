"""The number of new tokens is clamped to the space that is left, so every short prompt fits."""

SEEN_IN = ("NVIDIA-NeMo/RL#2514",)


def fits_context(n_prompt, max_new_tokens, context_window):
    return n_prompt + min(max_new_tokens, max(context_window - n_prompt, 0)) <= context_window
