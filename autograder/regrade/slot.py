"""One slot: a process that grades the submissions that it is sent, until its socket closes.

Run as ``python -P -m autograder.regrade.slot ROOT KEY BUILD MODE``, with its socket as standard input. It
reads and writes lines of JSON. A line for each submission comes back; the first line says that it is ready.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import threading
from pathlib import Path

from autograder.catalog import Project
from autograder.errors import AutograderError
from autograder.grading.key import Key
from autograder.regrade.export import Entry
from autograder.regrade.grader import CourseGrader
from autograder.regrade.slots import STRICT, TRUSTED


def main() -> None:
    """Grade until the socket closes."""
    root, key_file, build, mode = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the course's process, which ends this one
    gc.set_threshold(100_000)  # see platforms/gradescope/container.py
    connection = own_socket()
    threading.Thread(target=_end_with, args=(connection,), daemon=True).start()
    project, key = Project(Path(root)), Key.from_json(Path(key_file).read_text(encoding="utf-8"))
    try:
        grader = CourseGrader(project, key, build, trusted=mode == TRUSTED, strict=mode == STRICT)
    except AutograderError as error:
        connection.sendall(json.dumps({"problem": str(error)}).encode() + b"\n")
        return
    gc.freeze()  # the tests and the key stay as they are
    with grader, connection.makefile("rb") as lines:
        connection.sendall(json.dumps({"confined": grader.confined.report()}).encode() + b"\n")
        for line in lines:
            asked = json.loads(line)
            entry = Entry(asked["name"], Path(asked["place"]), asked["inside"])
            result = grader.grade(entry, asked["content"])
            connection.sendall(result.to_json().encode() + b"\n")


def own_socket() -> socket.socket:
    """Return the socket that is standard input, and leave none there: no process of ours may inherit it."""
    connection = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return connection


def _end_with(connection: socket.socket) -> None:
    """End this process, with its zygote and workers, as soon as the other end is gone.

    If the other end only says that nothing more will come, the main thread ends this process.
    """
    poll = select.poll()
    poll.register(connection, select.POLLHUP)
    poll.poll()
    os._exit(1)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
