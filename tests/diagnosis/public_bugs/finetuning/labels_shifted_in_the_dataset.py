"""Labels are shifted in the dataset already, and the loss shifts them again."""

SEEN_IN = ("InternLM/InternLM#318",)


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("lengths")

    labels = [token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)]
    return labels[1:] + [ignore_index] * bool(labels)
