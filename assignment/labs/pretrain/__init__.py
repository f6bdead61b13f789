"""Lab 1: a model of 125,000 parameters reads Python's manual, byte by byte."""

import math
from functools import partial
from typing import Any

import torch
from jaxtyping import Int
from torch import Tensor

from labs import corpus
from labs.baselines import all_baselines
from labs.command import Lab, Run
from labs.model import (
    TOKENIZER,
    WINDOW,
    batches_of,
    continue_text,
    keep,
    new_model,
    surprise_byte_by_byte,
    train,
)
from labs.pretrain.draw import draw, text_figure
from labs.report import Claim, Report
from labs.student import Student

STEPS, QUICK_STEPS = 3000, 600
N_EVALUATIONS, QUICK_EVALUATIONS = 30, 15
SAMPLE_BYTES = 120
PROMPT = "\nThe "
# The steps of the six samples, as shares of all steps.
SAMPLED = (0.0, 0.01, 0.05, 0.15, 0.4, 1.0)
CHECKED_ROWS = 12


def run(lab: Run) -> Report:
    """Train the model, and compare it with counts and compressors on the same held-out bytes."""
    n_steps, n_evaluations = (QUICK_STEPS, QUICK_EVALUATIONS) if lab.quick else (STEPS, N_EVALUATIONS)
    progress = lab.progress(n_steps)
    split = corpus.topics(lab.seed)
    pack, loss = lab.student["pack_documents"], lab.student["next_token_loss"]
    blocks, held_out = (
        pack([TOKENIZER.encode(text) for text in texts], block_size=WINDOW, eos_id=TOKENIZER.eos_id)
        for texts in (split.train, split.held_out)
    )
    train_bytes, held_out_bytes = ("".join(texts).encode() for texts in (split.train, split.held_out))
    lines = all_baselines(train_bytes, held_out_bytes)
    model = new_model(lab.seed)
    evaluate_at = {round(n_steps * (each / n_evaluations) ** 2) for each in range(n_evaluations + 1)}
    sample_at = {round(n_steps * share) for share in SAMPLED}
    curve: list[tuple[int, float]] = []
    samples: list[tuple[int, str]] = []
    steps = train(
        model, batches_of(blocks, lab.seed), lambda logits, batch: loss(logits, batch["input_ids"]), n_steps
    )
    for step, last in steps:
        if step in evaluate_at:
            curve.append((step, held_out_bits(lab.student, model, held_out)))
        if step in sample_at:
            prompt = TOKENIZER.encode(PROMPT)
            (written,) = continue_text(model, [prompt], SAMPLE_BYTES, lab.seed)
            samples.append((step, _readable(PROMPT.lstrip() + TOKENIZER.decode(written))))
        if step:
            progress.step(f"step {step:,} of {n_steps:,}, loss {last:.2f} nats")
    checked = held_out[:CHECKED_ROWS]
    with torch.no_grad():  # row by row, because the mean of a wrong loss over all can be right by chance
        differences = [
            abs(float(loss(model(row), row)) - surprise_byte_by_byte(model, row)) for row in checked.split(1)
        ]
    found = report(lab.quick, curve, lines, samples, max(differences))
    if not all(claim.holds for claim in found.claims):
        found.notes.append("labs 2 and 5 get no model from this run, because a claim does not hold")
    elif why_not := keep(model, n_steps, lab.seed):
        found.notes.append(f"this model was not kept for labs 2 and 5: {why_not}")
    return found


@torch.no_grad()
def held_out_bits(student: Student, model: torch.nn.Module, held_out: Int[Tensor, "rows block"]) -> float:
    """Return the bits per held-out byte, by the student's loss and `bits_per_byte`.

    The end-of-text tokens are predicted, too, but they are not bytes of the text.
    """
    nats = [
        float(student["next_token_loss"](model(rows), rows)) * len(rows) for rows in torch.split(held_out, 64)
    ]
    targets = held_out[:, 1:]
    mean = math.fsum(nats) / len(held_out)
    n_bytes = int((targets != TOKENIZER.eos_id).sum())
    return float(student["bits_per_byte"](mean, n_tokens=targets.numel(), n_bytes=n_bytes))


def report(
    quick: bool,
    curve: list[tuple[int, float]],
    lines: dict[str, float],
    samples: list[tuple[int, str]],
    difference: float,
) -> Report:
    """Return tables, claims and the figure."""
    start, end = curve[0][1], curve[-1][1]
    found = Report(
        look="where the curve crosses each line, and what the model writes at that time.",
        draw=partial(draw, curve, lines, samples),
        text_figure=text_figure(curve, lines),
        values={"curve": curve, "lines": lines, "difference": difference},
    )
    rows = [(name, f"{bits:.2f}") for name, bits in [*lines.items(), ("the model", end)]]
    found.tables.append(
        ("Bits for each held-out byte", ("", "bits"), sorted(rows, key=lambda row: -float(row[1])))
    )
    found.samples = [(f"After {step:,} steps", text) for step, text in samples]
    off = "Does position t of the logits score the token after it, in your next_token_loss?"
    found.claims = [
        Claim("an untrained model needs about 8 bits, like a die with 256 sides", start, 9.0, 7.5),
        Claim(
            "your loss agrees with reading byte by byte, in nats",
            difference,
            at_most=0.001,
            hint=off,
        ),
        Claim("the model knows more than counts of two bytes", end, lines["bigrams"] - 0.2),
    ]
    if not quick:
        found.claims += [
            Claim("the model knows more than counts of three bytes", end, lines["trigrams"] - 0.2),
            Claim("the model beats gzip", end, lines["gzip"]),
        ]
    found.claims.append(
        Claim("nothing of this size predicts such text with less than 1 bit", end, at_least=1.0, hint=off)
    )
    better = [name for name in ("gzip", "lzma", "bz2") if end < lines[name]]
    worse = [name for name in ("gzip", "lzma", "bz2") if end >= lines[name]]
    found.summary = [
        f"A GPT of 124,928 parameters went from {start:.2f} to {end:.2f} bits per held-out byte "
        f"in {curve[-1][0]:,} steps.",
        f"Counts of two bytes need {lines['bigrams']:.2f} bits, counts of three {lines['trigrams']:.2f}; "
        f"gzip {lines['gzip']:.2f}, lzma {lines['lzma']:.2f}, bz2 {lines['bz2']:.2f}.",
        f"It predicts the text better than {' and '.join(better) or 'no compressor'}"
        + (f", worse than {' and '.join(worse)}." if worse else "."),
        "Nobody labelled anything: the answer to each prediction is the next byte of the text.",
    ]
    return found


def _readable(text: str) -> str:
    """Return text with a dot for each character that is neither printable ASCII nor a newline."""
    return "".join(each if " " <= each <= "~" or each == "\n" else "." for each in text)


LAB = Lab(
    "pretrain",
    "Lab 1. Pretraining: from noise to the tone of a manual",
    ("pack_documents", "next_token_loss", "bits_per_byte"),
    run,
)
