"""What commands print for instructors, in one place. Errors about a file stand where it is read."""

PACKAGE = "llm-assignment"
"""The distribution's name, for pip."""
COMMANDS_NEED = "autograder's commands need more than the library"
GENERATED_IS_FRESH = "assignment/ is up to date with its sources, and no solution stands in it"
NOTEBOOK_NEEDS = "the notebook edition is made with otter-grader"
NOTEBOOK_FOR_STUDENTS = "for students"
NOTEBOOK_FOR_OTTER = "for Otter; public tests only, because Otter runs tests in the student's process"
NOTEBOOK_WITH_SOLUTIONS = "with the solutions: give it to nobody"
NOTEBOOK_WITHOUT_CHECKS = "no check cells and no zip for Otter: there is no assignment/checking/notebook.py"
SEED_FOR_TESTS = (
    "a seed that somebody chose can be guessed, and hidden inputs come from it: leave out --seed, or add "
    "--for-tests if no student is graded with this zip"
)
GUESSABLE_SEED = "note: this seed is short enough to be guessed, so grade no student with this zip"
UPDATE_OWN_CHAFFS = "--update writes the matrix of the course's own chaffs: leave out --chaffs"


def needs_extra(what: str, extra: str) -> str:
    """Say what to install.

    >>> needs_extra("audit mutants needs mutmut", "dev")
    "audit mutants needs mutmut: pip install 'llm-assignment[dev]'"
    """
    return f"{what}: pip install '{PACKAGE}[{extra}]'"


def options_behind(subcommand: str) -> str:
    """Say where options of a subcommand go."""
    return f"options go behind the subcommand: audit {subcommand} OPTIONS"


def no_option(command: str, option: str) -> str:
    """Say that a command lacks an option."""
    return f"{command} has no option {option}: see autograder {command} --help"


def no_layer(name: str, layers: tuple[str, ...]) -> str:
    """Say that a layer of confinement does not exist."""
    return f"there is no layer {name!r}; there are {', '.join(layers)}"


def zip_written(path: object, n_bytes: int) -> str:
    """Report a zip that was written."""
    return f"{path}  {n_bytes / 1000:.0f} kB"


def made(path: object) -> str:
    """Report a file that was made."""
    return f"made {path}"


def demo_built(path: object, n_bytes: int) -> str:
    """Introduce the demonstration."""
    return f"Built {path}, {n_bytes / 1000:.0f} kB, for this demonstration.\n"


def demo_failed(sample: str, reason: str, log: object) -> str:
    """Say why a sample of the demonstration was not graded."""
    return f"the sample {sample} was not graded: {reason} (log: {log})"


def did_not_run(script: str, error: str, log: object) -> str:
    """Say that a script could not be run."""
    return f"{script} did not run: {error} (log: {log})"


def no_notebook_edition() -> str:
    """Say that the notebook edition was left out, and what to install."""
    return f"no notebook edition: {needs_extra(NOTEBOOK_NEEDS, 'notebook')}"


# `autograder grade EXPORT --list`

NOTEBOOK = "(notebook)"
SEVERAL_FILES = "(several files)"


def finished(n_finished: int, n_functions: int) -> str:
    """Say how many functions of a file are more than stubs."""
    return f"{n_finished} of {n_functions}"


def words(n_words: int) -> str:
    """Say how long an answer is."""
    return f"{n_words} {'word' if n_words == 1 else 'words'}"


def listed(n_submissions: int) -> str:
    """Say how many submissions were listed."""
    return f"{n_submissions} {'submission' if n_submissions == 1 else 'submissions'}; nothing was graded"
