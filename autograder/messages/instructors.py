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


def finished(n_finished: int, n_functions: int) -> str:
    """Say how many functions of a file are more than stubs."""
    return f"{n_finished} of {n_functions}"


def words(n_words: int) -> str:
    """Say how long an answer is."""
    return f"{n_words} {'word' if n_words == 1 else 'words'}"


def listed(n_submissions: int) -> str:
    """Say how many submissions were listed."""
    return f"{n_submissions} {'submission' if n_submissions == 1 else 'submissions'}; nothing was graded"


# `autograder regrade`

OTHER_FORMAT = "it holds something else, or was written by another version"
NO_TABLE = "it holds no table of submissions"
ERRORS_FIRST = "The grader failed on these; they have no score, and the next run grades them again:"
UNREADABLE = "These cannot be read at all, so they have no score:"


def place_missing(path: object) -> str:
    """Say that a file or folder does not exist."""
    return f"{path} does not exist"


def no_submissions(places: list[str]) -> str:
    """Say that there is nothing to grade."""
    return f"no submission in {', '.join(places)}"


def named_twice(name: str) -> str:
    """Say that two submissions cannot be told apart."""
    return f"two submissions are {name}"


def submission_too_large(max_files: int, max_bytes: int) -> str:
    """Say why a submission of an export is not opened."""
    return f"the submission has more than {max_files:,} files or {max_bytes // 2**20} MiB"


def export_broken(place: object, name: str, reason: str) -> str:
    """Say that an export zip cannot be read, and where."""
    where = f" at {name}" if name else ""
    return f"{place} cannot be read{where}: {reason}; download it again"


def metadata_unreadable(reason: str) -> str:
    """Say that an export's list of people cannot be read."""
    return f"the export's submission_metadata.yml cannot be read: {reason}"


def no_journal(path: object, reason: str) -> str:
    """Say that a file is no journal of a course."""
    return f"{path} is not a journal of `autograder regrade`: {reason}"


def journal_in_use(path: object) -> str:
    """Say that another run writes to the same journal."""
    return f"another run writes to {path}; wait for it, or name another file with --out"


def folder_in_the_way(path: object) -> str:
    """Say that the place for temporary files is taken."""
    return f"{path} belongs to somebody else: remove it, or set TMPDIR"


def no_shard(number: int, count: int) -> str:
    """Say that a shard does not exist."""
    return f"there is no shard {number}/{count}: I/N goes from 1/N to N/N"


def slots_ended(n_times: int, how: str) -> str:
    """Say that a submission ended the grader's own process."""
    return f"grading it ended the grader's process {n_times} times, last by {how}: set aside"


def slots_do_not_start(how: str) -> str:
    """Say that no grading process starts."""
    return f"a grading process does not start: {how}"


def course_graded(n_graded: int, n_reused: int, n_unreadable: int, n_errors: int) -> str:
    """Sum up a run."""
    parts = [f"{n_graded} graded", f"{n_reused} kept from before"]
    parts += [f"{n_unreadable} unreadable"] if n_unreadable else []
    parts += [f"{n_errors} grader errors"] if n_errors else []
    return ", ".join(parts)


def course_speed(per_second: float, n_slots: int) -> str:
    """Say how fast a run was."""
    return f"{per_second:.2f} submissions a second in {n_slots} {'slot' if n_slots == 1 else 'slots'}"


def run_again(out: object) -> str:
    """Say that a run that was interrupted goes on when it is started again."""
    return f"interrupted; the results so far are in {out}, and the same command goes on from there"


def no_shard_form(text: str) -> str:
    """Say how a shard is named."""
    return f"--shard is I/N, such as 3/20, not {text!r}"


def course_rate(per_second: float, n_errors: int, n_unreadable: int) -> str:
    """Say how fast a run is, and what failed so far.

    >>> course_rate(7.91, 0, 2)
    '7.9/s, 0 grader errors, 2 unreadable'
    """
    return f"{per_second:.1f}/s, {n_errors} grader errors, {n_unreadable} unreadable"


def and_more(count: int) -> str:
    """Say how many were not listed."""
    return f"and {count} more"
