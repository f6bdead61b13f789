"""Lists without tokens are refused."""

HINT = "Which two lists does the docstring refuse?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask) or not token_ids:
        raise ValueError("different lengths")
    return [token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)]
