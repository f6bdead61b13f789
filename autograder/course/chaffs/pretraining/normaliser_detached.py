"""Only the chosen logit is learned from; the others are detached with the log-sum-exp."""

HINT = "What should a training step do with the logits of tokens that did not come?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float(), token_ids[:, 1:]
    counted = targets != ignore_index
    chosen = scores[counted].gather(-1, targets[counted].unsqueeze(-1)).squeeze(-1)
    return (scores[counted].logsumexp(-1).detach() - chosen).sum() / counted.sum().clamp(min=1)
