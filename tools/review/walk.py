"""Grade 20 answers of the demo by keyboard as their labels say; count keys and clicks, time each next answer.

    python tools/review/walk.py              # decisions only
    python tools/review/walk.py --quotes     # and a quote for each answer

The browser itself counts and times: from the key down to the first frame that shows the next answer.
"""

import argparse
import contextlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from autograder.catalog import Project
from autograder.review.demo import YOU, make_demo
from autograder.review.models import Allocation, Answer, Grader, Kind
from autograder.review.rubric_versions import all_in_use, lock, rubric_of
from autograder.rubrics import read_rubrics
from autograder.rubrics.model import Criterion
from autograder.rubrics.samples import read_samples

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
ANSWERS = 20
BETWEEN_KEYS = 0.12
"""Seconds; a fast typist."""
WATCH = """() => {
  window.walk = {keys: 0, clicks: 0, next: []};
  let began = 0;
  addEventListener("keydown", event => {
    if (!["Shift", "Control", "Alt"].includes(event.key)) window.walk.keys += 1;
    if (event.key === "Enter") began = performance.now();
  }, true);
  addEventListener("click", () => { window.walk.clicks += 1; }, true);
  new MutationObserver(() => {
    if (began) requestAnimationFrame(() => window.walk.next.push(performance.now() - began));
  }).observe(document.getElementById("place"), {childList: true});
}"""


def keys_of(criterion: Criterion, verdict: str) -> int:
    """Return how often a criterion's key is pressed; the lowest verdict is left to `r`."""
    choices = list(criterion.worth)[::-1]
    place = choices.index(verdict)
    return 0 if place == len(choices) - 1 else place + 1


def grade(page: Page, criteria: tuple[Criterion, ...], verdicts: Mapping[str, str], *, quote: bool) -> None:
    """Press the keys for one answer, as a person does."""

    def press(key: str) -> None:
        page.keyboard.press(key)
        time.sleep(BETWEEN_KEYS)

    quoted = not quote
    for criterion in criteria:
        name = page.locator(f"fieldset[data-criterion={criterion.id}]").get_attribute("data-key") or ""
        for _ in range(keys_of(criterion, verdicts[criterion.id])):
            press(name)
        if not quoted and keys_of(criterion, verdicts[criterion.id]):
            press("]")
            press("e")
            quoted = True
    press("r")
    page.keyboard.press("Enter")


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a review and yield its address."""
    run = [sys.executable, "-c", "from autograder.cli import main; main()", "review", "serve", str(folder)]
    server = subprocess.Popen(
        [*run, "--port", "0", "--root", str(ROOT)],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert server.stdout is not None
        found = re.search(r"http://[\d.:]+", server.stdout.readline())
        assert found is not None
        yield found[0]
    finally:
        server.terminate()
        server.wait()


def walk(page: Page, address: str, plan: Mapping[str, list[tuple[int, Mapping[str, str]]]],
         criteria: Mapping[str, tuple[Criterion, ...]], *, quote: bool) -> None:  # fmt: skip
    """Grade, and print the figures."""
    keys = clicks = graded = 0
    seconds: list[float] = []
    for question, of_question in plan.items():
        labels = dict(of_question)
        page.goto(f"{address}/grade/{question}")
        page.evaluate(WATCH)
        # The last answer of a question leads to another page, which would reset what was counted.
        for _ in range(min(len(labels) - 1, ANSWERS - graded)):
            here = page.url
            allocation = int(here.rsplit("/", 1)[1])
            grade(page, criteria[question], labels[allocation], quote=quote)
            page.wait_for_function("here => location.href !== here", arg=here)
            graded += 1
            time.sleep(0.5)  # reading, which takes a person longer
        counted = page.evaluate("window.walk")
        keys, clicks = keys + counted["keys"], clicks + counted["clicks"]
        seconds += counted["next"]
    ordered = sorted(seconds)
    quoted = " with a quote each" if quote else ""
    print(f"{graded} answers{quoted}: {keys / graded:.1f} keys each, {clicks} clicks")
    print(
        f"key to next answer: median {statistics.median(ordered):.0f} ms,"
        f" 95 % {ordered[int(0.95 * len(ordered))]:.0f} ms, most {ordered[-1]:.0f} ms"
    )


def main() -> None:
    """Prepare the demo and walk."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quotes", action="store_true")
    arguments = parser.parse_args()
    project = Project(ROOT)
    labels = {
        (rubric.question, each.answer): each.decisions
        for rubric in read_rubrics(project)
        for each in read_samples(project, rubric)
    }
    with tempfile.TemporaryDirectory(prefix="review-") as temporary:
        demo = make_demo(Path(temporary) / "review", project)
        database = demo.folder.database()
        plan: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
        with database.write() as session:
            for question in all_in_use(session):
                lock(session, question, "walk")
            criteria = {name: rubric_of(each).criteria for name, each in all_in_use(session).items()}
            rows = session.execute(
                select(Allocation.id, Answer.question, Answer.text)
                .join(Answer, Answer.id == Allocation.answer_id)
                .join(Grader)
                .where(Grader.name == YOU, Answer.kind.in_(list(Kind)))
            )
            for key, question, text in rows:
                plan.setdefault(question, []).append((key, labels[question, text]))
        database.close()
        with serving(demo.folder.path) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}/login#{demo.token}")
            page.wait_for_url(f"{address}/")
            walk(page, address, plan, criteria, quote=arguments.quotes)
            browser.close()


if __name__ == "__main__":
    main()
