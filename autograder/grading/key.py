"""The key: every answer of the reference to the hidden tests' calls, recorded once and replayed at grading.

It holds digests of inputs and outcomes, and no solution. It carries the hash of everything it was made
from, so that a stale one is found.
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
from autograder.grading.fingerprints import RecordedFingerprint, RecordedFingerprints
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.frames import ProtocolError
from autograder.sandbox.outcome import End, Outcome, StudentError

FORMAT = 3


class KeyMismatchError(GraderError):
    """The key does not belong to these tests: the grader's error, never the submission's."""


@dataclass(frozen=True)
class RecordedCall:
    """One answer of the reference: a digest of the call's arguments, and its outcome."""

    digest: str
    outcome: Outcome


@dataclass
class Key:
    """All recorded calls by test, and the part of each test."""

    seed: int
    made_from: str
    numpy: str = np.__version__
    parts: dict[str, str] = field(default_factory=dict)
    """The part of each test id."""
    calls: dict[str, list[RecordedCall]] = field(default_factory=dict)
    fingerprints: RecordedFingerprints = field(default_factory=dict)
    """What each chaff answers, by the number of the question; made on demand while a key is not packed."""

    def to_json(self) -> str:
        """Return the key as text, the same for the same content."""
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
                number: [asdict(each) for each in recorded]
                for number, recorded in sorted(self.fingerprints.items())
            },
        }
        return json.dumps(content, separators=(",", ":")) + "\n"

    def to_bytes(self) -> bytes:
        """Return the key compressed, as the zip carries it."""
        return lzma.compress(self.to_json().encode(), preset=9)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Key":
        """Read a key from the bytes of `to_bytes`.

        Raises:
            KeyMismatchError: they hold no key.
        """
        try:
            return cls.from_json(lzma.decompress(content).decode())
        except (lzma.LZMAError, UnicodeDecodeError) as error:
            raise KeyMismatchError(f"the key cannot be read: {error}") from error

    @classmethod
    def from_json(cls, text: str) -> "Key":
        """Read a key from its text.

        Raises:
            KeyMismatchError: it holds no key of this format.
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
                number: [RecordedFingerprint(**each) for each in recorded]
                for number, recorded in content["fingerprints"].items()
            }
            made_from, parts = content["made_from"], content["parts"]
            return cls(content["seed"], made_from, content["numpy"], parts, calls, fingerprints)
        except (ProtocolError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise KeyMismatchError(f"the key cannot be read: {error!r}") from error


def digest_of(function: str, args: tuple[Any, ...], kwargs: dict[str, Any], wrt: tuple[int, ...]) -> str:
    """Return a digest of a call: its function, and every bit of its arguments."""
    encoder = Encoder()
    header = [function, encoder.node(args), encoder.node(kwargs), list(wrt)]
    hasher = hashlib.sha256(json.dumps(header, separators=(",", ":")).encode())
    for buffer in encoder.buffers:
        hasher.update(buffer)
    return hasher.hexdigest()[:16]


def hash_of_sources(paths: list[Path], seed: int) -> str:
    """Hash all files that a key is made from, with the seed."""
    hasher = hashlib.sha256(f"{FORMAT} {seed}".encode())
    # By name and content: the place of a checkout must not matter.
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
