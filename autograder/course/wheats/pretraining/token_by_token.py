"""Loops over rows and positions, one float32 loss at a time."""

import torch


def _losses(logits, token_ids, ignore_index):
    losses = []
    for row in range(token_ids.shape[0]):
        for position in range(token_ids.shape[1] - 1):
            target = int(token_ids[row, position + 1])
            if target != ignore_index:
                scores = logits[row, position].float()
                scores = scores - scores.max().detach()
                losses.append(scores.exp().sum().log() - scores[target])
    return losses


def next_token_loss(logits, token_ids, ignore_index=-100):
    losses = _losses(logits, token_ids, ignore_index)
    return torch.stack(losses).mean() if losses else (logits.float() * 0).sum()


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    losses = [loss for batch in micro_batches for loss in _losses(*batch, ignore_index)]
    return (
        torch.stack(losses).mean()
        if losses
        else sum((logits.float() * 0).sum() for logits, _ in micro_batches)
    )


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    blocks, block = [], []
    for document in documents:
        if not document:
            continue
        for token in [*list(document), eos_id]:
            block.append(token)
            if len(block) == block_size:
                blocks.append(block)
                block = []
    return torch.tensor(blocks, dtype=torch.long) if blocks else torch.empty(0, block_size, dtype=torch.long)
