"""Count turns of phrase that this project avoids, in docstrings, comments, messages and pages.

    python tools/quality/wording.py [--list] [FILE ...]

Reads all tracked Python, Markdown and TOML files, or the given ones. `--list` prints each place. Students'
answers and released sections of the changelog are skipped. Some hits are false alarms.
"""

import argparse
import ast
import io
import re
import subprocess
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TURNS = {
    "'no' for 'not a'": r"(?<![Tt]here )\b(?:is|are|was|were|be) no (?!longer\b|more\b|less\b|other\b)",
    "'what … is'": r"(?:^|(?<!\d)[.;:] |\b(?:of|for|by|from|in|than|with|as|on) )[Ww]hat (?!to\b)"
    r"[^?.;:|]{1,60}? (?:is|are|was|were|has|may|can)\b(?![^.;:]*\?)",
    "'so many', 'so much'": r"\bso (?:many|much)\b(?! (?:that|as)\b)",
    "'is told'": r"\b(?:is|are|was|were|be) told\b",
    "'that which', 'of which'": r"\bthat which\b|\bof which\b",
    "MOST_, LEAST_, FEWEST_": r"\b(?:MOST|LEAST|FEWEST)_\w",
    "'each' as a noun": r"\b(?:of|for|by) each[.,;:)]|(?<! each for )\b[Ee]ach (?:is|has|was|may|can|must)\b",
    "'where' for 'if'": r"\b[Ww]here (?:there|nothing|none|no|one)\b(?![^.;:]*\?)",
    "archaic": r"\b(?:lest|upon|whereof|wherein|as yet|for ever|let pass|comes? (?:to (?:its|an) end|of it)|"
    r"(?:ends|ended) with \d|for want of|in (?:the|its) place of|a slip of|holds? [^.;:]{1,30} against)\b",
}
SKIPPED = ("solutions/written/", "tools/quality/wording.py", "tests/tools/test_wording.py")
SENTENCE_END = r"(?<=[.!?:;])[*_)\"]*\s+|\n\s*\n|\n\s*(?:>\s*)?(?:[-*]|\d+\.|\w+:)\s|\n\s*#"
LONG = "sentence over 25 words in docs, docstrings"


def tracked() -> list[Path]:
    """Return the files of the project, without samples and without this script and its test."""
    names = subprocess.check_output(["git", "ls-files", "*.py", "*.md", "*.toml"], text=True).splitlines()
    return [Path(name) for name in names if not name.startswith(SKIPPED)]


def passages(path: Path, text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield the line and text of each comment, string or paragraph, and whether its sentences are counted."""
    if path.suffix != ".py":
        text = re.sub(r"^```.*?^```$", lambda code: "\n" * code[0].count("\n"), text, flags=re.M | re.S)
        if path.name == "CHANGELOG.md":
            text = "\n## ".join(text.split("\n## ")[:2])  # released sections are history
        for block in re.finditer(r"\S.*?(?=\n\s*\n|\s*\Z)", text, flags=re.S):
            yield text.count("\n", 0, block.start()) + 1, block[0], path.suffix == ".md"
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.COMMENT, tokenize.NAME):
            yield token.start[0], token.string.lstrip("# "), False
    for node in ast.walk(ast.parse(text)):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Constant) and isinstance(child.value, str):
                yield child.lineno, child.value, isinstance(node, ast.Expr)


def findings(path: Path, text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the turn and an excerpt of each finding in a file's text."""
    for line, passage, is_prose in passages(path, text):
        flat = " ".join(re.sub(r"`[^`]*`", "X", passage).split())
        for turn, pattern in TURNS.items():
            for match in re.finditer(pattern, flat):
                yield line, turn, flat[max(0, match.start() - 40) : match.end() + 50]
        prose = re.sub(r"^\s*(?:\||>>>|\.\.\. ).*$", "", passage, flags=re.M)  # no tables, no doctests
        prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "X", prose)
        for sentence in re.split(SENTENCE_END, prose) if is_prose else ():
            if len(re.findall(r"\S*\w\S*", sentence)) > 25:
                yield line, LONG, " ".join(sentence.split())


def main() -> None:
    """Print the counts, and with `--list` all findings."""
    parser = argparse.ArgumentParser(description="Count turns of phrase that this project avoids.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    for path in args.files or tracked():
        for line, turn, excerpt in findings(path, path.read_text(encoding="utf-8")):
            counts[turn] += 1
            if args.list:
                print(f"{path}:{line}: {turn}: {excerpt}")
    print("\n".join(f"{counts[turn]:5}  {turn}" for turn in (*TURNS, LONG)))


if __name__ == "__main__":
    main()
