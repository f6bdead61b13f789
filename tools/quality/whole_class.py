"""Take a class from an export to gradebooks, and print each step with its time.

    python tools/quality/whole_class.py [--students 120] [--seed 1] [--keep FOLDER]

The class is made from the samples in `solutions/written/` and the ways in which answers arrive: in other
encodings, with text below the help line, with a second file, or not at all. Marks are drawn at random and
entered into the sheets. Ends with 1 if a point is lost on the way.
"""

import argparse
import csv
import io
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from decimal import Decimal
from pathlib import Path

from autograder.catalog import Project, WrittenQuestion
from autograder.rubrics import Rubric, read_rubrics
from autograder.rubrics.samples import sample_body

HELP = ("none", "a chatbot, for the English", "my sister read it")
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")
MISSING, BELOW, SECOND = 0.03, 0.05, 0.03
BEFORE = (
    "before: {answers} answers opened one by one, `prompt` and `check-numbers` called for each of them,",
    "        {decisions} decisions in {questions} sheets that nothing adds up, no files for a gradebook",
)


def bodies(folder: Path) -> list[str]:
    """Return the texts of a question's samples, without their labels."""
    found = [sample_body(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]
    return [each.strip() for each in found if each]


def filled(project: Project, question: WrittenQuestion, text: str, rng: random.Random) -> str:
    """Return a question's file with an answer, as a student hands it in."""
    page = (project.assignment_folder / question.path).read_text(encoding="utf-8")
    page = page.replace("<!-- ANSWER ENDS", f"{text}\n\n<!-- ANSWER ENDS").rstrip()
    page += f" {rng.choice(HELP)}\n"
    return page + ("\n\nOne more thought that came late.\n" if rng.random() < BELOW else "")


def make_export(project: Project, path: Path, students: int, rng: random.Random) -> int:
    """Write an export as Gradescope makes it, and return how many answers it holds."""
    samples = {
        each.name: bodies(project.solutions_folder / "written" / each.name)
        for each in project.assignment.written
    }
    people, answers = [], 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as export:
        for number in range(students):
            folder = f"submission_{100_000 + 7 * number}"
            people.append(
                f"{folder}:\n  :submitters:\n  - :name: Student {number}\n    :sid: '{number:06d}'\n"
                f"    :email: s{number}@example.org\n"
            )
            for question in project.assignment.written:
                if rng.random() < MISSING:
                    continue
                answers += 1
                text = filled(project, question, rng.choice(samples[question.name]), rng)
                content = text.encode(rng.choice(ENCODINGS), errors="replace")
                export.writestr(f"export/{folder}/{question.path}", content)
                if rng.random() < SECOND:
                    export.writestr(
                        f"export/{folder}/{question.number} old.txt", "An earlier thought of mine."
                    )
        export.writestr("export/submission_metadata.yml", "---\n" + "".join(people))
        export.writestr("__MACOSX/export/._submission_metadata.yml", b"\0\5\x16\7")
    return answers


def mark(sheet: Path, rubric: Rubric, rng: random.Random) -> dict[str, Decimal]:
    """Fill a sheet's cells, and return the points that each student gets by it."""
    rows = list(csv.reader(io.StringIO(sheet.read_text(encoding="utf-8-sig"))))
    head = next(number for number, row in enumerate(rows) if row[0] == "answer")
    points = next(row for row in rows if row[0] == "points")
    expected: dict[str, Decimal] = {}
    columns = {f"{rubric.question}.{each.id}" for each in rubric.criteria}
    for row in rows[head + 1 :]:
        cells = row + [""] * (len(rows[head]) - len(row))
        for place, name in enumerate(rows[head]):
            if name in columns:
                cells[place] = rng.choice(points[place].split(" or "))
                expected[row[0]] = expected.get(row[0], Decimal(0)) + Decimal(cells[place])
        row[:] = cells
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    sheet.write_text(made.getvalue(), encoding="utf-8-sig")
    return expected


class Steps:
    """Runs commands and prints what each took."""

    def __init__(self, project: Project) -> None:
        self._root = str(project.root)
        self.seconds = 0.0
        self.count = 0

    def run(self, *arguments: str) -> str:
        """Run a command of `autograder rubric`, and return what it printed."""
        code = "from autograder.cli import main; main()"
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", code, "rubric", *arguments, "--root", self._root],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        took = time.monotonic() - began
        self.seconds += took
        self.count += 1
        if done.returncode:
            raise SystemExit(f"rubric {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
        last = done.stdout.strip().splitlines()[-1:] or [""]
        print(f"{took:6.1f} s  autograder rubric {' '.join(Path(each).name for each in arguments)}")
        print(f"          {last[0][:110]}")
        sys.stdout.flush()
        return done.stdout


def main() -> int:
    """Run all steps; 1 if the totals are not the sum of the marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder for all files that are made")
    options = parser.parse_args()
    project, rng = Project.find(), random.Random(options.seed)
    rubrics = read_rubrics(project)
    with tempfile.TemporaryDirectory(prefix="class-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        export, marking, sheets = folder / "export.zip", folder / "marking", folder / "sheets"
        answers = make_export(project, export, options.students, rng)
        decisions = options.students * sum(len(each.criteria) for each in rubrics)
        for line in BEFORE:
            print(line.format(answers=answers, decisions=decisions, questions=len(rubrics)))
        steps = Steps(project)
        steps.run("import", str(export), "--out", str(marking))
        steps.run("sheet", "--all", str(marking), "--out", str(sheets))
        expected: dict[str, Decimal] = {}
        for rubric in rubrics:
            for student, points in mark(sheets / f"{rubric.question.lower()}.csv", rubric, rng).items():
                expected[student] = expected.get(student, Decimal(0)) + points
        files = [str(sheets / f"{each.question.lower()}.csv") for each in rubrics]
        steps.run("total", *files, "--all", str(marking), "--out", str(folder / "totals"))
        with (folder / "totals" / "points.csv").open(encoding="utf-8-sig", newline="") as file:
            totals = {row["student"]: Decimal(row["total"]) for row in csv.DictReader(file)}
    lost = [student for student, points in expected.items() if totals.get(student) != points]
    print(f"after:  {steps.count} commands, {steps.seconds / 60:.1f} minutes beside the marking itself")
    print(f"{len(expected)} students, {answers} answers, {decisions} decisions; {len(lost)} totals are wrong")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
