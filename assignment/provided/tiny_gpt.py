"""A decoder-only transformer, small enough to train on a laptop and to read in five minutes.

The architecture is GPT-2's (Radford et al. 2019): learned positions, pre-norm blocks, GELU, and one
matrix for both the token embedding and the output projection (Press & Wolf 2017).
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

INITIAL_STD = 0.1
"""The standard deviation of both embeddings before training."""


@dataclass(frozen=True)
class TinyGPTConfig:
    """The sizes of a TinyGPT. The default has about 120,000 parameters."""

    vocab_size: int = 260
    context_window: int = 64
    n_layers: int = 2
    n_heads: int = 4
    d_model: int = 64


class Block(nn.Module):
    """Self-attention and then a feed-forward network, both with a residual connection."""

    def __init__(self, config: TinyGPTConfig) -> None:
        super().__init__()
        width = config.d_model
        self.n_heads = config.n_heads
        self.norm_1, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.feed_forward = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        """Return the input plus the outputs of attention and of the feed-forward network."""
        batch, seq, width = x.shape
        heads = (batch, seq, self.n_heads, width // self.n_heads)
        query, key, value = (
            part.view(heads).transpose(1, 2) for part in self.query_key_value(self.norm_1(x)).chunk(3, -1)
        )
        # is_causal: a position sees itself and earlier ones, never the token that it has to predict
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.attention_out(mixed.transpose(1, 2).reshape(batch, seq, width))
        added: Tensor = self.feed_forward(self.norm_2(x))
        return x + added


class TinyGPT(nn.Module):
    """Token ids in, next-token logits out.

    >>> model = TinyGPT(TinyGPTConfig(vocab_size=10, context_window=8, n_layers=1, n_heads=2, d_model=4))
    >>> model(torch.zeros(2, 5, dtype=torch.int64)).shape
    torch.Size([2, 5, 10])
    >>> model.output.weight is model.token_embedding.weight  # tied: one matrix, two places
    True
    """

    def __init__(self, config: TinyGPTConfig) -> None:
        super().__init__()
        self.positions: Tensor
        self.config = config
        self.token_embedding = nn.Embedding(config.vocab_size, config.d_model)
        self.position_embedding = nn.Embedding(config.context_window, config.d_model)
        self.blocks = nn.Sequential(*(Block(config) for _ in range(config.n_layers)))
        self.final_norm = nn.LayerNorm(config.d_model)
        self.output = nn.Linear(config.d_model, config.vocab_size, bias=False)
        self.output.weight = self.token_embedding.weight
        self.register_buffer("positions", torch.arange(config.context_window), persistent=False)
        # PyTorch's default of 1 would drown the tokens in the positions. With 0.1 for both, the first loss
        # is a little above ln(vocab), because the first logits are not quite equal.
        nn.init.normal_(self.token_embedding.weight, std=INITIAL_STD)
        nn.init.normal_(self.position_embedding.weight, std=INITIAL_STD)

    def forward(self, token_ids: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq vocab"]:
        """Return the logits of every position.

        Raises:
            ValueError: a sequence is longer than the context window.
        """
        seq = token_ids.shape[1]
        if seq > self.config.context_window:
            raise ValueError(f"{seq} tokens do not fit a context window of {self.config.context_window}")
        x = self.token_embedding(token_ids) + self.position_embedding(self.positions[:seq])
        logits: Tensor = self.output(self.final_norm(self.blocks(x)))
        return logits
