"""Chaffs: one plausible wrong idea each, in one file each, below a folder named for its module.

Ground floor: imports no other room. A chaff is run in workers only, never imported.
"""

from pathlib import Path

CHAFFS = Path(__file__).parent


def variant_source(reference: str, *variants: str) -> str:
    """The module that a variant makes of a reference: its text, a blank line, and the variant's.

    >>> print(variant_source("def f(): return 1\\n", "def f(): return 2\\n"))
    def f(): return 1
    <BLANKLINE>
    def f(): return 2
    <BLANKLINE>
    """
    return "\n".join([reference, *variants])
