"""Each label is the next token."""

HINT = "Which step shifts labels against logits, according to the docstring?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("different lengths")
    labels = [token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)]
    return [*labels[1:], ignore_index][: len(labels)]
