"""Messages of commands for instructors, in one place. Errors about a file stand where it is read."""

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
    """Return a sentence with the command that installs a missing extra.

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


# `autograder regrade`

OTHER_FORMAT = "it holds something else, or was written by another version"
NO_TABLE = "it holds no table of submissions"
ERRORS_FIRST = "The grader failed on these; they have no score, and the next run grades them again:"
NEEDS_LANDLOCK = (
    "there is no Landlock here (level 2-), so student code could read other submissions: take a newer "
    "kernel, grade each submission in a container of its own, or --trust-submissions"
)
UNREADABLE = "These cannot be read at all, so they have no score:"


def place_missing(path: object) -> str:
    """Say that a file or folder does not exist."""
    return f"{path} does not exist"


def no_submissions(places: list[str]) -> str:
    """Say that there is nothing to grade."""
    return f"no submission in {', '.join(places)}"


def named_twice(name: str) -> str:
    """Say that two submissions have the same name."""
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
    """Say that a file is not a journal of a course."""
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


def slot_late(seconds: float) -> str:
    """Say that the grader's own process was ended, because one submission took it far too long."""
    return f"grading it took more than {seconds:.0f} s, far more than a run may take: set aside"


def slots_do_not_start(how: str) -> str:
    """Say that no grading process starts."""
    return f"a grading process does not start: {how}"


def course_graded(n_graded: int, n_reused: int, n_unreadable: int, n_errors: int) -> str:
    """Sum up a run."""
    parts = [f"{n_graded} graded", f"{n_reused} kept from before"]
    parts += [f"{n_unreadable} unreadable"] if n_unreadable else []
    parts += [f"{n_errors} grader errors"] if n_errors else []
    return ", ".join(parts)


def slots(count: int) -> str:
    """Say how many submissions are graded at a time."""
    return f"{count} {'slot' if count == 1 else 'slots'}"


def course_speed(per_second: float, where: str) -> str:
    """Say how fast a run was, in its slots or on its cluster."""
    return f"{per_second:.2f} submissions a second ({where})"


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


NOT_THERE = "not there"
YES = "yes"
NOTHING_CHANGED = "no grade changed"


def shards_disagree(name: str, path: object) -> str:
    """Say that two shards hold different content or builds of one submission."""
    return f"{path} holds {name} with another content or build than an earlier shard"


def several_builds(count: int) -> str:
    """Say that shards cannot be merged."""
    return f"the shards are of {count} builds: grade all with the same checkout, seed and versions"


def merged(n_new: int, n_ungraded: int) -> str:
    """Sum up a merge."""
    left = f"; {n_ungraded} submissions have no result yet" if n_ungraded else ""
    return f"{n_new} results are new{left}"


def grades_changed(n_changed: int, n_up: int, n_down: int) -> str:
    """Sum up a comparison."""
    return f"{n_changed} changed: {n_up} up, {n_down} down"


# The report on a course

REPORT_NEEDS = "the report is drawn with matplotlib"
POINTS = "points"
STUDENTS_PER_POINT = "students per point"
PERCENT_PASS = "percent of students who pass"


# `autograder gradebook`

WITHOUT_WRITTEN = "have code and no points for written answers"
WITHOUT_CODE = "have points for written answers and no code"
EXCEPTED = "are in the list of exceptions and have handed in nothing"
NOT_IN_ROSTER = "are not in the roster"
NO_ID = "it names no student"
NO_SHARE = "a share goes up to 100%"
EMPTY = "it is empty"
WRITTEN_OR_NOT = "name the points of written answers with --written, or say --code-only"
OLD_WITH_MAX = "--policy max needs the results of before with --old, and --old needs --policy max"


def one_of(option: str, allowed: list[str]) -> str:
    """Say what an option may be."""
    return f"{option} is one of {', '.join(allowed)}"


def no_id(name: str) -> str:
    """Say that a student cannot be matched."""
    return f"{name or 'a submitter'} has neither a student number nor an email address"


def two_students(what: str, values: list[str]) -> str:
    """Say that ids of two students are mixed up."""
    return f"one student has two values for {what}: {' and '.join(values)}"


def unmatched(what: str, ids: list[str], n_more: int) -> str:
    """Say which ids have no partner."""
    more = f" and {n_more} more" if n_more else ""
    return f"these {what}: {', '.join(ids)}{more}"


def bad_line(path: object, line: int, reason: str) -> str:
    """Say what is wrong with a line of a CSV file."""
    return f"{path}, line {line}: {reason}"


def stands_twice(who: str) -> str:
    """Say that a student has two lines."""
    return f"{who} stands there twice"


def kinds(allowed: list[str]) -> str:
    """Say which kinds of exceptions there are."""
    return f"the column kind holds {' or '.join(allowed)}"


def no_number(text: str) -> str:
    """Say that a cell is not a number of points."""
    return f"{text!r} is not a number from 0"


def no_csv(path: object, reason: str) -> str:
    """Say that a file is not a CSV file of the kind that is needed."""
    return f"{path} cannot be read as CSV: {reason}"


def columns_of_ids(names: list[str]) -> str:
    """Say which columns identify students."""
    return f"it has no column called {', '.join(names[:-1])} or {names[-1]}"


def nobody_known(names: list[str], n_more: int) -> str:
    """Say that the journal does not know whose submissions these are."""
    more = f" and {n_more} more" if n_more else ""
    return f"nobody is known to have handed in {', '.join(names)}{more}: regrade an export with its metadata"


def two_attempts(who: str, names: list[str]) -> str:
    """Say that a student has several attempts."""
    return f"{who} has {', '.join(names)}: say which counts with --attempt last (by its time) or best"


def too_many_points(who: str, points: float, most: float) -> str:
    """Say that somebody has more points than there are."""
    return f"{who} has {points:g} points for written answers, of {most:g}"


def late_by(share: float, points: float) -> str:
    """Say what was taken off."""
    return f"late: -{100 * share:g}%" if share else f"late: -{points:g}"


def no_grade(who: str, reason: str) -> str:
    """Say who has no grade."""
    return f"no grade for {who}: {reason}"


# `autograder regrade --scheduler`

CLUSTER_NEEDS = "a cluster is reached with dask.distributed"


def no_scheduler(address: str, reason: str) -> str:
    """Say that a cluster does not answer."""
    return f"no dask scheduler answers at {address}: {reason}"


def no_workers(address: str) -> str:
    """Say that a cluster has no machines."""
    return f"the scheduler at {address} has no workers"


def folder_not_shared(folder: object, worker: str) -> str:
    """Say that a machine lacks the folder through which results come back."""
    return f"{worker} does not see {folder}: name a folder that all machines see with --shared"


def workers_ended(n_times: int) -> str:
    """Say that a submission ended machines of a cluster."""
    return f"grading it ended {n_times} workers of the cluster: set aside"


def shard_fails(reason: str) -> str:
    """Say that a cluster makes no progress."""
    return f"a shard ends again and again without a result: {reason}"


# `autograder regrade similar`


def not_empty(folder: object) -> str:
    """Say that a folder is in use."""
    return f"{folder} is not empty"


def tool_missing(name: str) -> str:
    """Say that another tool is not installed."""
    return f"{name} is not installed; the code is collected, so run it there yourself"


def not_collected(name: str) -> str:
    """Say that a submission cannot be read."""
    return f"{name} cannot be read"


def unmarked(who: str) -> str:
    """Say that written answers are not marked yet."""
    return f"not all answers of {who} are marked"
