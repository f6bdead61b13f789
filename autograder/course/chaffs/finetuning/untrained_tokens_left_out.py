"""Only tokens that are trained on have a label."""

HINT = "How many labels do you return for ten tokens?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("different lengths")
    return [token for token, trained in zip(token_ids, loss_mask) if trained]
