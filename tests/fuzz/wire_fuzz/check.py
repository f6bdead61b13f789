"""Invariants for any bytes: they are a value that our own writer would have sent so, or a ProtocolError.

For any value, all that the grader does with it ends in bounded time and text.
"""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.grading.compare import Tolerance, difference
from autograder.grading.describe import MAX_CHARACTERS, describe
from autograder.grading.fingerprints import MAX_JSON, agree, signature
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.frames import ProtocolError, receive_frame
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import ODD_DICT, Record, Tensor

CUT = "cut short"
DECODED = "decoded"
VALUES = ("args", "value", "gradients")
"""Where a header of a worker's holds values."""
MAX_WORDS = 150
"""Characters of a difference's kind: it names two types at most."""
EXPECTED: tuple[Any, ...] = (
    None,
    3,
    2.5,
    "text",
    [[0, 1], [2]],
    {"input_ids": Tensor(np.zeros((2, 3), np.int64), "int64")},
    Tensor(np.array(0.5, np.float32), "float32"),
    Tensor(np.zeros((0, 3), np.float32), "bfloat16"),
    Record("MemoryBreakdown", {"weights": 1, "gradients": 2.0}),
)
"""Values that a hidden test may expect."""


class Violation(Exception):  # noqa: N818 - it is a finding
    """Something that must hold does not."""


class _CutError(Exception):
    """The stream ends inside a frame: the caller handles a worker that sends nothing more."""


def values_of(data: bytes) -> Iterator[tuple[dict[str, Any], bytes, list[Any]]]:
    """Yield the header, the payload and the values of each frame of a stream.

    Raises:
        ProtocolError: the stream goes on with something that is not a frame, or with a frame without values.
    """
    stream = io.BytesIO(data)

    def read(n_bytes: int) -> bytes:
        piece = stream.read(n_bytes)
        if len(piece) != n_bytes:
            raise _CutError
        return piece

    while stream.tell() < len(data):
        try:
            header, payload = receive_frame(read)
        except _CutError:
            return
        decoder = Decoder(payload)
        values = [decoder.value(header[name]) for name in VALUES if name in header]
        decoder.finish()
        yield header, payload, values


def look(data: bytes) -> list[str]:
    """Return the outcome of each frame of a stream, in a few words; a refusal is the last.

    Raises:
        Violation: something that must hold does not, or any other exception than a ProtocolError.
    """
    found: list[str] = []
    frames = values_of(data)
    while True:
        try:
            header, payload, values = next(frames)
        except StopIteration:
            return found or [CUT]
        except ProtocolError as refusal:
            return [*found, "refused: " + re.sub(r"-?\d+|'.*'|bare number.*", "…", str(refusal))]
        except BaseException as error:
            raise Violation(f"reading raised {error!r:.300}") from error
        try:
            same_form(header, payload, values)
            for value in values:
                use(value)
        except Violation:
            raise
        except BaseException as error:
            raise Violation(f"using a value raised {error!r:.300}") from error
        found.append(DECODED)


def same_form(header: dict[str, Any], payload: bytes, values: list[Any]) -> None:
    """Check that the decoded values, encoded again, are exactly the frame that was sent."""
    encoder = Encoder()
    sent = [header[name] for name in VALUES if name in header]
    again = json.dumps([encoder.node(value) for value in values])
    same = again == json.dumps(sent) and b"".join(encoder.buffers) == payload
    if not same and ODD_DICT not in again:  # of such a dict only the word is kept
        raise Violation(f"{json.dumps(sent):.300} was read as {again:.300}")
    payload = b"".join(encoder.buffers)
    decoder = Decoder(payload)
    twice = Encoder()
    second = [twice.node(decoder.value(node)) for node in json.loads(again)]
    decoder.finish()
    if json.dumps(second) != again or b"".join(twice.buffers) != payload:
        raise Violation(f"{again:.300} does not come back as it was sent")


def use(value: Any) -> None:
    """Do all that the grader does with an answer: compare, describe, and sign it."""
    found = [difference(value, expected, Tolerance(1e-5, 1e-6)) for expected in EXPECTED]
    words = [each.words for each in found if each]
    if any(not each.isprintable() or len(each) > MAX_WORDS for each in words):
        raise Violation(f"the words {words!r:.300}")
    large = isinstance(value, Tensor) and value.array.nbytes > 1 << 20  # no test expects more
    if not large and difference(value, value) is not None:
        raise Violation(f"a value that differs from itself: {difference(value, value)}")
    text = describe(value)
    if not text or len(text) > MAX_CHARACTERS or not text.isprintable():
        raise Violation(f"the description {text!r:.300}")
    signed = signature(Outcome(End.VALUE, value, gradients=(value,), calls=((value,),)))
    size = len(json.dumps(signed, allow_nan=False))
    if size > 2 * MAX_JSON + 200 or not agree(json.loads(json.dumps(signed)), signed):
        raise Violation(f"a signature of {size} characters")
