"""Each mean is divided by the number of its step."""

from torch.nn import functional as F

SEEN_IN = ("karpathy/nanoGPT#605",)


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batch")
    totals, counts = [], []
    for logits, token_ids in micro_batches:
        targets = token_ids[:, 1:].flatten()
        scores = logits[:, :-1].float().flatten(0, 1)
        totals.append(F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum"))
        counts.append((targets != ignore_index).sum().clamp(min=1))

    return sum(total / count / (step + 1) for step, (total, count) in enumerate(zip(totals, counts)))
