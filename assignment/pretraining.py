"""Part 1 - Next-token prediction.

What a GPT is trained on: at every position, a distribution over the vocabulary, scored by the token
that follows. Here you write that loss, the two numbers that people quote instead of it (perplexity
and bits per byte), the form that stays right when a batch is cut into micro-batches, and the packing
of documents into blocks.

Rules for all functions: ids, labels and masks are int64; `ignore_index` is -100 unless given; no
function changes its arguments.
"""

import math

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional as F


def next_token_pairs(
    token_ids: Int[Tensor, "batch seq"],
) -> tuple[Int[Tensor, "batch seq-1"], Int[Tensor, "batch seq-1"]]:
    """Inputs and targets of next-token prediction: the target at a position is the token after it.

    Args:
        token_ids: int64 ids of shape (batch, seq).

    Returns:
        `(inputs, targets)`, both int64 of shape (batch, seq - 1).

    Raises:
        ValueError: `seq` is below 2, so that there is nothing to predict.

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
    """Mean negative log-likelihood, in nats, of each token given the ones before it.

    `logits[:, t]` scores `token_ids[:, t + 1]`; the logits of the last position score nothing. The
    mean is over all counted targets of the batch: not a mean of the rows' means. A target equal to
    `ignore_index` does not count, whatever `ignore_index` is.

    Args:
        logits: finite scores of shape (batch, seq, vocab), in float16, bfloat16, float32 or float64.
        token_ids: int64 ids of shape (batch, seq); some may equal `ignore_index`.
        ignore_index: the id that marks "no target here".

    Returns:
        A float32 scalar through which gradients flow to `logits`. It is computed in float32 or
        better, and finite for logits of +-10,000. When no target counts (all ignored, or `seq` is 1)
        it is 0, still attached to the graph, and gives zero gradients.

    Source: Radford et al. 2018, eq. 1, as a mean; `torch.nn.functional.cross_entropy`.

    Four equally likely tokens cost ln 4 each, whichever comes:

    >>> next_token_loss(torch.zeros(1, 3, 4), torch.tensor([[0, 1, 2]]))
    tensor(1.3863)

    Probabilities are the softmax of the logits. Here the first position gives 3/4 to the token that
    comes, the second 1/4, and the third scores nothing: (ln 4/3 + ln 4) / 2.

    >>> logits = torch.tensor([[[1.0, 3.0], [3.0, 1.0], [9.0, 9.0]]]).log()
    >>> next_token_loss(logits, torch.tensor([[0, 1, 1]]))
    tensor(0.8370)
    """
    raise NotImplementedError("Part 1.2: next_token_loss")


def perplexity(mean_nll: float) -> float:
    """How many equally likely tokens would be as hard to guess: e to the mean loss.

    Args:
        mean_nll: a mean negative log-likelihood in nats per token, below 700.

    Returns:
        The perplexity, a Python float of at least 1 for a loss of at least 0.

    Source: Jelinek et al. 1977; Hugging Face Transformers, "Perplexity of fixed-length models".

    >>> round(perplexity(math.log(50257)))
    50257
    """
    raise NotImplementedError("Part 1.3: perplexity")


def bits_per_byte(mean_nll: float, n_tokens: int, n_bytes: int) -> float:
    """The text's total information in bits, over its length in bytes.

    A loss per token depends on how long the tokens are. This number does not, so it compares models
    with different tokenizers.

    Args:
        mean_nll: mean negative log-likelihood in nats per token.
        n_tokens: how many tokens that mean is over.
        n_bytes: the length of the same text in UTF-8 bytes.

    Raises:
        ValueError: `n_bytes` is below 1.

    Source: Gao et al. 2020, "The Pile", section 3.1.

    Ten tokens at 1 bit each (ln 2 nats) tell 10 bits about 40 bytes:

    >>> bits_per_byte(math.log(2), n_tokens=10, n_bytes=40)
    0.25
    """
    raise NotImplementedError("Part 1.4: bits_per_byte")


def accumulated_loss(
    micro_batches: list[tuple[Float[Tensor, "batch seq vocab"], Int[Tensor, "batch seq"]]],
    ignore_index: int = -100,
) -> Float[Tensor, ""]:
    """The loss of one big batch that comes in micro-batches.

    Each micro-batch holds whole sequences of the big batch, with ignored positions at the end added or
    removed. Each counted target of the big batch weighs the same, so the result and its gradients are
    those of `next_token_loss` on the big batch, up to float32 rounding.

    Args:
        micro_batches: pairs `(logits, token_ids)`, each as `next_token_loss` takes them.
        ignore_index: the id that marks "no target here".

    Returns:
        A float32 scalar attached to the graph of all logits; `backward` is left to the caller. When
        nothing counts in any micro-batch: 0 with zero gradients, as `next_token_loss`.

    Raises:
        ValueError: `micro_batches` is empty.

    Source: Hugging Face, "Fixing Gradient Accumulation", 2024.

    One target at a probability of 1/2 costs ln 2, three at 1/4 cost ln 4 each. That makes 7/4 ln 2, and
    not 3/2 ln 2:

    >>> short = (torch.zeros(1, 2, 2), torch.tensor([[0, 1]]))
    >>> long = (torch.tensor([[[1.0, 3.0]] * 4]).log(), torch.tensor([[0, 0, 0, 0]]))
    >>> accumulated_loss([short, long])
    tensor(1.2130)
    """
    raise NotImplementedError("Part 1.5: accumulated_loss")


def pack_documents(
    documents: list[list[int]], block_size: int, eos_id: int
) -> Int[Tensor, "blocks block_size"]:
    """Documents joined into one stream and cut into blocks, so that no position is padding.

    The documents stand in order with `eos_id` after each one, the last included; one that already
    ends in `eos_id` gets another. An empty document adds nothing, not even an `eos_id`. The rest that
    does not fill a block is dropped.

    Args:
        documents: the token ids of each document.
        block_size: tokens per block.
        eos_id: the end-of-text id.

    Returns:
        int64 ids of shape (blocks, block_size); (0, block_size) when no block is full.

    Raises:
        ValueError: `block_size` is below 1.

    Source: Brown et al. 2020, "Language Models are Few-Shot Learners", appendix B.

    >>> pack_documents([[1, 2, 3], [4, 5]], block_size=3, eos_id=0)
    tensor([[1, 2, 3],
            [0, 4, 5]])
    """
    raise NotImplementedError("Part 1.6: pack_documents")
