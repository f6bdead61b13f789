"""Part 1 - Next-token prediction.

A GPT predicts, at every position, a distribution over the vocabulary; the token that follows scores
it. In this file you write that loss, the two metrics derived from it (perplexity and bits per byte),
a version for batches that are split into micro-batches, and the packing of documents into blocks.

Rules for all functions: ids, labels and masks are int64; `ignore_index` defaults to -100; no function
changes its arguments.
"""

import math

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional as F


def next_token_pairs(
    token_ids: Int[Tensor, "batch seq"],
) -> tuple[Int[Tensor, "batch seq-1"], Int[Tensor, "batch seq-1"]]:
    """Return inputs and targets of next-token prediction: each target is the token after its input.

    Args:
        token_ids: int64 ids of shape (batch, seq).

    Returns:
        `(inputs, targets)`, both int64 of shape (batch, seq - 1).

    Raises:
        ValueError: `seq` is below 2, so there is nothing to predict.

    Source: Radford et al. 2018, "Improving Language Understanding by Generative Pre-Training", eq. 1.

    >>> next_token_pairs(torch.tensor([[5, 6, 7, 8]]))
    (tensor([[5, 6, 7]]), tensor([[6, 7, 8]]))
    """
    raise NotImplementedError("Part 1.1: next_token_pairs")


def next_token_loss(
    logits: Float[Tensor, "batch seq vocab"],
    token_ids: Int[Tensor, "batch seq"],
    ignore_index: int = -100,
) -> Float[Tensor, ""]:
    """Return the mean negative log-likelihood, in nats, of the tokens given those before them.

    `logits[:, t]` scores `token_ids[:, t + 1]`; the logits of the last position are not used. The mean
    is over all counted targets of the batch, and is not a mean of the rows' means. A target equal to
    `ignore_index` does not count; `ignore_index` may be any integer.

    Args:
        logits: finite scores of shape (batch, seq, vocab), in float16, bfloat16, float32 or float64.
        token_ids: int64 ids of shape (batch, seq); some may equal `ignore_index`.
        ignore_index: the id that marks a position without a target.

    Returns:
        A float32 scalar with gradients to `logits`. It is computed in float32 or higher precision, and
        is finite for logits of +-10,000. If no target counts (all are ignored, or `seq` is 1), it is 0,
        still attached to the graph, with zero gradients.

    Source: Radford et al. 2018, eq. 1, as a mean; `torch.nn.functional.cross_entropy`.

    If four tokens are equally likely, each of them costs ln 4:

    >>> next_token_loss(torch.zeros(1, 3, 4), torch.tensor([[0, 1, 2]]))
    tensor(1.3863)

    Probabilities are the softmax of the logits. Here the first position gives probability 3/4 to its
    target, the second gives 1/4, and the third has no target: (ln 4/3 + ln 4) / 2.

    >>> logits = torch.tensor([[[1.0, 3.0], [3.0, 1.0], [9.0, 9.0]]]).log()
    >>> next_token_loss(logits, torch.tensor([[0, 1, 1]]))
    tensor(0.8370)
    """
    raise NotImplementedError("Part 1.2: next_token_loss")


def perplexity(mean_nll: float) -> float:
    """Return e to the mean loss: the number of equally likely tokens that is as hard to predict.

    Args:
        mean_nll: a mean negative log-likelihood in nats per token, below 700.

    Returns:
        The perplexity, a Python float (not a NumPy scalar). It is at least 1 if the loss is at least 0.

    Source: Jelinek et al. 1977; Hugging Face Transformers, "Perplexity of fixed-length models".

    >>> round(perplexity(math.log(50257)))
    50257
    """
    raise NotImplementedError("Part 1.3: perplexity")


def bits_per_byte(mean_nll: float, n_tokens: int, n_bytes: int) -> float:
    """Return the total information of a text in bits, divided by its length in bytes.

    A loss per token depends on the length of the tokens. Bits per byte do not, so they can compare
    models with different tokenizers.

    Args:
        mean_nll: mean negative log-likelihood in nats per token.
        n_tokens: the number of tokens in that mean.
        n_bytes: the length of the same text in UTF-8 bytes.

    Returns:
        Bits per byte, a Python float (not a NumPy scalar).

    Raises:
        ValueError: `n_bytes` is below 1.

    Source: Gao et al. 2020, "The Pile", section 3.1.

    Ten tokens of 1 bit each (ln 2 nats) hold 10 bits about 40 bytes:

    >>> bits_per_byte(math.log(2), n_tokens=10, n_bytes=40)
    0.25
    """
    raise NotImplementedError("Part 1.4: bits_per_byte")


def accumulated_loss(
    micro_batches: list[tuple[Float[Tensor, "batch seq vocab"], Int[Tensor, "batch seq"]]],
    ignore_index: int = -100,
) -> Float[Tensor, ""]:
    """Return the loss of one big batch that is split into micro-batches.

    Every micro-batch holds whole sequences of the big batch, with ignored positions added or removed
    at the end. All counted targets of the big batch have the same weight. So the result and its
    gradients equal those of `next_token_loss` on the big batch, up to float32 rounding.

    Args:
        micro_batches: pairs `(logits, token_ids)`, as arguments of `next_token_loss`.
        ignore_index: the id that marks a position without a target.

    Returns:
        A float32 scalar attached to the graph of all logits; the caller calls `backward`. If no target
        counts in any micro-batch: 0 with zero gradients, like `next_token_loss`.

    Raises:
        ValueError: `micro_batches` is empty.

    Source: Hugging Face, "Fixing Gradient Accumulation", 2024; Unsloth, "Bugs in LLM Training", 2024.

    One target with probability 1/2 costs ln 2; three with 1/4 cost ln 4 each. The mean is 7/4 ln 2, not
    3/2 ln 2:

    >>> short = (torch.zeros(1, 2, 2), torch.tensor([[0, 1]]))
    >>> long = (torch.tensor([[[1.0, 3.0]] * 4]).log(), torch.tensor([[0, 0, 0, 0]]))
    >>> accumulated_loss([short, long])
    tensor(1.2130)
    """
    raise NotImplementedError("Part 1.5: accumulated_loss")


def pack_documents(
    documents: list[list[int]], block_size: int, eos_id: int
) -> Int[Tensor, "blocks block_size"]:
    """Join documents into one stream and cut it into blocks, without padding.

    The documents are in order, and `eos_id` follows every one of them, including the last. A document
    that already ends in `eos_id` gets another. An empty document adds nothing, not even an `eos_id`.
    Tokens at the end that do not fill a block are dropped.

    Args:
        documents: the token ids of each document.
        block_size: tokens per block.
        eos_id: the end-of-text id.

    Returns:
        int64 ids of shape (blocks, block_size); (0, block_size) if no block is full.

    Raises:
        ValueError: `block_size` is below 1.

    Source: Brown et al. 2020, "Language Models are Few-Shot Learners", appendix B.

    >>> pack_documents([[1, 2, 3], [4, 5]], block_size=3, eos_id=0)
    tensor([[1, 2, 3],
            [0, 4, 5]])
    """
    raise NotImplementedError("Part 1.6: pack_documents")
