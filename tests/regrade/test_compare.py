"""Comparing and merging journals."""

from pathlib import Path
from typing import Any

import pytest

from autograder.errors import AutograderError
from autograder.regrade.compare import as_csv, changes
from autograder.regrade.journal import Journal
from autograder.regrade.merge import merge
from autograder.regrade.result import Result, State


def question(core: float, **said: Any) -> dict[str, Any]:
    return {"score": core, "state": "passed" if core else "failed", "parts": {"core": core}, **said}


def graded(name: str, *cores: float, content: str = "c", build: str = "b", **said: Any) -> Result:
    questions = {f"1.{n}": question(core, **({} if core else said)) for n, core in enumerate(cores, start=1)}
    summary = {"questions": questions}
    return Result(name, content, build, State.GRADED, sum(cores), 9.0, summary=summary)


def broken(name: str, state: State = State.ERROR, build: str = "b") -> Result:
    return Result(name, "c", build, state, problem="=it broke")


def journal(path: Path, *results: Result, others: tuple[str, ...] = ()) -> Journal:
    made = Journal(path)
    build = results[0].build if results else "b"
    noted = [(result.name, result.content) for result in results] + [(name, "c") for name in others]
    made.begin(build, {})
    made.note(noted, build)
    made.write_all(results)
    return made


def test_changes_name_the_part_and_why(tmp_path: Path) -> None:
    failing = {"title": "a large case", "words": "wrong value"}
    old = journal(
        tmp_path / "old",
        *(graded("same", 1, 2), graded("down", 1, 2), graded("up", 0, 2, **failing)),
        *(graded("swapped", 1, 0), broken("mended"), graded("gone", 1)),
    )
    new = journal(
        tmp_path / "new",
        *(graded("same", 1, 2), graded("down", 1, 0, build="b", **failing), graded("up", 1, 2, content="d")),
        *(graded("swapped", 0, 1), graded("mended", 1, 1), graded("new", 1)),
    )
    with old, new:
        found = {each.name: each for each in changes(old, new)}
    assert list(found) == ["down", "up", "swapped", "mended", "new", "gone"]
    assert (found["down"].difference, found["down"].parts) == (-2, ["1.2.core: 2 → 0"])
    assert found["down"].why == ["1.2: passed → failed (a large case: wrong value)"]
    assert found["up"].why == ["1.1: failed (a large case: wrong value) → passed"]
    assert (found["up"].is_other_work, found["down"].is_other_work) == (True, False)
    assert (found["swapped"].difference, len(found["swapped"].parts)) == (0, 2)
    assert found["mended"].difference is found["new"].difference is found["gone"].difference is None
    lines = as_csv(list(found.values())).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("down,3,1,-2,graded,graded,1.2.core: 2 → 0,")
    assert lines[4].startswith("mended,,2,,error,graded,")


def test_a_reason_is_no_formula(tmp_path: Path) -> None:
    with journal(tmp_path / "a", graded("x", 1)) as old, journal(tmp_path / "b", broken("x")) as new:
        text = as_csv(list(changes(old, new))).decode("utf-8-sig")
    assert "'=it broke" in text


def test_shards_become_one_journal_whatever_their_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    journal(one, graded("s1", 1), broken("s3"), others=("s10",)).close()
    journal(two, graded("s2", 2), broken("s4", State.UNREADABLE)).close()
    tables: list[list[tuple[str, State, float | None]]] = []
    for order in ([one, two], [two, one], [one, two, one]):
        out = tmp_path / f"all{len(tables)}"
        assert merge(out, order) in (4, 5)  # a grader error gives way, so one that comes twice is new twice
        assert merge(out, [two]) == 0
        with Journal(out) as merged:
            tables.append([(each.name, each.state, each.score) for each in merged.results()])
            assert merged.ungraded() == ["s10"]
    assert tables[0] == tables[1] == tables[2]
    assert [name for name, *_ in tables[0]] == ["s3", "s1", "s2", "s4"]


def test_shards_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    journal(tmp_path / "one", graded("s1", 1)).close()
    journal(tmp_path / "other", graded("s2", 1, build="b2")).close()
    journal(tmp_path / "changed", graded("s1", 1, content="d")).close()
    with pytest.raises(AutograderError, match="of 2 builds"):
        merge(tmp_path / "out", [tmp_path / "one", tmp_path / "other"])
    with pytest.raises(AutograderError, match="holds s1 with another content"):
        merge(tmp_path / "out", [tmp_path / "one", tmp_path / "changed"])
    with pytest.raises(AutograderError, match="does not exist"):
        merge(tmp_path / "out", [tmp_path / "none"])
    with Journal(tmp_path / "out") as out:
        assert list(out.all_results()) == []
