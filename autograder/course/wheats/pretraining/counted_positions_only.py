"""Only positions that count are looked at; indexing keeps the graph when there are none."""

import torch


def next_token_loss(logits, token_ids, ignore_index=-100):
    counted = token_ids[:, 1:] != ignore_index
    scores = logits[:, :-1][counted].to(torch.float32)
    targets = token_ids[:, 1:][counted]
    surprise = torch.logsumexp(scores, 1) - scores[torch.arange(len(targets)), targets]
    return surprise.sum() / max(len(targets), 1)
