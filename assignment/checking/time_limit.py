"""Ends a call that would run forever, on every system, without signals and without a second process."""

import ctypes
import sys
import threading
from collections.abc import Callable

# generous, since a first `import torch.optim` inside a function takes seconds on a slow machine
SECONDS = 10.0
DEBUGGERS = ("pdb", "bdb", "pydevd", "debugpy")


class OutOfTimeError(BaseException):
    """Raised inside the function that ran too long; no Exception, so that `except Exception` lets it pass."""


def call_with_limit(function: Callable[[], object], seconds: float) -> object:
    """What `function()` returns.

    A watcher raises `OutOfTimeError` in the calling thread once `seconds` have passed, and again after
    each further `seconds` until the call ends. Time in a debugger does not count.

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
        except OutOfTimeError:  # it was on its way just as the call ended, and must not go off elsewhere
            ended.set()
            watcher.join()
            raise


def _raise_in(thread: int, error: type[BaseException]) -> None:
    """Raises `error` in another thread, at its next line of Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def _is_debugged(thread: int) -> bool:
    """Whether a debugger has stopped the thread, waiting for somebody to type."""
    frame = sys._current_frames().get(thread)
    while frame is not None:
        if frame.f_globals.get("__name__", "").lstrip("_").startswith(DEBUGGERS):
            return True
        frame = frame.f_back
    return False
