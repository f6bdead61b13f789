"""Take README's picture of the review: a grader at work on an answer of a made-up class.

    python tools/review/readme_picture.py docs/review.png

It serves a class of the course's samples as the tests do, in the system's Chromium. Needs the extra `dev`.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "support"))

from review_fixtures import COURSE, class_of_samples, start
from review_server import chromium, log_in, running

from autograder.review.allocation import Plan, assign
from autograder.review.folder import Folder
from autograder.review.importing import import_answers
from autograder.review.models import Grader
from autograder.review.rubric_versions import lock

QUESTION, STUDENTS, COLORS = "Q1", 8, 64
KEYS = ("1", "]", "]", "e", "2", "]", "e", "3")


def grade(page: Page, address: str) -> None:
    """Open an answer, decide some criteria with a quote for two of them, and wait until it is saved."""
    page.goto(f"{address}/grade/{QUESTION}")
    for key in KEYS:
        page.keyboard.press(key)
    page.wait_for_function("() => document.getElementById('save-state').textContent === 'Saved'")


def main() -> None:
    """Make the class, serve it, and save the picture with few colors."""
    picture = Path(sys.argv[1])
    with TemporaryDirectory() as folder:
        review = start(Folder.create(Path(folder), None), "anna", "lea")
        import_answers(review.database, review.roster, COURSE, class_of_samples(STUDENTS), actor="lea")
        with review.database.write(alone=True) as session:
            graders = session.scalars(select(Grader).where(Grader.name == "anna")).all()
            assign(session, graders, Plan({}, repeats=0, calibration=0))
            lock(session, QUESTION, "lea")
        with running(review.database) as address, chromium() as browser:
            page = log_in(browser, address, review.tokens["anna"])
            grade(page, address)
            page.screenshot(path=picture)
        review.database.close()
    with Image.open(picture) as taken:
        taken.convert("RGB").quantize(COLORS).save(picture, optimize=True)


if __name__ == "__main__":
    main()
