"""Run the hidden tests with pytest, isolated from anything that pytest would find on the machine."""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from autograder.catalog import Assignment
from autograder.errors import GraderError
from autograder.grading.fixtures import Reference, Student
from autograder.grading.plugin import HiddenTests, Verdict

CONFIG = Path(__file__).with_name("hidden_tests.ini")
# Parts of pytest that hidden tests do not need, and that would cost a third of the grader's time.
NOT_NEEDED = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging",
    "monkeypatch", "pastebin", "recwarn", "setuponly", "setupplan", "stepwise", "terminal",
    "threadexception", "tmpdir", "unittest", "unraisableexception", "warnings",
)  # fmt: skip
OUTCOME_STATUSES = {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}


def run_hidden_tests(
    folder: Path,
    assignment: Assignment,
    student: Student,
    reference: Reference,
    seed: int,
    only: Collection[str] | None = None,
) -> HiddenTests:
    """Run the tests in `folder`, all or those of the questions `only`; each has a verdict afterwards.

    Raises:
        GraderError: pytest did not come to its end, or a test failed by a fault of ours.
    """
    folder = folder.resolve()
    run = HiddenTests(assignment, student, reference, seed, only)
    options = [
        f"--config-file={CONFIG}",
        f"--rootdir={folder}",
        "--noconftest",
        "--import-mode=importlib",
        "--assert=plain",
        "--capture=no",
        *(word for plugin in NOT_NEEDED for word in ("-p", f"no:{plugin}")),
        *_files(folder, only),
    ]
    log = io.StringIO()
    with _closed_off(), contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        try:
            status = pytest.main(options, plugins=[run])
        finally:
            _forget_modules(folder)
    if run.problems or status not in OUTCOME_STATUSES:
        raise GraderError("; ".join(run.problems) or f"pytest ended with {status!r}: {log.getvalue()[-500:]}")
    missing = [test for test in run.parts if test not in run.verdicts]
    if missing:
        raise GraderError(f"{len(missing)} hidden tests have no verdict, {missing[0]} among them")
    if broken := next((verdict for verdict in run.verdicts.values() if verdict.error), None):
        raise GraderError(f"{broken.test}: {broken.error}")
    return run


def _files(folder: Path, only: Collection[str] | None) -> list[str]:
    """Return the folder, or those of its files that name a part of the questions `only`."""
    if only is None:
        return [str(folder)]
    paths = sorted(folder.glob("test_*.py"))
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return [str(path) for path in paths if any(f'"{number}.' in texts[path] for number in only)]


def require_complete(verdicts: dict[str, Verdict], parts: dict[str, str]) -> None:
    """Check that exactly the tests of the key were run.

    Raises:
        GraderError: other tests were run, or not all of them.
    """
    found = {test: verdict.part for test, verdict in verdicts.items()}
    if found != parts:
        odd = sorted(found.items() ^ parts.items())
        raise GraderError(f"the tests that ran are not those of the key, {odd[0][0]} among them")


@contextlib.contextmanager
def _closed_off() -> Iterator[None]:
    """Keep out the machine's plugins and the user's options; write no byte code; work in an empty folder."""
    environment, no_byte_code = dict(os.environ), sys.dont_write_bytecode
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.dont_write_bytecode = True
    try:
        with tempfile.TemporaryDirectory(prefix="autograder-") as nowhere, contextlib.chdir(nowhere):
            yield
    finally:
        sys.dont_write_bytecode = no_byte_code
        os.environ.clear()
        os.environ.update(environment)


def _forget_modules(folder: Path) -> None:
    """Unload the hidden tests: another course, run next, may have files of the same names."""
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(f"{folder}{os.sep}"):
            del sys.modules[name]
