"""The handout is cut by its headings; text for files only is left out."""

import pytest

from autograder.catalog import Project
from autograder.notebook.handout import Section, for_notebook, sections

HANDOUT = """# A title

Text with a [link](#start) and [another](https://example.org/a#b).

[Start](#start) · [Part 1](#part-1) ·
[End](#end)

<!-- BEGIN FILES ONLY -->
## Start

pytest
<!-- END FILES ONLY -->

## Part 1

<!-- BEGIN GENERATED functions-1 -->

| a | b |

<!-- END GENERATED functions-1 -->

```sh
## no heading
```

1. one
   <!-- BEGIN FILES ONLY -->
   files
   <!-- END FILES ONLY -->
2. two

<!-- NOTEBOOK
In the notebook. See `README.md` and [AGENTS](AGENTS.md).
-->

### Detail

End.
"""


def test_sections_have_their_regions_and_only_the_notebooks_text() -> None:
    first, second = sections(HANDOUT)
    assert first == Section(
        "A title", "Text with a link and [another](https://example.org/a#b).", frozenset()
    )
    assert second.title == "Part 1"
    assert second.regions == {"functions-1"}
    assert second.text == (
        "| a | b |\n\n```sh\n## no heading\n```\n\n1. one\n2. two\n\n"
        "In the notebook. See this notebook and AGENTS.\n\n## Detail\n\nEnd."
    )


@pytest.mark.parametrize("text", ["", "no heading at all", "## only a section\n\ntext"])
def test_a_handout_without_a_title_has_sections_too(text: str) -> None:
    assert "".join(f"{each.title}{each.text}" for each in sections(text)) == text.removeprefix("## ").replace(
        "\n\n", ""
    )


def test_windows_line_ends_make_no_difference() -> None:
    assert sections(HANDOUT.replace("\n", "\r\n")) == sections(HANDOUT)


def test_the_notebooks_text_speaks_of_no_terminal(project: Project) -> None:
    handout = (project.assignment_folder / "README.md").read_text(encoding="utf-8")
    text = "\n".join(f"{each.title}\n{each.text}" for each in sections(handout))
    for word in ("pytest", "start.py", "fresh/", ".venv", "submission.zip", "README.md", "](#"):
        assert word not in text, word
    regions = {name for each in sections(handout) for name in each.regions}
    assert {f"functions-{module.number}" for module in project.assignment.modules} | {"written"} <= regions


def test_text_without_links_stays_as_it_is() -> None:
    text = "a [b] (c)\n\n| x | y |\n| --- | --- |\n\n`f(x)[0](1)`"
    assert for_notebook("[only](#this)\n\n" + text.replace("`f(x)[0](1)`", "end")) == text.replace(
        "`f(x)[0](1)`", "end"
    )
