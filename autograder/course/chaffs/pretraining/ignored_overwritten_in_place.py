"""Ignored targets are set to 0 in the caller's own ids, to keep the look-up from failing."""

HINT = "What does the caller find in its ids afterwards?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    targets[~counted] = 0
    log_probs = logits[:, :-1].float().log_softmax(-1)
    losses = -log_probs.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return (losses * counted).sum() / counted.sum().clamp(min=1)
