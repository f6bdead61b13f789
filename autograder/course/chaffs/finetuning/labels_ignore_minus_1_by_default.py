"""Tokens that are not trained on are marked by -1 by default."""

HINT = "Which number marks a token that is not trained on when the caller names none?"


def build_labels(token_ids, loss_mask, ignore_index=-1):
    if len(token_ids) != len(loss_mask):
        raise ValueError("different lengths")
    return [token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)]
