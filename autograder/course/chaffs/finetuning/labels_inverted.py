"""Tokens that are trained on are ignored, the others are not."""

HINT = "What does a mask of True say about a token?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("different lengths")
    return [token if not trained else ignore_index for token, trained in zip(token_ids, loss_mask)]
