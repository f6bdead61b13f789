"""The zygote: imports torch once and forks a fresh worker for each question. It never loads a secret.

Run as a script: ``python -s -P -B zygote.py PACKAGE_FOLDER PROVIDED_PARENT MODELS WITHOUT``, with its control
socket as standard input. MODELS is the course's `worker_models/` or empty; WITHOUT names layers of
confinement to leave out. It serves until the socket closes, then ends all its workers and itself.
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
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.sandbox.inside.confinement import Confinement

    Work = Callable[[socket.socket, str, Confinement, int], None]


def main() -> None:
    """Import what workers share, then serve."""
    # Imports make little garbage, and looking for it takes a tenth of their time.
    gc.disable()
    package_folder, provided_parent, models_folder, without = sys.argv[1:]
    sys.path.append(package_folder)
    control = socket.socket(fileno=os.dup(0))
    try:
        import torch
    except ModuleNotFoundError as error:
        # `-s` leaves out what `pip install --user` has put into a home that workers cannot enter.
        sys.exit(f"{sys.executable} has no {error.name}: install the packages into a virtual environment")

    # A thread pool does not survive a fork: children would wait for it for ever.
    torch.set_num_threads(1)
    # torch looks up this processor's features once. Do it here instead of in each worker.
    torch.ones(2, dtype=torch.float16).softmax(0)
    import jaxtyping  # noqa: F401 - each module of the assignment imports it

    from autograder.sandbox.inside import advice, confinement, models, worker

    torch.compile = advice.uncompiled

    sys.path.remove(package_folder)
    # The given code is loaded before any submission is on the path, so a submission's own never is.
    sys.path.append(provided_parent)
    import provided

    for module in pkgutil.iter_modules(provided.__path__):
        importlib.import_module(f"provided.{module.name}")
    sys.path.remove(provided_parent)
    if models_folder:
        models.load_models(Path(models_folder))
    # Shared pages stay shared: a collection in a worker would write to each object, and so copy it.
    gc.freeze()
    gc.enable()
    serve(control, worker.main, confinement.for_package(package_folder, without))


def serve(control: socket.socket, work: "Work", confinement: "Confinement") -> None:
    """Answer the grader's requests: fork a worker, end a worker."""
    workers: dict[int, int] = {}
    """The user of each living worker, by its process id."""
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
    os._exit(0)  # a normal exit of torch would cost half a second


def become_worker(
    work: "Work", connection: int, output: int, folder: str, confinement: "Confinement", uid: int
) -> None:
    """Run the child's whole life. It never returns, so that no child becomes a second zygote."""
    try:
        os.dup2(output, 1)
        os.dup2(output, 2)
        work(socket.socket(fileno=connection), folder, confinement, uid)
    except BaseException:
        # Not through `sys.stderr`, which is buffered and may be the submission's own by now.
        os.write(2, traceback.format_exc().encode(errors="replace"))
    finally:
        os._exit(70)


def end(pid: int) -> dict[str, float]:
    """Kill a worker's process group, and return its exit status and its CPU seconds."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    return {"status": os.waitstatus_to_exitcode(status), "cpu": usage.ru_utime + usage.ru_stime}


if __name__ == "__main__":
    main()
