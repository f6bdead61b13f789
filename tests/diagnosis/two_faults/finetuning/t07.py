"""Two ideas:

1. The labels are shifted already: each is the token after.
2. Lists of different lengths are cut to the shorter one.
"""


def build_labels(token_ids: list[int], loss_mask: list[bool], ignore_index: int = -100) -> list[int]:
    labels = [token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)]
    return labels[1:] + [ignore_index] * len(labels[:1])
