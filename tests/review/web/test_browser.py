"""The page in a real browser: a class from import to publishing by keyboard, and hostile answers."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from hostile_answers import HIDING, INJECTIONS
from playwright.sync_api import Browser, Page
from review_fixtures import COURSE, TEXT, Review, class_of_samples, make_review
from review_server import chromium, log_in, running
from sqlalchemy import select

from autograder.review.allocation import Plan, assign
from autograder.review.importing import import_answers
from autograder.review.models import Answer, Draft, Grader, Kind, Marking, Slot, State, Status
from autograder.review.outcomes import outcomes
from autograder.review.publishing import publish
from autograder.review.rubric_versions import in_use

pytestmark = pytest.mark.slow
Make = Callable[..., Review]
__all__ = ["make_review"]
STUDENTS = 12
KEYS = "1234567890fghl"
"""The keys of criteria, in order."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def wait_saved(page: Page) -> None:
    page.wait_for_function("() => document.getElementById('save-state').textContent === 'Saved'")


def grade_all(
    page: Page, address: str, question: str, keys: Callable[[int], list[str]]
) -> tuple[int, list[float]]:
    """Grade all answers to a question by keyboard; return how many keys, and the seconds to each next."""
    pressed, seconds = 0, []
    page.goto(f"{address}/grade/{question}")
    while page.locator("#panel").count():
        here = page.url
        for key in keys(page.locator("fieldset.criterion").count()):
            page.keyboard.press(key)
            pressed += 1
        begin = time.perf_counter()
        page.keyboard.press("Enter")
        pressed += 1
        page.wait_for_function("here => location.href !== here", arg=here, polling=5)
        seconds.append(time.perf_counter() - begin)
        page.wait_for_load_state()
    return pressed, seconds


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def press_first(page: Page, path: str, name: str) -> bool:
    """Press the first button of that name by keyboard and wait; return False if none is left."""
    page.goto(path)
    buttons = page.get_by_role("button", name=name)
    if not buttons.count():
        return False
    buttons.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return True


def settle_all(lead: Page, address: str) -> int:
    count = 0
    while press_first(lead, f"{address}/disputes", "Settle"):
        count += 1
        assert lead.locator(".earlier").first.inner_text().startswith("first grader: ")
        lead.keyboard.press("r")
        with lead.expect_navigation():
            lead.keyboard.press("Enter")
        assert lead.get_by_role("heading", name="nothing left to grade").is_visible()
    return count


def prepared_class(make_review: Make) -> Review:
    """Sixty answers for two graders, two of each question twice, with a sample each to calibrate on."""
    review = make_review("anna", "ben", "lea")
    incoming = class_of_samples(STUDENTS)
    result = import_answers(review.database, review.roster, COURSE, incoming, actor="lea")
    assert len(result.new) == 60
    with review.database.write(alone=True) as session:
        graders = session.scalars(select(Grader).where(Grader.name != "lea").order_by(Grader.name)).all()
        plan = Plan({each.number: 2 for each in COURSE.assignment.written}, repeats=0, calibration=1)
        assert assign(session, graders, plan) == {Slot.FIRST: 60, Slot.SECOND: 10, Slot.CALIBRATION: 10}
    return review


def test_a_class_from_import_to_publishing(make_review: Make, browser: Browser, tmp_path: Path) -> None:
    review = prepared_class(make_review)
    complaints: list[str] = []
    seconds: list[float] = []
    with running(review.database) as address:
        anna, ben, lead = (
            log_in(browser, address, review.tokens[name], complaints) for name in ("anna", "ben", "lea")
        )

        def grade(page: Page) -> None:
            # Anna decides all criteria as met, Ben the first; the rest is not met.
            most = 99 if page is anna else 1
            for question in COURSE.assignment.written:
                count, took = grade_all(
                    page, address, question.number, lambda count: [*KEYS[: min(count, most)], "r"]
                )
                seconds.extend(took)
                assert count <= 14 * len(took)

        for page in (anna, ben):
            grade(page)  # the samples: nothing else is handed out before the lock
            page.goto(f"{address}/grade/Q1")
            assert page.get_by_role("heading", name="your calibration is done").is_visible()
        lead.goto(f"{address}/calibration")  # no samples were given to her: she leads the talk
        assert lead.locator("summary", has_text="anna, ben and the label").count() == 5
        assert serious(lead) == []
        while press_first(lead, f"{address}/rubrics", "start grading"):
            pass
        for page in (anna, ben):
            grade(page)
            page.goto(f"{address}/calibration")
            assert page.locator("th:text-is('label')").count() == 5
            assert serious(page) == []
        assert settle_all(lead, address) == 10
        for path in ("/", "/students", "/agreement", "/audit", "/disputes", "/rubrics"):
            lead.goto(address + path)
            assert serious(lead) == []
        lead.goto(f"{address}/students")
        assert lead.locator("text=All answers are final").is_visible()
        with lead.expect_navigation():
            lead.locator("tbody a").first.click()
        assert lead.get_by_role("heading", name="will see").is_visible()
        assert serious(lead) == []
        for page in (anna, ben, lead):
            page.context.close()
    with review.database.write() as session:
        assert {each.status for each in outcomes(session)} == {Status.FINAL}
        done = publish(session, review.folder.roster(), tmp_path / "out", "Homework", "lea")
    assert done.students == STUDENTS
    assert complaints == []
    assert sorted(seconds)[len(seconds) // 2] < 1.0, "the median from key to next answer; the aim is 0.1 s"


def one_answer(make_review: Make, text: str = TEXT) -> Review:
    review = make_review("anna")
    review.add({"s1": text, "s2": "A second answer of some words."})
    review.assign()
    return review


def stored(review: Review) -> list[Marking]:
    with review.database.read() as session:
        return list(session.scalars(select(Marking).order_by(Marking.allocation_id)))


def test_evidence_comment_undo_and_skip_by_keyboard(make_review: Make, browser: Browser) -> None:
    review = one_answer(make_review)
    with running(review.database) as address:
        page = log_in(browser, address, review.tokens["anna"])
        page.goto(f"{address}/grade/Q1/{review.allocations()[0].id}")
        page.keyboard.press("1")
        page.keyboard.press("]")
        page.keyboard.press("]")
        page.keyboard.press("e")
        assert page.locator(".quotes q").inner_text() == "Above 1 they lose."
        page.keyboard.press("c")
        page.keyboard.type("Well said, 12 ue?")
        page.keyboard.press("Escape")
        page.keyboard.press("2")
        page.keyboard.press("2")
        page.keyboard.press("Shift+Digit1")
        page.keyboard.press("u")
        wait_saved(page)
        marking = stored(review)[0]
        with review.database.read() as session:
            full = session.get_one(Marking, marking.id)
            assert {each.criterion: (each.verdict, each.comment) for each in full.decisions} == {
                "effect": ("met", "Well said, 12 ue?"),
                "task": ("1.5", ""),
            }
            assert [each.quote for each in full.evidence] == ["Above 1 they lose."]
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{review.allocations()[1].id}")
        page.keyboard.press("v")
        again = page.locator("fieldset.chosen select.reuse option", has_text="Well said, 12 ue?")
        again.wait_for(state="attached")
        page.keyboard.press("Escape")
        page.keyboard.press("u")
        page.wait_for_url(f"**/{review.allocations()[0].id}")
        wait_saved(page)
        assert stored(review)[0].state is State.OPEN
        page.keyboard.press("?")
        assert page.locator("dialog[open]").is_visible()
        assert serious(page) == []
        page.context.close()


def test_a_draft_shows_after_the_own_look_and_ticks_nothing(make_review: Make, browser: Browser) -> None:
    review = one_answer(make_review)
    with review.database.write() as session:
        version = in_use(session, "Q1")
        answer = session.scalars(select(Answer).order_by(Answer.id)).first()
        assert version is not None
        assert answer is not None
        item = {
            "verdict": "met", "quote": "<img src=x onerror=alert(1)>", "quote_state": "near", "reason": "So.",
        }  # fmt: skip
        items = {"effect": item, "task": item | {"verdict": "", "quote_state": "unverified"}}
        session.add(Draft(answer_id=answer.id, model="model", rubric_hash=version.hash, items=items))
    (allocation, *_) = [each for each in review.allocations() if each.answer_id == answer.id]
    complaints: list[str] = []
    with running(review.database) as address:
        page = log_in(browser, address, review.tokens["anna"])
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/grade/Q1/{allocation.id}")
        page.keyboard.press("d")
        page.wait_for_selector("#notice:not([hidden])")
        assert "decide every criterion first" in page.locator("#notice").inner_text()
        assert page.locator("#draft").is_hidden()
        page.keyboard.press("Shift+Digit1")
        page.keyboard.press("r")
        page.keyboard.press("d")
        page.wait_for_selector("#draft:not([hidden])")
        assert page.locator("#draft tbody tr").count() == 2
        assert page.locator("#draft").inner_text().count("(differs)") == 1
        assert page.locator("#draft img").count() == 0
        assert page.locator("input:checked").evaluate_all("all => all.map(each => each.value)") == [
            "not_met",
            "0",
        ]
        assert serious(page) == []
        page.context.close()
    assert complaints == []


def test_two_tabs_never_overwrite_each_other(make_review: Make, browser: Browser) -> None:
    review = one_answer(make_review)
    with running(review.database) as address:
        one = log_in(browser, address, review.tokens["anna"])
        two = one.context.new_page()
        for page in (one, two):
            page.goto(f"{address}/grade/Q1/{review.allocations()[0].id}")
        one.keyboard.press("1")
        wait_saved(one)
        two.keyboard.press("Shift+Digit1")
        two.wait_for_selector("#notice:not([hidden])")
        assert "saved elsewhere" in two.locator("#notice").inner_text()
        assert serious(two) == []
        assert stored(review)[0].version == 1
        two.get_by_role("button", name="Keep mine").click()
        wait_saved(two)
        with review.database.read() as session:
            marking = session.get_one(Marking, stored(review)[0].id)
            assert (marking.version, marking.decisions[0].verdict) == (2, "not_met")
        one.context.close()


def test_what_was_entered_while_the_server_was_away_is_saved_later(
    make_review: Make, browser: Browser
) -> None:
    review = one_answer(make_review)
    with running(review.database) as address:
        page = log_in(browser, address, review.tokens["anna"])
        page.goto(f"{address}/grade/Q1/{review.allocations()[0].id}")
        page.wait_for_load_state("networkidle")
        page.context.set_offline(True)
        page.keyboard.press("1")
        page.keyboard.press("r")
        page.wait_for_selector("text=Server not reached")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{review.allocations()[1].id}")
        # The page is closed, as if the laptop was, and opened again when the server is back.
        page.close(run_before_unload=False)
        assert stored(review)[0].state is State.OPEN
        context = browser.contexts[-1]
        context.set_offline(False)
        page = context.new_page()
        page.goto(f"{address}/grade/Q1")
        wait_saved(page)
        assert stored(review)[0].state is State.CONFIRMED
        assert stored(review)[0].version == 1
        context.close()


def test_shortcuts_can_be_switched_off_and_buttons_do_the_same(make_review: Make, browser: Browser) -> None:
    review = one_answer(make_review)
    with running(review.database) as address:
        page = log_in(browser, address, review.tokens["anna"])
        page.get_by_label("Single-key shortcuts").uncheck()
        page.get_by_role("button", name="Save").click()
        page.goto(f"{address}/grade/Q1/{review.allocations()[0].id}")
        page.keyboard.press("1")
        page.keyboard.press("r")
        assert page.locator("input:checked").count() == 0
        page.get_by_role("button", name="Rest not met").click()
        assert page.locator("input:checked").count() == 2
        page.get_by_role("button", name="Confirm and next").click()
        page.wait_for_url(f"**/{review.allocations()[1].id}")
        wait_saved(page)
        assert stored(review)[0].state is State.CONFIRMED
        page.context.close()


def test_hostile_answers_comments_and_names_do_nothing(make_review: Make, browser: Browser) -> None:
    hostile = [*INJECTIONS.values(), *HIDING.values()]
    assert len(hostile) >= 40
    review = make_review("lea")
    review.add({f"s{number}": f"{text}\n\nEnd." for number, text in enumerate(hostile)})
    review.assign()
    for allocation, text in zip(review.allocations(), hostile, strict=True):
        storable = text.replace("\0", "")[:1000]
        review.mark(allocation, {"effect": "met", "task": "0"}, comment=storable)
    complaints: list[str] = []
    with running(review.database) as address:
        page = log_in(browser, address, review.tokens["lea"], complaints)
        elsewhere: list[str] = []
        page.on("request", lambda sent: None if sent.url.startswith(address) else elsewhere.append(sent.url))
        for allocation in review.allocations():
            page.goto(f"{address}/grade/Q1/{allocation.id}")
            assert page.locator("#answer").inner_text().rstrip().endswith("End.")
            inside = "#answer :is(script, style, iframe, form, input, img, svg, link, meta, base, object)"
            assert page.locator(inside).count() == 0
            handlers = (
                "[...document.querySelectorAll('#answer *')].flatMap(e => [...e.attributes].map(a => a.name))"
            )
            assert not [name for name in page.evaluate(handlers) if name.startswith("on") or name == "style"]
            links = page.evaluate("[...document.querySelectorAll('#answer a')].map(a => a.protocol)")
            assert set(links) <= {"https:", "http:", "mailto:"}
        with review.database.read() as session:
            answers = session.scalars(select(Answer).where(Answer.kind == Kind.STUDENT)).all()
            codes = [each.submission.pseudonym for each in answers]
        for code in codes[::5]:
            page.goto(f"{address}/students/{code}")
            assert page.get_by_role("link", name="Overview").is_visible()
        page.context.close()
    assert complaints == []
    assert elsewhere == []


@pytest.mark.parametrize("origin", ["http://evil.test", "http://127.0.0.1:1"])
def test_another_site_cannot_act_for_a_grader(make_review: Make, browser: Browser, origin: str) -> None:
    """A page elsewhere; the second one is on this machine, so that the browser sends it the cookie."""
    review = one_answer(make_review)
    (allocation, *_) = review.allocations()
    statuses = []
    with running(review.database) as address:
        page = log_in(browser, address, review.tokens["anna"])
        page.route(f"{origin}/**", lambda route: route.fulfill(body="<p>hello", content_type="text/html"))
        page.goto(f"{origin}/")
        page.evaluate(
            """([address, allocation]) => {
              const how = {method: "PUT", body: "{}", mode: "no-cors", credentials: "include"};
              return fetch(`${address}/api/markings/${allocation}`, how).catch(() => 0);
            }""",
            [address, allocation.id],
        )
        for path in ("/logout", "/settings", f"/api/undo/{allocation.id}"):
            page.goto(f"{origin}/")
            with page.expect_navigation() as navigation:
                page.evaluate(
                    """action => {
                      const form = Object.assign(document.createElement("form"), {method: "post", action});
                      document.body.append(form);
                      form.submit();
                    }""",
                    address + path,
                )
            reply = navigation.value
            assert reply is not None
            statuses.append(reply.status)
        page.goto(address)
        assert page.get_by_role("heading", name="Your answers").is_visible()
        assert page.get_by_label("Single-key shortcuts").is_checked()
        assert stored(review)[0].version == 0
        page.context.close()
    # Without the cookie nobody is logged in; with it the request is refused for where it comes from.
    assert statuses == [401] * 3 if "evil" in origin else [403] * 3
