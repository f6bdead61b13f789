"""Starts the checks. Nothing in here needs to be changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

if sys.version_info < (3, 11):  # noqa: UP036 - this is what tells those who have an older one
    sys.exit("This assignment needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

HERE = str(Path(__file__).resolve().parent)
# first, so that `import context` finds the student's file whatever else goes by that name
if sys.path[0] != HERE:
    sys.path.insert(0, HERE)


def pytest_configure(config: pytest.Config) -> None:
    """Adds the checks and the scoreboard to pytest."""
    from checking import plugin

    config.pluginmanager.register(plugin, "checking")
