"""Only a negative id that is ignored is kept from the look-up; a positive one is looked up."""

HINT = "Which ids can the look-up not find?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    log_probs = logits[:, :-1].float().log_softmax(-1)
    losses = -log_probs.gather(-1, targets.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return (losses * counted).sum() / counted.sum().clamp(min=1)
