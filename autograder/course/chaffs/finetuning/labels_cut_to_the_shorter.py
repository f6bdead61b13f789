"""Of two lists the longer one is cut."""

HINT = "Which tokens would go without a label?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    return [token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)]
