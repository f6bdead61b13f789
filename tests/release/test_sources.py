"""The handout's list of sources holds what the handout and the docstrings cite, and no more."""

import ast
import re

from autograder.catalog import Project

PAPER = re.compile(r"\b([A-Z]\w+(?: et al\.| & [A-Z]\w+) \d{4})\b")
LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")
OWN_ARITHMETIC = ("plain arithmetic", "the sizes of PyTorch's dtypes")
"""How a `Source:` begins that has nothing to list."""


def handout(project: Project) -> tuple[str, list[str]]:
    """Return the handout from part 1 to its list of sources, and the entries of that list."""
    text = (project.assignment_folder / "README.md").read_text(encoding="utf-8")
    body, sources = text[text.index("## Part 1.") :].split("## Sources\n")
    return body, [line.removeprefix("- ") for line in sources.splitlines() if line.startswith("- ")]


def docstrings(project: Project) -> str:
    """Return the docstrings of the solutions and of the provided code, a paragraph on each line."""
    paths = [project.solutions_folder / module.path for module in project.assignment.modules]
    paths += sorted((project.assignment_folder / "provided").glob("*.py"))
    texts = []
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                texts += (ast.get_docstring(node) or "").split("\n\n")
    return "\n".join(" ".join(text.split()) for text in texts)


def test_each_paper_that_is_cited_is_listed_and_none_else(project: Project) -> None:
    body, entries = handout(project)
    cited = set(PAPER.findall(body + docstrings(project)))
    listed = {paper for entry in entries for paper in PAPER.findall(entry)}
    assert len(cited) > 15
    assert (cited - listed, listed - cited) == (set(), set())


def test_each_link_that_is_cited_is_listed_and_none_else(project: Project) -> None:
    body, entries = handout(project)
    cited = {url for _, url in LINK.findall(body)}
    listed = {url: title.strip("*") for entry in entries for title, url in LINK.findall(entry)}
    assert cited - set(listed) == set()
    by_title = docstrings(project)
    unused = {
        url
        for url, title in listed.items()
        if url not in cited and "arxiv.org" not in url and f'"{title}"' not in by_title
    }
    assert unused == set()


def test_each_source_of_a_docstring_is_listed(project: Project) -> None:
    _, entries = handout(project)
    names = [re.split(r"[:,]", entry)[0] for entry in entries]
    named = [
        line.removeprefix("Source: ")
        for line in docstrings(project).splitlines()
        if line.startswith("Source: ") and not line.removeprefix("Source: ").startswith(OWN_ARITHMETIC)
    ]
    assert len(named) == sum(len(module.questions) for module in project.assignment.modules) - 2
    for source in (part for line in named for part in line.split("; ")):
        name = next((each for each in names if each.lower() in source.lower()), None)
        code = re.match(r"`([\w.]+)`", source)
        in_a_list = code is not None and any(code[0] in entry for entry in entries)
        assert name or in_a_list or PAPER.search(source) or "IEC 80000-13" in source, source


def test_each_program_that_is_listed_is_named(project: Project) -> None:
    body, entries = handout(project)
    read = body + docstrings(project)
    for entry in entries:
        if not PAPER.match(entry):
            name = re.split(r"[:,]", entry)[0]
            linked = any(url in body for _, url in LINK.findall(entry))
            assert linked or name.lower() in read.lower(), entry
