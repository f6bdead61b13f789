"""Text that is printed is on one line and holds no control characters."""

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.text import printable


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=100))
def test_any_text_becomes_printable_and_printable_text_stays_as_it_is(text: str) -> None:
    assert printable(text).isprintable()
    if text.isprintable():
        assert printable(text) == text
