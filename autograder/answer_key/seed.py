"""The term's seed: hidden inputs come from it. It is drawn once for a checkout and never committed."""

import secrets

from autograder.catalog import Project
from autograder.errors import AutograderError
from autograder.files import write_atomically

BITS = 128
"""Of a drawn seed: nobody guesses it, and nobody tries all of them."""
CHOSEN_BITS = 40
"""A seed of fewer bits was chosen, not drawn: earlier versions drew 62."""


def is_guessable(seed: int) -> bool:
    """Return whether a seed is so small that somebody chose it.

    >>> is_guessable(1), is_guessable(1 << 61)
    (True, False)
    """
    return seed.bit_length() < CHOSEN_BITS


def term_seed(project: Project) -> int:
    """Return the seed in `.autograder/seed`, drawn at first use; delete the file for a new term.

    Raises:
        AutograderError: the file does not hold a number.
    """
    path = project.root / ".autograder" / "seed"
    if path.is_file():
        text = path.read_text(encoding="utf-8", errors="replace").strip()
        if not text.isdecimal():
            raise AutograderError(f"{path} must hold the term's seed, a whole number, not {text[:40]!r}")
        return int(text)
    seed = secrets.randbits(BITS)
    write_atomically(path, f"{seed}\n".encode())
    return seed
