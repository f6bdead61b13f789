"""End a call that would run forever, on every system, without signals or a second process."""

import ctypes
import sys
import threading
from collections.abc import Callable

# generous, because a first `import torch.optim` inside a function takes seconds on a slow machine
MAX_SECONDS = 10.0
DEBUGGERS = ("pdb", "bdb", "pydevd", "debugpy")


class OutOfTimeError(BaseException):
    """Raised inside a function that runs too long; `except Exception` does not catch it."""


def call_with_limit(function: Callable[[], object], seconds: float) -> object:
    """Return `function()`, or end it after `seconds`.

    A watcher thread raises `OutOfTimeError` in the calling thread after `seconds`, and again after every
    further `seconds` until the call ends. Time in a debugger does not count.

    Raises:
        OutOfTimeError: the call took longer than `seconds`.
    """
    caller = threading.get_ident()
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(seconds):
            if not _is_debugged(caller):
                _raise_in(caller, OutOfTimeError)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return function()
    finally:
        try:
            ended.set()
            watcher.join()
        except OutOfTimeError:  # raised just as the call ended: it must not reach other code
            ended.set()
            watcher.join()
            raise


def _raise_in(thread: int, error: type[BaseException]) -> None:
    """Raise `error` in another thread, at its next line of Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def _is_debugged(thread: int) -> bool:
    """Whether the thread is stopped in a debugger."""
    frame = sys._current_frames().get(thread)
    while frame is not None:
        if frame.f_globals.get("__name__", "").lstrip("_").startswith(DEBUGGERS):
            return True
        frame = frame.f_back
    return False
