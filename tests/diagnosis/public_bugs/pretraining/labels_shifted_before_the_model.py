"""Labels are shifted before the model shifts them, which trains the token after the next."""

SEEN_IN = ("huggingface/transformers#44642",)


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("nothing to predict")
    labels = token_ids.roll(-1, dims=1)
    return token_ids[:, :-1], labels[:, 1:]
