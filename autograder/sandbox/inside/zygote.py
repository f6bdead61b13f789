"""The zygote: imports torch once and forks a fresh worker for each question. It never loads a secret.

Run as a script: ``python -I -B zygote.py PACKAGE_FOLDER PROVIDED_PARENT [WITHOUT]``, with its control
socket as standard input; WITHOUT names layers of confinement to leave out. It serves until that closes,
then ends all its workers and itself.
"""

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.sandbox.inside.confinement import Confinement

    Work = Callable[[socket.socket, int, str, Confinement, int], None]


def main() -> None:
    """Imports what workers share, then serves."""
    # Imports make little garbage, and looking for it takes a tenth of their time.
    gc.disable()
    package_folder, provided_parent, without = [*sys.argv[1:], ""][:3]
    sys.path.append(package_folder)
    control = socket.socket(fileno=os.dup(0))
    import torch

    # A pool of threads does not survive a fork: children would wait for it for ever.
    torch.set_num_threads(1)
    # What torch looks up once, about this processor, it would else look up in every worker.
    torch.ones(2, dtype=torch.float16).softmax(0)
    import jaxtyping  # noqa: F401 - every module of the assignment imports it

    from autograder.sandbox.inside import confinement, worker

    sys.path.remove(package_folder)
    # The given code is loaded before any submission is on the path, so a submission's own never is.
    sys.path.append(provided_parent)
    import provided

    for module in pkgutil.iter_modules(provided.__path__):
        importlib.import_module(f"provided.{module.name}")
    sys.path.remove(provided_parent)
    # What is shared stays shared: a collection in a worker would touch, and so copy, every object.
    gc.freeze()
    gc.enable()
    serve(control, worker.main, confinement.for_package(package_folder, without))


def serve(control: socket.socket, work: "Work", confinement: "Confinement") -> None:
    """Answers the grader's requests: fork a worker, end a worker."""
    workers: dict[int, int] = {}
    """The user of each worker that lives, by its process id."""
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 2)
        if not data:
            break
        request = json.loads(data)
        if "fork" in request:
            connection, output = descriptors
            uid = confinement.before_fork()
            pid = os.fork()
            if pid == 0:
                control.close()
                become_worker(work, connection, output, request["fork"], confinement, uid)
            confinement.after_fork()
            os.close(connection)
            os.close(output)
            workers[pid] = uid
            answer: dict[str, float] = {"pid": pid}
        else:
            pid = request["end"]
            uid = workers.pop(pid)
            answer = end(pid)
            confinement.after_end(uid)
        control.sendall(json.dumps(answer).encode() + b"\n")
    for pid, uid in workers.items():
        end(pid)
        confinement.after_end(uid)
    os._exit(0)  # taking torch down in good order would cost half a second


def become_worker(
    work: "Work", connection: int, output: int, folder: str, confinement: "Confinement", uid: int
) -> None:
    """The child's life; it never comes back from here."""
    try:
        work(socket.socket(fileno=connection), output, folder, confinement, uid)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(70)


def end(pid: int) -> dict[str, float]:
    """Kills a worker's whole process group and says how it ended and what CPU it took."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    return {"status": os.waitstatus_to_exitcode(status), "cpu": usage.ru_utime + usage.ru_stime}


if __name__ == "__main__":
    main()
