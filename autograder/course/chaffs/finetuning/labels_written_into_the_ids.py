"""Labels are written over the caller's token ids."""

HINT = "What does the model read once its prompt is overwritten?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("different lengths")
    labels = token_ids
    for i, trained in enumerate(loss_mask):
        if not trained:
            labels[i] = ignore_index
    return labels
