"""Read a PDF's text with pypdf. Runs in a child process (`marking.child`)."""

import io
import json
import unicodedata

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError
from pypdf.generic import DictionaryObject

MAX_PAGES = 100
MIN_LETTERS = 20
"""A PDF with fewer letters and with pictures is a scan."""
MAX_ODD_SHARE = 0.2
ODD = ("Co", "Cn", "Cc")
"""Categories of characters that stand for glyphs of a font without a table of its own."""
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}


def read(content: bytes) -> bytes:
    """Return JSON: `text`, the number of `images`, the names of `lost` parts, and why it is `refused`."""
    reader = PdfReader(io.BytesIO(content))
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            return _reply(refused="encrypted")
        pages = reader.pages[:MAX_PAGES]
        texts = [page.extract_text() for page in pages]
    except (DependencyError, FileNotDecryptedError):
        return _reply(refused="encrypted")
    images = sum(map(_pictures, pages))
    typed = [note for page in pages for note in _notes(page)]
    typed += [str(value) for value in (reader.get_form_text_fields() or {}).values() if value]
    text = "\n\n".join(each.strip() for each in [*texts, *typed] if each.strip())
    text = text.translate(LIGATURES)
    letters = sum(map(str.isalnum, text))
    plain = text.replace("\n", "")
    odd = sum(unicodedata.category(each) in ODD or each == "\ufffd" for each in plain)
    if letters < MIN_LETTERS and (images or letters == 0):
        return _reply(refused="scan")
    if odd > MAX_ODD_SHARE * len(text):
        return _reply(refused="encoding")
    more = len(reader.pages) - len(pages)
    return _reply(text + "\n", images, [f"pages {MAX_PAGES + 1}-{len(reader.pages)}"] if more else [])


def _reply(
    text: str = "", images: int = 0, lost: list[str] | None = None, refused: str | None = None
) -> bytes:
    reply = {"text": text, "images": images, "lost": lost or [], "refused": refused}
    return json.dumps(reply).encode()


def _pictures(page: DictionaryObject) -> int:
    resources = page.get("/Resources", DictionaryObject()).get_object()
    found = resources.get("/XObject", DictionaryObject()).get_object()
    return sum(each.get_object().get("/Subtype") == "/Image" for each in found.values())


def _notes(page: DictionaryObject) -> list[str]:
    """Return text that was typed onto a page."""
    notes = [each.get_object() for each in page.get("/Annots", DictionaryObject()).get_object() or ()]
    return [str(each["/Contents"]) for each in notes if each.get("/Contents")]
