"""A progress bar on one line, or a line now and then where the output is no terminal."""

import shutil
import sys
import time
from typing import TextIO

BAR, NARROW_BAR = 24, 8
WIDE = 60
MAX_COLUMNS = 79
SECONDS_BETWEEN = 0.2
PARTS_IN_A_LOG = 4


class Progress:
    """Counts the steps of a lab.

    Args:
        total: the number of steps.
        stream: where to draw; None draws nothing.
    """

    def __init__(self, total: int, stream: TextIO | None = sys.stderr) -> None:
        self.done = 0
        self._total = max(total, 1)
        self._stream = stream
        self._began = time.monotonic()
        self._drawn = 0.0
        self._part = 0

    def step(self, what: str, n_steps: int = 1) -> None:
        """Count steps, and say what is done now."""
        self.done += n_steps
        if self._stream is None:
            return
        share = min(self.done / self._total, 1.0)
        now = time.monotonic()
        if not self._stream.isatty():
            part = int(share * PARTS_IN_A_LOG)
            if part > self._part:
                self._part = part
                self._stream.write(f"{share:4.0%}  {what}\n")
                self._stream.flush()
        elif now - self._drawn >= SECONDS_BETWEEN or self.done >= self._total:
            self._drawn = now
            width = _width()
            n_cells = BAR if width >= WIDE else NARROW_BAR
            bar = ("#" * round(share * n_cells)).ljust(n_cells, ".")
            seconds = now - self._began
            left = f", {seconds / share - seconds:.0f} s left" if 0 < share < 1 and seconds > 1 else ""
            self._stream.write("\r" + f"[{bar}] {share:4.0%}  {what}{left}".ljust(width)[:width])
            self._stream.flush()

    def close(self) -> None:
        """End the line."""
        if self._stream is not None and self._stream.isatty() and self._drawn:
            self._stream.write("\r" + " " * _width() + "\r")
            self._stream.flush()


def _width() -> int:
    """Return how many characters fit on one line; a line that wraps would be drawn again and again."""
    return min(shutil.get_terminal_size().columns - 1, MAX_COLUMNS)
