"""Labels are shifted by one, but the mask that is laid over them is not."""

SEEN_IN = ("NVIDIA/Model-Optimizer#1211",)


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("lengths")

    labels = [*token_ids[1:], ignore_index] if token_ids else []
    return [label if trained else ignore_index for label, trained in zip(labels, loss_mask)]
