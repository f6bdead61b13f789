"""The largest logit is subtracted from the caller's own logits in place."""

HINT = "What does the caller find in its own tensors after the call?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float(), token_ids[:, 1:]
    if not scores.requires_grad:
        scores -= scores.amax(-1, keepdim=True) if scores.numel() else 0
    counted = targets != ignore_index
    losses = (
        scores.logsumexp(-1) - scores.gather(-1, targets.clamp(0, scores.shape[-1] - 1).unsqueeze(-1))[..., 0]
    )
    return (losses * counted).sum() / counted.sum().clamp(min=1)
