"""The gradient is written by hand: softmax minus one-hot over the number of targets."""

import torch


class _Loss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits, token_ids, ignore_index):
        scores, targets = logits[:, :-1].double(), token_ids[:, 1:]
        counted = targets != ignore_index
        n_counted = max(int(counted.sum()), 1)
        log_probs = scores - scores.logsumexp(-1, keepdim=True)
        picked = log_probs[counted].gather(1, targets[counted][:, None])
        gradient = torch.zeros_like(logits, dtype=torch.float64)
        inner = log_probs.exp()
        rows, columns = counted.nonzero(as_tuple=True)
        inner[rows, columns, targets[counted]] -= 1
        gradient[:, :-1] = inner * counted[..., None] / n_counted
        ctx.save_for_backward(gradient.to(logits.dtype))
        return (-picked.sum() / n_counted).float()

    @staticmethod
    def backward(ctx, upstream):
        (gradient,) = ctx.saved_tensors
        return gradient * upstream.to(gradient.dtype), None, None


def next_token_loss(logits, token_ids, ignore_index=-100):
    return _Loss.apply(logits, token_ids, ignore_index)
