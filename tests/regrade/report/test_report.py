"""The report: right figures, no small cell, no name that nobody asked for, and nothing that a page runs."""

import csv
import io
import itertools
import random
import re
from pathlib import Path
from typing import Any

import pytest

from autograder.catalog import Project
from autograder.regrade.journal import Journal
from autograder.regrade.report.figures import MIN_CELL, bins_of, figures_of
from autograder.regrade.report.write import csv_report, html_report
from autograder.regrade.result import Result, State

EVIL = "<script>alert(1)</script>\x1b[31m"


def result(project: Project, name: str, failing: dict[str, dict[str, Any]] | None = None) -> Result:
    """A result that passes everything but the questions that are `failing`."""
    questions = {}
    for question in project.assignment.questions:
        parts = {part.name: part.points for part in question.parts}
        said = (failing or {}).get(question.number)
        if said is not None:
            parts = dict.fromkeys(parts, 0.0)
        passed = [name for name, points in parts.items() if points]
        questions[question.number] = {
            "score": sum(parts.values()), "state": "passed", "parts": parts, "passed": passed, **(said or {})
        }  # fmt: skip
    score = sum(each["score"] for each in questions.values())
    facts: dict[str, Any] = {
        "seconds": 1.5,
        "cpu_seconds": 0.5,
        "level": "3",
        "summary": {"questions": questions},
    }
    return Result(name, "c", "b", State.GRADED, score, project.assignment.code_points, **facts)


def chaff(name: str) -> dict[str, str]:
    return {"chaff": name, "hint": f"hint of {name}", "title": "t", "words": "w", "detail": EVIL}


def unnamed(fingerprint: str) -> dict[str, str]:
    return {"fingerprint": fingerprint, "title": EVIL, "words": "w", "detail": f"f({fingerprint}) {EVIL}"}


@pytest.fixture
def course(project: Project, tmp_path: Path) -> Journal:
    """40 students: 6 share a chaff, 4 another, 7 a fingerprint, 3 another."""
    first, second = (question.number for question in project.assignment.questions[:2])
    failing = [{first: chaff("common")}] * 6 + [{first: chaff("rare")}] * 4
    failing += [{second: unnamed("aaa")}] * 7 + [{second: unnamed("bbb")}] * 3 + [{}] * 20
    results = [result(project, f"student{n}", each) for n, each in enumerate(failing)]
    results += [Result("secretname", "c", "b", State.ERROR, problem=f"broke {EVIL}")]
    results += [Result("othername", "c", "b", State.UNREADABLE, problem="no zip")]
    journal = Journal(tmp_path / "course.sqlite")
    journal.begin("b", {"torch": "2"})
    journal.note([(each.name, "c") for each in results] + [("later", "c")], "b")
    journal.write_all(results)
    return journal


def test_the_figures_are_right(project: Project, course: Journal) -> None:
    figures = figures_of(course.results(), project.assignment)
    assert (figures.n_submissions, figures.n_graded, figures.n_errors, figures.n_unreadable) == (42, 40, 1, 1)
    assert [(each.name, each.count) for each in figures.misconceptions] == [("common", 6)]
    assert [(each.name, each.count) for each in figures.unnamed] == [("aaa", 7)]
    assert figures.n_small == 2
    first = project.assignment.questions[0]
    points = project.assignment.code_points
    assert figures.mean == pytest.approx(
        points - (10 * first.points + 10 * project.assignment.questions[1].points) / 40
    )
    assert figures.parts[0].passed == "30"
    assert figures.parts[0].share == 0.75
    assert figures.parts[-1].remark == "everybody"
    assert figures.seconds == {50: 1.5, 90: 1.5}
    # Who fails the first question passes the second: passing one goes with fewer points elsewhere.
    assert figures.parts[0].discrimination == pytest.approx(-1 / 3)


def test_nothing_is_true_of_fewer_than_five(project: Project) -> None:
    first = project.assignment.questions[0].number
    for n_failing in range(1, 45):
        results = [result(project, f"s{n}", {first: chaff("x")} if n < n_failing else {}) for n in range(44)]
        figures = figures_of(results, project.assignment)
        part, rest = figures.parts[0], 44 - n_failing
        if n_failing < MIN_CELL or 0 < rest < MIN_CELL:
            assert (part.share, part.discrimination) == (None, None), n_failing
            assert part.passed in ("<5", ">39"), n_failing
        counts = [each.count for each in figures.bins] + [each.count for each in figures.misconceptions]
        assert min(counts) >= MIN_CELL, n_failing
    rng = random.Random(1)
    for count in range(1, 60):
        scores = [rng.choice([0, 5, 31.5, rng.uniform(0, 70), 70]) for _ in range(count)]
        bins = bins_of(scores, 70)
        assert sum(each.count for each in bins) == (count if count >= MIN_CELL else 0)
        assert all(each.count >= MIN_CELL for each in bins)
        assert not bins or (bins[0].low, bins[-1].high) == (0, 70)
        assert all(a.high == b.low for a, b in itertools.pairwise(bins))


def test_four_students_have_no_report(project: Project) -> None:
    figures = figures_of([result(project, f"s{n}") for n in range(4)], project.assignment)
    assert (figures.mean, figures.quartiles, figures.bins, figures.seconds) == (None, (), (), {})
    assert {each.passed for each in figures.parts} == {"<5"}


@pytest.mark.slow
def test_the_page_needs_nothing_else_and_names_nobody(project: Project, course: Journal) -> None:
    page = html_report(course, project.assignment).decode()
    assert page == html_report(course, project.assignment).decode()
    assert not re.search(r"<script|<link|<img|@import|src=|url\(\s*['\"]?http", page)
    assert "\x1b" not in page
    assert page.count("<svg") == 2
    assert "not graded yet" in page
    for hidden in ("secretname", "othername", "student1", "rare", "bbb"):
        assert hidden not in page, hidden
    named = html_report(course, project.assignment, names=True).decode()
    assert "secretname" in named
    assert "&lt;script&gt;" in named


def test_the_tables_are_there_as_csv(project: Project, course: Journal) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_report(course, project.assignment).decode("utf-8-sig"))))
    assert {row["table"] for row in rows} == {
        *("submissions", "distribution", "parts", "misconceptions", "unnamed", "seconds", "confinement")
    }
    assert "secretname" not in str(rows)
    assert sum(int(row["students"]) for row in rows if row["table"] == "distribution") == 40
