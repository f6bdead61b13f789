"""The review's server in a thread, and a browser: the system's Chromium, without the network."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from needs import cannot_run
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from autograder.review.database import Database
from autograder.review.web.app import create_app

BROWSERS = ("chromium", "google-chrome")


@contextmanager
def running(database: Database) -> Iterator[str]:
    """Serve a review and yield its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = create_app(database, "Homework", port)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        cannot_run("it needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def log_in(browser: Browser, address: str, token: str, complaints: list[str] | None = None) -> Page:
    """Open the page in a fresh profile; messages of its console are added to `complaints`."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    if complaints is not None:
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))

        def dismissed(dialog: Dialog) -> None:
            complaints.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", dismissed)
    page.goto(f"{address}/login#{token}")
    page.wait_for_url(f"{address}/")
    return page
