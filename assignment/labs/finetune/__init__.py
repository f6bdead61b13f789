"""Lab 2: the pretrained model learns to answer, and what goes wrong if one line of the data is wrong."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import torch
from jaxtyping import Int
from torch import Tensor

from labs import corpus, model
from labs.command import Lab, Run
from labs.finetune.draw import draw, text_figure
from labs.model import READABLE, TOKENIZER, WINDOW, Pretrained, continue_text, new_model, train
from labs.progress import Progress
from labs.report import Claim, Report
from labs.student import Student

STEPS, QUICK_STEPS = 200, 120
BASE_STEPS, QUICK_BASE_STEPS = 900, 300
PEAK = 2e-3
N_REPLIES, QUICK_REPLIES = 32, 16
SHOWN = 3
IGNORED = -100
HINTS = {
    "loss": "Does your mask cover the answer, its end marker and nothing else, and is the shift done once?",
    "end": "Does your mask include the end marker of the assistant's turn?",
    "prompt": "Is your mask False on headers and on the user's words?",
    "shift": "Does your sft_loss shift the labels exactly once?",
}
Pair = tuple[str, str]
Example = dict[str, list[int]]
TITLES = {
    "pretrained": "pretrained only",
    "sft": "SFT",
    "end masked": "end marker masked",
    "prompt too": "loss on the prompt too",
    "shifted twice": "labels shifted twice",
}


@dataclass
class Variant:
    """One way to prepare the labels, and what came of it."""

    labels_of: Callable[[list[int], list[bool]], list[int]]
    losses: list[float] = field(default_factory=list)
    answer_nats: float = 0.0
    swapped_nats: float = 0.0
    turn_nats: float = 0.0
    """What the start of another turn costs after a right answer."""
    stops: float = 0.0
    goes_on: float = 0.0
    """The share of replies after whose end the model opens another turn."""
    replies: list[str] = field(default_factory=list)


def variants(student: Student) -> dict[str, Variant]:
    """Return the ways to prepare labels, by name; `pretrained` is not trained at all."""
    build = student["build_labels"]

    def end_masked(ids: list[int], mask: list[bool]) -> list[int]:
        return list(
            build(ids, [each and token != TOKENIZER.im_end_id for each, token in zip(mask, ids, strict=True)])
        )

    def shifted(ids: list[int], mask: list[bool]) -> list[int]:
        return [*build(ids, mask)[1:], IGNORED]

    return {
        "pretrained": Variant(build),
        "sft": Variant(build),
        "end masked": Variant(end_masked),
        "prompt too": Variant(lambda ids, _: list(build(ids, [True] * len(ids)))),
        "shifted twice": Variant(shifted),
    }


def run(lab: Run) -> Report:
    """Fine-tune copies of one pretrained model on the same questions with different labels."""
    n_steps = QUICK_STEPS if lab.quick else STEPS
    n_base = QUICK_BASE_STEPS if lab.quick else BASE_STEPS
    kept = model.load(n_base)
    progress = lab.progress((0 if kept else n_base) + 4 * n_steps + 5 * 20)
    base = kept or short_training(lab.student, n_base, lab.seed, progress)
    training, held_out = corpus.questions(lab.seed)
    training = [pair for pair in training if len(encoded(lab.student, pair)[0]) < WINDOW]
    held_out = [pair for pair in held_out if len(encoded(lab.student, pair)[0]) < WINDOW]
    asked = held_out[: QUICK_REPLIES if lab.quick else N_REPLIES]
    found = variants(lab.student)

    def sft_loss(logits: Tensor, batch: dict[str, Tensor]) -> Tensor:
        loss: Tensor = lab.student["sft_loss"](logits, batch["labels"])
        return loss

    for name, variant in found.items():
        tuned = copy.deepcopy(base.model)
        if name != "pretrained":
            batches = chat_batches(lab.student, training, variant.labels_of, lab.seed)
            for step, last in train(tuned, batches, sft_loss, n_steps, PEAK):
                if step:
                    variant.losses.append(last)
                    progress.step(f"{TITLES[name]}: step {step} of {n_steps}, loss {last:.2f} nats")
        measure(lab, variant, tuned, held_out, asked)
        progress.step(f"{TITLES[name]}: replies", 20)
    by_loss, by_token = answer_loss(lab.student, base.model, asked), read(lab.student, base.model, asked)[0]
    return report(lab.quick, base, found, asked, len(training), by_loss - by_token)


def short_training(student: Student, n_steps: int, seed: int, progress: Progress) -> Pretrained:
    """Pretrain for a short time: the same loss, with every label counted."""
    text = TOKENIZER.encode("".join(corpus.topics(seed).train))
    blocks = model.blocks_of(text)
    fresh, loss = new_model(seed), student["sft_loss"]
    batches = model.batches_of(blocks, seed)
    for step, last in train(fresh, batches, lambda logits, batch: loss(logits, batch["input_ids"]), n_steps):
        if step:
            progress.step(f"pretraining: step {step} of {n_steps}, loss {last:.2f} nats")
    return Pretrained(fresh, n_steps, seed, f"a model pretrained for {n_steps} steps here")


def encoded(student: Student, pair: Pair) -> tuple[list[int], list[bool]]:
    """Return a question and its answer as ids and mask."""
    question, answer = pair
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    ids, mask = student["encode_chat"](messages, TOKENIZER)
    return list(ids), list(mask)


def prompt_of(student: Student, question: str) -> list[int]:
    """Return the ids up to the place where the assistant's words begin, whatever the mask says.

    Raises:
        ValueError: the ids hold no turn of the assistant.
    """
    ids, _ = encoded(student, (question, "x"))
    header = [TOKENIZER.im_start_id, *TOKENIZER.encode("assistant\n")]
    for begin in reversed(range(len(ids))):
        if ids[begin : begin + len(header)] == header:
            return ids[: begin + len(header)]
    raise ValueError("these ids hold no <|im_start|> that is followed by 'assistant' and a newline")


def chat_batches(
    student: Student, pairs: list[Pair], labels_of: Callable[[list[int], list[bool]], list[int]], seed: int
) -> Iterator[dict[str, Tensor]]:
    """Yield random batches of conversations for ever, by the student's `collate`."""
    examples = []
    for pair in pairs:
        ids, mask = encoded(student, pair)
        examples.append({"input_ids": ids, "labels": labels_of(ids, mask)})
    generator = torch.Generator().manual_seed(seed)
    while True:
        rows = torch.randint(len(examples), (model.BATCH,), generator=generator).tolist()
        yield student["collate"]([examples[row] for row in rows], pad_id=TOKENIZER.pad_id)


def measure(
    lab: Run, variant: Variant, tuned: model.TinyGPT, held_out: list[Pair], asked: list[Pair]
) -> None:
    """Let a model answer, and measure how well it expects the right answers."""
    variant.answer_nats = answer_loss(lab.student, tuned, held_out)
    answers = [answer for _, answer in held_out]
    swapped = [
        (question, answer) for (question, _), answer in zip(held_out, answers[1:] + answers[:1], strict=True)
    ]
    variant.swapped_nats = answer_loss(lab.student, tuned, swapped)
    variant.turn_nats = read(lab.student, tuned, asked)[1]
    prompts = [prompt_of(lab.student, question) for question, _ in asked]
    written = continue_text(tuned, prompts, READABLE, lab.seed)
    ended = [TOKENIZER.im_end_id in ids for ids in written]
    variant.stops = sum(ended) / len(written)
    variant.goes_on = sum(TOKENIZER.im_start_id in after_end(ids) for ids in written) / len(written)
    for ids in written[:SHOWN]:
        end = ids.index(TOKENIZER.im_end_id) + 1 if TOKENIZER.im_end_id in ids else len(ids)
        rest = after_end(ids)[1:40] if TOKENIZER.im_start_id in after_end(ids)[:4] else []
        variant.replies.append(TOKENIZER.decode(ids[:end] + rest))


def after_end(ids: list[int]) -> list[int]:
    """Return what follows the first end marker."""
    return ids[ids.index(TOKENIZER.im_end_id) + 1 :] if TOKENIZER.im_end_id in ids else []


@torch.no_grad()
def answer_loss(student: Student, tuned: model.TinyGPT, pairs: list[Pair]) -> float:
    """Return the loss of the right answers in nats for each token, by the student's `sft_loss`."""
    examples: list[Example] = []
    for pair in pairs:
        ids, mask = encoded(student, pair)
        examples.append({"input_ids": ids, "labels": student["build_labels"](ids, mask)})
    batch = student["collate"](examples, pad_id=TOKENIZER.pad_id)
    logits: Int[Tensor, "batch seq vocab"] = tuned(batch["input_ids"])
    return float(student["sft_loss"](logits, batch["labels"]))


@torch.no_grad()
def read(student: Student, tuned: model.TinyGPT, pairs: list[Pair]) -> tuple[float, float]:
    """Read right answers and the start of another turn token by token, without labels and masks.

    Returns:
        The nats for each token of the answers, which checks `answer_loss`, and for each start of a turn.
    """
    answers: list[float] = []
    turns: list[float] = []
    for question, answer in pairs:
        prompt = prompt_of(student, question)
        ids = [*prompt, *TOKENIZER.encode(answer), TOKENIZER.im_end_id]
        end = len(ids)
        ids += [*TOKENIZER.encode("\n"), TOKENIZER.im_start_id]
        chances = tuned(torch.tensor([ids]))[0].log_softmax(-1)
        nats = [-float(chances[place - 1, ids[place]]) for place in range(len(prompt), len(ids))]
        answers += nats[: end - len(prompt)]
        turns.append(sum(nats[end - len(prompt) :]))
    return sum(answers) / len(answers), sum(turns) / len(turns)


def report(
    quick: bool,
    base: Pretrained,
    found: dict[str, Variant],
    asked: list[Pair],
    n_pairs: int,
    difference: float,
) -> Report:
    """Return tables, claims and the figure."""
    sft, masked, prompt, shifted = (
        found[name] for name in ("sft", "end masked", "prompt too", "shifted twice")
    )
    result = Report(
        look="which models stop, and what each one writes to the same question.",
        draw=partial(draw, found, TITLES, asked),
        text_figure=text_figure(found, TITLES),
        values={"variants": found},
    )
    rows = [
        (
            TITLES[name],
            f"{each.stops:.0%}",
            f"{each.goes_on:.0%}",
            f"{each.turn_nats:.2f}",
            f"{each.losses[0]:.2f} to {_late(each.losses):.2f}" if each.losses else "",
            f"{each.answer_nats:.2f}",
        )
        for name, each in found.items()
    ]
    header = ("", "replies stop", "then open a turn", "cost of a turn", "training loss", "right answers")
    title = f"{len(asked)} held-out questions; losses in nats a token, another turn in nats"
    result.tables.append((title, header, rows))
    for question, each in zip((question for question, _ in asked[:2]), (0, 1), strict=True):
        lines = [f"{TITLES[name]}: {variant.replies[each]}" for name, variant in found.items()]
        result.samples.append((question, _readable("\n".join(lines))))
    fewer = 0.2 if quick else 0.0
    result.claims = [
        Claim(
            "your loss of the right answers agrees with reading them token by token, in nats",
            abs(difference),
            at_most=0.001,
            hint=HINTS["loss"],
        ),
        Claim("the pretrained model does not stop by itself", found["pretrained"].stops, at_most=0.1),
        Claim("SFT teaches it to stop", sft.stops, at_least=0.8 - fewer, hint=HINTS["end"]),
        Claim("with the end marker masked, fewer stop", sft.stops - masked.stops, at_least=0.7 - fewer),
        Claim(
            "with the loss on the prompt too, it expects another turn after its answer: the nats saved",
            sft.turn_nats - prompt.turn_nats,
            at_least=2.0 if quick else 4.0,
            hint=HINTS["prompt"],
        ),
        Claim(
            "shifted twice: the training loss falls nevertheless, in nats",
            shifted.losses[0] - _late(shifted.losses),
            at_least=1.0 - fewer,
        ),
        Claim(
            "shifted twice: right answers cost more than after SFT, in nats a token",
            shifted.answer_nats - sft.answer_nats,
            at_least=0.8 - fewer,
            hint=HINTS["shift"],
        ),
        Claim(
            "form, not facts: the answer to another question costs hardly more than the right one, in nats",
            sft.swapped_nats - sft.answer_nats,
            at_most=0.15,
        ),
    ]
    before, fallen = found["pretrained"], _late(shifted.losses)
    result.summary = [
        f"After {len(sft.losses)} steps of SFT on {n_pairs:,} questions, {sft.stops:.0%} of replies stop; "
        f"before it, {before.stops:.0%}.",
        f"With the end marker masked, {masked.stops:.0%} stop.",
        f"With the loss on the prompt too, another turn after the answer costs {prompt.turn_nats:.2f} nats, "
        f"so it is expected (after SFT: {sft.turn_nats:.2f}); {prompt.goes_on:.0%} of the replies open one "
        f"(after SFT: {sft.goes_on:.0%}).",
        f"With labels shifted twice the loss falls from {shifted.losses[0]:.2f} to {fallen:.2f} nats as "
        f"smoothly as ever, but right answers cost {shifted.answer_nats:.2f} nats a token, "
        f"not {sft.answer_nats:.2f}.",
        f"SFT taught form, not facts: the answer to another question costs {sft.swapped_nats:.2f} nats "
        f"a token, the right one {sft.answer_nats:.2f}.",
    ]
    result.notes.append(f"started from {base.origin} ({base.n_steps:,} steps)")
    return result


def _late(losses: list[float]) -> float:
    """Return the mean of the last losses, because a single batch is noisy."""
    last = losses[-10:]
    return sum(last) / len(last)


def _readable(text: str) -> str:
    return "".join(each if " " <= each <= "~" or each == "\n" else "." for each in text)


LAB = Lab(
    "finetune",
    "Lab 2. Fine-tuning: what SFT teaches, and what one wrong line does",
    ("encode_chat", "build_labels", "collate", "sft_loss"),
    run,
)
