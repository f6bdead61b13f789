"""A micro-batch whose rows are one token long is refused, as `next_token_pairs` refuses it."""

from torch.nn import functional as F

HINT = "What does a micro-batch without a target add to the big batch's loss?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batch")
    totals, counts = [], []
    for logits, token_ids in micro_batches:
        _, targets = next_token_pairs(token_ids)
        scores = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32))
        losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="sum")
        totals.append(losses)
        counts.append((targets != ignore_index).sum())
    return (sum(totals) / sum(counts).clamp(min=1)).float()
