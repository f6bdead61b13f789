"""`autograder audit`: the proof that hidden tests and confinement do what they should."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from autograder.cli.options import Root, Seed, fail

if TYPE_CHECKING:
    from autograder.catalog import Project


def audit(
    wheats: Annotated[
        Path | None, typer.Option(help="Correct variants; the assignment's own by default.")
    ] = None,
    chaffs: Annotated[
        Path | None, typer.Option(help="Wrong variants; the assignment's own by default.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Write the matrix instead of comparing it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
    attacks: Annotated[
        Path | None, typer.Option(help="A folder of attacks: grade these, and no variants.")
    ] = None,
    without: Annotated[
        str, typer.Option(help="With --attacks: layers of confinement to leave out, with commas.")
    ] = "",
    trust: Annotated[
        bool, typer.Option("--trust-submissions", help="With --attacks: at whatever level there is.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, help="With --attacks: how many to grade at a time.")] = 1,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Grade mutants of the solutions, and no variants.")
    ] = False,
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Prove that the hidden tests accept every correct variant and refuse every wrong one.

    Example: `autograder audit --wheats my_wheats`

    Ends with 1 when a wheat loses a point, a chaff loses none, two chaffs with two hints answer alike, or the
    matrix is not the committed one. With `--attacks`, when one gets anything that an honest equal would not,
    or leaves anything. With `--mutants`, when a mutant survives that nobody has explained.
    """
    from rich.console import Console

    from autograder.answer_key.build import key_for
    from autograder.answer_key.seed import term_seed
    from autograder.answer_key.variants import VariantError
    from autograder.audit.command import audit as run_audit
    from autograder.audit.command import matrix_of, print_audit
    from autograder.catalog import Project
    from autograder.files import write_atomically

    project = Project.find(root)
    if update and chaffs:
        fail("--update writes the matrix of the assignment's own chaffs: leave out --chaffs")
    if attacks:
        if update or mutants or wheats or chaffs:
            fail("--attacks takes --json, --jobs, --without, --trust-submissions, --seed and --root only")
        _audit_attacks(project, attacks, seed, without, jobs, trust=trust, as_json=as_json)
    if without or trust or jobs > 1:
        fail("--jobs, --without and --trust-submissions go with --attacks")
    if mutants and (update or as_json or wheats or chaffs):
        fail("--mutants takes --seed and --root only")
    if mutants and not find_spec("mutmut"):
        fail("--mutants needs mutmut, which comes with the package's extra 'dev'")
    key = key_for(project, term_seed(project) if seed is None else seed)
    if mutants:
        from autograder.audit.mutants import print_mutants

        raise typer.Exit(print_mutants(project, key, Console(stderr=True), Console()))
    wheats = wheats or project.wheats_folder
    chaffs = chaffs or project.chaffs_folder
    try:
        found = run_audit(project, key, wheats, chaffs, Console(stderr=True), compare=not update)
    except VariantError as error:
        fail(str(error))
    if update:
        write_atomically(project.matrix_file, matrix_of(found).encode())
    if as_json:
        typer.echo(found.to_json())
    else:
        print_audit(found, Console())
    raise typer.Exit(1 if found.complaints else 0)


def _audit_attacks(
    project: "Project",
    folder: Path,
    seed: int | None,
    without: str,
    jobs: int,
    *,
    trust: bool,
    as_json: bool,
) -> NoReturn:
    from rich.console import Console

    from autograder.answer_key.seed import term_seed
    from autograder.audit.attacks.command import ANY_LEVEL, run_suite
    from autograder.audit.attacks.read import AttackError, read_attacks
    from autograder.audit.attacks.report import print_suite, to_json
    from autograder.sandbox.inside.confinement import LAYERS

    layers = [layer for layer in without.split(",") if layer]
    if unknown := set(layers) - set(LAYERS):
        fail(f"there is no layer {sorted(unknown)[0]!r}; there are {', '.join(LAYERS)}")
    if not find_spec("jsonschema"):
        fail("--attacks needs jsonschema, which comes with the package's extra 'instructor'")
    chosen = term_seed(project) if seed is None else seed
    try:
        attacks = read_attacks(folder, project.assignment)
        settings = ANY_LEVEL if layers or trust else None
        console = Console(stderr=True)
        suite = run_suite(project, attacks, chosen, console, without=layers, settings=settings, jobs=jobs)
    except AttackError as error:
        fail(str(error))
    if as_json:
        typer.echo(to_json(suite))
    else:
        print_suite(suite, Console())
    raise typer.Exit(1 if suite.complaints else 0)
