"""A written answer is the student's own words, whatever became of the template around them."""

import html
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autograder
from autograder.catalog import Project
from autograder.submissions.written_answers import count_words, read_answer

WRITTEN = Path(autograder.__file__).parents[1] / "assignment" / "written"
TEMPLATES = ["q1_pretraining", "q2_finetuning", "q3_scale", "q4_context", "q5_society"]
BEGINS, ENDS = "<!-- ANSWER BEGINS: write below this line -->", "<!-- ANSWER ENDS: write above this line -->"


@pytest.fixture(params=TEMPLATES)
def template(request: pytest.FixtureRequest) -> str:
    return (WRITTEN / f"{request.param}.md").read_text(encoding="utf-8")


def filled(template: str, answer: str, help_used: str = "") -> str:
    assert template.count(ENDS) == 1
    return template.replace(ENDS, f"{answer}\n\n{ENDS}").rstrip("\n") + f" {help_used}\n"


# The real templates


def test_there_is_a_template_for_each_written_question(project: Project) -> None:
    assert [written.name for written in project.assignment.written] == TEMPLATES
    assert sorted(path.stem for path in WRITTEN.glob("*.md")) == TEMPLATES


def test_an_untouched_template_is_not_started(template: str) -> None:
    read = read_answer(template)
    assert (read.answer, read.words, read.help_used, read.started) == ("", 0, "", False)


@pytest.mark.parametrize("removed", [[BEGINS], [ENDS], [BEGINS, ENDS]])
def test_an_untouched_template_without_its_markers_is_not_started(template: str, removed: list[str]) -> None:
    for marker in removed:
        assert marker in template
        template = template.replace(marker, "")
    assert not read_answer(template).started


def test_an_answer_is_read_with_the_help_that_was_used(template: str) -> None:
    read = read_answer(filled(template, "A model predicts\nthe next token.", "a friend"))
    assert (read.answer, read.words, read.help_used) == ("A model predicts\nthe next token.", 6, "a friend")
    assert read.started


@pytest.mark.parametrize("removed", [[BEGINS], [ENDS], [BEGINS, ENDS]])
def test_an_answer_is_not_lost_with_its_markers(template: str, removed: list[str]) -> None:
    text = filled(template, "It predicts the next token.", "none")
    for marker in removed:
        text = text.replace(marker, "")
    read = read_answer(text)
    assert (read.answer, read.words, read.help_used) == ("It predicts the next token.", 5, "none")


def test_an_answer_below_the_last_marker_is_not_lost_once_the_first_is_gone() -> None:
    read = read_answer(f"# Q1\n> Why?\n{ENDS}\nBecause.\n\n**Help used**: none\n")
    assert (read.answer, read.help_used) == ("Because.", "none")


@pytest.mark.parametrize("marker", [BEGINS, ENDS])
def test_an_answer_is_not_lost_when_a_marker_has_lost_its_end(template: str, marker: str) -> None:
    text = filled(template, "It predicts the next token.", "none").replace(marker, marker.removesuffix("-->"))
    read = read_answer(text)
    assert (read.answer, read.words, read.help_used) == ("It predicts the next token.", 5, "none")


def test_the_length_that_is_asked_is_the_catalogs(project: Project) -> None:
    for written in project.assignment.written:
        text = (project.assignment_folder / written.path).read_text(encoding="utf-8")
        assert f"**Length:** {written.words[0]}-{written.words[1]} words." in text
        assert text.startswith(f"# {written.number}. {written.title}\n")


# Files as editors write them


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: "\ufeff" + text.replace("\n", "\r\n"), id="both"),
        pytest.param(lambda text: text.rstrip("\n"), id="no last newline"),
        pytest.param(lambda text: text.replace("<!-- ", "<!--").replace(" -->", "-->"), id="tight comments"),
    ],
)
def test_how_a_file_was_saved_changes_nothing(template: str, change: Callable[[str], str]) -> None:
    written = filled(template, "One.\n\nTwo, three.", "none")
    assert read_answer(change(written)) == read_answer(written)
    assert read_answer(change(written)).words == 3
    assert not read_answer(change(template)).started
    assert not read_answer(change(template.replace(BEGINS, "").replace(ENDS, ""))).started


def test_comments_are_no_part_of_an_answer(template: str) -> None:
    read = read_answer(filled(template, "One <!-- not\nthis --> two.", "none <!-- really -->"))
    assert (read.words, read.help_used) == (2, "none")


def test_an_answer_may_hold_headings_quotes_and_arrows() -> None:
    answer = "# Mine\n> quoted\n--> so\n**Length:** mine"
    assert read_answer(f"# Q1\n{BEGINS}\n{answer}\n{ENDS}\n").answer == answer


# Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("- * -- --- | |---|", 0),
        ("___", 0),
        ("one", 1),
        ("next-token loss", 3),
        ("the loss\u2014a number\u2013falls", 5),  # dashes without spaces
        ("one,two;three", 3),
        ("GPT-4 in 8-bit", 5),
        ("1,128 1.128 28\u00a0800 1.8e12 10:30 150-250 3\u20134", 8),  # numbers keep their separators
        ("see https://example.org/a-b,c?d=1 and www.example.org.", 4),
        ("[the paper](https://example.org/a-b-c) says", 3),
        ("<https://example.org/x-y>", 1),
        ("`next_token_loss(logits)` is code", 3),
        ("```python\nx = 1\n```", 3),
        ("a&nbsp;b &nbsp; &amp;", 2),
        ("| a|b |\n|---|---|\n|c|d|", 4),
        ("l\u2019homme n'est", 2),
        ("モデルは次の語を予測する。", 12),
        ("大規模言語モデル (LLM) は", 10),
        ("모델은 다음 단어를", 3),
        ("мир, труд", 2),
        ("किताब पढ़ना", 2),
        ("it's 1,128 GB (8 GPUs)", 5),
        ("- a bullet\n- another", 3),
        ("snake_case", 1),
        ("a\u00a0b", 2),  # a no-break space parts words too
        ("naïve Größe 語言", 4),
    ],
)
def test_a_word_has_a_letter_or_a_digit(text: str, words: int) -> None:
    assert read_answer(f"{BEGINS}\n{text}\n{ENDS}").words == words


PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), max_size=80)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read = read_answer(text)
    assert read.words <= len(text)
    assert read.started == (read.words > 0)


FRAGMENTS = [BEGINS, ENDS, "<!--", "-->", "**Help used**", ":", "\n", "# ", "> ", "word ", "\r\n"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_any_ruin_of_a_template_can_be_read(text: str) -> None:
    read = read_answer(text)
    assert read.words <= len(text)
    assert BEGINS not in read.answer
    assert read.started == (read.words > 0)


@settings(deadline=None)
@given(PLAIN.filter(lambda text: "<!--" not in text))
def test_whatever_stands_between_the_markers_is_the_answer(answer: str) -> None:
    read = read_answer(f"# Q1\n\n{BEGINS}\n{answer}\n{ENDS}\n\n**Help used**: none\n")
    assert read.answer == answer.strip()
    assert read.words == count_words(answer)
    assert (read.words > 0) == any(map(str.isalnum, html.unescape(answer)))
    assert read.help_used == "none"


@pytest.mark.parametrize(
    "piece",
    [
        "-",
        "1-",
        "](",
        "](a",
        "http://",
        "&",
        "語",
        "<!-- ",
        "<!-- ANSWER BEGINS ",
        "**Help used** ",
        "<!--" + " " * 50,
    ],
)
def test_a_hostile_answer_takes_no_time(piece: str) -> None:
    # The square of this length would take minutes.
    text = piece * (500_000 // len(piece))
    began = time.process_time()
    assert read_answer(text).words <= len(text)
    assert time.process_time() - began < 2
