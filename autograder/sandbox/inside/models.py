"""Models that the course defines for workers: load them once, and build one by its name."""

import importlib.util
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

PACKAGE = "worker_models"
MODELS: dict[str, Callable[..., nn.Module]] = {}
"""All models by name. Filled by the zygote before its first fork."""


def load_models(folder: Path) -> None:
    """Load each module of `folder`, and add the classes in its `MODELS`.

    Raises:
        ValueError: two modules define a model of the same name.
    """
    # Loaded from its place, so that nothing beside the folder can be imported.
    spec = importlib.util.spec_from_file_location(
        PACKAGE, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules[PACKAGE] = package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    for info in pkgutil.iter_modules([str(folder)]):
        module = importlib.import_module(f"{PACKAGE}.{info.name}")
        found: dict[str, Callable[..., nn.Module]] = getattr(module, "MODELS", {})
        if twice := found.keys() & MODELS.keys():
            raise ValueError(f"two worker models are called {min(twice)}")
        MODELS.update(found)


def build_model(name: str, options: dict[str, Any]) -> nn.Module:
    """Build a model.

    Args:
        name: its name in `MODELS`.
        options: its arguments. For each model, `freeze` lists parameters that need no gradient, and `seed`
            sets the random state that its initial values are drawn from.
    """
    options = dict(options)
    frozen = options.pop("freeze", [])
    # Not by torch.manual_seed, which a submission may have patched for itself.
    torch.default_generator.manual_seed(options.pop("seed", 0))
    model = MODELS[name](**options)
    parameters = dict(model.named_parameters())
    for parameter in frozen:
        parameters[parameter].requires_grad = False
    return model
