"""The labs with the reference's functions, in a folder of the test's own."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from reference import load_lab, reference_functions


@pytest.fixture(scope="session")
def functions() -> Mapping[str, object]:
    """Return the reference's functions, by name."""
    return reference_functions()


@pytest.fixture
def run_lab(
    functions: Mapping[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Run a lab in its quick form: ``run_lab("memory", min_nodes=wrong)`` returns report and exit status."""
    command, student, model = load_lab("command"), load_lab("student"), load_lab("model")
    monkeypatch.setattr(model, "STORE", tmp_path / ".cache" / "pretrained.pt")

    def run(name: str, seed: int = 0, **others: object) -> Any:
        lab = command.lab_named(name)
        return command.run_lab(lab, student.Student({**functions, **others}), quick=True, seed=seed)

    return run


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Compute with one thread, as the labs do: two that wait for each other are slow on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def claim(report: Any, words: str) -> Any:
    """Return the one claim of a report whose text has these words."""
    (found,) = [each for each in report.claims if words in each.text]
    return found
