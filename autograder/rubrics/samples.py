"""Sample answers with their labels: `solutions/written/<question>/<sample>.md`.

A sample is Markdown below a front matter in TOML:

    +++
    label = "synthetic, not rated by people"
    kind = "quality"

    [decisions]
    effect = true            # met or not met; for a criterion with levels its points: task = 1.5

    [why]
    effect = "Names both effects."

    +++
    The answer.

`kind` is one of KINDS. A sample of kind "injection" also has a `trick`, a few words ("fake staff note"). A
sample of kind "stance" has the name of its `pair`: two essays that argue opposite views equally well, so that
their decisions are equal.
"""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.catalog import Project
from autograder.rubrics.model import MET, NOT_MET, Criterion, Rubric, RubricError
from autograder.rubrics.read import find_question

LABEL = "synthetic, not rated by people"
KINDS = ("model", "quality", "stance", "injection", "about_injection")
FIELD_OF_KIND = {"injection": "trick", "stance": "pair"}
FENCE = "+++"


@dataclass(frozen=True)
class Sample:
    """One sample answer: its purpose, its decisions by the rubric, and the reasons."""

    name: str
    kind: str
    detail: str
    """The trick of an injection, the pair of a stance, otherwise empty."""
    decisions: dict[str, str]
    """Criterion id → verdict, as in a reply: ``met``, ``not_met`` or a level's points."""
    why: dict[str, str]
    answer: str


def read_samples(project: Project, rubric: Rubric) -> tuple[Sample, ...]:
    """Return all samples of a question, ordered by name.

    Raises:
        RubricError: A sample is invalid, or the decisions of a pair differ.
    """
    written = find_question(project, rubric.question)
    folder = project.solutions_folder / "written" / written.name
    samples = tuple(read_sample(path, rubric) for path in sorted(folder.glob("*.md")))
    pairs: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.kind == "stance":
            pairs[sample.detail].append(sample)
    for name, pair in pairs.items():
        if len(pair) != 2 or pair[0].decisions != pair[1].decisions:
            raise RubricError(f"{folder}: the pair {name!r} must be two samples with the same decisions")
    return samples


def read_sample(path: Path, rubric: Rubric) -> Sample:
    """Read one sample and check it against the rubric.

    Raises:
        RubricError: The sample is invalid; the message names file and field.
    """
    try:
        head, body = split_sample(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
        raise RubricError(f"{path} is not a sample: {error}") from error
    kind = head.get("kind")
    if head.get("label") != LABEL:
        raise RubricError(f"{path}: label must be {LABEL!r}")
    if kind not in KINDS:
        raise RubricError(f"{path}: kind must be one of {', '.join(KINDS)}, not {kind!r}")
    extra = FIELD_OF_KIND.get(kind)
    known = {"label", "kind", "decisions", "why"} | ({extra} if extra else set())
    if odd := sorted(known ^ head.keys()):
        raise RubricError(f"{path}: {odd[0]} is {'missing' if odd[0] in known else 'not a field of ' + kind}")
    decisions, why = head["decisions"], head["why"]
    for name, table in (("decisions", decisions), ("why", why)):
        wanted = {criterion.id for criterion in rubric.criteria}
        if not isinstance(table, dict) or table.keys() != wanted:
            given = table.keys() if isinstance(table, dict) else set()
            raise RubricError(f"{path}: [{name}] must have each criterion once; see {sorted(wanted ^ given)}")
    texts = [*why.values(), *([head[extra]] if extra else [])]
    if not all(isinstance(text, str) and text.strip() for text in texts) or not body.strip():
        raise RubricError(
            f"{path}: the answer, the {extra or 'kind'} and each why must be a text that is not empty"
        )
    return Sample(
        name=path.stem,
        kind=kind,
        detail=head[extra] if extra else "",
        decisions={item.id: _verdict(decisions[item.id], item, path) for item in rubric.criteria},
        why={item.id: why[item.id] for item in rubric.criteria},
        answer=body.strip(),
    )


def split_sample(text: str) -> tuple[dict[str, Any], str]:
    """Split a sample into its front matter and its body.

    Raises:
        ValueError: There is no front matter, or (a subclass) it is not valid TOML.
    """
    lines = text.splitlines(keepends=True)
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    if len(fences) != 2 or fences[0] != 0:
        raise ValueError(f"it must begin with front matter between two lines {FENCE}")
    return tomllib.loads("".join(lines[1 : fences[1]])), "".join(lines[fences[1] + 1 :])


def sample_body(text: str) -> str | None:
    """Return the body if a text is one of our samples, and None if it is a student's file."""
    try:
        head, body = split_sample(text)
    except ValueError:
        return None
    return body if head.get("label") == LABEL else None


def _verdict(value: object, criterion: Criterion, path: Path) -> str:
    if isinstance(value, bool):
        verdict = MET if value else NOT_MET
    else:
        verdict = f"{value:g}" if isinstance(value, int | float) else repr(value)
    if verdict not in criterion.worth:
        what = "one of " + ", ".join(criterion.worth) if criterion.levels else "true or false"
        raise RubricError(f"{path}: [decisions] {criterion.id} must be {what}, not {value!r}")
    return verdict
