"""Source that Python refuses, as students hand it in: each kind has its advice."""

import io
import sys

import pytest

from autograder.sandbox.inside.advice import advice_on, advice_on_source
from autograder.sandbox.inside.no_input import NoInput, no_input
from autograder.sandbox.outcome import Advice

KINDS = {
    "a = 1\n".encode("utf-32"): Advice.UTF_32,
    "a = 1\n".encode("utf-32-le"): Advice.UTF_32,
    "a = 1\n".encode("utf-32-be"): Advice.UTF_32,
    "a = 1\n".encode("utf-16"): Advice.UTF_16,
    "a = 1\n".encode("utf-16-be"): Advice.UTF_16,
    bytes(99): Advice.NULL_BYTES,
    b"a = 1\n\0\0": Advice.NULL_BYTES,
    b"{\\rtf1 a = 1}": Advice.NOT_SOURCE,
    b"<!-- saved from a page -->\n<html>": Advice.NOT_SOURCE,
    b"\xef\xbb\xbf<!DOCTYPE html>": Advice.NOT_SOURCE,
    "a = “b”\n".encode(): Advice.TYPOGRAPHY,
    "a = 2 – 1\n".encode(): Advice.TYPOGRAPHY,
    "a\u00a0= 1\n".encode(): Advice.TYPOGRAPHY,
    b"if a &lt; b:\n    pass\n": Advice.ENTITIES,
    b"1 import os\n2 import sys\n3 import re\n": Advice.LINE_NUMBERS,
    b"1. import os\n2.\n3. import re\n": Advice.LINE_NUMBERS,
    b"  01: import os\n  02: import sys\n  03: import re\n": Advice.LINE_NUMBERS,
    b"1 2\n": "",
    b">>> a = 1\n": Advice.PROMPTS,
    b"In [3]: import os\n": Advice.PROMPTS,
    b"!pip install numpy\n": Advice.PASTED,
    b"%%time\n": Advice.PASTED,
    b"pip install numpy\n": Advice.PASTED,
    b"Here it is:\n```python\na = 1\n```\n": Advice.FENCES,
    b"def f():\n<<<<<<< HEAD\n    pass\n": Advice.CONFLICT,
    b"if 1:\n        a = 1\n\tb = 2\n": Advice.TABS,
    b"def f(:\n": "",
}


def test_source_that_is_refused_has_its_advice() -> None:
    found: dict[bytes, str] = {}
    for source in KINDS:
        with pytest.raises((SyntaxError, ValueError)) as refused:
            compile(source, "memory.py", "exec")
        found[source] = advice_on_source(source, refused.value)
    assert found == KINDS


def test_an_error_after_nothing_was_read_names_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", no_input())
    monkeypatch.setattr(NoInput, "was_read", False)
    assert advice_on(IndexError("list index out of range")) == ""
    assert sys.stdin.read() == ""
    assert advice_on(IndexError("list index out of range")) == Advice.INPUT
    with pytest.raises(io.UnsupportedOperation):
        sys.stdin.write("a")
