"""Rows of one token cost 0, but rows whose targets are all ignored are forgotten."""

from torch.nn import functional as F

HINT = "In which ways can a row have no target?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    if token_ids.shape[1] < 2:
        return logits.float().sum() * 0
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    return F.cross_entropy(scores, targets, ignore_index=ignore_index)
