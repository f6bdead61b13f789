"""Ignored labels are marked by -100, whatever the caller asks for."""

HINT = "Which number fills the gaps when it is not -100?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("different lengths")
    return [token if trained else -100 for token, trained in zip(token_ids, loss_mask)]
