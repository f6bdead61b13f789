"""Run the app with uvicorn, on loopback only."""

import socket
from collections.abc import Callable, Iterable

import uvicorn

from autograder.catalog import Project
from autograder.messages import review as words
from autograder.review.course_rubrics import course_rubrics
from autograder.review.database import ReviewError
from autograder.review.folder import Folder
from autograder.review.web.app import create_app

HOST = "127.0.0.1"


def serve(
    folder: Folder, project: Project, port: int, host_names: Iterable[str], started: Callable[[str], None]
) -> None:
    """Serve a review until it is interrupted.

    Args:
        folder: The review.
        project: The course, whose title and rubrics the page shows.
        port: The port; 0 takes a free one.
        host_names: Names by which a TLS proxy reaches this server.
        started: Is called with the address once connections are accepted.

    Raises:
        ReviewError: The port is taken.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise ReviewError(words.port_taken(port)) from error
    database = folder.database()
    chosen = listening.getsockname()[1]
    app = create_app(database, project.assignment.title, chosen, host_names, lambda: course_rubrics(project))
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", server_header=False)
    started(f"http://{HOST}:{chosen}")
    try:
        uvicorn.Server(config).run([listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
        database.close()
