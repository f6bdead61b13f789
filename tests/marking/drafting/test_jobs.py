"""What is sent: no name of a student, a nonce that nobody guesses, and a key for each request."""

from pathlib import Path

import pytest
from drafting_fixtures import class_of, jobs_of

from autograder.catalog import Project
from autograder.marking.drafting.names import without_names
from autograder.marking.drafting.store import open_store
from autograder.marking.students import Person, Student
from autograder.rubrics import Rubric, RubricError

ADAM = Student("s1", (Person("Adam Meier", "adam@uni.example", "004217"),))
ZOE = Student("s2", (Person("Zoë van Dyck"),))


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("I, Adam Meier (004217, adam@uni.example), think so.", "I, [name] ([name], [name]), think so."),
        ("Adam keeps two averages, says Meier.", "Adam keeps two averages, says [name]."),
        ("Zoë van Dyck helped, and zoë  van\nDyck read.", "[name] helped, and [name] read."),
        ("Dyck, Zoë. Zoë is a name. Markov is, too.", "Dyck, Zoë. Zoë is a name. Markov is, too."),
        ("Adamant Meiers", "Adamant Meiers"),
    ],
)  # fmt: skip
def test_names_are_removed_by_the_roster(text: str, sent: str) -> None:
    assert without_names(text, ADAM, [ADAM, ZOE], "How much memory does Adam need?") == sent


def test_a_prompt_is_the_same_when_a_run_goes_on(mini: Project, mini_rubric: Rubric, tmp_path: Path) -> None:
    marking = class_of(mini, tmp_path, {"ada": "It divides logits.", "ben": "", "cleo": "It divides logits."})
    first, again = (jobs_of(mini, marking, mini_rubric, samples=2) for _ in range(2))
    assert [each.key for each in first] == [each.key for each in again]
    assert [(each.student, each.sample) for each in first] == [
        ("ada", 0), ("ada", 1), ("cleo", 0), ("cleo", 1),
    ]  # fmt: skip
    assert first[0].prompt == first[2].prompt  # one answer is one request, whoever wrote it
    assert first[0].key != first[1].key
    assert "===== ANSWER" in first[0].prompt


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        assert store.secret() == store.secret()
        with pytest.raises(RubricError, match="in use by another run"), open_store(tmp_path):
            pass
    (tmp_path / "drafts.sqlite").write_bytes(b"no database at all, and long enough to be one" * 40)
    with pytest.raises(RubricError, match="cannot be read"), open_store(tmp_path):
        pass
