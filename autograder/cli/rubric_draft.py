"""More of `autograder rubric …`: drafts by a model, which are never marks."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.options import Root, fail
from autograder.cli.rubric_class import app

if TYPE_CHECKING:
    from autograder.marking.drafting.jobs import Job
    from autograder.marking.drafting.run import Limits, Summary
    from autograder.marking.drafting.server import Server
    from autograder.marking.drafting.store import Store

__all__ = ["app"]

Folder = Annotated[Path, typer.Argument(help="The folder that `rubric import` made.")]
QuestionOption = Annotated[str, typer.Option("--question", help="A written question, such as Q1.")]
Model = Annotated[str, typer.Option("--model", help="The model's name, as the server knows it.")]
Url = Annotated[str | None, typer.Option("--base-url", help="The server, such as http://127.0.0.1:8080/v1.")]
Budget = Annotated[
    int | None, typer.Option("--budget", min=1, help="Tokens that all runs in this folder may spend.")
]
Minutes = Annotated[float | None, typer.Option("--minutes", help="After these no request is sent.")]
Concurrent = Annotated[int, typer.Option("--concurrent", min=1, max=256, help="Requests at a time.")]
Rate = Annotated[float | None, typer.Option("--per-minute", help="Requests a minute at most.")]
MaxTokens = Annotated[int, typer.Option("--max-tokens", min=1, help="The longest reply.")]
Timeout = Annotated[float, typer.Option("--timeout", help="Seconds for one request.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print an estimate and send nothing.")]


@app.command()
def draft(
    marking: Folder,
    question: QuestionOption,
    model: Model,
    base_url: Url = None,
    sheet: Annotated[
        Path | None,
        typer.Option("--sheet", help="A sheet of `rubric sheet`: drafts get columns of their own."),
    ] = None,
    samples: Annotated[int, typer.Option("--samples", min=1, max=9, help="Replies for each answer.")] = 1,
    budget: Budget = None,
    minutes: Minutes = None,
    concurrent: Concurrent = 4,
    per_minute: Rate = None,
    max_tokens: MaxTokens = 4096,
    timeout: Timeout = 300,
    dry_run: DryRun = False,
    show: Annotated[bool, typer.Option("--show", help="Print the first prompt and send nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Ask again for answers that have no draft.")] = False,
    root: Root = None,
) -> None:
    """Draft the marking of a class with any OpenAI-compatible server. A draft is never a mark.

    Example: `autograder rubric draft marking --question Q1 --model NAME --base-url http://127.0.0.1:8080/v1`

    The key is read from AUTOGRADER_API_KEY or OPENAI_API_KEY and stored nowhere. The same command goes on
    where it was ended. Exit status: 0 all replies are there, 1 some are left.
    """
    _require_libraries()
    from autograder.catalog import Project
    from autograder.cli.rubric_batch import fill
    from autograder.marking.class_answers import load_class
    from autograder.marking.draft_cells import draft_columns, states
    from autograder.marking.drafting.jobs import jobs_of_class
    from autograder.marking.drafting.run import Limits, draft_of, drafts_of
    from autograder.marking.drafting.store import open_store
    from autograder.messages import tas
    from autograder.rubrics import read_rubric

    project = Project.find(root)
    rubric = read_rubric(project, question)
    answers = load_class(marking, project)
    with open_store(marking) as store:
        jobs = list(jobs_of_class(project, answers, rubric, model, store.secret(), samples))
        if show:
            return typer.echo(jobs[0].prompt if jobs else tas.answers.NO_ANSWER_TO_PROMPT)
        if again and not dry_run:
            store.forget([each for each in jobs if isinstance(draft_of(each, store.reply(each)), str)])
        limits = Limits(concurrent, budget, minutes * 60 if minutes is not None else None)
        server = None if dry_run else _server(base_url, max_tokens, timeout, per_minute, samples)
        summary = _run(jobs, store, server, limits)
        if summary is None:
            return None
        drafts = drafts_of(jobs, store)
        gate = store.fact(f"gate {model} {rubric.hash}") or tas.drafts.GATE_UNKNOWN
    if sheet:
        fill(sheet, draft_columns(rubric, drafts, gate), replacing="draft ")
    typer.echo(tas.drafts.draft_states(*states(drafts)))
    typer.echo(f"{tas.drafts.NOT_A_MARK} {model}: {gate}.")
    if summary.left:
        raise typer.Exit(1)
    return None


@app.command()
def evaluate(
    marking: Annotated[
        Path, typer.Argument(help="A folder for the replies, such as that of `rubric import`.")
    ],
    question: QuestionOption,
    model: Model,
    base_url: Url = None,
    sheets: Annotated[
        list[Path] | None,
        typer.Option("--sheet", help="Twice: sheets in which two people marked the class independently."),
    ] = None,
    budget: Budget = None,
    minutes: Minutes = None,
    concurrent: Concurrent = 4,
    per_minute: Rate = None,
    max_tokens: MaxTokens = 4096,
    timeout: Timeout = 300,
    dry_run: DryRun = False,
    root: Root = None,
) -> None:
    """Compare a model with the labelled samples, with injections, and with two people, before you rely on it.

    Example: `autograder rubric evaluate marking --question Q1 --model NAME --sheet anna.csv --sheet ben.csv`
    """
    _require_libraries(compares=True)
    from autograder.catalog import Project
    from autograder.marking.class_answers import load_class
    from autograder.marking.decisions import read_sheets
    from autograder.marking.drafting.evaluate import Gate, decisions_of, gate_of
    from autograder.marking.drafting.evaluate import evaluate as compared_with_labels
    from autograder.marking.drafting.jobs import jobs_of_class, jobs_of_samples
    from autograder.marking.drafting.report import evaluation_text, gate_words
    from autograder.marking.drafting.run import Limits, drafts_of
    from autograder.marking.drafting.store import open_store
    from autograder.messages import tas
    from autograder.rubrics import read_rubric
    from autograder.rubrics.samples import read_samples

    if sheets and len(sheets) != 2:
        fail(tas.drafts.TWO_SHEETS)
    project = Project.find(root)
    rubric = read_rubric(project, question)
    labelled = read_samples(project, rubric)
    marking.mkdir(parents=True, exist_ok=True)
    with open_store(marking) as store:
        jobs = list(jobs_of_samples(project, labelled, rubric, model, store.secret()))
        people, of_class = [], []
        if sheets:
            answers = load_class(marking, project)
            ids = [each.id for each in answers.students]
            people = [each.decisions for each in read_sheets(sheets, [rubric], ids)]
            both = {name for name in people[0] if people[0][name] and people[1].get(name)}
            every = jobs_of_class(project, answers, rubric, model, store.secret())
            of_class = [each for each in every if each.student in both]
        limits = Limits(concurrent, budget, minutes * 60 if minutes is not None else None)
        server = None if dry_run else _server(base_url, max_tokens, timeout, per_minute, 1)
        summary = _run([*jobs, *of_class], store, server, limits)
        if summary is None:
            return
        found = compared_with_labels(drafts_of(jobs, store), labelled, rubric)
        gate = Gate(0, None)
        if people:
            gate = gate_of(decisions_of(drafts_of(of_class, store)), people[0], people[1], rubric)
        store.remember(f"gate {model} {rubric.hash}", gate_words(gate))
        replies = [reply for each in (*jobs, *of_class) if (reply := store.reply(each))]
    typer.echo(evaluation_text(rubric, model, found, gate))
    spent = sum(each.prompt_tokens for each in replies), sum(each.reply_tokens for each in replies)
    typer.echo(tas.drafts.evaluation_cost(len(replies), *spent, sum(each.seconds for each in replies)))
    if summary.left:
        raise typer.Exit(1)


def _require_libraries(*, compares: bool = False) -> None:
    from importlib.util import find_spec

    from autograder.messages import instructors, tas

    if find_spec("openai") is None:
        fail(instructors.needs_extra(tas.drafts.draft_needs(["openai"]), "draft"))
    if compares and (missing := [each for each in ("sklearn", "krippendorff") if find_spec(each) is None]):
        fail(instructors.needs_extra(tas.agreement.agreement_needs(missing), "marking"))


def _server(
    base_url: str | None, max_tokens: int, timeout: float, per_minute: float | None, samples: int
) -> "Server":
    from autograder.marking.drafting.server import Server
    from autograder.messages import tas

    url = base_url or os.environ.get("OPENAI_BASE_URL")
    if not url:
        fail(tas.drafts.BASE_URL_NEEDED)
    # Servers on one's own machine often have no key, but the client wants one.
    key = os.environ.get("AUTOGRADER_API_KEY") or os.environ.get("OPENAI_API_KEY") or "none"
    # Several samples of temperature 0 would be one sample.
    temperature = 0.0 if samples == 1 else None
    return Server(url, key, max_tokens, temperature, timeout, per_minute)


def _run(
    jobs: "Sequence[Job]", store: "Store", server: "Server | None", limits: "Limits"
) -> "Summary | None":
    """Say what will be sent, and send it; without a server only say it."""
    import asyncio

    from autograder.marking.drafting.run import draft_all, open_jobs
    from autograder.messages import tas

    queue = open_jobs(jobs, store)
    tokens = sum(each.tokens for each in queue)
    typer.echo(tas.drafts.draft_estimate(len(queue), len(jobs) - len(queue), tokens, store.spent()), err=True)
    if server is None:
        return None
    began = time.monotonic()
    with _bar(len(queue)) as advance:
        summary = asyncio.run(draft_all(jobs, store, server, limits, advance))
    seconds = time.monotonic() - began
    typer.echo(
        tas.drafts.draft_summary(summary.stored, summary.known, summary.left, seconds, store.spent()),
        err=True,
    )
    if summary.why:
        typer.echo(f"autograder: {summary.why}", err=True)
    return summary


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    """Yield a function that moves a progress bar on stderr, if stderr is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("drafting", total=total)
        yield lambda: progress.advance(task)
