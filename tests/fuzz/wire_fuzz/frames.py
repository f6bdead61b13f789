"""Streams of frames by number: the same seed and number always make the same bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from autograder.sandbox.codec import Encoder
from autograder.sandbox.frames import MAGIC, START
from wire_fuzz import giants, mutations
from wire_fuzz.values import TEXTS, random_value

NONCE = "0" * 16
GIANTS = 5000
"""One in this many frames has the largest allowed size."""


@dataclass(frozen=True)
class Stream:
    """The bytes that a worker sends, and how they were made."""

    number: int
    data: bytes
    made: str


def streams(seed: int, first: int, count: int) -> Iterator[Stream]:
    """Yield `count` streams, from a number on."""
    return (stream(seed, number) for number in range(first, first + count))


def stream(seed: int, number: int) -> Stream:
    """Return the stream of a number."""
    rng = Random(f"{seed} {number}")
    if number % GIANTS == GIANTS - 1:
        name = rng.choice(giants.NAMES)
        return Stream(number, giants.giant(name, rng), f"giant: {name}")
    header, buffers = reply(rng)
    made = []
    for _ in range(rng.choice((0, 0, 1, 1, 1, 2, 3))):
        if buffers and rng.random() < 0.2:
            mutations.spoil_buffers(buffers, rng)
            made.append("buffers")
        else:
            mutations.spoil_tree(header, rng)
            made.append("tree")
    text, payload = mutations.as_text(header), b"".join(buffers)
    if rng.random() < 0.2:
        text = mutations.spoil_text(text, rng)
        made.append("text")
    data = frame(text, payload)
    match rng.randrange(16):
        case 0:
            data, how = mutations.spoil_bytes(data, rng), "bytes"
        case 1:
            data, how = mutations.lying_start(text, payload, rng), "start"
        case 2:
            data, how = data[: rng.randrange(len(data))], "cut"
        case 3:
            data, how = data * 2, "twice"
        case 4:
            header, buffers = reply(rng)
            other = frame(mutations.as_text(header), b"".join(buffers))
            data, how = rng.choice((data + other, other + data)), "another"
        case _:
            return Stream(number, data, " ".join(made) or "as it is")
    return Stream(number, data, " ".join([*made, how]))


def frame(text: bytes, payload: bytes) -> bytes:
    """Return a frame whose start has the right lengths."""
    return START.pack(MAGIC, len(text), len(payload)) + text + payload


def reply(rng: Random) -> tuple[dict[str, Any], list[bytes]]:
    """Return a frame that a worker of ours could send, mostly to the call with the nonce `NONCE`."""
    encoder = Encoder()
    header: dict[str, Any] = {"nonce": NONCE}
    match rng.randrange(10):
        case 0:
            words = ["ValueError", "Exception", "object", "Secret"]
            header["error"] = {
                "classes": rng.sample(words, rng.randrange(4)),
                "file": rng.choice(("student.py", "", "\x1b[2J")),
                "line": rng.choice((0, 7, 10**6)),
                "text": rng.choice(TEXTS),
            }
            if rng.random() < 0.3:
                header["error"]["reason"] = "invalid syntax"
        case 1:
            header["missing"] = True
        case 2 | 3:
            header["callback"] = rng.choice((0, 0, 0, 1))
            header["args"] = encoder.node(tuple(random_value(rng, 6) for _ in range(rng.choice((1, 1, 2)))))
        case 4:
            header["value"] = encoder.node(random_value(rng))
            header["gradients"] = encoder.node([random_value(rng, 2) for _ in range(rng.randrange(3))])
        case _:
            header["value"] = encoder.node(random_value(rng))
            header["changed"] = rng.random() < 0.5
    return header, encoder.buffers
