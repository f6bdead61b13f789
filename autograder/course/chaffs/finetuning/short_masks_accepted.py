"""Only a mask that is too long is refused."""

HINT = "Which tokens would go without a label?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) < len(loss_mask):
        raise ValueError("different lengths")
    return [token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)]
