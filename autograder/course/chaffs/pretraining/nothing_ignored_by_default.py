"""No id is ignored by default."""

HINT = "Which id does not count when the caller names none?"


def next_token_loss(logits, token_ids, ignore_index=None):
    scores = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32))
    targets = token_ids[:, 1:]
    counted = torch.ones_like(targets, dtype=torch.bool) if ignore_index is None else targets != ignore_index
    chosen = scores.log_softmax(-1).gather(2, targets.where(counted, 0)[..., None])[..., 0]
    return (-(chosen * counted).sum() / counted.sum().clamp(min=1)).float()
