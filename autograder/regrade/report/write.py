"""Write the report: one HTML file that needs no other, and its tables as CSV."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.catalog import Assignment
from autograder.messages import instructors
from autograder.regrade.cells import harmless
from autograder.regrade.journal import Journal
from autograder.regrade.report.figures import MIN_CELL, Figures, figures_of
from autograder.text import printable

HEADER = ("table", "item", "students", "share", "discrimination", "text")


def html_report(journal: Journal, assignment: Assignment, *, names: bool = False, similar: str = "") -> bytes:
    """Return the page.

    Args:
        journal: the course's.
        assignment: the catalog that it was graded with.
        names: whether to name submissions without a score.
        similar: the address of a report on similar code.
    """
    # Here, because matplotlib takes a second to import.
    from autograder.regrade.report.plots import difficulty, distribution

    figures = figures_of(journal.results(), assignment)
    environment = Environment(
        loader=PackageLoader("autograder.regrade.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = printable
    counts = {build for _, _, build in journal.noted()}
    builds: dict[str, dict[str, Any]] = {
        build: facts for build, facts in journal.builds().items() if build in counts
    }
    page = environment.get_template("report.html.jinja").render(
        title=assignment.title,
        figures=figures,
        n_ungraded=len(journal.ungraded()),
        builds=builds,
        names=names,
        similar=similar,
        min_cell=MIN_CELL,
        words=instructors,
        # Our own SVG, made of figures and of our own words.
        distribution=Markup(distribution(figures)) if figures.bins else "",
        difficulty=Markup(difficulty(figures))
        if any(each.share is not None for each in figures.parts)
        else "",
    )
    return page.encode("utf-8", errors="replace")


def csv_report(journal: Journal, assignment: Assignment) -> bytes:
    """Return the report's tables as CSV, in one long table."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for row in _rows(figures_of(journal.results(), assignment)):
        writer.writerow([harmless(printable(str(cell))) for cell in row])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _rows(figures: Figures) -> Iterator[tuple[object, ...]]:
    for name, count in (
        ("all", figures.n_submissions),
        ("graded", figures.n_graded),
        ("unreadable", figures.n_unreadable),
        ("grader errors", figures.n_errors),
    ):
        yield "submissions", name, count, "", "", ""
    for each in figures.bins:
        yield "distribution", f"{each.low:g} to {each.high:g}", each.count, "", "", ""
    for part in figures.parts:
        share = "" if part.share is None else f"{part.share:.3f}"
        strength = "" if part.discrimination is None else f"{part.discrimination:.2f}"
        yield "parts", f"{part.part.id} {part.question.function}", part.passed, share, strength, part.remark
    for table, groups in (("misconceptions", figures.misconceptions), ("unnamed", figures.unnamed)):
        for group in groups:
            item = f"{group.question.number} {group.question.function}: {group.name}"
            yield table, item, group.count, "", "", " ".join(filter(None, (group.check, group.text)))
    for percentile, seconds in figures.seconds.items():
        yield "seconds", f"percentile {percentile}", "", "", "", f"{seconds:.2f}"
    for level, students in figures.levels.items():
        yield "confinement", level, students, "", "", ""
