"""The server is killed at random moments: what it confirmed is stored, once, and nothing else is."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from review_fixtures import FULL, MINI, TEXT, Review
from sqlalchemy import func, select

from autograder.review.models import AuditEvent, Login, Marking

pytestmark = pytest.mark.slow
Make = Callable[..., Review]
KILLS = int(os.environ.get("AUTOGRADER_KILLS", "5"))
SAVES_OF_ONE_LIFE = 12
KILLER = "import os, sys, time; time.sleep(float(sys.argv[2])); os.kill(int(sys.argv[1]), 9)"


class Server:
    """`autograder review serve` as a process of its own."""

    def __init__(self, folder: Path) -> None:
        run = [sys.executable, "-c", "from autograder.cli import main; main()"]
        arguments = ["review", "serve", str(folder), "--port", "0", "--root", str(MINI.root)]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [*run, *arguments], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.address = next(word for word in line.split() if word.startswith("http://"))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


def log_in(client: httpx2.Client, review: Review) -> str:
    for _ in range(200):
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
    count = KILLS * SAVES_OF_ONE_LIFE
    review.add({f"s{number}": f"{TEXT} {number}" for number in range(count)})
    review.assign()
    waiting = [each.id for each in review.allocations()]
    confirmed: set[int] = set()
    uncertain: set[int] = set()
    chance = random.Random(1)
    content = {"verdicts": FULL, "comments": {}, "evidence": [], "comment": "", "state": "confirmed"}
    for _ in range(KILLS):
        server = Server(review.folder.path)
        with httpx2.Client(base_url=server.address, timeout=5) as client:
            csrf = log_in(client, review)
            killer = subprocess.Popen(
                [sys.executable, "-c", KILLER, str(server.process.pid), str(chance.uniform(0.02, 0.2))]
            )
            while waiting:
                key = waiting[0]
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
            killer.wait()
        server.kill()
    with review.database.read() as session:
        states = {each.allocation_id: each.state for each in session.scalars(select(Marking))}
        doubled = session.execute(
            select(AuditEvent.marking_id)
            .where(AuditEvent.action == "confirm")
            .group_by(AuditEvent.marking_id)
            .having(func.count() > 1)
        ).all()
    stored = {key for key, state in states.items() if state == "confirmed"}
    assert confirmed, "no save came through: the test kills too early"
    assert confirmed <= stored
    assert stored - confirmed <= uncertain
    assert doubled == []
