"""What tests of the review run in processes of their own: a new process finds modules of this folder only."""

from multiprocessing.connection import Connection
from multiprocessing.queues import Queue
from pathlib import Path

from review_fixtures import FULL, MINI

from autograder.review.database import Database
from autograder.review.folder import Folder
from autograder.review.marking import Content, save
from autograder.review.models import State
from autograder.review.web.server import serve


def serve_review(folder: Path, started: Connection) -> None:
    """Serve a review, and send its address once it listens."""
    serve(Folder.open(folder), MINI, 0, (), started.send)


def write_many(url: str, grader: int, allocations: list[int], failures: "Queue[str]") -> None:
    """Save and confirm each of a grader's answers; an error goes to `failures`."""
    database = Database(url)
    try:
        for allocation in allocations:
            for version, state in enumerate((State.OPEN, State.CONFIRMED)):
                with database.write() as session:
                    save(session, grader, allocation, Content(FULL, state=state), version=version, save_id="")
    except Exception as error:  # noqa: BLE001 - the parent has to hear of whatever it is
        failures.put(repr(error))
    database.close()
