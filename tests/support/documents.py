"""Documents as students hand them in: Word files and PDFs, made in memory."""

import io
import zipfile

import typst
from pypdf import PdfReader, PdfWriter

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
NUMBERING = (
    f'<?xml version="1.0"?><w:numbering {WORD}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
NOTES = f'<?xml version="1.0"?><w:footnotes {WORD}><w:footnote w:id="1">{{}}</w:footnote></w:footnotes>'
PARTS = (
    f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{OFFICE}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
)


def paragraph(text: str, properties: str = "", more: str = "") -> str:
    """A paragraph of a Word document, in its XML."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run if text else ''}{more}</w:p>"


BULLET = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
FOOTNOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
INSERTED = '<w:ins><w:r><w:t xml:space="preserve"> inserted words</w:t></w:r></w:ins>'
NUMERATOR = "<m:num><m:r><m:t>a+b</m:t></m:r></m:num>"
FORMULA = f"<m:oMath><m:f>{NUMERATOR}<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"


def docx(*paragraphs: str, footnote: str = "A note.") -> bytes:
    """A Word document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/_rels/document.xml.rels", PARTS)
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr("word/footnotes.xml", NOTES.format(paragraph(footnote)))
        body = "".join(paragraphs)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document {WORD} {MATH}><w:body>{body}</w:body></w:document>',
        )
    return made.getvalue()


def pdf(markup: str) -> bytes:
    """A PDF of a text in Typst's markup."""
    made = typst.compile(markup.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def encrypted(content: bytes, owner_only: bool = False) -> bytes:
    """The same PDF with a password to open it, or only one to change it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt("" if owner_only else "secret", "owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
