"""`autograder audit`: the proof that hidden tests and confinement do what they should."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from autograder.cli.options import Root, Seed, fail, progress_bar, seed_of
from autograder.messages import instructors

app = typer.Typer(name="audit", invoke_without_command=True, rich_markup_mode="markdown")

AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]
Wheats = Annotated[Path | None, typer.Option(help="Right variants. Default: the course's own.")]
Chaffs = Annotated[Path | None, typer.Option(help="Wrong variants. Default: the course's own.")]
Update = Annotated[bool, typer.Option("--update", help="Write the matrix instead of comparing it.")]
Without = Annotated[str, typer.Option(help="Layers of confinement to leave out, separated by commas.")]
Trust = Annotated[bool, typer.Option("--trust-submissions", help="Grade at whatever level there is.")]
Jobs = Annotated[int, typer.Option(min=1, help="How many attacks to grade at a time.")]


@app.callback()
def audit(
    context: typer.Context,
    wheats: Wheats = None,
    chaffs: Chaffs = None,
    attacks: Annotated[
        Path | None, typer.Option("--attacks", help="As `audit attacks DIR`: grade this folder of attacks.")
    ] = None,
    update: Update = False,
    as_json: AsJson = False,
    without: Without = "",
    trust: Trust = False,
    jobs: Jobs = 1,
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Prove that the hidden tests accept every right variant and refuse every wrong one.

    Example: `autograder audit --wheats my_wheats`

    Without a subcommand this is `audit variants`, or with --attacks `audit attacks`.
    """
    values = {
        "wheats": wheats,
        "chaffs": chaffs,
        "folder": attacks,
        "update": update,
        "as_json": as_json,
        "without": without,
        "trust": trust,
        "jobs": jobs,
        "seed": seed,
        "root": root,
    }
    # By the name of the option: what was not given must not reach a command that lacks it.
    given: dict[str, tuple[str, Any]] = {}
    for parameter in context.command.params:
        name = "folder" if parameter.name == "attacks" else parameter.name
        source = context.get_parameter_source(parameter.name or "")
        if name in values and source and source.name != "DEFAULT":
            given[name] = (parameter.opts[-1], values[name])
    if context.invoked_subcommand:
        if given:
            fail(instructors.options_behind(context.invoked_subcommand))
        return
    run = audit_attacks if attacks else audit_variants
    command = run.__name__.replace("_", " ")
    if unknown := [option for name, (option, _) in given.items() if name not in run.__annotations__]:
        fail(instructors.no_option(command, unknown[0]))
    run(**{name: value for name, (_, value) in given.items()})


@app.command("variants")
def audit_variants(
    wheats: Wheats = None,
    chaffs: Chaffs = None,
    update: Update = False,
    as_json: AsJson = False,
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Grade every right and wrong variant of the solutions.

    Example: `autograder audit variants --chaffs my_chaffs`

    Exit status 1: a wheat loses a point, a chaff is not caught, two hints clash, or the matrix differs.
    """
    from rich.console import Console

    from autograder.answer_key.build import key_for
    from autograder.audit.judge import matrix_text
    from autograder.audit.variants import audit as run_audit
    from autograder.audit.variants import print_audit
    from autograder.catalog import Project
    from autograder.files import write_atomically

    project = Project.find(root)
    if update and chaffs:
        fail(instructors.UPDATE_OWN_CHAFFS)
    key = key_for(project, seed_of(project, seed))
    with progress_bar() as track:
        found = run_audit(
            project,
            key,
            wheats or project.wheats_folder,
            chaffs or project.chaffs_folder,
            track,
            compare=not update,
        )
    if update:
        write_atomically(project.matrix_file, matrix_text(found.chaffs).encode())
    if as_json:
        typer.echo(found.to_json())
    else:
        print_audit(found, Console())
    raise typer.Exit(1 if found.complaints else 0)


@app.command("mutants")
def audit_mutants(seed: Seed = None, root: Root = None) -> None:
    """Grade mutants of the solutions: small slips that the hidden tests must see.

    Example: `autograder audit mutants`

    Exit status 1: a mutant survives without an explanation, or an explanation has no survivor.
    """
    from rich.console import Console

    from autograder.answer_key.build import key_for
    from autograder.audit.mutants import print_mutants
    from autograder.catalog import Project

    if not find_spec("mutmut"):
        fail(instructors.needs_extra("audit mutants needs mutmut", "dev"))
    project = Project.find(root)
    key = key_for(project, seed_of(project, seed))
    with progress_bar() as track:
        status = print_mutants(project, key, Console(), track)
    raise typer.Exit(status)


@app.command("slips")
def audit_slips(
    drawn: Annotated[int, typer.Option(min=0, help="Draw so many, from the wheats too. Default: all.")] = 0,
    draw_seed: Annotated[int, typer.Option(help="Which ones to draw.")] = 0,
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Grade slips of the solutions, off by one and the like: none may get a hint that is not true of it.

    Example: `autograder audit slips --drawn 200 --draw-seed 7`

    Exit status 1: a slip gets a hint without an explanation, or an explanation has no chaff or no slip.
    """
    from rich.console import Console

    from autograder.answer_key.build import full_key
    from autograder.audit.slip_hints import print_slips
    from autograder.catalog import Project

    project = Project.find(root)
    with progress_bar() as track:
        key = full_key(project, seed_of(project, seed), track)
        status = print_slips(project, key, Console(), track, drawn=drawn, draw_seed=draw_seed)
    raise typer.Exit(status)


@app.command("attacks")
def audit_attacks(
    folder: Annotated[Path, typer.Argument(help="A folder of attacks, each a folder with an attack.toml.")],
    as_json: AsJson = False,
    without: Without = "",
    trust: Trust = False,
    jobs: Jobs = 1,
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Grade hostile and broken submissions: each must get what an honest equal gets, and leave nothing.

    Example: `autograder audit attacks tests/attacks --jobs 2`

    Exit status 1: an attack gets anything that an honest equal would not, or leaves anything behind.
    """
    from rich.console import Console

    from autograder.audit.attacks.command import ANY_LEVEL, run_suite
    from autograder.audit.attacks.read import read_attacks
    from autograder.audit.attacks.report import print_suite, to_json
    from autograder.catalog import Project
    from autograder.sandbox.inside.confinement import LAYERS

    layers = [layer for layer in without.split(",") if layer]
    if unknown := set(layers) - set(LAYERS):
        fail(instructors.no_layer(sorted(unknown)[0], LAYERS))
    if not find_spec("jsonschema"):
        fail(instructors.needs_extra("audit attacks needs jsonschema", "instructor"))
    project = Project.find(root)
    found = read_attacks(folder, project.assignment)
    settings = ANY_LEVEL if layers or trust else None
    console = Console(stderr=True)
    chosen = seed_of(project, seed)
    suite = run_suite(project, found, chosen, console, without=layers, settings=settings, jobs=jobs)
    if as_json:
        typer.echo(to_json(suite))
    else:
        print_suite(suite, Console())
    raise typer.Exit(1 if suite.complaints else 0)
