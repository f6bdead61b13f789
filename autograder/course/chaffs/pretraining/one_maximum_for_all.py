"""One maximum of the whole batch is subtracted, so that rows with small logits underflow."""

HINT = "What is left of a position whose logits all lie far below the maximum of the batch?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float(), token_ids[:, 1:]
    if scores.numel():
        scores = scores - scores.max()
    log_probs = scores - scores.exp().sum(-1, keepdim=True).log()
    counted = targets != ignore_index
    return -log_probs[counted].gather(-1, targets[counted].unsqueeze(-1)).sum() / counted.sum().clamp(min=1)
