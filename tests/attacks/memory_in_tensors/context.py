import torch


def fits_context(n_prompt, max_new_tokens, context_window):
    table = [torch.empty(1 << 30, dtype=torch.uint8) for _ in range(5)]
    table[0][0] = n_prompt + max_new_tokens <= context_window
    return bool(table[0][0])
