"""The last position is cut from logits and labels alike, so that each position scores its own token."""

from torch.nn import functional as F

SEEN_IN = ("alibaba/Megatron-LLaMA#53",)


def sft_loss(logits, labels, ignore_index=-100):

    scores, targets = logits[:, :-1].float(), labels[:, :-1]
    counted = (targets != ignore_index).sum().clamp(min=1)
    total = F.cross_entropy(
        scores.flatten(0, 1), targets.flatten(), ignore_index=ignore_index, reduction="sum"
    )
    return total / counted
