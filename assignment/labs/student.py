"""The functions that you have written, as the labs call them."""

import importlib
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import torch
from provided.recipes import TrainingRecipe
from provided.tokenizer import ByteTokenizer
from torch import nn

ASSIGNMENT = Path(__file__).resolve().parents[1]
Function = Callable[..., Any]

_MESSAGES = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
_RECIPE = TrainingRecipe("float32", "float32", "adam", "float32", master_weights=False)
# A small call of each function. It finds out whether the function is started before the lab takes a minute.
_FILES: dict[str, dict[str, Callable[[Function], object]]] = {
    "pretraining": {
        "next_token_loss": lambda f: f(torch.zeros(1, 3, 260), torch.tensor([[1, 2, 3]])),
        "bits_per_byte": lambda f: f(1.0, n_tokens=10, n_bytes=10),
        "pack_documents": lambda f: f([[1, 2, 3], [4]], block_size=2, eos_id=0),
    },
    "finetuning": {
        "encode_chat": lambda f: f(_MESSAGES, ByteTokenizer()),
        "build_labels": lambda f: f([7, 8], [False, True]),
        "collate": lambda f: f([{"input_ids": [7, 8], "labels": [-100, 8]}], pad_id=0),
        "sft_loss": lambda f: f(torch.zeros(1, 3, 260), torch.tensor([[-100, 2, 3]])),
    },
    "memory": {
        "adam_state_memory": lambda f: f(10),
        "training_memory": lambda f: f(10, _RECIPE),
        "optimizer_state_memory": lambda f: f(nn.Linear(3, 2)),
    },
    "sharding": {
        "min_nodes": lambda f: f(10, 4),
        "shard_numel": lambda f: f(10, 4),
        "zero_memory_per_rank": lambda f: f(10, 2, 1, _RECIPE),
        "rank_coordinates": lambda f: f(1, pipeline=2, data=1, tensor=2),
    },
    "context": {
        "sliding_windows": lambda f: f([1, 2, 3], window=2, overlap=1),
        "evaluation_windows": lambda f: f(8, context_window=4, stride=2),
        "map_reduce_summarize": lambda f: f([1, 2, 3], lambda ids: ids[:1], window=2),
    },
}
FILE_OF = {name: file for file, functions in _FILES.items() for name in functions}


class StudentError(Exception):
    """One of the student's functions raised during a lab; the text names it."""


class Student:
    """The student's functions by name: ``student["sft_loss"]``.

    Args:
        names: where the functions are, such as a notebook's global names; None for the files in this folder.
    """

    def __init__(self, names: Mapping[str, object] | None = None) -> None:
        self._names = names
        self.last_called = ""
        """The name of the function that was called last."""

    def __getitem__(self, name: str) -> Function:
        function = self._load(name)

        def call(*args: object, **kwargs: object) -> Any:
            self.last_called = name
            try:
                return function(*args, **kwargs)
            except Exception as error:
                raise StudentError(_raised(name, error)) from error

        return call

    def has(self, *names: str) -> bool:
        """Return whether all these functions can be called."""
        return not self.problems(names)

    def problems(self, names: Iterable[str]) -> list[str]:
        """Return a sentence for each function that is missing, not started, or raises on valid input."""
        sentences = []
        for name in names:
            file = f"{FILE_OF[name]}.py"
            try:
                _FILES[FILE_OF[name]][name](self._load(name))
            except NotImplementedError:
                sentences.append(f"{name} ({file}) is not started")
            except _NotThereError as error:
                sentences.append(str(error))
            except Exception as error:  # noqa: BLE001 - whatever a student's function raises
                sentences.append(_raised(name, error))
        return sentences

    def _load(self, name: str) -> Function:
        file = FILE_OF[name]
        if self._names is not None:
            function = self._names.get(name)
            if not callable(function):
                raise _NotThereError(f"{name} is not defined: run its cell")
            return cast("Function", function)
        try:
            module = importlib.import_module(file)
        except ModuleNotFoundError as error:
            if error.name == file:
                raise _NotThereError(f"{name}: there is no {file}.py yet (run: python start.py)") from error
            raise _NotThereError(f"{name}: {file}.py cannot be imported ({error})") from error
        except Exception as error:
            raise _NotThereError(
                f"{name}: {file}.py cannot be imported ({_line_of(error)}{error})"
            ) from error
        function = getattr(module, name, None)
        if not callable(function):
            raise _NotThereError(f"{file}.py has no function {name}")
        return cast("Function", function)


class _NotThereError(Exception):
    """A function that cannot be loaded; the text says why."""


def _raised(name: str, error: Exception) -> str:
    if isinstance(error, NotImplementedError):
        return f"{name} ({FILE_OF[name]}.py) is not started, or calls a function that is not"
    return f"{name} raised {type(error).__name__}: {_line_of(error)}{error}"


def _line_of(error: Exception) -> str:
    """Return where an error was raised, as a prefix; nothing if the place says nothing to the student."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).stem in _FILES and "labs" not in frame.filename]
    return f"{Path(own[-1].filename).name}, line {own[-1].lineno}: " if own else ""
