"""A target that counts is searched for among all ids, so that a row's first token is taken for one."""

from torch.nn import functional as F

HINT = "Which tokens of a row are targets?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    if token_ids.shape[1] < 2 or (token_ids == ignore_index).all():
        return logits.float().sum() * 0
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    return F.cross_entropy(scores, targets, ignore_index=ignore_index)
