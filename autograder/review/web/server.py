"""Run the app with uvicorn, on loopback only."""

import gc
import socket
import sys
from collections.abc import Callable, Iterable

import uvicorn

from autograder.catalog import Project
from autograder.messages import review as words
from autograder.review.course_rubrics import course_rubrics
from autograder.review.database import ReviewError
from autograder.review.folder import Folder
from autograder.review.web.app import create_app

HOST = "127.0.0.1"
SWITCH_SECONDS = 0.0005
"""How long a busy thread keeps the interpreter's lock from others.

Each statement of a save gives the lock up. With Python's 5 ms a save gets it back that much later, a dozen
times, and all the while holds SQLite's write lock.
"""


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
    # With the protocol named, asyncio sends small packets at once; otherwise answers wait 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
    avoid_pauses()
    started(f"http://{HOST}:{chosen}")
    try:
        uvicorn.Server(config).run([listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
        database.close()


def avoid_pauses() -> None:
    """Let threads take turns sooner, and spare the garbage collector the libraries: a walk takes 50 ms."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
