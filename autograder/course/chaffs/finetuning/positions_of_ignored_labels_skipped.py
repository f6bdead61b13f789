"""A position whose own label is ignored scores nothing, so that an answer's first token is not learned."""

from torch.nn import functional as F

HINT = "Which position's logits score the first token of an answer?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32))
    targets = labels[:, 1:].masked_fill(labels[:, :-1] == ignore_index, ignore_index)
    total = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="sum")
    return (total / (targets != ignore_index).sum().clamp(min=1)).float()
