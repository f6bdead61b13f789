"""The batch is one long text: the last token of a row predicts the first of the next."""

HINT = "Which token does the last one of the first row predict in your result?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    stream = token_ids.flatten()
    return stream[:-1].unsqueeze(0), stream[1:].unsqueeze(0)
