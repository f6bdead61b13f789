"""Pages for readers: every link leads somewhere, and every printed command exists with its options."""

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer

from autograder.cli import app

ROOT = Path(__file__).parents[1]
COMMAND: Any = typer.main.get_command(app)
LINK = r"!?\[[^\]]*\]\(([^)\s]+)\)"
PICTURE = r'<img src="([^"]+)"'
USAGE_ERROR: Any = typer.BadParameter.__base__  # click's, or the copy of it that newer typers have
FOLDERS = ("tools/", "tests/", "benchmarks/")
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.M | re.S)


def tracked(*patterns: str) -> list[Path]:
    names = subprocess.check_output(["git", "ls-files", *patterns], cwd=ROOT, text=True).splitlines()
    return [ROOT / name for name in names if not name.startswith("solutions/written/")]


PAGES = tracked("*.md")


@cache
def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to a page's headings."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    found: set[str] = set()
    for heading in re.findall(r"^#+ +(.+?) *$", text, flags=re.M):
        shown = re.sub(LINK, lambda link: link[0].lstrip("!")[1:].partition("]")[0], heading)
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        while slug in found:
            slug += "-1"
        found.add(slug)
    return found


def dead_links(page: Path, text: str) -> list[str]:
    """Return the links to files and headings of the project that do not exist."""
    dead = []
    shown = re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))
    for target in re.findall(LINK, shown) + re.findall(PICTURE, shown):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    return dead


def test_every_link_within_the_project_leads_somewhere() -> None:
    dead = {
        str(page.relative_to(ROOT)): links
        for page in PAGES
        if (links := dead_links(page, page.read_text(encoding="utf-8")))
    }
    assert dead == {}


def test_dead_links_are_found() -> None:
    page = ROOT / "docs" / "TAS.md"
    text = "[a](TAS.md#set-up) [b](#set-up) [c](#set-down) ![d](no.png) [e](../README.md#no) `[f](no)`"
    assert dead_links(page, text) == ["#set-down", "no.png", "../README.md#no"]


def in_blocks(text: str) -> Iterator[str]:
    """Yield the command lines of a page's code blocks, with continued lines joined."""
    for language, block in FENCE.findall(text):
        if language in ("sh", "bash", ""):
            for line in block.replace("\\\n", " ").splitlines():
                yield from re.split(r" && | \| |; do |; ", line.strip())


def in_sentences(text: str) -> Iterator[str]:
    """Yield the command lines between backticks, without the marks of optional words."""
    for words in re.findall(r"`((?:autograder|python3?) [^`]+)`", text):
        yield from re.split(r" && | \| |; ", re.sub(r"[\[\]]", "", " ".join(words.split())))


def words_after(program: str, line: str) -> list[str] | None:
    """Return the arguments if the line runs that program."""
    found = re.match(rf"(?:\w+=\S* |\.venv/bin/)*{program} (.*)", line)
    if found is None or "…" in found[1].split():
        return None
    try:
        return shlex.split(found[1], comments=True)
    except ValueError:
        return None


def complaint(words: list[str], *, complete: bool) -> str | None:
    """Return what the command line says against these arguments; nothing is run.

    Args:
        words: the arguments.
        complete: count missing arguments too. A sentence may name a command without them.
    """
    command, name, parent = COMMAND, "autograder", None
    try:
        while words or not hasattr(command, "commands"):
            context = command.make_context(name, words, parent=parent)
            rest = [*getattr(context, "_protected_args", ()), *context.args]
            if not hasattr(command, "commands") or not rest:
                return None
            parent = context
            name, command, words = command.resolve_command(context, rest)
    except typer.Exit:
        return None
    except USAGE_ERROR as error:
        kind = type(error).__name__
        if kind in ("MissingParameter", "BadOptionUsage") and not complete:
            return None
        return f"{kind}: {error}"
    return None


@cache
def printed_commands() -> list[tuple[str, str, bool]]:
    """Return each command line with its file, and whether it is meant to be run as it stands."""
    found: list[tuple[str, str, bool]] = []
    for file in [*PAGES, *tracked("autograder/*.py", "tools/*.py")]:
        if file.name == "CHANGELOG.md":  # names commands of earlier versions, too
            continue
        text, name = file.read_text(encoding="utf-8"), str(file.relative_to(ROOT))
        if file.suffix == ".md":
            found += ((name, line, True) for line in in_blocks(text))
        found += ((name, line, False) for line in in_sentences(text))
    return found


def test_every_printed_command_exists_with_its_options() -> None:
    wrong, count = [], 0
    for file, line, complete in printed_commands():
        words = words_after("autograder", line)
        if words is not None:
            count += 1
            if problem := complaint(words, complete=complete):
                wrong.append(f"{file}: {line}: {problem}")
    assert wrong == []
    assert count > 150


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("rubric shew Q5", "UsageError"),
        ("grade x --resluts y", "NoSuchOption"),
        ("audit attacks tests/attacks --jobs none", "BadParameter"),
        ("written", "MissingParameter"),
    ],
)
def test_wrong_commands_are_found(line: str, kind: str) -> None:
    problem = complaint(line.split(), complete=True)
    assert problem is not None
    assert problem.startswith(kind)


def test_every_printed_script_exists_and_knows_its_options() -> None:
    wrong, count = [], 0
    for file, line, _ in printed_commands():
        words = words_after("python3?", line)
        if not words or not words[0].startswith(FOLDERS):
            continue
        count += 1
        path = ROOT / words[0]
        if not path.is_file():
            wrong.append(f"{file}: {line}: is not a file")
            continue
        source = path.read_text(encoding="utf-8")
        options = [word.partition("=")[0] for word in words if word.startswith("--")]
        wrong += [f"{file}: {line}: {each}" for each in options if f'"{each}"' not in source]
    assert wrong == []
    assert count > 20


def test_readme_names_every_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = re.findall(r"^\| `(\w+)` \|.*\|.*\| \+ [\d.]+ [MG]B \|$", (ROOT / "README.md").read_text(), re.M)
    assert sorted(table) == sorted(project["optional-dependencies"])
