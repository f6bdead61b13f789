"""The server is killed at random moments: what it confirmed is stored, once, and nothing else is."""

import multiprocessing
import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from review_fixtures import FULL, Review
from review_processes import serve_review
from sqlalchemy import func, select

from autograder.review.models import AuditEvent, Login, Marking

pytestmark = pytest.mark.slow
Make = Callable[..., Review]
KILLS = int(os.environ.get("AUTOGRADER_KILLS", "10"))
MAX_SAVES = 6
"""Saves of one life, at most, before the server is killed during the next ones."""


class Server:
    """A server that can be killed. All are forked from one process, which has loaded what they need."""

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.review.web.server"])

    def __init__(self, folder: Path) -> None:
        ours, theirs = self.context.Pipe()
        self.process = self.context.Process(target=serve_review, args=(folder, theirs))
        self.process.start()
        assert ours.poll(120), "the server did not start"
        self.address: str = ours.recv()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.join()
        assert self.process.exitcode == -9


def log_in(client: httpx2.Client, review: Review) -> str:
    for _ in range(600):
        try:
            reply = client.post("/login", data={"token": review.tokens["anna"]})
            break
        except httpx2.TransportError:
            time.sleep(0.05)
    assert reply.status_code == 303
    with review.database.read() as session:
        return session.scalars(select(Login.csrf).order_by(Login.id.desc())).first() or ""


def test_no_confirmed_mark_is_lost_or_doubled(make_review: Make) -> None:
    review = make_review("anna")
    count = KILLS * 2 * MAX_SAVES
    review.add({f"s{number}": f"Answer {number}." for number in range(count)})
    review.assign()
    waiting = [each.id for each in review.allocations()]
    confirmed: set[int] = set()
    uncertain: set[int] = set()
    chance = random.Random(1)
    content = {"verdicts": FULL, "comments": {}, "evidence": [], "comment": "", "state": "confirmed"}
    for _ in range(KILLS):
        server = Server(review.folder.path)
        with httpx2.Client(base_url=server.address, timeout=30) as client:
            csrf = log_in(client, review)
            before, killer = chance.randrange(MAX_SAVES), None
            for saves in range(count):
                key = waiting[0]
                if saves == before:
                    killer = threading.Timer(chance.uniform(0, 0.03), server.kill)
                    killer.start()
                try:
                    # A save whose reply was lost is repeated under the same name, as the page does.
                    reply = client.put(
                        f"/api/markings/{key}",
                        json={"content": content, "version": 0, "save_id": f"save of {key}"},
                        headers={"x-csrf-token": csrf},
                    )
                except httpx2.TransportError:
                    uncertain.add(key)
                    break
                assert reply.status_code == 200, reply.text
                assert reply.json() == {"version": 1, "state": "confirmed"}
                confirmed.add(waiting.pop(0))
            assert killer is not None
            killer.join()
    with review.database.read() as session:
        states = {each.allocation_id: each.state for each in session.scalars(select(Marking))}
        doubled = session.execute(
            select(AuditEvent.marking_id)
            .where(AuditEvent.action == "confirm")
            .group_by(AuditEvent.marking_id)
            .having(func.count() > 1)
        ).all()
    stored = {key for key, state in states.items() if state == "confirmed"}
    print(f"{KILLS} kills, {len(confirmed)} confirmed, {len(uncertain)} cut, {len(stored)} stored")
    assert len(confirmed) > KILLS
    assert confirmed <= stored
    assert stored - confirmed <= uncertain
    assert doubled == []
