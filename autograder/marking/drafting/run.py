"""Draft many answers at a time, within a budget, and go on where an earlier run was ended."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.marking.drafting.jobs import Job
from autograder.marking.drafting.server import Server, ServerError
from autograder.marking.drafting.store import Reply, Store
from autograder.marking.reply import Draft, ReplyError, check_reply
from autograder.messages import tas


@dataclass(frozen=True)
class Limits:
    """Bounds of a run.

    Args:
        concurrent: requests at a time.
        tokens: of all runs in this folder together; None for no limit.
        seconds: after which no request is sent; None for no limit.
    """

    concurrent: int = 4
    tokens: int | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Summary:
    """How a run ended.

    Args:
        stored: replies that came in this run.
        known: replies that were there before.
        left: requests that were not sent.
        why: why the run ended early, as a sentence; empty if it did not.
    """

    stored: int
    known: int
    left: int
    why: str = ""


def open_jobs(jobs: Sequence[Job], store: Store) -> list[Job]:
    """Return the requests without a stored reply, each once."""
    return list({each.key: each for each in jobs if store.reply(each) is None}.values())


async def draft_all(
    jobs: Sequence[Job],
    store: Store,
    server: Server,
    limits: Limits,
    advance: Callable[[], None] = lambda: None,
) -> Summary:
    """Ask for all replies that are not stored yet, and store each at once.

    Args:
        jobs: the requests.
        store: where replies are kept.
        server: whom to ask.
        limits: bounds of the run.
        advance: is called after each reply.
    """
    queue = open_jobs(jobs, store)
    known, waiting = len(jobs) - len(queue), iter(queue)
    deadline = time.monotonic() + limits.seconds if limits.seconds is not None else None
    stored, why = 0, ""

    async def work() -> None:
        nonlocal stored, why
        for job in waiting:
            if not why and limits.tokens is not None and store.spent() + job.tokens > limits.tokens:
                why = tas.drafts.budget_spent(store.spent(), limits.tokens)
            if not why and deadline is not None and time.monotonic() > deadline:
                why = tas.drafts.TIME_SPENT
            if why:
                return
            number = store.asking(job)
            try:
                reply = await server.ask(job)
            except ServerError as error:
                store.failed(number)
                why = why or str(error)
                return
            store.keep(number, job, reply)
            stored += 1
            advance()

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(limits.concurrent, len(queue))):
                group.create_task(work())
    finally:
        await server.close()
    return Summary(stored, known, len(queue) - stored, why)


def draft_of(job: Job, reply: Reply | None) -> Draft | str:
    """Return the draft that a reply holds, or why there is none. A failure is a state, never a score."""
    if reply is None:
        return tas.drafts.DRAFT_NOT_ASKED
    if reply.ended == "refused":
        return tas.drafts.server_refused(reply.text)
    if reply.ended == "length":
        return tas.drafts.DRAFT_CUT
    try:
        return check_reply(job.rubric, reply.text, job.answer)
    except ReplyError as error:
        return str(error)


def drafts_of(jobs: Sequence[Job], store: Store) -> dict[str, list[Draft | str]]:
    """Return all samples of each student's draft."""
    found: dict[str, list[Draft | str]] = {}
    for job in jobs:
        found.setdefault(job.student, []).append(draft_of(job, store.reply(job)))
    return found
