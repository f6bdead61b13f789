"""The review to try has something on each page."""

from pathlib import Path

import pytest
from review_fixtures import COURSE

from autograder.review.demo import YOU, make_demo
from autograder.review.models import Status
from autograder.review.status import as_text, by_question


@pytest.mark.slow
def test_there_is_something_to_grade_and_to_settle(tmp_path: Path) -> None:
    made = make_demo(tmp_path / "review", COURSE)
    database = made.folder.database()
    with database.read() as session:
        for question, counts in by_question(session).items():
            assert counts[Status.WAITING] > 0, question
            assert counts[Status.FINAL] > 0, question
        assert sum(counts[Status.DISPUTED] for counts in by_question(session).values()) > 0
        assert f"| {YOU} | 0 of " in as_text(session)
    database.close()
