"""Lab 5: what a text longer than the window loses, and what each remedy costs."""

from collections.abc import Mapping
from functools import partial

from labs import corpus, model
from labs.command import Lab, Run
from labs.context.draw import draw, text_figure
from labs.context.needles import DEPTHS, LENGTHS, METHODS, maps
from labs.context.strides import QUICK_WINDOW, WINDOW, Evaluation, evaluate, strides
from labs.model import TOKENIZER, Pretrained, new_model, train
from labs.progress import Progress
from labs.report import Claim, Report
from labs.student import Student

N_SEEDS, QUICK_SEEDS = 10, 3
BASE_STEPS, QUICK_BASE_STEPS = 1400, 600
TEXT_BYTES = 12_000
PRETRAINING = ("next_token_loss", "bits_per_byte")
HINTS = {
    "overlap": "Do neighbouring windows share exactly `overlap` tokens?",
    "stride": "Is every token scored once, with as much before it as the window allows?",
}


def run(lab: Run) -> Report:
    """Look for needles in texts of many lengths, then score a text with several strides."""
    with_strides = lab.student.has(*PRETRAINING)
    n_base = QUICK_BASE_STEPS if lab.quick else BASE_STEPS
    kept = model.load(n_base) if with_strides else None
    n_training = n_base if with_strides and kept is None else 0
    window = QUICK_WINDOW if lab.quick else WINDOW
    progress = lab.progress(len(LENGTHS) * 20 + len(strides(window)) * 20 + n_training)
    split = corpus.topics(lab.seed)
    text = "".join(each if " " <= each <= "~" or each == "\n" else " " for each in "".join(split.train))
    n_seeds = QUICK_SEEDS if lab.quick else N_SEEDS
    shares, calls = maps(lab.student, text, n_seeds, lab.seed, partial(progress.step, n_steps=20))
    evaluations: list[Evaluation] = []
    base = None
    if with_strides:
        base = kept or short_training(lab.student, n_base, lab.seed, progress)
        # the split of the seed that the model was trained with, so that it has not seen this text
        held_out = TOKENIZER.encode("".join(corpus.topics(base.seed).held_out))[:TEXT_BYTES]
        for stride in strides(window):
            evaluations.append(evaluate(lab.student, base.model, held_out, window, stride))
            progress.step(f"stride {stride}", 20)
    return report(lab.quick, shares, calls, evaluations, base)


def short_training(student: Student, n_steps: int, seed: int, progress: Progress) -> Pretrained:
    """Pretrain for a short time, with the student's loss."""
    text = TOKENIZER.encode("".join(corpus.topics(seed).train))
    blocks = model.blocks_of(text)
    fresh, loss = new_model(seed), student["next_token_loss"]
    batches = model.batches_of(blocks, seed)
    for step, last in train(fresh, batches, lambda logits, batch: loss(logits, batch["input_ids"]), n_steps):
        if step:
            progress.step(f"pretraining: step {step} of {n_steps}, loss {last:.2f} nats")
    return Pretrained(fresh, n_steps, seed, f"a model pretrained for {n_steps} steps here")


def report(
    quick: bool,
    shares: Mapping[str, list[list[float]]],
    calls: Mapping[str, float],
    evaluations: list[Evaluation],
    base: Pretrained | None,
) -> Report:
    """Return tables, claims and the figure."""
    at_end = {method: _mean(shares[method], len(LENGTHS) - 1) for method in METHODS}
    long = [column for column, length in enumerate(LENGTHS) if length >= 8]
    general = max(_mean(shares["general"], column) for column in long)
    result = Report(
        look="where each map turns white: there the fact is lost, and nothing in the answer says so.",
        draw=partial(draw, shares, calls, evaluations),
        text_figure=text_figure(shares),
        values={"shares": shares, "calls": calls, "evaluations": evaluations, "at_end": at_end},
    )
    rows = [
        (
            title,
            *(f"{_mean(shares[method], column):.0%}" for column in range(len(LENGTHS))),
            f"{calls[method]:.0f}",
        )
        for method, title in METHODS.items()
    ]
    header = ("length of the text in windows:", *map(str, LENGTHS), "windows read")
    result.tables.append(("Facts found, over all depths; windows read at the greatest length", header, rows))
    loose = 0.1 if quick else 0.0
    borders = sum(_mean(shares["windows"], column) for column in range(1, len(LENGTHS))) / (len(LENGTHS) - 1)
    overlap = min(_mean(shares["overlap"], column) for column in range(len(LENGTHS)))
    result.claims = [
        Claim("cut off: of 32 windows, hardly a fact is found", at_end["cut off"], at_most=0.1 + loose),
        Claim("windows with overlap lose nothing", overlap, at_least=1.0, hint=HINTS["overlap"]),
        Claim("windows without overlap lose little, but something", borders, 0.999, 0.75 - loose),
        Claim("from 8 windows on, general summaries lose the facts", general, at_most=0.1 + loose),
        Claim(
            "a summarizer that is told the question keeps far more",
            at_end["told"] - at_end["general"],
            at_least=0.5 - loose,
        ),
    ]
    result.summary = [
        f"In texts of {LENGTHS[-1]} windows a planted fact was found in {at_end['cut off']:.0%} of the cases "
        f"when the rest was cut off, {at_end['windows']:.0%} by windows without overlap, "
        f"{at_end['overlap']:.0%} by windows with overlap.",
        f"General summaries in rounds kept {at_end['general']:.0%} of the facts, and {at_end['told']:.0%} "
        f"when the summarizer was told the question.",
        f"The price: {calls['cut off']:.0f} window read when the rest is cut off, {calls['windows']:.0f} "
        f"without overlap, {calls['overlap']:.0f} with overlap, {calls['general']:.0f} in rounds.",
    ]
    if base is None:
        missing = " and ".join(PRETRAINING)
        result.notes.append(f"strided evaluation is left out until your {missing} (part 1) work")
        return result
    _add_strides(result, evaluations, quick)
    result.notes.append(
        f"strides measured on {base.origin} ({base.n_steps:,} steps), on text it has not seen"
    )
    return result


def _add_strides(result: Report, evaluations: list[Evaluation], quick: bool) -> None:
    """Add the comparison of strides."""
    first, half, *_, last = evaluations
    window = first.window
    rows = [(f"stride {each.stride}", f"{each.bits:.3f}", f"{each.n_read:,}") for each in evaluations]
    title = f"The same model and text, a window of {window}"
    result.tables.append((title, ("", "bits per byte", "tokens read"), rows))
    gain, rest, cost = first.bits - half.bits, abs(half.bits - last.bits), last.n_read / half.n_read
    result.claims += [
        Claim(
            "without overlap the text looks harder, in bits a byte",
            gain,
            at_least=0.05 if quick else 0.1,
            hint=HINTS["stride"],
        ),
        Claim(
            "from half overlap on there is little to gain, in bits",
            rest,
            at_most=0.15 if quick else 0.08,  # the shorter window of the quick form leaves more to gain
            hint=HINTS["stride"],
        ),
        Claim(f"... for about {half.stride} times the reading", cost, half.stride + 0.5, half.stride - 1.0),
    ]
    result.summary.append(
        f"With a window of {window}, one model on one text needs {first.bits:.2f} bits a byte "
        f"with stride {first.stride}, {half.bits:.2f} with {half.stride} and {last.bits:.2f} with 1, "
        f"which reads {cost:.0f} times as many tokens as stride {half.stride}."
    )


def _mean(rows: list[list[float]], column: int) -> float:
    return round(sum(row[column] for row in rows) / len(DEPTHS), 9)


LAB = Lab(
    "context",
    "Lab 5. Context: what a text longer than the window loses",
    ("sliding_windows", "map_reduce_summarize", "evaluation_windows"),
    run,
)
