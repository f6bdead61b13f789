"""Fork for tests: the child runs one function and end, whatever that raises.

An exception that left the child's function would unwind into a second pytest, which goes on with the tests.
"""

import os
import traceback
import warnings
from collections.abc import Callable

MAX_REPORT = 1 << 16


def start(work: Callable[[], object], report: int = 2) -> int:
    """Start a child that runs `work`, and return its process id.

    Args:
        work: the child's function. Its exit status is 0, or 1 if it raises.
        report: the descriptor to which the traceback is written.
    """
    with warnings.catch_warnings():
        # Since Python 3.12 a fork beside threads warns, and NumPy has some. The child starts none.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    except BaseException:  # noqa: BLE001 - SystemExit and KeyboardInterrupt must not unwind either
        os.write(report, traceback.format_exc().encode())
    finally:
        os._exit(status)


def run(work: Callable[[], object]) -> None:
    """Run `work` in a child and wait for it.

    Raises:
        AssertionError: it raised, or its process was ended. The text is its traceback.
    """
    readable, writable = os.pipe()
    with os.fdopen(readable, "rb") as report:
        child = start(work, writable)
        os.close(writable)
        said = report.read(MAX_REPORT).decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status == 0, f"the child ended with {status}\n{said}"
