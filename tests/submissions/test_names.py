"""Names are normalised or refused; staged and shown names can be printed on one line of any system."""

import io
import unicodedata
import zipfile
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submissions.find import SubmissionError
from autograder.submissions.names import MAX_DEPTH, MAX_PATH_BYTES, alike, clean, shown
from autograder.submissions.notes import Notes
from autograder.submissions.unpack import unpack

characters = st.characters(codec=None, exclude_categories=())
names = st.text(characters, max_size=12) | st.sampled_from(
    [
        "..",
        ".",
        "",
        "a/b",
        "a\\b",
        "\u212a.py",
        "e\u0301.py",
        "x" * 201,
        "\u0958" * 60,
        "con",
        "a\0b",
        "\ufdfa" * 20,
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(names, max_size=4))
def test_a_clean_path_is_one_on_any_system(parts: list[str]) -> None:
    found = clean(parts)
    if found is None:
        return
    assert clean(found) == found
    assert len(found) == len(parts) <= MAX_DEPTH
    path = "/".join(found)
    assert path.isprintable()
    assert unicodedata.is_normalized("NFC", path)
    assert len(path.encode()) <= MAX_PATH_BYTES
    assert PurePosixPath(path).parts == found
    assert ".." not in found


@settings(max_examples=300, deadline=None)
@given(st.text(characters, max_size=100))
def test_what_is_shown_is_one_short_line(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) < 700
    assert alike(unicodedata.normalize("NFD", text)) == alike(text)


@settings(max_examples=200, deadline=None)
@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(st.lists(st.tuples(names, st.sampled_from([".py", ".md", "", "/", "/x.py"])), max_size=4))
def test_a_zip_of_any_names_stays_in_its_folder(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, str]]
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, end in entries:
            whole = name.encode(errors="replace").decode() + end
            if whole.partition("\0")[0]:  # Python cuts names there, and writes none that is empty
                archive.writestr(whole, "text")
    base = tmp_path_factory.mktemp("zip")
    (base / "z.zip").write_bytes(buffer.getvalue())
    (base / "out").mkdir()
    notes = Notes()
    try:
        unpack(base / "z.zip", base / "out", notes)
    except SubmissionError as error:
        assert str(error).isprintable()  # noqa: PT017 - either way is right
    assert {each.name for each in base.iterdir()} == {"z.zip", "out"}
    for path in (base / "out").rglob("*"):
        parts = path.relative_to(base / "out").parts
        assert clean(parts) == parts
    assert all(line.isprintable() for line in notes.lines)
