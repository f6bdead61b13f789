"""Fingerprints: what a submission answers to a question's tests, as short signatures that can be compared.

A misconception is named if the submission's whole fingerprint, passes and failures, equals the recorded one
of its chaff. No chaff with another hint may have the same one. Two different mistakes at once give a
fingerprint that no chaff has, and stay unnamed: nothing here guesses.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Opaque, Record, Tensor

Signature = Any
"""JSON: the compared part of an outcome. Floats are compared within a tolerance, all else exactly."""
Fingerprint = Mapping[str, Signature]
"""The signatures of a question's failed tests; every test that is not here passed."""

MAX_ITEMS = 12
MAX_CALLS = 50
MAX_TEXT = 80
"""Characters of a string that are kept as they are."""
MAX_JSON = 2000
"""Characters of one signature: four times what any recorded one has."""
CHUNK = 1 << 16
"""Elements of a tensor that are read together, so that no copy is large."""
RTOL, ATOL = 1e-4, 1e-6
UNTELLING = {
    *(str(End.TIMEOUT), str(End.NOT_REACHED), str(End.DIED), str(End.BAD_CALLBACK)),
    *(str(End.MISSING), str(End.IMPORT_ERROR), str(End.OUT_OF_TIME)),
}
"""Ends that many mistakes share."""
STUB = [str(End.ERROR), "NotImplementedError"]


@dataclass(frozen=True)
class RecordedFingerprint:
    """What one chaff answers to one question."""

    chaff: str
    hint: str
    fingerprint: Fingerprint


RecordedFingerprints = Mapping[str, Sequence[RecordedFingerprint]]
"""By the number of the question."""


def signature(outcome: Outcome) -> Signature:
    """Return what tells one mistake from another, in a few numbers.

    Total, and short: whatever a submission returned, this is JSON of a few thousand characters.
    """
    if outcome.end is not End.VALUE:
        name = outcome.error.name if outcome.error else ""
        return [str(outcome.end), name] if name else [str(outcome.end)]
    parts: dict[str, Signature] = {"value": _short(_of_value(outcome.value))}
    if outcome.gradients is not None:
        parts["gradients"] = [_short(_of_value(each)) for each in outcome.gradients]
    if outcome.changed:
        parts["changed"] = True
    if outcome.calls:
        calls = [_of_value(each) for each in outcome.calls[:MAX_CALLS]]
        parts["calls"] = [len(outcome.calls), _digest(json.dumps(calls))]
    return parts


def agree(a: Signature, b: Signature) -> bool:
    """Return whether two signatures are the same, floats within a tolerance.

    >>> agree({"value": 1.3862944}, {"value": 1.3862943}), agree([1, 2], [1, 2.0])
    (True, False)
    """
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return a == b or abs(a - b) <= RTOL * abs(b) + ATOL or (math.isnan(a) and math.isnan(b))
    if isinstance(a, list):
        return len(a) == len(b) and all(map(agree, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(agree(a[key], b[key]) for key in a)
    return bool(a == b)


def same_fingerprint(a: Fingerprint, b: Fingerprint) -> bool:
    """Return whether the same tests failed, with the same outcomes."""
    return a.keys() == b.keys() and all(agree(a[test], b[test]) for test in a)


def tells(fingerprint: Fingerprint) -> bool:
    """Return whether a fingerprint could name a misconception.

    Stubs, files that cannot be imported, timeouts and ended processes tell of none. Neither does a bad
    callback: an endless loop of callbacks ends like that.
    """
    return not all(
        isinstance(each, list) and (each[0] in UNTELLING or each == STUB) for each in fingerprint.values()
    )


def find_misconception(
    fingerprint: Fingerprint, recorded: Iterable[RecordedFingerprint]
) -> RecordedFingerprint | None:
    """Return the chaff that answers exactly as the submission does, if all that do share one hint."""
    if not tells(fingerprint):
        return None
    matches = [each for each in recorded if same_fingerprint(fingerprint, each.fingerprint)]
    return matches[0] if len({each.hint for each in matches}) == 1 else None


def _of_value(value: Any) -> Signature:
    match value:
        case Tensor(array=array, dtype=dtype):
            return {"tensor": dtype, "shape": list(array.shape), **_of_array(array)}
        case Record(name=name, fields=fields):
            return {"record": name, "fields": {key: _of_value(each) for key, each in fields.items()}}
        case Opaque(type_name=name, value=held):
            return {"opaque": name, "value": _of_value(held)}
        case dict():
            return {"dict": _of_items([[_of_value(key), _of_value(each)] for key, each in value.items()])}
        case tuple() | list():
            return _of_items([_of_value(each) for each in value])
        case float():
            return _of_float(value)
        case int() if abs(value) >= 1 << 60:
            return {"int": hex(value)}
        case str() if len(value) > MAX_TEXT:
            return {"text": len(value), "digest": _digest(value)}
        case None | bool() | int() | str():
            return value
    return {"other": type(value).__name__}  # a view may give anything


def _of_items(items: list[Signature]) -> Signature:
    """Keep short lists as they are; of long ones the length, a digest, and the first items."""
    if len(items) <= MAX_ITEMS:
        return items
    return {"items": len(items), "begins": items[:3], "digest": _digest(json.dumps(items))}


def _of_array(array: np.ndarray[Any, Any]) -> dict[str, Signature]:
    flat = array.reshape(-1)
    if array.dtype.kind == "f":
        begins = [_of_float(float(each)) for each in flat[:4]]
        return {"begins": begins, "sum": _of_float(_sum_of_magnitudes(flat))}
    if flat.size <= MAX_ITEMS:
        return {"all": flat.tolist()}
    digest = hashlib.sha256(np.ascontiguousarray(flat).data).hexdigest()[:12]
    return {"begins": flat[:3].tolist(), "digest": digest}


def _sum_of_magnitudes(flat: np.ndarray[Any, Any]) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        parts = (flat[start : start + CHUNK] for start in range(0, flat.size, CHUNK))
        return sum(float(np.abs(part.astype(np.float64)).sum()) for part in parts)


def _of_float(value: float) -> Signature:
    """Keep seven digits; NaN and infinities, which JSON lacks, become text."""
    return float(f"{value:.7g}") if math.isfinite(value) else {"float": str(value)}


def _short(found: Signature) -> Signature:
    """Replace a very long signature by a digest, which still differs from others."""
    text = json.dumps(found)
    return found if len(text) <= MAX_JSON else {"characters": len(text), "digest": _digest(text)}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
