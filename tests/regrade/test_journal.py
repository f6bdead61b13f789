"""The journal: each result once, kept by content and build, and readable whatever was written."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import AutograderError
from autograder.regrade.journal import Journal
from autograder.regrade.result import Result, State


def result(name: str = "ada", content: str = "c", build: str = "b", **facts: Any) -> Result:
    values = {"state": State.GRADED, "score": 3.0, "max_score": 4.0, "summary": {"\ud800": 1}, **facts}
    return Result(name, content, build, **{**values, "report": {"output": "\ud800 ok"}})


def error(name: str = "ada") -> Result:
    return result(name, state=State.ERROR, score=None, max_score=None, problem="broke")


def test_results_come_back_as_they_were(tmp_path: Path) -> None:
    with Journal(tmp_path / "a.sqlite") as journal:
        journal.begin("b", {"torch": "2"})
        journal.note([("ada", "c"), ("ben", "d")], "b")
        assert journal.write(result())
        assert journal.ungraded() == ["ben"]
    with Journal(tmp_path / "a.sqlite", must_exist=True) as journal:
        assert list(journal.results(with_reports=True)) == [result()]
        assert next(journal.results()).report == {}
        assert journal.builds() == {"b": {"torch": "2"}}
        assert Result.from_json(result().to_json()) == result()


def test_it_is_readable_for_its_owner_only(tmp_path: Path) -> None:
    with Journal(tmp_path / "a.sqlite") as journal:
        journal.write(result())
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("a.sqlite", "a.sqlite-wal", "a.sqlite-shm"), 0o600)


def test_a_final_result_stays_and_an_error_gives_way(tmp_path: Path) -> None:
    with Journal(tmp_path / "a.sqlite") as journal:
        journal.note([("ada", "c"), ("ben", "c")], "b")
        assert journal.write(error())
        assert journal.final("b") == set()
        assert journal.write(result(score=1.0))
        assert not journal.write(result(score=2.0))
        assert not journal.write(error())
        assert [each.score for each in journal.results()] == [1.0]
        assert journal.final("b") == {("ada", "c")}
        assert journal.final("other") == set()


def test_another_content_or_build_is_another_result_and_nothing_is_lost(tmp_path: Path) -> None:
    with Journal(tmp_path / "a.sqlite") as journal:
        for content, build, score in (("c", "b", 1.0), ("c2", "b", 2.0), ("c", "b2", 3.0)):
            journal.note([("ada", content)], build)
            assert journal.write(result("ada", content, build, score=score))
            assert [each.score for each in journal.results()] == [score]
        assert {each.score for each in journal.all_results()} == {1.0, 2.0, 3.0}


def test_errors_come_first(tmp_path: Path) -> None:
    with Journal(tmp_path / "a.sqlite") as journal:
        journal.note([("ada", "c"), ("ben", "c"), ("cleo", "c")], "b")
        journal.write_all([result("ada"), result("ben"), error("cleo")])
        assert [each.name for each in journal.results()] == ["cleo", "ada", "ben"]


def test_an_error_with_a_score_is_refused(tmp_path: Path) -> None:
    with Journal(tmp_path / "a.sqlite") as journal:
        for wrong in (replace(error(), score=0.0), replace(result(), score=None)):
            with pytest.raises(sqlite3.IntegrityError):
                journal.write(wrong)
        assert list(journal.all_results()) == []


def test_many_writers_write_each_result_once(tmp_path: Path) -> None:
    new: list[bool] = []

    def write() -> None:
        with Journal(tmp_path / "a.sqlite") as journal:
            new.extend(journal.write(result(f"s{number}")) for number in range(20))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(new), sum(new)) == (80, 20)


def test_other_files_are_refused_and_stay_as_they_are(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("not a database, and long enough to be looked at" * 100)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE results (mine)")
    database.close()
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(AutograderError, match="is not a journal"):
            Journal(path)
        assert path.read_bytes() == before
    with pytest.raises(AutograderError, match="does not exist"):
        Journal(tmp_path / "none", must_exist=True)
