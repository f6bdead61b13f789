"""The logarithm is taken of probabilities, which may have been rounded to 0."""

HINT = "What is the logarithm of a probability that is too small for a float?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    probabilities = logits[:, :-1].float().softmax(-1)
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    chosen = probabilities[counted].gather(-1, targets[counted].unsqueeze(-1))
    return -chosen.log().sum() / counted.sum().clamp(min=1)
