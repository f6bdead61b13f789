"""A worker: forked by the zygote, it loads the student's module and answers calls.

The code that it runs may patch everything here. So it decides nothing: it reports what a function returned,
and the grader judges.
"""

import builtins
import os
import random
import re
import signal
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch

from autograder.sandbox.frames import TOO_LARGE, ProtocolError, receive_frame, send_frame
from autograder.sandbox.inside import imports, probe
from autograder.sandbox.inside.advice import advice_on, advice_on_source, state_left
from autograder.sandbox.inside.confinement import Confinement
from autograder.sandbox.inside.layers.system import close_all_but
from autograder.sandbox.inside.no_input import NoInput, no_input
from autograder.sandbox.inside.torch_values import ArgumentReader, ResultWriter

ONE_CALLBACK = threading.Lock()
TOO_LARGE_NODE = {"o": [TOO_LARGE, None]}


def main(connection: Any, folder: str, confinement: Confinement, uid: int) -> None:
    """Serve calls until the grader closes the connection. Descriptors 1 and 2 take printed output.

    Args:
        connection: the socket to the grader.
        folder: the staged submission.
        confinement: takes effect before any file of the submission is opened.
        uid: the user to become.
    """
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin = no_input()
    # In UTF-8, because printing must not fail in any locale.
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    keep = connection.fileno()
    close_all_but({0, 1, 2, keep, *confinement.kept_open})
    signal.set_wakeup_fd(-1)
    os.chdir(folder)
    send_frame(connection, {"confined": confinement.confine(folder, uid)})
    imports.prepare(folder)
    reader = connection.makefile("rb")

    def read(n_bytes: int) -> bytes:
        data: bytes = reader.read(n_bytes)
        if len(data) != n_bytes:
            os._exit(0)  # the grader has closed the connection
        return data

    while True:
        request, payload = receive_frame(read)
        response, buffers = _answer(request, payload, folder, connection, read)
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):  # student code may have closed or replaced it
                stream.flush()
        try:
            send_frame(connection, {"nonce": request["nonce"], **response}, buffers)
        except ProtocolError:
            send_frame(connection, {"nonce": request["nonce"], "value": TOO_LARGE_NODE})


def _answer(
    request: dict[str, Any], payload: bytes, folder: str, connection: Any, read: Any
) -> tuple[dict[str, Any], list[bytes]]:
    """Return the answer to a request: the value, or the error that student code raised."""
    NoInput.was_read = False

    def callback(number: int, args: tuple[Any, ...]) -> Any:
        writer = ResultWriter()
        asked = {"callback": number, "nonce": request["nonce"]}
        with ONE_CALLBACK:  # several threads may call: every one must get its own reply
            try:
                send_frame(connection, {**asked, "args": writer.node(args)}, writer.buffers)
            except ProtocolError:
                send_frame(connection, {**asked, "args": {"t": [TOO_LARGE_NODE]}})
            reply, reply_payload = receive_frame(read)
        return ArgumentReader(reply_payload, callback).value(reply["value"])

    reader = ArgumentReader(payload, callback)
    if "probe" in request:
        return {"value": ResultWriter().node(probe.attack(**request["probe"]))}, []
    if "load" in request:
        return _load(request["load"], folder), []
    # An argument that cannot be built is the grader's mistake, and ends the worker without an answer.
    args, kwargs = reader.value(request["args"]), reader.value(request["kwargs"])
    before = _image(args, kwargs)
    # The CPU's generator only: `torch.manual_seed` also records a stack trace for each other device.
    torch.default_generator.manual_seed(0)
    random.seed(0)
    for index in request["gradients"]:
        reader.tensors[index].requires_grad_()
    writer = ResultWriter()
    try:
        function = getattr(sys.modules[request["module"]], request["function"], None)
        if function is None:
            return {"missing": True}, []
        value = function(*args, **kwargs)
        response: dict[str, Any] = {"value": writer.node(value)}
        if request["gradients"]:
            response["gradients"] = _gradients(
                value, [reader.tensors[i] for i in request["gradients"]], writer
            )
    except ProtocolError:
        return {"value": TOO_LARGE_NODE}, []
    except BaseException as error:
        return _error(error, folder), []
    try:
        # A gradient left on an argument is a change to it: the function was asked for a value only.
        graded = any(tensor.grad is not None for tensor in reader.tensors)
        response["changed"] = graded or _image(args, kwargs) != before
    except Exception:  # an argument that cannot be encoded any more was changed
        response["changed"] = True
    return response, writer.buffers


def _load(module: str, folder: str) -> dict[str, Any]:
    """Import the student's module. If its own source cannot be compiled, the error holds the reason."""
    path = Path(folder, f"{module}.py")
    source = path.read_bytes()
    sys.argv = [path.name]  # not the zygote's own arguments
    try:
        code = compile(source, str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        said = _error(error, folder)
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        said["error"].update(file=path.name, reason=reason[:200], advice=advice_on_source(source, error))
        return said
    sys.modules[module] = loaded = imports.new_module(module, path)
    try:
        with imports.under_way(loaded):
            exec(code, vars(loaded))  # as an import does, without compiling twice
    except BaseException as error:
        del sys.modules[module]
        said = _error(error, folder)
        said["error"]["reason"] = _reason(error, said["error"]["text"], folder)
        return said
    return {"value": None, "left": state_left()}


def _reason(error: BaseException, text: str, folder: str) -> str:
    """Return the first line of an import's error, without places on this machine."""
    if isinstance(error, NotImplementedError | SystemExit) or not text.strip():
        return ""
    line = text.replace(folder + os.sep, "").strip().splitlines()[0]
    return re.sub(r" \((?:/[^)]*|[^() ]+\.py|unknown location)\)", "", line)


def _gradients(value: Any, inputs: list[torch.Tensor], writer: ResultWriter) -> Any:
    """Return the gradient for each input as a node, null if the value does not depend on it."""
    if type(value) is not torch.Tensor or value.numel() != 1 or not value.requires_grad:
        return [None] * len(inputs)
    return [writer.node(each) for each in torch.autograd.grad(value.reshape(()), inputs, allow_unused=True)]


def _image(*values: Any) -> tuple[Any, list[bytes]]:
    """Return all that can be seen of arguments, to detect changes. Only attested: see docs/SECURITY.md."""
    writer = ResultWriter()
    return [writer.node(value) for value in values], writer.buffers


def _error(error: BaseException, folder: str) -> dict[str, Any]:
    """Describe an exception by its built-in classes and its place in the student's files."""
    classes = [base.__name__ for base in type(error).__mro__ if vars(builtins).get(base.__name__) is base]
    name, line = "", 0
    for frame, number in traceback.walk_tb(error.__traceback__):  # reads no source, as `extract_tb` would
        if frame.f_code.co_filename.startswith(folder + os.sep):
            name, line = os.path.relpath(frame.f_code.co_filename, folder), number or 0
    if isinstance(error, SyntaxError) and str(error.filename).startswith(folder + os.sep):
        name, line = os.path.relpath(str(error.filename), folder), error.lineno or 0
    try:
        text = str(error)[:500]
    except BaseException as another:  # its __str__ is student code too
        text = f"(no text: {type(another).__name__})"
    said = {"classes": classes, "file": name, "line": line, "text": text}
    return {"error": {**said, "advice": advice_on(error)}}
