"""Only a mask that is too short is refused."""

HINT = "Which tokens is the rest of the mask about?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) > len(loss_mask):
        raise ValueError("different lengths")
    return [token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)]
