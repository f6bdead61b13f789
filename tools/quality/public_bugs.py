"""Write docs/PUBLIC_BUGS.md: the public bug reports that wrong variants were made from, by function.

    python tools/quality/public_bugs.py [--check]

Reports stand in the variants' `SEEN_IN`. The variants without a hint are in `tests/diagnosis/public_bugs`;
`tests/course/test_public_bugs.py` grades them all. With `--check`, only compare the file.
"""

import argparse
import sys
from collections.abc import Iterator

from autograder.answer_key.runs import own_questions
from autograder.answer_key.variants import Variant, read_variants
from autograder.catalog import Project
from autograder.files import write_atomically

MISSED_BEFORE = {
    "context/windows_short_tail_joined",
    "finetuning/attention_taken_from_the_example",
    "finetuning/chunk_means_added",
    "finetuning/content_filled_as_a_template",
    "finetuning/content_in_small_letters",
    "finetuning/content_normalised",
    "finetuning/content_normalised_in_ids",
    "finetuning/other_keys_in_the_batch",
    "finetuning/reasoning_cut_from_answers",
    "memory/layers_without_children_only",
    "memory/tied_by_storage_address",
    "pretraining/chunk_means_added",
    "pretraining/documents_packed_in_batches",
}
"""Those that kept all points under the hidden tests of commit fc75356, measured once with seed 1."""
HEAD = """\
# Public bugs

Made by `python tools/quality/public_bugs.py`. Bugs that real libraries had, each rebuilt as a wrong variant
of one function. A variant keeps a report's idea, not its code.

{total} variants from {reports} reports; {reviewers} of the variants were named by reviewers. The hidden tests
of commit fc75356 caught {before}, those of today {total}: `pytest -m slow tests/course/test_public_bugs.py`
and `autograder audit`. Reviewers' are the ones that were missed. The others come from excerpts of
threads, not from whole threads. Their kinds were known, so that all were caught says little about others.

Functions that no report reached: {none}.

| function | bug | seen in | before |
|---|---|---|---|
"""


def variants(project: Project) -> list[Variant]:
    """Return the variants that name a report."""
    folders = (project.chaffs_folder, project.root / "tests" / "diagnosis" / "public_bugs")
    return [each for folder in folders for each in read_variants(folder) if each.seen_in]


def rows(project: Project, found: list[Variant]) -> Iterator[str]:
    """Yield a row for each variant, in the order of the catalog."""
    for question in project.assignment.questions:
        for each in sorted(found, key=lambda variant: variant.name):
            if question in own_questions(each, project):
                before = "missed" if each.id in MISSED_BEFORE else "caught"
                links = ", ".join(map(link, each.seen_in))
                yield f"| `{question.function}` | {each.sentence} | {links} | {before} |"


def link(report: str) -> str:
    """Return a report as a link; GitHub leads from issues to pull requests of the same number."""
    repository, _, number = report.partition("#")
    return f"[{report}](https://github.com/{repository}/issues/{number})"


def page(project: Project) -> str:
    """Return the whole file."""
    found = variants(project)
    reached = {question for each in found for question in own_questions(each, project)}
    none = [f"`{each.function}`" for each in project.assignment.questions if each not in reached]
    head = HEAD.format(
        total=len(found),
        reports=len({report for each in found for report in each.seen_in}),
        reviewers=sum(each.id in MISSED_BEFORE for each in found),
        before=sum(each.id not in MISSED_BEFORE for each in found),
        none=", ".join(none) or "none",
    )
    return head + "\n".join(rows(project, found)) + "\n"


def main() -> int:
    """Write or compare the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; status 1 if it differs")
    check = parser.parse_args().check
    project = Project.find()
    path, text = project.root / "docs" / "PUBLIC_BUGS.md", page(project)
    if not check:
        write_atomically(path, text.encode())
    elif not path.is_file() or path.read_text(encoding="utf-8") != text:
        print(f"{path.name} is stale: run python tools/quality/public_bugs.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
