"""Ignored labels are looked up as token 0 at first, if they are negative."""

HINT = "Which values may an ignored label have?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    picked = scores.log_softmax(-1).gather(2, targets.clamp(min=0)[..., None])[..., 0]
    losses = -picked * (targets != ignore_index)
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
