"""A progress bar on one line, or a line now and then where the output is no terminal."""

import sys
import time
from typing import TextIO

BAR = 24
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
            bar = ("#" * round(share * BAR)).ljust(BAR, ".")
            seconds = now - self._began
            left = f", {seconds / share - seconds:.0f} s left" if 0 < share < 1 and seconds > 1 else ""
            self._stream.write(f"\r[{bar}] {share:4.0%}  {what}{left}".ljust(78)[:78])
            self._stream.flush()

    def close(self) -> None:
        """End the line."""
        if self._stream is not None and self._stream.isatty() and self._drawn:
            self._stream.write("\r" + " " * 78 + "\r")
            self._stream.flush()
