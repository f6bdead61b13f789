"""The key: every answer of the reference to the hidden tests' calls, recorded once and replayed at grading.

It holds inputs' digests and outcomes, no solution. It carries the hash of all that it was made from,
so that a stale one is found.
"""

import base64
import hashlib
import json
import lzma
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from autograder.errors import GraderError
from autograder.grading.fingerprints import RecordedFingerprint
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.frames import ProtocolError
from autograder.sandbox.outcome import End, Outcome, StudentError

FORMAT = 2


class KeyMismatchError(GraderError):
    """The key is not of these tests, or of this machine: the grader's error, never the submission's."""


@dataclass(frozen=True)
class RecordedCall:
    """One answer of the reference: to which call, as a digest of its arguments, and what came of it."""

    digest: str
    outcome: Outcome


@dataclass
class Key:
    """All recorded calls by test, and the parts that the tests belong to."""

    seed: int
    made_from: str
    numpy: str = np.__version__
    parts: dict[str, str] = field(default_factory=dict)
    """The part of each test id."""
    calls: dict[str, list[RecordedCall]] = field(default_factory=dict)
    fingerprints: dict[str, list[RecordedFingerprint]] = field(default_factory=dict)
    """What each chaff answers, by the number of the question."""

    def to_json(self) -> str:
        """The key as text, the same for the same content."""
        calls = {
            test: [{"digest": call.digest, **_outcome_to_json(call.outcome)} for call in calls]
            for test, calls in sorted(self.calls.items())
        }
        content = {
            "format": FORMAT,
            "seed": self.seed,
            "made_from": self.made_from,
            "numpy": self.numpy,
            "parts": dict(sorted(self.parts.items())),
            "calls": calls,
            "fingerprints": {
                number: [asdict(each) for each in fingerprints]
                for number, fingerprints in sorted(self.fingerprints.items())
            },
        }
        return json.dumps(content, separators=(",", ":")) + "\n"

    def to_bytes(self) -> bytes:
        """The key compressed, as the zip carries it."""
        return lzma.compress(self.to_json().encode(), preset=9)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Key":
        """The key that `to_bytes` gave.

        Raises:
            KeyMismatchError: it is none.
        """
        try:
            return cls.from_json(lzma.decompress(content).decode())
        except (lzma.LZMAError, UnicodeDecodeError) as error:
            raise KeyMismatchError(f"the key cannot be read: {error}") from error

    @classmethod
    def from_json(cls, text: str) -> "Key":
        """The key that a text holds.

        Raises:
            KeyMismatchError: it holds none.
        """
        try:
            content = json.loads(text)
            if content["format"] != FORMAT:
                raise KeyMismatchError(f"the key has format {content['format']}, this grader reads {FORMAT}")
            calls = {
                test: [RecordedCall(call["digest"], _outcome_from_json(call)) for call in calls]
                for test, calls in content["calls"].items()
            }
            fingerprints = {
                number: [RecordedFingerprint(**each) for each in fingerprints]
                for number, fingerprints in content["fingerprints"].items()
            }
            return cls(
                content["seed"], content["made_from"], content["numpy"], content["parts"], calls, fingerprints
            )
        except (ProtocolError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise KeyMismatchError(f"the key cannot be read: {error!r}") from error


def digest_of(function: str, args: tuple[Any, ...], kwargs: dict[str, Any], wrt: tuple[int, ...]) -> str:
    """A digest of a call: its function, and every bit of its arguments."""
    encoder = Encoder()
    header = [function, encoder.node(args), encoder.node(kwargs), list(wrt)]
    hasher = hashlib.sha256(json.dumps(header, separators=(",", ":")).encode())
    for buffer in encoder.buffers:
        hasher.update(buffer)
    return hasher.hexdigest()[:16]


def hash_of_sources(paths: list[Path], seed: int) -> str:
    """One hash of all files that a key is made from, and of the seed."""
    hasher = hashlib.sha256(f"{FORMAT} {seed}".encode())
    # By name and content, so that it does not hang on where a checkout lies.
    for name, content in sorted((path.name, path.read_bytes().replace(b"\r\n", b"\n")) for path in paths):
        hasher.update(f"{name} {len(content)} ".encode() + content)
    return hasher.hexdigest()[:32]


def _outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    encoder = Encoder()
    content: dict[str, Any] = {"end": str(outcome.end), "value": encoder.node(outcome.value)}
    if outcome.gradients is not None:
        content["gradients"] = encoder.node(list(outcome.gradients))
    if outcome.error:
        # The text of a reference's error may say what a hidden input was; nobody needs it later.
        content["error"] = {**asdict(outcome.error), "file": "", "line": 0, "text": ""}
    if outcome.calls:
        content["calls"] = encoder.node(list(outcome.calls))
    if encoder.buffers:
        content["data"] = base64.b64encode(b"".join(encoder.buffers)).decode()
    return content


def _outcome_from_json(content: dict[str, Any]) -> Outcome:
    decoder = Decoder(base64.b64decode(content.get("data", "")))
    value = decoder.value(content["value"])
    gradients = tuple(decoder.value(content["gradients"])) if "gradients" in content else None
    error = None
    if "error" in content:
        said = content["error"]
        error = StudentError(tuple(said["classes"]), said["file"], said["line"], said["text"])
    calls = tuple(decoder.value(content["calls"])) if "calls" in content else ()
    decoder.finish()
    return Outcome(End(content["end"]), value, gradients, error, calls=calls)
