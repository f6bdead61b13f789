"""Tell text from other files, and decode it. Bytes that are not text are never taken for an answer."""

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum

MAX_CONTROL_SHARE = 0.02
MAX_HIGH_SHARE = 0.25
"""Western text in Windows-1252 has few bytes above 127; more of them mean another encoding."""
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HIGH = re.compile(rb"[\x80-\xff]+")
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins like it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UTF_8 = "utf-8"
WINDOWS = "windows-1252"
"""No mark tells it, so it is a guess."""


class Format(StrEnum):
    """A file's format, by its content. `messages.tas.answers.FORMATS` holds the words for each value."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    ENCRYPTED = "encrypted"
    """An encrypted PDF or Word document."""
    SCAN = "scan"
    """A PDF of pictures."""
    DOC = "doc"
    ODT = "odt"
    PAGES = "pages"
    RTF = "rtf"
    HTML = "html"
    IMAGE = "image"
    NOTEBOOK = "notebook"
    ARCHIVE = "archive"
    BINARY = "binary"
    ENCODING = "encoding"
    """Text in an unknown encoding."""
    BROKEN = "broken"
    """A document that its reader refuses."""
    TOO_LARGE = "too_large"
    UNOPENED = "unopened"
    """A link, or a file that the system refuses."""


MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"{\\rtf", Format.RTF),
    (b"\x89PNG", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"GIF8", Format.IMAGE),
    (b"II*\x00", Format.IMAGE),
    (b"MM\x00*", Format.IMAGE),
    (b"\x1f\x8b", Format.ARCHIVE),
    (b"7z\xbc\xaf", Format.ARCHIVE),
    (b"Rar!", Format.ARCHIVE),
    (b"%!PS", Format.BINARY),
    (b"\x7fELF", Format.BINARY),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
NOTEBOOK = re.compile(rb"\s*\{\s*\"(?:cells|metadata|nbformat|worksheets)\"")


class NotTextError(Exception):
    """A file that is not text.

    Args:
        found: its format.
        detail: more on it, such as a reader's complaint.
    """

    def __init__(self, found: Format, detail: str = "") -> None:
        super().__init__(found.value, detail)
        self.found = found
        self.detail = detail


@dataclass(frozen=True)
class Decoded:
    """A decoded text.

    Args:
        text: without a byte order mark, with ``\\n`` at the ends of lines.
        encoding: the one that fits.
        replaced: the number of bytes or pairs that are not characters.
    """

    text: str
    encoding: str = UTF_8
    replaced: int = 0


def format_of(content: bytes) -> Format:
    """Return what a file is, by its first bytes; text is not looked at any further.

    >>> format_of(b"%PDF-1.7"), format_of(b"It predicts.")
    (<Format.PDF: 'pdf'>, <Format.TEXT: 'text'>)
    """
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(OLE):
        return Format.ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in content else Format.DOC
    if content[4:8] == b"ftyp" or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return Format.IMAGE
    for magic, found in MAGIC:
        if content.startswith(magic):
            return found
    if content.startswith(b"BM") and b"\x00" in content[:32]:
        return Format.IMAGE
    if WEB_PAGE.match(content[:1024]):
        return Format.HTML
    if NOTEBOOK.match(content[:1024]) and b"nbformat" in content:
        return Format.NOTEBOOK
    return Format.TEXT


def _zipped(content: bytes) -> Format:
    """Tell what a zip holds by names that stand in it; the document's reader opens it with limits."""
    if b"word/" in content:
        return Format.DOCX
    if b"opendocument" in content[:200]:
        return Format.ODT
    return Format.PAGES if b".iwa" in content else Format.ARCHIVE


def decode(content: bytes) -> Decoded:
    """Decode a text: UTF-8, UTF-16 and UTF-32 with or without their mark, Windows-1252.

    >>> decode("Die Größe zählt".encode("cp1252")).text, decode("é".encode("utf-16")).encoding
    ('Die Größe zählt', 'utf-16-le')

    Raises:
        NotTextError: the content is not text, or its encoding is unknown.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    if unmarked := _utf16_without_mark(content):
        return _decoded(content, unmarked)
    if len(CONTROLS.findall(content)) > MAX_CONTROL_SHARE * len(content):
        raise NotTextError(Format.BINARY)
    loose = content.decode(UTF_8, errors="replace")
    broken = loose.count("\ufffd") - content.count("\ufffd".encode())
    if not broken:
        return Decoded(_lines(loose))
    if broken < sum(character > "\x7f" for character in loose) / 4:
        return Decoded(_lines(loose), UTF_8, broken)
    runs = HIGH.findall(content)
    high, paired = sum(map(len, runs)), sum(len(run) for run in runs if len(run) > 1)
    if high > MAX_HIGH_SHARE * len(content) or (high >= 8 and paired > high / 2):
        raise NotTextError(Format.ENCODING)
    try:
        return Decoded(_lines(content.decode("cp1252")), WINDOWS)
    except UnicodeDecodeError as error:
        raise NotTextError(Format.ENCODING) from error


def text_of(content: bytes) -> str:
    """Return the text of a file without the rest of what is known of it.

    Raises:
        NotTextError: it is a document, a picture or other bytes, or its encoding is unknown.
    """
    if (found := format_of(content)) is not Format.TEXT:
        raise NotTextError(found)
    return decode(content).text


def _decoded(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, errors="replace")
    # A lost byte shifts all pairs, and "text" of that kind is noise.
    odd = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text)
    if odd > MAX_CONTROL_SHARE * len(text) + 1:
        raise NotTextError(Format.ENCODING if encoding == UTF_8 else Format.BINARY)
    return Decoded(_lines(text), encoding, text.count("\ufffd"))


def _utf16_without_mark(content: bytes) -> str | None:
    """Return the encoding if each second byte of most characters is zero, as in Western text."""
    sample = content[:4096]
    if len(sample) < 4 or len(content) % 2:
        return None
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if odd > 0.6 * len(sample[1::2]) and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * len(sample[::2]) and odd == 0 else None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
