"""A small number is added to each probability, so that its logarithm is finite."""

HINT = "What should a nearly impossible token cost, and what does it cost in your function?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    log_probs = (logits[:, :-1].float().softmax(-1) + 1e-10).log()
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    chosen = log_probs[counted].gather(-1, targets[counted].unsqueeze(-1))
    return -chosen.sum() / counted.sum().clamp(min=1)
