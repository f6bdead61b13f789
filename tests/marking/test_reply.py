"""A malformed reply is refused with the reason and yields no points; in a valid one we add up."""

import copy
import json
import random
import re
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from autograder.marking.prompt import reply_schema
from autograder.marking.quotes import QuoteState
from autograder.marking.render import draft_text
from autograder.marking.reply import ReplyDeclinedError, ReplyError, check_reply
from autograder.rubrics import Rubric

ANSWER = "The model predicts the next token. Nobody labels the text."
Reply = dict[str, Any]


@pytest.fixture
def sound(small: Rubric) -> Reply:
    return {
        "rubric": small.stamp,
        "fact": {"quote": "predicts the next token", "reason": "It says so.", "verdict": "met"},
        "style": {"quote": "", "reason": "Plain.", "verdict": "met"},
        "depth": {"quote": "Nobody labels the text", "reason": "Half.", "verdict": "1"},
    }


def refusal(rubric: Rubric, reply: str) -> str:
    with pytest.raises(ReplyError) as caught:
        check_reply(rubric, reply, ANSWER)
    return str(caught.value)


def test_a_sound_reply_is_added_up_by_us(small: Rubric, sound: Reply) -> None:
    draft = check_reply(small, json.dumps(sound), ANSWER)
    assert [each.points for each in draft.decisions] == [1, 0.5, 1]
    assert (draft.points, draft.refused) == (2.5, ())
    assert [each.check.state.value for each in draft.decisions] == ["verified", "no quote", "verified"]
    assert "2.5 of 3.5 points. A person decides." in draft_text(draft)


def test_white_space_around_the_object_is_no_text(small: Rubric, sound: Reply) -> None:
    assert check_reply(small, f"\n {json.dumps(sound, indent=4)}\n", ANSWER).points == 2.5


@pytest.mark.parametrize("quote", ["the model invents this sentence about cats", "", "token"])
def test_a_verdict_without_its_quote_is_refused_and_not_counted(
    small: Rubric, sound: Reply, quote: str
) -> None:
    sound["fact"]["quote"] = quote
    draft = check_reply(small, json.dumps(sound), ANSWER)
    assert [each.criterion.id for each in draft.refused] == ["fact"]
    assert draft.points is None
    assert draft.decisions[0].points == 0
    text = draft_text(draft)
    assert "No sum" in text
    assert "1.5 of 3.5" in text


def test_a_near_quote_counts_and_shows_what_the_answer_says(small: Rubric, sound: Reply) -> None:
    sound["fact"]["quote"] = "The model predicts the next tokens."
    draft = check_reply(small, json.dumps(sound), ANSWER)
    assert draft.decisions[0].check.state is QuoteState.NEAR
    assert draft.points == 2.5
    assert "the answer says: The model predicts the next token." in draft_text(draft)


@pytest.mark.parametrize(("criterion", "verdict"), [("fact", "not_met"), ("depth", "0")])
def test_what_is_absent_needs_no_quote(small: Rubric, sound: Reply, criterion: str, verdict: str) -> None:
    sound[criterion] |= {"quote": "", "verdict": verdict}
    assert check_reply(small, json.dumps(sound), ANSWER).points is not None


def changed(**parts: object) -> Callable[[Reply], None]:
    return lambda reply: reply["fact"].update(parts)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda reply: reply.pop("style"), "$ lacks 'style'"),
        (lambda reply: reply.update(total=3.5), "$ has unexpected 'total'"),
        (lambda reply: reply.pop("rubric"), "$ lacks 'rubric'"),
        (lambda reply: reply.update(rubric="Q2 2026.1.1 00000000"), "it is for the rubric 'Q2 2026.1.1"),
        (lambda reply: reply.update(rubric=None), "it is for the rubric None"),
        (lambda reply: reply.update(fact="met"), "$.fact must be of type object, not 'met'"),
        (lambda reply: reply.update(fact=[]), "$.fact must be of type object, not []"),
        (lambda reply: reply["fact"].pop("reason"), "$.fact lacks 'reason'"),
        (changed(points=1), "$.fact has unexpected 'points'"),
        (changed(verdict="Met"), "$.fact.verdict must be one of not_met, met, not 'Met'"),
        (changed(verdict="partly"), "not 'partly'"),
        (changed(verdict=True), "$.fact.verdict must be of type string, not True"),
        (changed(verdict=1), "$.fact.verdict must be of type string, not 1"),
        (changed(quote=None), "$.fact.quote must be of type string, not None"),
        (changed(reason=["x"]), "$.fact.reason must be of type string, not ['x']"),
        (changed(reason="\ud800"), "$.fact.reason holds half a character"),
        (lambda reply: reply["depth"].update(verdict="1.5"), "$.depth.verdict must be one of 0, 1, 2"),
        (lambda reply: reply["depth"].update(verdict="3"), "not '3'"),
        (lambda reply: reply["depth"].update(verdict=2), "$.depth.verdict must be of type string, not 2"),
    ],
)
def test_a_reply_of_another_shape_is_refused(
    small: Rubric, sound: Reply, change: Callable[[Reply], object], reason: str
) -> None:
    change(sound)
    assert reason in refusal(small, json.dumps(sound))


@pytest.mark.parametrize(
    ("wrap", "reason"),
    [
        (lambda _: "", "it is empty"),
        (lambda _: " \n", "it is empty"),
        (lambda text: "Here you are:\n" + text, "text around the JSON"),
        (lambda text: text + "\nI hope this helps!", "text around the JSON"),
        (lambda text: f"Sure:\n```json\n{text}\n```", "text around the JSON"),
        (
            lambda text: f"```json\n{text}\n```\n```json\n{text}\n```",
            "cannot be parsed|text around|not valid",
        ),
        (lambda text: text + text, "text around the JSON"),
        (lambda text: text[:-1], "cut short"),
        (lambda text: text[: len(text) // 2], "cut short"),
        (lambda text: f"[{text}]", "must be one JSON object"),
        (lambda _: "null", "must be one JSON object"),
        (lambda _: "3.5", "must be one JSON object"),
        (lambda text: text.replace('"It says so."', "NaN"), "NaN is not valid JSON"),
        (lambda text: text.replace('"It says so."', "-Infinity"), "-Infinity is not valid JSON"),
        (lambda text: text.replace('"It says so."', "1" * 5000), "cannot be parsed as JSON"),
        (lambda _: "[" * 100_000, "cannot be parsed as JSON"),
        (lambda text: text + " " * 200_000, "more than 200,000 characters"),
        (lambda text: text.replace('{"rubric"', '{"style": {}, "rubric"'), "the key 'style' occurs twice"),
        (
            lambda text: text.replace('"verdict": "1"', '"verdict": "1", "verdict": "2"'),
            "'verdict' occurs twice",
        ),
    ],
)
def test_a_reply_that_is_no_single_object_is_refused(
    small: Rubric, sound: Reply, wrap: Callable[[str], str], reason: str
) -> None:
    assert re.search(reason.replace("$", r"\$"), refusal(small, wrap(json.dumps(sound))))


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}\n```\n", "\n~~~ JSON\n{}\n~~~"])
def test_a_fenced_object_is_taken(small: Rubric, sound: Reply, fence: str) -> None:
    assert check_reply(small, fence.format(json.dumps(sound)), ANSWER).points == 2.5


@pytest.mark.parametrize(
    "reply",
    [
        "I cannot grade this answer.",
        "I'm sorry, but I can't help with marking students' work.",
        "I am unable to assess this submission.",
        '{"refusal": "I will not mark this."}',
    ],
)
def test_a_model_that_declines_is_told_from_a_broken_reply(small: Rubric, reply: str) -> None:
    with pytest.raises(ReplyDeclinedError, match="declined to mark"):
        check_reply(small, reply, ANSWER)


def test_a_broken_reply_is_no_refusal_of_the_model(small: Rubric) -> None:
    with pytest.raises(ReplyError) as caught:
        check_reply(small, '{"rubric": "I cannot', ANSWER)
    assert not isinstance(caught.value, ReplyDeclinedError)


def test_all_errors_are_listed_at_once(small: Rubric, sound: Reply) -> None:
    sound["rubric"] = "Q1 2020.1.1 00000000"
    sound["fact"] = {"quote": 1, "reason": "\ud800", "verdict": "maybe"}
    sound["depth"]["verdict"] = "7"
    said = refusal(small, json.dumps(sound))
    for part in (
        "another rubric" if "another rubric" in said else "for the rubric",
        "$.fact.quote",
        "$.fact.reason holds half",
        "$.fact.verdict",
        "$.depth.verdict",
    ):
        assert part in said


def test_the_reply_to_another_rubric_is_refused_by_its_name(
    rubrics: tuple[Rubric, ...], small: Rubric, sound: Reply
) -> None:
    for rubric in rubrics:
        assert f"it is for the rubric '{small.stamp}', not for '{rubric.stamp}'" in refusal(
            rubric, json.dumps(sound)
        )


def test_several_problems_are_named_with_their_paths(small: Rubric, sound: Reply) -> None:
    del sound["style"]
    sound["fact"] = {"quote": 1, "reason": "r", "verdict": "met", "a": 0, "b": 0}
    said = refusal(small, json.dumps(sound))
    assert "$.fact.quote must be of type string, not 1" in said
    assert "$.fact has unexpected 'a', 'b'" in said
    assert said.endswith("$ lacks 'style'")
    assert said.count("; ") == 2


@pytest.mark.parametrize("depth", [10, 900, 5_000])
def test_a_deeply_nested_value_is_refused(small: Rubric, sound: Reply, depth: int) -> None:
    text = json.dumps(sound).replace('"It says so."', "[" * depth + "]" * depth)
    said = refusal(small, text)
    assert "$.fact.reason must be of type string" in said or "cannot be parsed as JSON" in said
    assert len(said) < 200


def test_a_refusal_is_short_whatever_the_reply(small: Rubric, sound: Reply) -> None:
    sound |= {f"key{number}": number for number in range(5_000)}
    sound["fact"]["verdict"] = "x" * 50_000
    assert len(refusal(small, json.dumps(sound))) < 500


def test_a_refusal_cannot_steer_a_terminal(small: Rubric) -> None:
    assert "\x1b" not in refusal(small, json.dumps({"\x1b[2J": 1}))


def test_a_quote_cannot_steer_a_terminal(small: Rubric, sound: Reply) -> None:
    sound["fact"] |= {"quote": "\x1b[2Jpredicts", "reason": "\u202ereason\n" + "x" * 1000}
    text = draft_text(check_reply(small, json.dumps(sound), ANSWER))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert max(map(len, text.splitlines())) < 400


def broken(reply: Reply, chance: random.Random) -> Reply:
    """The reply with one thing in it taken away, added or replaced."""
    reply = copy.deepcopy(reply)
    place = chance.choice([reply, *(part for part in reply.values() if isinstance(part, dict))])
    key = chance.choice(sorted(place))
    match chance.randrange(3):
        case 0:
            del place[key]
        case 1:
            place[chance.choice(["extra", "points", key + "_"])] = place[key]
        case 2:
            place[key] = chance.choice([None, 1, 1.0, True, "met", "0", "1", "", [], {}, "x y z"])
    return reply


def test_we_refuse_what_the_schema_refuses_and_nothing_else(small: Rubric, sound: Reply) -> None:
    chance = random.Random(0)
    validator = jsonschema.Draft202012Validator(reply_schema(small))
    seen = {True: 0, False: 0}
    for _ in range(400):
        reply = broken(sound, chance)
        valid = validator.is_valid(reply)
        seen[valid] += 1
        if valid:
            assert check_reply(small, json.dumps(reply), ANSWER).rubric == small
        else:
            refusal(small, json.dumps(reply))
    assert min(seen.values()) > 20
