"""Probabilities are computed from exponentials of the raw logits."""

HINT = "How large a logit can the exponential take?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    exponentials = logits[:, :-1].float().exp()
    probabilities = exponentials / exponentials.sum(-1, keepdim=True)
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    chosen = probabilities[counted].gather(-1, targets[counted].unsqueeze(-1))
    return -chosen.log().sum() / counted.sum().clamp(min=1)
