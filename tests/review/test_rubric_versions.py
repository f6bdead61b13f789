"""A changed rubric: points are scored again, wording is looked at again, decisions are never dropped."""

from collections.abc import Callable
from dataclasses import replace

from review_fixtures import FULL, MINI, TEXT, Review
from sqlalchemy import select

from autograder.review.models import Marking, State, Status
from autograder.review.outcomes import outcomes
from autograder.review.rubric_versions import (
    Change,
    Effect,
    differences,
    effect_of,
    in_use,
    points_of,
    rubric_of,
    use,
)
from autograder.rubrics import Rubric, read_rubrics

Make = Callable[..., Review]
(RUBRIC,) = read_rubrics(MINI)
EFFECT, TASK = RUBRIC.criteria


def put_into_use(review: Review, rubric: Rubric) -> Effect | None:
    with review.database.write(alone=True) as session:
        announced = effect_of(session, rubric)
        assert use(session, rubric, "Temperature", "Why?", "lea") == announced
    return announced


def marked(make_review: Make) -> Review:
    review = make_review("anna")
    review.add({"s1": TEXT, "s2": TEXT})
    review.assign()
    review.mark(review.allocations()[0], FULL)
    return review


def test_a_rubric_comes_back_from_the_database_as_it_was(make_review: Make) -> None:
    review = marked(make_review)
    with review.database.read() as session:
        version = in_use(session, "Q1")
        assert version is not None
        assert rubric_of(version) == RUBRIC
        assert rubric_of(version).hash == RUBRIC.hash
    assert put_into_use(review, RUBRIC) is None


def test_other_points_are_scored_again(make_review: Make) -> None:
    review = marked(make_review)
    levels = tuple(replace(each, points=2 * each.points) for each in TASK.levels)
    new = replace(RUBRIC, criteria=(replace(EFFECT, points=1), replace(TASK, points=6, levels=levels)))
    effect = put_into_use(review, new)
    assert effect == Effect("Q1", {"effect": Change.POINTS, "task": Change.POINTS}, 1, 0, locked=True)
    with review.database.read() as session:
        found = {each.status: each.points for each in outcomes(session)}
    # Met is worth 1, the highest level 6.
    assert found == {Status.FINAL: 7.0, Status.WAITING: None}


def test_another_wording_is_confirmed_again_and_keeps_decisions(make_review: Make) -> None:
    review = marked(make_review)
    effect = put_into_use(review, replace(RUBRIC, criteria=(replace(EFFECT, counts="Other words."), TASK)))
    assert effect is not None
    assert (effect.rescored, effect.look_again, effect.touched) == (0, 1, 1)
    with review.database.read() as session:
        marking = session.scalars(select(Marking).order_by(Marking.version.desc())).first()
        assert marking is not None
        assert (marking.state, marking.look_again) == (State.OPEN, ["effect"])
        assert {each.criterion: each.verdict for each in marking.decisions} == FULL
        assert {each.status for each in outcomes(session)} == {Status.WAITING}


def test_new_and_removed_criteria(make_review: Make) -> None:
    review = marked(make_review)
    put_into_use(review, replace(RUBRIC, criteria=(EFFECT, replace(EFFECT, id="more"))))
    with review.database.read() as session:
        marking = session.scalars(select(Marking).order_by(Marking.version.desc())).first()
        assert marking is not None
        assert {each.criterion: each.verdict for each in marking.decisions} == {"effect": "met"}
        assert marking.look_again == ["more"]


def test_layout_is_no_change() -> None:
    spaced = replace(RUBRIC, criteria=(replace(EFFECT, text=f"  {EFFECT.text}\n"), TASK))
    assert set(differences(RUBRIC, spaced).values()) == {Change.SAME}
    assert points_of(RUBRIC, [("effect", "met"), ("task", "1.5")]) == 3.5
