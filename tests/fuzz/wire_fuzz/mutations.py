"""Spoil a frame at the level where a reader could go wrong: the tree, the buffers, the text, the bytes."""

import json
import re
from random import Random
from typing import Any

from autograder.sandbox.codec import Encoder
from autograder.sandbox.frames import MAGIC, MAX_HEADER, MAX_PAYLOAD, START
from autograder.sandbox.values import DTYPE_SIZES
from wire_fuzz.values import NAMES, TEXTS, random_value

KINDS = (*"iftdrToTpk", "x", "", "value", "_", "__class__", "\ud800")
SIZES = (-1, 0, 1, 2, 2**31, 2**32, 2**52, 2**53 - 1, 2**53, 2**63, 2**64, -(2**63), 10**30, True, "2", None)
WORDS = (
    "0x1f",
    "-0xff",
    "0x",
    "0x1p9999",
    "0x1.8p+1",
    "nan",
    "-nan",
    "infinity",
    "1_0",
    " 0x1 ",
    "١٢",
    "f" * 2999,
)
FIELDS = ("nonce", "value", "gradients", "changed", "error", "missing", "callback", "args", "confined")
# What may stand where a token stands: some of it no JSON, some of it JSON that no reader should take.
TOKENS = (
    "NaN", "Infinity", "-Infinity", "-0", "0.5", "1e999", "1E400", "-", "+1", "01", "0x10",
    "9" * 400, "9" * 5000, "null", "true", "{}", "[]", '""', '"\\ud800"', '"\\udc00\\ud800"',
    '"\\u0000"', '"\n"', "'a'", "[,]", "[1,]", "//", '{"t":[],"t":[]}', '{"value":1}', "{}{}",
    "[" * 40 + "]" * 40, "[" * 2000, "\ufeff", "\x00", "\u2028", "",
)  # fmt: skip
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[-+.\w]+|[\[\]{}:,]')

Tree = dict[str, Any]


def junk(rng: Random) -> Any:
    """Return a JSON value that is wrong at any place."""
    match rng.randrange(8):
        case 0:
            return rng.choice(SIZES)
        case 1:
            return rng.choice((*WORDS, *TEXTS, *DTYPE_SIZES, "complex64", "object"))
        case 2:
            return {rng.choice(KINDS): rng.choice((None, [], {}, 0, "0x1", [[]], [1, 2], ["float32", [1]]))}
        case 3:
            return {
                "T": [
                    rng.choice((*DTYPE_SIZES, "float", "", 3)),
                    [rng.choice(SIZES) for _ in range(rng.randrange(10))],
                ]
            }
        case 4:
            return [rng.choice((None, 0, "", [], {}))] * rng.randrange(40)
        case 5:
            return {rng.choice(KINDS): 1, rng.choice(KINDS): 2}
        case 6:
            return Encoder().node(random_value(rng, 3))
    return rng.choice((None, True, False, 0, -1, "", [], {}, [[]], {"t": []}, {"d": [[[], 1]]}))


def spoil_tree(header: Tree, rng: Random) -> None:
    """Change one place of the header's JSON."""
    slots = list(_slots(header))
    holder, key = rng.choice(slots)
    old = holder[key]
    match rng.randrange(11):
        case 0 | 1:
            holder[key] = junk(rng)
        case 2:
            holder[key] = {rng.choice(KINDS): old}
        case 3 if isinstance(old, dict) and len(old) == 1:
            holder[key] = {rng.choice(KINDS): next(iter(old.values()))}
        case 4 if isinstance(old, list) and old:
            place = rng.randrange(len(old))
            rng.choice((old.pop, lambda at: old.insert(at, old[at]), lambda at: old.insert(at, junk(rng))))(
                place
            )
        case 5 if type(old) is int:
            holder[key] = rng.choice((old + 1, old - 1, -old, old * 2**31, old * 2**60, str(old), bool(old)))
        case 6 if isinstance(old, str):
            holder[key] = rng.choice(
                (old[:-1], old + "0", old * 50, old.upper(), rng.choice(WORDS), rng.choice(NAMES))
            )
        case 7:
            other, place = rng.choice(slots)
            holder[key] = (
                other[place] if other is not holder and not isinstance(other[place], dict | list) else [old]
            )
        case 8:
            for _ in range(rng.choice((1, 3, 30, 40))):
                old = rng.choice(
                    ([old], {"t": [old]}, {"d": [[0, old]]}, {"d": [[old, 0]]}, {"o": ["x", old]})
                )
            holder[key] = old
        case 9 if isinstance(old, list):
            holder[key] = old * rng.choice((2, 3, 300))
        case _:
            header[rng.choice(FIELDS)] = junk(rng)


def spoil_buffers(buffers: list[bytes], rng: Random) -> None:
    """Change the payload, so that tensors no longer tile it."""
    place = rng.randrange(len(buffers) + 1)
    if place == len(buffers):
        buffers.append(rng.randbytes(rng.choice((1, 4, 8))))
        return
    old = buffers[place]
    buffers[place] = rng.choice(
        (b"", old[:-1], old + b"\2", old * 2, b"\xff" * len(old), rng.randbytes(len(old)))
    )


def spoil_text(text: bytes, rng: Random) -> bytes:
    """Change a token of the header's text, or its encoding."""
    if rng.random() < 0.1:
        words = text.decode()
        return rng.choice((
            lambda: words.encode("utf-16"), lambda: words.encode("utf-32-le"), lambda: b"\xef\xbb\xbf" + text,
            lambda: text.replace(b'"', b'"\xed\xa0\x80', 1), lambda: b" " * 50 + text + b"\n",
            lambda: text + text, lambda: text[1:-1], lambda: text.replace(b":", b": ").replace(b",", b",\n"),
        ))()  # fmt: skip
    words = text.decode()
    tokens = [match.span() for match in TOKEN.finditer(words)]
    if not tokens:
        return text
    begin, end = rng.choice(tokens)
    again = words[slice(*rng.choice(tokens))]
    return (words[:begin] + rng.choice((*TOKENS, again)) + words[end:]).encode()


def spoil_bytes(data: bytes, rng: Random) -> bytes:
    """Flip, insert or remove a few bytes."""
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 5)):
        place = rng.randrange(len(changed) + 1)
        match rng.randrange(3):
            case 0:
                changed[place : place + 1] = rng.randbytes(1)
            case 1:
                changed[place:place] = rng.randbytes(rng.randrange(1, 4))
            case _:
                del changed[place : place + rng.randrange(1, 4)]
    return bytes(changed)


def lying_start(text: bytes, payload: bytes, rng: Random) -> bytes:
    """Return a start with other lengths than the rest of the frame has."""
    sizes = [len(text), len(payload)]
    limit = (MAX_HEADER, MAX_PAYLOAD)
    place = rng.randrange(2)
    sizes[place] = rng.choice(
        (0, 1, max(sizes[place] - 1, 0), sizes[place] + 1, limit[place], limit[place] + 1, 2**32 - 1)
    )
    return START.pack(rng.choice((MAGIC, MAGIC, MAGIC, b"HTTP", b"\0" * 4)), *sizes) + text + payload


def as_text(header: Tree) -> bytes:
    """The header as `send_frame` writes it."""
    return json.dumps(header, allow_nan=False, separators=(",", ":")).encode()


def _slots(node: Any) -> "list[tuple[Any, Any]]":
    """Yield every place of a tree: its container and its key."""
    found: list[tuple[Any, Any]] = []
    open_nodes = [node]
    for each in open_nodes:
        keys = list(each) if isinstance(each, dict) else range(len(each))
        found += [(each, key) for key in keys]
        open_nodes += [each[key] for key in keys if isinstance(each[key], dict | list)]
        if len(found) > 500:
            break
    return found
