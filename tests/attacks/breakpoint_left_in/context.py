def fits_context(n_prompt, max_new_tokens, context_window):
    total = n_prompt + max_new_tokens
    breakpoint()
    return total <= context_window
