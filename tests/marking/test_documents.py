"""Documents of every format: read, or named and never marked, however hostile they are."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import BULLET, FOOTNOTE, FORMULA, INSERTED, docx, encrypted, paragraph, pdf

from autograder.catalog import Project
from autograder.marking.answers import Answer, Why, read_answers, read_written_answer
from autograder.marking.answers.documents import read_document
from autograder.rubrics.model import RubricError
from autograder.submissions.decode import OLE, Format, NotTextError, decode, format_of

TEXT = "It predicts the next token, and the text itself is the label."
ZIPPED = b"PK\x03\x04" + bytes(26)


def first(place: Path, project: Project) -> Answer:
    return read_answers(place, project).answers[0]


# Text in other encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_text_is_read_in_any_usual_encoding(encoding: str, line_end: str) -> None:
    text = "Größe – naïve “quotes”, 3 € und mehr.\nA second line.\n"
    content = text.replace("\n", line_end).encode(encoding)
    if encoding == "utf-16":
        assert content[:2] in (b"\xff\xfe", b"\xfe\xff")
    assert decode(content).text == text


def test_utf8_with_a_few_broken_bytes_stays_utf8() -> None:
    decoded = decode("Größe, naïve, déjà vu, 語言\n".encode() + b"\xff rest")
    assert (decoded.text, decoded.replaced) == ("Größe, naïve, déjà vu, 語言\n\ufffd rest", 1)


@pytest.mark.parametrize(
    "content",
    [
        "模型预测下一个词，没有人工标注。".encode("gb18030"),
        "モデルは次の語を予測する。".encode("shift-jis"),
        "Модель предсказывает следующее слово.".encode("cp1251"),
        bytes(range(256)) * 40,
        b"\x00\x01\x02\x03" * 100,
        b"\xff\xfe" + bytes(range(1, 255)) * 9,
    ],
)
def test_other_bytes_are_never_taken_for_text(content: bytes) -> None:
    with pytest.raises(NotTextError) as found:
        read_document(content)
    assert found.value.found in (Format.ENCODING, Format.BINARY)


# Documents


def test_a_word_document_is_read_with_lists_notes_formulas_and_changes() -> None:
    row = "<w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr>"
    table = f"<w:tbl>{row.format(paragraph('a'))}{row.format(paragraph('b'))}</w:tbl>"
    content = docx(
        paragraph("Heading", '<w:pStyle w:val="Heading1"/>'),
        paragraph("First &amp; second", more=INSERTED + FOOTNOTE),
        paragraph("one", BULLET),
        paragraph("two", BULLET),
        paragraph("so ", more=FORMULA),
        table,
        footnote="The note.",
    )
    read = read_document(content)
    for wanted in (
        "First & second inserted words",
        "- one",
        "- two",
        "so (a+b)/2",
        "| a | a |\n|---|---|\n| b | b |",
        "The note.",
    ):
        assert wanted in read.text
    assert (read.foreign, read.remarks) == (True, ())


def test_a_pdf_with_text_is_read() -> None:
    read = read_document(pdf(f"= Answer\n{TEXT}\n\nA second paragraph with the office."))
    assert TEXT in read.text.replace("\n", " ")
    assert "office" in read.text
    assert read.foreign


def test_a_pdf_of_the_filled_template_gives_the_answer_alone(project: Project, tmp_path: Path) -> None:
    template = (project.assignment_folder / "written" / "q1_pretraining.md").read_text(encoding="utf-8")
    lines = [
        line.lstrip("># ").replace("**", "") for line in template.splitlines() if not line.startswith("<!--")
    ]
    filled = "\n".join(lines).replace("Help used", f"{TEXT}\n\nHelp used").rstrip() + " Ben"
    escaped = "".join(f"\\{each}" if each in "#*_$`<>@[]~" else each for each in filled)
    (tmp_path / "q1.pdf").write_bytes(pdf(escaped))
    answer = first(tmp_path, project)
    assert (" ".join(answer.text.split()), answer.help_used) == (TEXT, "Ben")


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("q1.pdf", lambda: encrypted(pdf(TEXT)), Format.ENCRYPTED),
        ("q1.pdf", lambda: pdf("#rect(width: 3cm)"), Format.SCAN),
        ("q1.pdf", lambda: b"%PDF-1.7 broken", Format.BROKEN),
        ("q1.docx", lambda: ZIPPED + b"word/document.xml", Format.BROKEN),
        ("q1.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), Format.ENCRYPTED),
        ("q1.doc", lambda: OLE + bytes(500), Format.DOC),
        ("q1.odt", lambda: ZIPPED + b"mimetypeapplication/vnd.oasis.opendocument.text", Format.ODT),
        ("q1.pages", lambda: ZIPPED + b"Index/Document.iwa", Format.PAGES),
        ("q1.rtf", lambda: b"{\\rtf1\\ansi text}", Format.RTF),
        ("q1.md", lambda: b"{\\rtf1\\ansi text}", Format.RTF),
        ("q1.html", lambda: b"<!DOCTYPE html><p>text", Format.HTML),
        ("q1.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), Format.IMAGE),
        ("q1.md", lambda: b"\xff\xd8\xff\xe0" + bytes(50), Format.IMAGE),
        ("q1.jpg", lambda: b"\x00\x00\x00\x18ftypheic" + bytes(50), Format.IMAGE),
        ("q1.txt", lambda: b'{"cells": [], "nbformat": 4}', Format.NOTEBOOK),
        ("q1.docx", lambda: ZIPPED + b"xl/workbook.xml", Format.ARCHIVE),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_never_marked(
    name: str, content: Callable[[], bytes], found: Format, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / name).write_bytes(content())
    answer = first(tmp_path / "anna", project)
    assert (answer.text, answer.words) == ("", 0)
    assert [(each.why, each.file, each.detail.split()[0]) for each in answer.warnings] == [
        (Why.UNREADABLE, name, found.value)
    ]


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert TEXT in read_document(encrypted(pdf(TEXT), owner_only=True)).text.replace("\n", " ")


def test_a_document_by_its_content_not_its_name(project: Project, tmp_path: Path) -> None:
    (tmp_path / "q1_pretraining.md").write_bytes(docx(paragraph(TEXT)))
    assert first(tmp_path, project).words == 12


def test_a_long_text_is_cut_with_a_word() -> None:
    assert read_document(b"word " * 100_000).remarks == ((Why.CUT, "200000"),)


def test_the_commands_on_one_file_read_the_same_formats(tmp_path: Path) -> None:
    path = tmp_path / "q1.md"
    for content in (TEXT.encode("utf-16"), TEXT.encode("cp1252"), docx(paragraph(TEXT)), pdf(TEXT)):
        path.write_bytes(content)
        assert " ".join(read_written_answer(path).split()) == TEXT
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with pytest.raises(RubricError, match="a picture"):
        read_written_answer(path)


# Hostile documents


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (250 * 2**20))
    return made.getvalue()


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(bomb, id="zip bomb"),
        pytest.param(lambda: docx(paragraph("&j;")), id="unknown entity"),
        pytest.param(lambda: docx("<w:p>" * 20_000), id="not closed"),
        pytest.param(lambda: docx("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000), id="deep"),
        pytest.param(
            lambda: b"%PDF-1.4\n" + b"1 0 obj<</Kids[1 0 R]/Type/Pages/Count 9>>endobj\n" * 9, id="loop"
        ),
        pytest.param(lambda: b"%PDF-1.4\n" + b"<<" * 200_000, id="deep PDF"),
    ],
)
def test_a_hostile_document_is_refused_in_time(content: Callable[[], bytes]) -> None:
    began = time.monotonic()
    with pytest.raises(NotTextError):
        read_document(content())
    assert time.monotonic() - began < 60


def test_entities_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(paragraph("x")))) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                content = content.replace(b"?>", b"?>" + ENTITIES.encode()).replace(b">x<", b">&j;<")
            new.writestr(entry.filename, content)
    with pytest.raises(NotTextError):
        read_document(made.getvalue())


def test_formats_are_told_by_content() -> None:
    assert format_of(b"# Q1\n") is Format.TEXT
    assert format_of(b"  <html>") is Format.HTML
    assert format_of(b"") is Format.TEXT
