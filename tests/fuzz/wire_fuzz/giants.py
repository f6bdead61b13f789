"""Frames of the largest size, of kinds that cost a reader much for their bytes."""

from collections.abc import Callable
from random import Random

from autograder.sandbox.frames import (
    MAGIC,
    MAX_CONTAINERS,
    MAX_HEADER,
    MAX_PAIRS,
    MAX_PAYLOAD,
    MAX_TENSORS,
    START,
)
from autograder.sandbox.values import DTYPE_SIZES

FULL = MAX_HEADER - 100
PRIME = 2**61 - 1
"""Every multiple of it has the hash 0."""


def full_of(text: str) -> str:
    """A list that fills a header, or has as many parts as it may."""
    containers = text.count("[") + text.count("{")
    count = min(FULL // (len(text.encode()) + 1), (MAX_CONTAINERS - 4) // max(containers, 1))
    return f"[{','.join([text] * count)}]"


def wide(width: int, depth: int) -> str:
    """Return lists of `width` lists, nested `depth` deep."""
    text = "0"
    for _ in range(depth):
        text = f"[{','.join([text] * width)}]"
    return text


def dict_of(keys: list[str]) -> str:
    """A dict with these keys."""
    return f'{{"d":[{",".join(f"[{key},0]" for key in keys)}]}}'


def large_int(number: int) -> str:
    """An int whose hash is 0."""
    return f'{{"i":"{number * PRIME:#x}"}}'


def bits(number: int) -> str:
    """Twelve ints that tell a number, and have one hash: -1 has that of -2."""
    return ",".join("-1" if number >> bit & 1 else "-2" for bit in range(12))


def fields(count: int) -> str:
    """The fields of a record."""
    return ",".join(f'["{number:x}",0]' for number in range(count))


MAX_KEYS = range(1, MAX_PAIRS)
VALUES: dict[str, Callable[[], str]] = {
    "nulls": lambda: full_of("null"),
    "digits": lambda: full_of("1"),
    "ints": lambda: full_of("1000"),
    "long numbers": lambda: full_of("9" * 4000),
    "large ints": lambda: full_of(large_int(1)),
    "huge ints": lambda: full_of(f'{{"i":"0x{"f" * 2990}"}}'),
    "floats": lambda: full_of('{"f":"0x1.8000000000000p+0"}'),
    "texts": lambda: full_of('"aé"'),
    "wide texts": lambda: full_of('"\U0001f600a"'),
    "escapes": lambda: full_of('"\\ud800"'),
    "empty lists": lambda: full_of("[]"),
    "empty objects": lambda: full_of("{}"),
    "empty tuples": lambda: full_of('{"t":[]}'),
    "empty dicts": lambda: full_of('{"d":[]}'),
    "lists of one": lambda: full_of("[0]"),
    "tuples of one": lambda: full_of('{"t":[0]}'),
    "dicts of one": lambda: full_of('{"d":[[0,0]]}'),
    "records": lambda: full_of('{"r":["",[]]}'),
    "records of one": lambda: full_of('{"r":["R",[["a",0]]]}'),
    "opaque objects": lambda: full_of('{"o":["",null]}'),
    "empty tensors": lambda: full_of('{"T":["bool",[0]]}'),
    "lists of ten": lambda: wide(10, 5),
    "lists of twelve": lambda: wide(12, 5),
    "lists of thirteen": lambda: full_of(wide(13, 4)),
    "lists of two": lambda: wide(2, 17),
    "too many parts": lambda: f"[{'[],' * (MAX_CONTAINERS)}0]",
    "brackets in a text": lambda: f'"{"[" * FULL}"',
    "brackets between quotes": lambda: full_of('"\\\\\\"[{"'),
    "as deep as allowed": lambda: full_of("[" * 30 + "]" * 30),
    "deep": lambda: "[" * (FULL // 2) + "]" * (FULL // 2),
    "deep objects": lambda: '{"t":[' * (FULL // 8) + "]}" * (FULL // 8),
    "one text": lambda: f'"{"x" * FULL}"',
    "one text, wide": lambda: f'"\U0001f600{"x" * (FULL - 10)}"',
    "one number": lambda: "9" * FULL,
    "one int": lambda: f'{{"i":"0x{"1" * (FULL - 20)}"}}',
    "one float": lambda: f'{{"f":"0x{"0" * (FULL - 20)}1p+0"}}',
    "keys of one hash": lambda: dict_of([large_int(number) for number in MAX_KEYS]),
    "tuples of one hash": lambda: dict_of([f'{{"t":[{bits(number)}]}}' for number in MAX_KEYS]),
    "long tuples of one hash": lambda: dict_of(
        [f'{{"t":[{"1234567," * 20}{bits(number)}]}}' for number in MAX_KEYS]
    ),
    "nested tuples of one hash": lambda: dict_of(
        [f'{{"t":[{{"t":["{"x" * 150}"]}},{large_int(number)}]}}' for number in MAX_KEYS]
    ),
    "many keys": lambda: "{" + ",".join(f'"{number:x}":0' for number in range(90_000)) + "}",
    "a long record": lambda: f'{{"r":["R",[{fields(70_000)}]]}}',
    "huge shapes": lambda: full_of(f'{{"T":["int8",[0,{MAX_PAYLOAD}]]}}'),
    "many dimensions": lambda: full_of(f'{{"T":["float64",[0,1,1,1,1,1,1,{MAX_PAYLOAD // 8}]]}}'),
}
PAYLOADS = {f"payload of {dtype}": dtype for dtype in DTYPE_SIZES}
NAMES = (*VALUES, *PAYLOADS)


def giant(name: str, rng: Random) -> bytes:
    """The frame of that name."""
    payload, value = b"", "null"
    if name in PAYLOADS:
        dtype = PAYLOADS[name]
        payload = bytes([rng.randrange(3)]) * MAX_PAYLOAD
        value = f'{{"T":["{dtype}",[{MAX_PAYLOAD // DTYPE_SIZES[dtype]}]]}}'
    else:
        value = VALUES[name]()
    if name in ("empty tensors", "huge shapes", "many dimensions") and rng.random() < 0.5:
        value = f"[{','.join(value[1:-1].split(',{')[:1] * MAX_TENSORS)}]"  # the allowed maximum
    text = f'{{"nonce":"{"0" * 16}","value":{value}}}'.encode()
    return START.pack(MAGIC, len(text), len(payload)) + text + payload
