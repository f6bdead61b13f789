"""Merge the journals of shards into one."""

from collections.abc import Sequence
from pathlib import Path

from autograder.errors import AutograderError
from autograder.messages import instructors
from autograder.regrade.journal import Journal


def merge(out: Path, shards: Sequence[Path]) -> int:
    """Write the results of all shards into the journal `out`, each once, and return how many were new.

    Results that `out` holds already stay. A result counts afterwards if it counts in any of the journals.

    Args:
        out: the journal, which is made if it does not exist.
        shards: journals of `autograder regrade --shard`.

    Raises:
        AutograderError: a file is not a journal, the shards are of several builds, or two disagree on a
            submission's content.
    """
    noted: dict[str, tuple[str, str]] = {}
    n_new = 0
    with Journal(out) as journal:
        for path in shards:
            with Journal(path, must_exist=True) as shard:
                for name, content, build in shard.noted():
                    if noted.setdefault(name, (content, build)) != (content, build):
                        raise AutograderError(instructors.shards_disagree(name, path))
        builds = {build for _, build in noted.values()}
        if len(builds) > 1:
            raise AutograderError(instructors.several_builds(len(builds)))
        for name, content, build in journal.noted():
            if build in builds:  # of shards that were merged before
                noted.setdefault(name, (content, build))
        for path in shards:
            with Journal(path, must_exist=True) as shard:
                for build, facts in shard.builds().items():
                    journal.begin(build, facts)
                journal.note_people(shard.people())
                n_new += journal.write_all(shard.all_results())
        journal.note([(name, noted[name][0]) for name in sorted(noted, key=_by_length)], *builds)
    return n_new


def _by_length(name: str) -> tuple[int, str]:
    return len(name), name  # submission_9 before submission_10
