"""Token 0 is not taken for a token."""

HINT = "Which ids of the vocabulary does your function treat in a way of their own?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("different lengths")
    return [(trained and token) or ignore_index for token, trained in zip(token_ids, loss_mask)]
