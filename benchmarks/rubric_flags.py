"""How many of the sample answers `rubric flags` flags: attacks found and missed, honest answers flagged.

    python benchmarks/rubric_flags.py

The baseline beside it is a search for one plain phrase, "ignore", which is what a first idea would be.
"""

from collections import Counter

from autograder.catalog import Project
from autograder.marking.answers import read_text
from autograder.marking.flags import find_flags, known_texts
from autograder.rubrics import read_rubrics
from autograder.rubrics.samples import split_sample


def main() -> None:
    """Counts, and names every attack that is missed and every honest answer that is flagged as if in use."""
    project = Project.find()
    known = known_texts(project, read_rubrics(project))
    counts: Counter[tuple[str, str]] = Counter()
    odd: list[str] = []
    for path in sorted((project.solutions_folder / "written").glob("*/*.md")):
        head, body = split_sample(path.read_text(encoding="utf-8"))
        kind, text = head["kind"], read_text(path)
        flags = find_flags(text, known)
        used = any(not flag.mention for flag in flags)
        counts[kind, "all"] += 1
        counts[kind, "in use"] += used
        counts[kind, "only spoken of"] += bool(flags) and not used
        counts[kind, "baseline"] += "ignore" in body.lower()
        if used != (kind == "injection"):
            odd.append(f"{'missed' if kind == 'injection' else 'flagged'}: {path.parent.name}/{path.stem}")
    print(f"{'kind':18}{'samples':>9}{'flagged':>9}{'spoken of':>11}{'baseline':>10}")
    for kind in sorted({kind for kind, _ in counts}):
        row = [counts[kind, column] for column in ("all", "in use", "only spoken of", "baseline")]
        print(f"{kind:18}{row[0]:9}{row[1]:9}{row[2]:11}{row[3]:10}")
    print("\n".join(odd))


if __name__ == "__main__":
    main()
