"""The trust line in imports: a submission can reach all that `inside/` loads."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograder.sandbox

INSIDE = Path(autograder.sandbox.__file__).parent / "inside"
OURS = "autograder.sandbox.inside"
OTHERS = {"torch", "jaxtyping", "provided"}


def imported() -> Iterator[tuple[Path, str]]:
    for path in INSIDE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{path} imports by a relative name"
                yield path, node.module or ""


def test_it_imports_frames_itself_and_what_submissions_use() -> None:
    found = dict.fromkeys(imported())
    assert len(found) > 20
    for path, name in found:
        top = name.partition(".")[0]
        own = name in ("autograder.sandbox.frames", "autograder.sandbox.outcome", OURS) or name.startswith(
            f"{OURS}."
        )
        assert own or top in OTHERS or top in sys.stdlib_module_names, f"{path} imports {name}"


@pytest.mark.parametrize("name", ["frames.py", "outcome.py"])
def test_what_both_sides_use_imports_the_standard_library_only(name: str) -> None:
    tree = ast.parse((INSIDE.parent / name).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [
        node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name for node in imports
    ]
    assert names
    assert all(name.partition(".")[0] in sys.stdlib_module_names for name in names)
