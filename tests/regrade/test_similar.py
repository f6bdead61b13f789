"""Code is collected under the requested names, and handed to another tool."""

import sys
from pathlib import Path

import pytest

from autograder.catalog import Project
from autograder.errors import AutograderError
from autograder.regrade.export import find_entries
from autograder.regrade.similar import copy_code, run_tool


def test_code_is_collected_and_a_tool_reads_it(tmp_path: Path, project: Project) -> None:
    first = project.assignment.modules[0]
    content = (project.solutions_folder / first.path).read_text(encoding="utf-8")
    for name, file in (("ada", first.path), ("ben", f"{first.name} (1).py")):
        (tmp_path / "course" / name).mkdir(parents=True)
        (tmp_path / "course" / name / file).write_text(content, encoding="utf-8")
    out = tmp_path / "similar"
    assert copy_code(find_entries([tmp_path / "course"], project.assignment), project, out) == []
    for name in ("ada", "ben"):
        assert (out / "work" / name / first.path).read_text(encoding="utf-8") == content
    assert len(list((out / "handout").iterdir())) == len(project.assignment.modules)

    script = "import sys, pathlib; pathlib.Path(sys.argv[1], 'said').write_text(' '.join(sys.argv[2:]))"
    assert run_tool(f'{sys.executable} -c "{script}" {{out}} {{work}}/* $HOME', out) == 0
    assert (out / "said").read_text() == f"{out}/work/ada {out}/work/ben $HOME"
    with pytest.raises(AutograderError, match="no-such-tool is not installed"):
        run_tool("no-such-tool {work}", out)
    with pytest.raises(AutograderError, match="is not empty"):
        copy_code([], project, out)
