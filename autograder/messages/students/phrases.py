"""Parts of sentences that several themes share."""

from collections.abc import Sequence

HAND_IN_FILES = "upload the .py and .md files, or a zip of them"


def listed(names: Sequence[str], n_more: int) -> str:
    """Join names, and count those that are not named."""
    return ", ".join(names) + (f" and {n_more:,} more" if n_more else "")
