"""A quote is verified, near or unverified; what turns a sentence round is never near."""

import random

import pytest

from autograder.marking.quotes import QuoteState, check_quote

ANSWER = """The model gives a probability to each “token” — and it sees only the tokens before.
Nobody has to label the text; the loss does not need people. We need 26 nodes, since 28,800 / 1,128 = 25.5."""


@pytest.mark.parametrize(
    "quote",
    [
        "gives a probability to each “token”",
        'gives a probability to each "token" - and it',  # other quotation marks and dash
        "only  the tokens\u00a0before.\nNobody has",  # other white space
        "Nobody has to la\u200bbel",  # invisible character
        '"sees only the tokens before"',  # quoted quote
        "26 nodes",
        "28,800 / 1,128 = 25.5",
        "a probability to each [...] Nobody has to label",  # two passages
        "a probability to each […] Nobody has to label",
    ],
)
def test_a_quote_that_stands_there_is_verified(quote: str) -> None:
    assert check_quote(quote, ANSWER).state is QuoteState.VERIFIED


@pytest.mark.parametrize(
    "quote",
    [
        "The model gives a probability to each token - and sees only the tokens before",
        "nobody has to label the text",
    ],
)
def test_a_quote_with_a_slip_is_near_and_shows_the_passage(quote: str) -> None:
    check = check_quote(quote, ANSWER)
    assert check.state is QuoteState.NEAR
    assert check.note.startswith("the answer says: ")


@pytest.mark.parametrize(
    "quote",
    [
        "the model predicts the next word from its context",  # made up
        "token",  # shows nothing
        "6 nodes",  # the end of 26
        "800 / 1,128 = 25.5",  # the end of 28,800
        "We need 28 nodes, since 28,800 / 1,128",  # another number
        "the loss does need people. We need 26 nodes",  # the negation is gone
        "26 nodes [...] the moon is made of cheese and of bread",  # one of two
        ANSWER.replace("\n", " ") * 4,  # longer than the answer
        "word " * 101,
    ],
)
def test_a_quote_that_does_not_stand_there_is_unverified(quote: str) -> None:
    check = check_quote(quote, ANSWER)
    assert check.state is QuoteState.UNVERIFIED
    assert check.note


def test_a_quote_longer_than_the_answer_is_unverified() -> None:
    assert check_quote("We need 26 nodes and so on", "26 nodes").state is QuoteState.UNVERIFIED


@pytest.mark.parametrize("quote", ["", "  \n", "\u200b", "[...]", '""'])
def test_no_quote_is_no_quote(quote: str) -> None:
    assert check_quote(quote, ANSWER).state is QuoteState.NONE


TURNED = """It is not true that people label it. Nobody has to label text.
The loss does not see tokens. It learns not."""


@pytest.mark.parametrize(
    "quote", ["people label it", "has to label text", "see tokens", "true that people", "It learns"]
)
def test_a_quote_cut_next_to_a_denial_is_unverified(quote: str) -> None:
    check = check_quote(quote, TURNED)
    assert check.state is QuoteState.UNVERIFIED
    assert "its sense turns" in check.note


@pytest.mark.parametrize(
    ("quote", "answer"),
    [
        ("does not see tokens", TURNED),
        ("people label it", TURNED + " Later people label it."),  # stands there without the denial, too
        ("filters spam", "It not only filters spam but joins texts."),
        ("we need 26 nodes", "25 is not enough, we need 26 nodes"),  # the denial is in another clause
    ],
)
def test_a_quote_with_its_own_denial_or_none_is_verified(quote: str, answer: str) -> None:
    assert check_quote(quote, answer).state is QuoteState.VERIFIED


def test_case_is_kept() -> None:
    assert check_quote("SEES ONLY THE TOKENS BEFORE", ANSWER).state is QuoteState.UNVERIFIED


def test_every_stretch_of_words_of_an_answer_is_verified() -> None:
    words = ANSWER.split()
    chance = random.Random(0)
    for _ in range(200):
        start = chance.randrange(len(words) - 3)
        quote = " ".join(words[start : start + chance.randrange(3, 12)])
        check = check_quote(quote, ANSWER)
        assert check.state is QuoteState.VERIFIED or "its sense turns" in check.note, quote
