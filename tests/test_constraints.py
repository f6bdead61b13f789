"""The tested versions can be installed wherever the package can."""

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]


def test_every_pin_admits_the_oldest_python() -> None:
    """A pin that does not sends an older pip into a search of hours, through builds of several GB."""
    pins = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    pinned = {re.sub(r"[-_.]+", "-", name).lower() for name in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=") + ".0"
    found = {}
    for each in distributions():
        name = re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower()
        if name in pinned:
            asked = each.metadata.get_all("Requires-Python") or [""]
            found[name] = oldest in SpecifierSet(asked[0])
    assert found
    assert [name for name, admits in found.items() if not admits] == []
