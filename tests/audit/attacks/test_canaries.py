"""Canaries are found in every obvious disguise, and nowhere else."""

import base64
import codecs
import itertools
import json
import secrets
from collections.abc import Callable

import pytest

from autograder.audit.attacks.canaries import Canaries

DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda token: token,
    "upper case": str.upper,
    "reversed": lambda token: token[::-1],
    "spaced out": " ".join,
    "a letter a line": "\n".join,
    "hex": lambda token: token.encode().hex(),
    "hex of bytes": lambda token: token.encode().hex(":"),
    "base 64": lambda token: base64.b64encode(token.encode()).decode(),
    "base 64, one off": lambda token: base64.b64encode(b"x" + token.encode() + b"y").decode(),
    "base 64, two off": lambda token: base64.b64encode(b"xx" + token.encode() + b"yyy").decode(),
    "base 32": lambda token: base64.b32encode(token.encode()).decode(),
    "bytes of UTF-16": lambda token: repr(token.encode("utf-16")),
    "JSON of UTF-16": lambda token: json.dumps(token.encode("utf-16-be").decode("latin-1")),
    "code points": lambda token: str([ord(sign) for sign in token]),
    "cut in the middle": lambda token: token[5:20],
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=list(DISGUISES))
def test_a_canary_is_found(disguise: Callable[[str], str]) -> None:
    canaries = Canaries.fresh(["key", "tests", "memory"])
    text = f"nothing to see {disguise(canaries.tokens['tests'])} here, 1,234,567 times"
    assert canaries.found_in(text) == ["tests"]


def test_all_places_are_named_in_their_order() -> None:
    canaries = Canaries.fresh(["key", "tests", "memory"])
    text = canaries.tokens["memory"] + " and " + canaries.tokens["key"]
    assert canaries.found_in(text) == ["key", "memory"]


def test_other_texts_hold_none() -> None:
    canaries = Canaries.fresh(["key", "tests"])
    texts = [secrets.token_hex(200_000), codecs.encode(canaries.tokens["key"][:9], "rot13"), "", "key"]
    assert [canaries.found_in(text) for text in texts] == [[], [], [], []]


def test_every_run_has_its_own() -> None:
    one, other = Canaries.fresh(["key"]), Canaries.fresh(["key"])
    assert one.tokens != other.tokens
    assert other.found_in(one.tokens["key"]) == []


def test_no_canary_looks_like_labels_that_are_ignored() -> None:
    labels = "tensor([2, -100, -100, -100, -100])"
    assert Canaries({"key": "0d" * 14 + "dddd"}).found_in(labels) == ["key"]
    for token in Canaries.fresh(str(number) for number in range(200)).tokens.values():
        assert len(token) == 32
        assert all(one != other for one, other in itertools.pairwise(token))
        assert Canaries({"key": token}).found_in(labels) == []
