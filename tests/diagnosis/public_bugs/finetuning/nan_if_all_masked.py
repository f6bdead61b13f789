"""The mean over no labels is NaN."""

from torch.nn import functional as F

SEEN_IN = (
    "nvidia-cosmos/cosmos-rl#155",
    "OpenRLHF/OpenRLHF#583",
    "pytorch/pytorch#116349",
    "pytorch/pytorch#70348",
)


def sft_loss(logits, labels, ignore_index=-100):

    scores, targets = logits[:, :-1].float(), labels[:, 1:]
    return F.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=ignore_index)
