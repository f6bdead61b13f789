"""Start the checks. You do not need to change this file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

if sys.version_info < (3, 11):  # noqa: UP036 - so that older versions get a message
    sys.exit("This assignment needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

HERE = str(Path(__file__).resolve().parent)
# first on the path, so that `import context` finds the student's file and no other module of that name
if sys.path[0] != HERE:
    sys.path.insert(0, HERE)


def pytest_configure(config: pytest.Config) -> None:
    """Add the checks and the scoreboard to pytest."""
    from checking import plugin

    config.pluginmanager.register(plugin, "checking")
