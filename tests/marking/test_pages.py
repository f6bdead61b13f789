"""Answers as HTML and PDF: safe whatever they hold, complete, and made in bounded time."""

import io
import json
import re
import time
import unicodedata
from html.parser import HTMLParser

import pytest
from hostile_answers import COSTLY, HIDING, INJECTIONS, SECRET
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from autograder.catalog import WrittenQuestion
from autograder.marking.answers import Answer, Answers
from autograder.marking.child import ChildError, Limits, Task, run_child
from autograder.marking.pages.html import ATTRIBUTES, TAGS, to_html
from autograder.marking.pages.markdown import parse
from autograder.marking.pages.marks import Mark, pieces
from autograder.marking.pages.view import pdf_data, student_page
from autograder.marking.pages.write import LIMITS

QUESTION = WrittenQuestion("Q1", "q1_temperature", "Heat", "", 5, (10, 20), 1, "ask")
MAX_HTML_SECONDS = 10
MAX_PDF_SECONDS = 60
PAGE_TAGS = {
    "html",
    "head",
    "meta",
    "style",
    "title",
    "body",
    "header",
    "main",
    "section",
    "h1",
    "h2",
    "dl",
    "dt",
    "dd",
}


class Page(HTMLParser):
    """Collects the tags and attributes that a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.text += dict(attrs).get("value") or ""  # the number of a list's item
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def answers(text: str, *, hard_lines: bool = False) -> Answers:
    return Answers("anna", (Answer(QUESTION, text, 3, "none", "q1.md", hard_lines=hard_lines),))


def pdf_of(text: str, **options: bool) -> bytes:
    return run_child(
        Task.TYPESET, json.dumps(pdf_data(answers(text), "Assignment", **options)).encode(), LIMITS
    )


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def is_within(part: str, whole: str) -> bool:
    """Whether all characters of `part` occur in `whole` in this order."""
    rest = iter(whole)
    return all(character in rest for character in part)


def assert_safe(html: str) -> Page:
    page = Page(html)
    assert page.tags <= TAGS
    for tag, name, value in page.attributes:
        assert name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        assert name != "href" or re.match("(?:https?://|mailto:)", value, re.IGNORECASE)
    return page


# What Markdown becomes


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "*a* **b** ~~c~~ `d`",
            '<p dir="auto"><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>\n',
        ),
        ("# One\n###### Six", '<h3 dir="auto">One</h3>\n<h6 dir="auto">Six</h6>\n'),
        ("a\nb", '<p dir="auto">a\nb</p>\n'),
        ("a  \nb", '<p dir="auto">a<br>\nb</p>\n'),
        (
            "7. a\n9. b",
            '<ol>\n<li value="7"><p dir="auto">a</p>\n</li>\n<li value="9"><p dir="auto">b</p>\n</li>\n'
            "</ol>\n",
        ),
        ("---", "<hr>\n"),
        ("&lt;b&gt; &amp; \\*", '<p dir="auto">&lt;b&gt; &amp; *</p>\n'),
        ("it costs $5 and $6", '<p dir="auto">it costs $5 and $6</p>\n'),
    ],
)
def test_markdown(text: str, html: str) -> None:
    assert to_html(text) == html


def test_plain_text_keeps_its_lines() -> None:
    assert to_html("a\nb", hard_lines=True) == '<p dir="auto">a<br>\nb</p>\n'


def test_links_show_their_address_and_open_nothing_else() -> None:
    html = to_html("[text](https://example.org/a?b=c&d) and https://example.org/e_f_g.")
    assert '<a href="https://example.org/a?b=c&amp;d" target="_blank"' in html
    assert 'rel="noopener noreferrer nofollow">text</a>' in html
    assert "(https://example.org/a?b=c&amp;d)" in html
    assert ">https://example.org/e_f_g</a>." in html


def test_images_are_links() -> None:
    html = to_html("![a plot](https://example.org/x.png)")
    assert "<img" not in html
    assert ">image: a plot</a>" in html


def test_formulas_are_typeset_without_scripts() -> None:
    html = to_html(r"so $\frac{1}{n}\sum_{i=1}^n x_i$ and $$\begin{pmatrix}1&2\\3&4\end{pmatrix}$$")
    assert "<mfrac>" in html
    assert "<mtable>" in html
    assert assert_safe(html)


@pytest.mark.parametrize("source", [r"\frac{", r"\unknown{x}", "x^{" * 40 + "}" * 40, "x" * 2_000, "a % c"])
def test_other_formulas_are_shown_as_source(source: str) -> None:
    page = assert_safe(to_html(f"${source}$"))
    assert is_within(letters(source), page.text)


# Nothing hidden


@pytest.mark.parametrize("name", HIDING)
def test_nothing_that_markdown_hides_is_hidden(name: str) -> None:
    assert SECRET in assert_safe(to_html(HIDING[name])).text


EMOJI = "\U0001f469\u200d\U0001f4bb \u2764\ufe0f 1\ufe0f\u20e3"
BITS = [
    "a", "b1", "語", "é", "\u200b", "\u202e", "\x00", "\n", "\n\n", " ", "    ", "|", "|a|\n|-|\n", "> ",
    "- ", "1. ", "#", "*", "_", "~~", "`", "```", "$", "$$", "[", "](", ")", "!", "<", ">", "<!--", "-->",
    "\\", "&amp;", "\t", "https://a.b", "'", '"', "---", "===",
]  # fmt: skip


@given(st.lists(st.sampled_from(BITS), max_size=40).map("".join))
def test_each_letter_of_any_text_is_shown(text: str) -> None:
    page = assert_safe(to_html(text))
    written = letters(text.replace("&amp;", ""))
    assert all(page.text.count(each) >= written.count(each) for each in set(written))
    for mark in "\u200b\u202e\x00":
        assert page.text.count(f"U+{ord(mark):04X}") >= (mark in text)
        assert mark not in page.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200bb", "aU+200Bb"),
        ("a" + "\u200b" * 5, "aU+200B ×5"),
        ("\u202ea\u202c", "U+202EaU+202C"),
        ("a\x00\x1b[2Jb", "aU+0000 U+001B[2Jb"),
        ("\ue000\U000f0000", "U+E000 U+F0000"),
        ("a&#x200b;b", "aU+200Bb"),
        ("a\u2028b", "aU+2028b"),
        ("a" + "\u0301" * 9, "a" + "\u0301" * 6 + "U+0301 ×3"),
        (EMOJI, EMOJI),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("p\u200cq", "pU+200Cq"),
    ],
)  # fmt: skip
def test_invisible_characters_become_marks(text: str, shown: str) -> None:
    assert Page(to_html(text)).text.strip() == shown
    assert (
        "".join(each.codes if isinstance(each, Mark) else each for each in pieces(text)) == shown
        or "&" in text
    )


# Hostile answers


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_hostile_answer_is_text_in_html(name: str) -> None:
    text = INJECTIONS[name]
    page = assert_safe(to_html(text))
    html = student_page(answers(text), "Assignment").decode()
    whole = Page(html)
    assert whole.tags <= TAGS | PAGE_TAGS | {"section"}
    assert len(re.findall("<style", html)) == 1
    assert not any(key.startswith("on") or key in ("style", "src") for _, key, _ in whole.attributes)
    plain = "".join(each for each in text if each.isascii() and each.isalnum())
    if "&" not in text:
        assert is_within(plain, page.text)


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_hostile_answer_is_text_in_a_pdf(name: str) -> None:
    content = pdf_of(INJECTIONS[name])
    text = text_of(content)
    assert len(PdfReader(io.BytesIO(content)).pages) <= 2
    assert "root:" not in text
    if name.startswith("typst"):
        assert letters(INJECTIONS[name].split()[0]) in letters(text)
    for found in re.findall(rb"/URI \(([^)]*)", content):
        assert found.startswith((b"http", b"mailto:"))
    assert not re.search(rb"/(?:JavaScript|JS|Launch|OpenAction|EmbeddedFile)\b", content)


@pytest.mark.slow
@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_answer_takes_bounded_time_in_html(name: str) -> None:
    began = time.process_time()
    html = to_html(COSTLY[name])
    assert time.process_time() - began < MAX_HTML_SECONDS
    assert_safe(html)


@pytest.mark.slow
@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_answer_takes_bounded_time_in_a_pdf(name: str) -> None:
    began = time.monotonic()
    assert pdf_of(COSTLY[name]).startswith(b"%PDF")
    assert time.monotonic() - began < 3 * MAX_PDF_SECONDS  # on a busy machine


@pytest.mark.slow
def test_a_child_over_its_limits_is_ended() -> None:
    data = json.dumps(pdf_data(answers("a\u200b" * 75_000), "Assignment", plain=True)).encode()
    for limits in (Limits(1, 3 * 2**30, 2**26), Limits(60, 200 * 2**20, 2**26)):
        with pytest.raises(ChildError):
            run_child(Task.TYPESET, data, limits)


def test_a_child_that_says_too_much_is_not_heard() -> None:
    data = json.dumps(pdf_data(answers("text"), "Assignment")).encode()
    with pytest.raises(ChildError):
        run_child(Task.TYPESET, data, Limits(60, 3 * 2**30, 1_000))


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    html = student_page(answers("text"), "Assignment").decode()
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert "<link" not in html
    assert not re.search(r"url\(|@import|src=", html)


# PDF


def test_a_pdf_has_the_same_bytes_each_time() -> None:
    assert pdf_of("*a* $x^2$ 語 \u200b") == pdf_of("*a* $x^2$ 語 \u200b")


def test_a_pdf_shows_text_and_facts() -> None:
    text = text_of(
        pdf_of("# Head\n\n- *one*\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode = 1\n```\n")
    )
    for wanted in (
        "anna",
        "Assignment",
        "Q1. Heat",
        "Head",
        "one",
        "two",
        "code = 1",
        "none",
        "q1.md",
        "10–20",
    ):
        assert wanted in text


def test_a_pdf_lists_what_it_cannot_show() -> None:
    text = text_of(pdf_of("a \u0378\u0378 b \U000fffff"))
    assert "U+0378" in text
    # Not even a reserved character is lost: it is a mark, not a missing glyph.
    absent = text_of(pdf_of("Gothic \U00010330\U00010331, Linear A \U00010600"))
    shown = {each for each in ("\U00010330", "\U00010331", "\U00010600") if f"U+{ord(each):04X}" in absent}
    assert "\U00010600" in shown or "LINEAR A" not in absent
    assert ("last page" in absent) == bool(shown)


def test_formulas_are_typeset_in_a_pdf() -> None:
    text = text_of(
        pdf_of(r"So $\sum_{i=1}^n \mathbb{R} \left(\frac{a}{b}\right) \hat{y} \lim_{x\to 0} \sqrt[3]{x}$.")
    )
    assert "frac" not in text
    assert "∑" in text


@given(st.lists(st.sampled_from(BITS), max_size=40).map("".join))
def test_any_text_has_a_tree_of_plain_data(text: str) -> None:
    json.dumps(parse(text))
    json.dumps(parse(text, hard_lines=True))
