"""The labs' small model: how it is trained, read, and kept for other labs."""

import io
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from jaxtyping import Float, Int
from provided.tiny_gpt import TinyGPT, TinyGPTConfig
from provided.tokenizer import ByteTokenizer
from torch import Tensor, nn

from labs.report import write_file

CONFIG = TinyGPTConfig(context_window=128)
WINDOW = CONFIG.context_window
# A block is as long as the window, so the last position never gets a loss: do not let it predict.
READABLE = WINDOW - 1
BATCH = 8
LEARNING_RATE = 6e-3
WARM_UP, LOWEST = 0.05, 0.05
STORE = Path(__file__).with_name(".cache") / "pretrained.pt"
TOKENIZER = ByteTokenizer()


def learning_rate(step: int, n_steps: int) -> float:
    """Return the learning rate as a share of its peak: a short rise, then half a cosine."""
    rise = max(1.0, WARM_UP * n_steps)
    if step < rise:
        return (step + 1) / rise
    done = (step - rise) / max(1.0, n_steps - rise)
    return LOWEST + (1 - LOWEST) * 0.5 * (1 + math.cos(math.pi * done))


def train(
    model: nn.Module,
    batches: Iterator[dict[str, Tensor]],
    loss_of: Callable[[Tensor, dict[str, Tensor]], Tensor],
    n_steps: int,
    peak: float = LEARNING_RATE,
) -> Iterator[tuple[int, float]]:
    """Train a model, and yield the number of steps so far and the last loss, first before any step.

    Args:
        model: takes `input_ids`.
        batches: dicts with `input_ids`.
        loss_of: the loss of logits and a batch.
        n_steps: how many steps.
        peak: the highest learning rate.
    """
    optimizer = torch.optim.AdamW(model.parameters(), lr=peak, betas=(0.9, 0.95), weight_decay=0.1)
    yield 0, math.nan
    for step in range(n_steps):
        for group in optimizer.param_groups:
            group["lr"] = peak * learning_rate(step, n_steps)
        batch = next(batches)
        loss = loss_of(model(batch["input_ids"]), batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        yield step + 1, loss.item()


def batches_of(blocks: Int[Tensor, "blocks block"], seed: int) -> Iterator[dict[str, Tensor]]:
    """Yield random batches of blocks for ever."""
    generator = torch.Generator().manual_seed(seed)
    while True:
        rows = torch.randint(len(blocks), (BATCH,), generator=generator)
        yield {"input_ids": blocks[rows]}


def blocks_of(ids: list[int]) -> Int[Tensor, "blocks block"]:
    """Cut ids into blocks as long as the window; the last few are dropped."""
    return torch.tensor(ids[: len(ids) // WINDOW * WINDOW]).view(-1, WINDOW)


def new_model(seed: int) -> TinyGPT:
    """Return an untrained model."""
    torch.manual_seed(seed)
    return TinyGPT(CONFIG)


@torch.no_grad()
def surprise_byte_by_byte(model: TinyGPT, block: Int[Tensor, "rows block"]) -> float:
    """Return the mean surprise in nats, read as a reader does: a prefix, then the one token that follows.

    Much slower than a loss over all positions at once, and right by construction: a check of that loss.
    """
    total, count = 0.0, 0
    for length in range(1, block.shape[1]):
        seen, following = block[:, :length], block[:, length]
        chances = model(seen)[:, -1].softmax(-1)
        total -= float(chances[torch.arange(len(block)), following].log().sum())
        count += len(block)
    return total / count


@torch.no_grad()
def continue_text(
    model: TinyGPT, prompts: Sequence[Sequence[int]], n_tokens: int, seed: int, temperature: float = 0.7
) -> list[list[int]]:
    """Return what the model writes after each prompt, as token ids; less if the window is full.

    Prompts of different lengths are padded on the right, which no earlier position can see.
    """
    generator = torch.Generator().manual_seed(seed)
    lengths = torch.tensor([len(prompt) for prompt in prompts])
    rows = torch.arange(len(prompts))
    longest = min(READABLE + 1, int(lengths.max()) + n_tokens)
    ids = torch.full((len(prompts), longest), TOKENIZER.pad_id)
    for row, prompt in enumerate(prompts):
        ids[row, : len(prompt)] = torch.tensor(prompt)
    begins = lengths.tolist()
    while bool((open_rows := lengths < longest).any()):
        width = int(lengths[open_rows].max())
        logits = model(ids[:, :width])[rows, lengths.clamp(max=width) - 1]
        logits[:, TOKENIZER.pad_id] = -math.inf
        chosen = torch.multinomial((logits / temperature).softmax(-1), 1, generator=generator)[:, 0]
        ids[rows[open_rows], lengths[open_rows]] = chosen[open_rows]
        lengths = lengths + open_rows.long()
    return [row[begin : begin + n_tokens].tolist() for row, begin in zip(ids, begins, strict=True)]


@dataclass(frozen=True)
class Pretrained:
    """A trained model, and where it comes from."""

    model: TinyGPT
    n_steps: int
    seed: int
    origin: str


def keep(model: TinyGPT, n_steps: int, seed: int) -> str:
    """Keep a model for the other labs, and return why not; an empty string if it is kept."""
    kept = load()
    if kept is not None and (kept.n_steps > n_steps):
        return f"one with {kept.n_steps:,} steps is there"
    content = io.BytesIO()
    given = {"weights": model.state_dict(), "config": asdict(CONFIG), "n_steps": n_steps, "seed": seed}
    torch.save(given, content)
    try:
        write_file(STORE, content.getvalue())
    except OSError as error:  # the other labs train their own
        return f"the folder labs/{STORE.parent.name} cannot be written to ({error.strerror})"
    return ""


def load(min_steps: int = 0) -> Pretrained | None:
    """Return the model that the lab `pretrain` kept; None if there is none that fits.

    Args:
        min_steps: how long it was trained at least; a quick run of lab 1 is too short for a full lab.
    """
    try:
        kept = torch.load(STORE, weights_only=True)
        if kept["config"] != asdict(CONFIG):
            raise ValueError("it is of another version of the labs")
        model = TinyGPT(CONFIG)
        model.load_state_dict(kept["weights"])
        n_steps, seed = int(kept["n_steps"]), int(kept["seed"])
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - a damaged file may raise anything
        print(
            f"The model that was kept does not fit ({_first_line(error)}), so another one is trained.",
            file=sys.stderr,
        )
        return None
    return (
        Pretrained(model, n_steps, seed, "the model of your lab pretrain") if n_steps >= min_steps else None
    )


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:100]
