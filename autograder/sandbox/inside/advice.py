"""Recognise errors whose text does not help, such as a package or display that grading lacks."""

import bdb
import codecs
import errno
import os
import re
import sys
import traceback
from pathlib import Path

import torch

from autograder.sandbox.inside.no_input import NoInput
from autograder.sandbox.outcome import Advice

NEWER_SYNTAX = re.compile(
    r"\s*type\s+\w+\s*(?:\[.*\])?\s*=|\s*(?:async\s+)?(?:def|class)\s+\w+\s*\[|\s*except\s+[\w.]+\s*,"
    r"|.*(?<!\w)[tT][rR]?[\"']"
)
BY_CLASS: tuple[tuple[type[BaseException], Advice], ...] = (
    (bdb.BdbQuit, Advice.BREAKPOINT),
    (SystemExit, Advice.EXIT),
    (EOFError, Advice.INPUT),
)
CONFLICT = re.compile(r"<{7} |={7}\s*\Z|>{7} ")
NOT_SOURCE = re.compile(
    rb"\s*(?:<(?:!doctype|!--|html|head|body|\?xml)|%PDF-|\{\\rtf|PK\x03\x04|version https://git-lfs)",
    re.IGNORECASE,
)
PASTED = re.compile(r"\s*(?:```|(?:!|%%?)\s*[A-Za-z]|\$ |(?:pip3?|conda|python3?|git|cd) +[\w.-])")
PROMPTS = re.compile(r"\s*(?:>>>|\.\.\. |(?:In|Out) ?\[\d*\]:)")
NUMBERED = re.compile(r"\s*\d+\s*(?:[:.|)]?\s+(?![\d\s])|[:.|)]?\s*\Z)")
NUMBERED_LINES = 3
"""How many lines have to begin with a number, because one alone may be anything."""
FENCE = re.compile(r"^\s*```", re.MULTILINE)
ENTITIES = re.compile(r"&(?:lt|gt|amp|quot|nbsp|#\d+);")
BAD_CHARACTER = re.compile(r"invalid (?:character|non-printable character)")
BY_LINE = ((CONFLICT, Advice.CONFLICT), (PROMPTS, Advice.PROMPTS), (PASTED, Advice.PASTED))
UTF_32 = re.compile(rb"\xff\xfe\0\0|\0\0\xfe\xff|[^\0]\0{3}[^\0]|\0{3}[^\0]\0")
PROCESSES = {"subprocess.py", "popen_fork.py", "process.py", "synchronize.py", "popen_spawn_posix.py"}
NETWORK = {"socket.py", "ssl.py", "request.py", "client.py"}
BY_FRAME = ((PROCESSES, Advice.PROCESSES), (NETWORK, Advice.NETWORK))
NO_DEVICE = re.compile(r"\b(?:cuda|nvidia|mps|xpu|hip)\b|Could not run 'aten::", re.IGNORECASE)


def advice_on(error: BaseException) -> str:
    """Return the advice that belongs to an exception; an empty string if there is none."""
    try:
        # A text that was read of nobody fails somewhere else, with any error.
        return _advice_on(error) or (Advice.INPUT if NoInput.was_read else "")
    except BaseException:  # its attributes and its text are student code too
        return ""


def _advice_on(error: BaseException) -> str:
    for kind, advice in BY_CLASS:
        if isinstance(error, kind):
            return advice
    if isinstance(error, ImportError):
        return _on_import(error)
    if isinstance(error, SyntaxError) and error.filename:  # of a helper
        return advice_on_source(Path(error.filename).read_bytes(), error)
    files = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, OSError):
        names = [file.rpartition(os.sep)[2] for file in files]
        for known, advice in BY_FRAME:
            if any(name in known for name in names):
                return advice
        if error.errno in (errno.EPERM, errno.EACCES, errno.EROFS):
            return Advice.NO_RIGHT
        return Advice.NO_FILE if error.errno == errno.ENOENT else ""
    if isinstance(error, AttributeError):
        if "circular import" in str(error):
            return Advice.CIRCULAR
        owner = getattr(error.obj, "__name__", "") if type(error.obj) is type(sys) else ""
        return Advice.NEWER_LIBRARY if owner.partition(".")[0] in sys.stdlib_module_names else ""
    text = str(error)
    if isinstance(error, IndexError | ValueError) and re.search(r"\bargv\b", _line_of(error)):
        return Advice.ARGV
    if isinstance(error, RuntimeError) and "Permission denied" in text:  # torch.save
        return Advice.NO_RIGHT
    if isinstance(error, RuntimeError | AssertionError):
        if NO_DEVICE.search(text):
            return Advice.GPU
        if "does not require grad" in text:
            return Advice.GRADIENTS_OFF
        if any(f"{os.sep}torch{os.sep}_{part}" in file for file in files for part in ("dynamo", "inductor")):
            return Advice.COMPILE
    return ""


def _line_of(error: BaseException) -> str:
    """Return the line of source at which an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return (frames[-1].line or "") if frames else ""


def _on_import(error: ImportError) -> str:
    if "relative import" in str(error):
        return Advice.RELATIVE
    if "circular import" in str(error):
        return Advice.CIRCULAR
    root = (error.name or "").partition(".")[0]
    if root == "provided":
        return Advice.OWN_PROVIDED
    if root in sys.stdlib_module_names:
        used = getattr(sys.modules.get(root), "__file__", None) or ""
        own = (Path(folder, f"{root}.py") for folder in sys.path)
        is_hidden = any(str(path) != used and path.is_file() for path in own)
        return Advice.HIDDEN if is_hidden else Advice.NEWER_LIBRARY
    return Advice.NO_PACKAGE if isinstance(error, ModuleNotFoundError) else ""


def advice_on_source(source: bytes, error: BaseException) -> str:
    """Return the advice on source that cannot be compiled."""
    if found := _on_bytes(source):
        return found
    try:
        text = source.decode("utf-8-sig")
    except UnicodeError:
        return Advice.NOT_UTF_8
    return _on_syntax(text, error) if isinstance(error, SyntaxError) else ""


def _on_bytes(source: bytes) -> str:
    """Return the advice on bytes that are not UTF-8, or that are not Python."""
    if not source.strip(b"\0"):
        return Advice.NULL_BYTES
    if UTF_32.match(source):
        return Advice.UTF_32
    head = source[:200]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) / 4:
        return Advice.UTF_16
    if NOT_SOURCE.match(source.removeprefix(codecs.BOM_UTF8)):
        return Advice.NOT_SOURCE
    return Advice.NULL_BYTES if b"\0" in source else ""


def _on_syntax(text: str, error: SyntaxError) -> str:
    lines, number = text.splitlines(), error.lineno or 0
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    if isinstance(error, TabError):
        return Advice.TABS
    for pattern, advice in BY_LINE:
        if pattern.match(line):
            return advice
    if NUMBERED.match(line) and len(list(filter(NUMBERED.match, lines))) >= NUMBERED_LINES:
        return Advice.LINE_NUMBERS
    if ENTITIES.search(line):
        return Advice.ENTITIES
    if BAD_CHARACTER.match(str(error.msg)):
        return Advice.TYPOGRAPHY
    if FENCE.search(text):
        return Advice.FENCES
    if str(error.msg).startswith("f-string") and sys.version_info < (3, 12):
        return Advice.NEWER_SYNTAX if _is_whole_without_f(text, number) else ""
    return Advice.NEWER_SYNTAX if NEWER_SYNTAX.match(line) else ""


def _is_whole_without_f(text: str, number: int) -> bool:
    """Return whether an f-string's line has closed brackets, so that a newer Python may well read it."""
    line = text.splitlines()[number - 1] if 0 < number <= len(text.splitlines()) else ""
    return line.count("{") == line.count("}") and line.count("(") == line.count(")")


def state_left() -> list[str]:
    """Return changes by an import that affect all code after it, and reset the default device."""
    left: list[str] = []
    try:
        is_cpu = torch.get_default_device().type == "cpu"
    except Exception:  # it makes a tensor there
        is_cpu = False
    if not is_cpu:
        left.append(Advice.DEVICE_SET)
        torch.set_default_device(None)  # there is no other one, and arguments have to be built
    if not torch.is_grad_enabled():
        left.append(Advice.GRADIENTS_OFF)
    if torch.get_default_dtype() is not torch.float32:
        left.append(Advice.DTYPE_SET)
    return left


def uncompiled(model=None, **_options):  # type: ignore[no-untyped-def]
    """Stand in for `torch.compile`, which needs a C++ compiler: return the function unchanged."""
    return (lambda function: function) if model is None else model
