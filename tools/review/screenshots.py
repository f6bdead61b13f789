"""Take pictures of every page of the review at 1280 and 390 pixels, for a person to look at.

    python tools/review/screenshots.py FOLDER

It opens `autograder review demo` in Debian's Chromium, and marks a few answers on the way.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
WIDTHS = (1280, 390)


class Camera:
    """Takes pictures of a page at both widths, and says which pages scroll sideways."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page, self._folder = page, folder

    def take(self, name: str) -> None:
        """Save two pictures."""
        for width in WIDTHS:
            self._page.set_viewport_size({"width": width, "height": 900})
            self._page.screenshot(path=self._folder / f"{name}_{width}.png", full_page=True)
            wide = self._page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                print(f"{name} at {width} pixels is {wide} wide")
        self._page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def pictures(page: Page, base: str, camera: Camera) -> None:
    """Go through all pages."""
    camera.take("overview")
    page.goto(f"{base}/grade/Q1")
    camera.take("grade_sample")
    while page.locator("#panel").count():
        here = page.url
        page.keyboard.press("1")
        page.keyboard.press("r")
        page.keyboard.press("Enter")
        page.wait_for_function("here => location.href !== here", arg=here)
        page.wait_for_load_state("networkidle")
    camera.take("calibration_done")
    page.goto(f"{base}/calibration")
    camera.take("calibration")
    page.goto(f"{base}/rubrics")
    camera.take("rubrics")
    page.locator("details").first.evaluate("each => each.open = true")
    camera.take("rubrics_open")
    with page.expect_navigation():
        page.get_by_role("button", name="Lock Q1").click()
    page.goto(f"{base}/grade/Q1")
    for key in ("1", "]", "]", "e", "2", "r"):
        page.keyboard.press(key)
    page.wait_for_function("() => document.getElementById('save-state').textContent === 'Saved'")
    camera.take("grade")
    page.keyboard.press("?")
    camera.take("keys")
    page.keyboard.press("Escape")
    page.goto(f"{base}/disputes")
    camera.take("disputes")
    if page.get_by_role("button", name="Settle").count():
        with page.expect_navigation():
            page.get_by_role("button", name="Settle").first.click()
        camera.take("adjudicate")
    for name in ("students", "agreement", "audit"):
        page.goto(f"{base}/{name}")
        camera.take(name)
    page.goto(f"{base}/students")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    camera.take("student")
    with page.expect_navigation():
        page.get_by_role("button", name="Log out").click()
    camera.take("login")


def main() -> None:
    """Start the demo and take all pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    run = [sys.executable, "-c", "from autograder.cli import main; main()", "review", "demo", "--no-browse"]
    server = subprocess.Popen(
        [*run, "--root", str(ROOT)],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert server.stdout is not None
        found = re.search(r"http\S+", server.stdout.readline())
        assert found is not None, "the demo did not start"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900})
            base = found[0].partition("/login")[0]
            page.goto(found[0])
            page.wait_for_url(f"{base}/")
            pictures(page, base, Camera(page, folder))
            browser.close()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
