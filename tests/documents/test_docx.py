"""DOCX: made with python-docx where it can, by hand where it can't (notes, fields, hostile files)."""

import io
import zipfile

import docx
import pytest

from citecheck.documents import read_bytes
from citecheck.model import Document, DocumentFormat, MarkKind

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W} {R}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            path = "word/_rels/document.xml.rels" if name == "rels" else f"word/{name}.xml"
            archive.writestr(path, content)
    return stream.getvalue()


def word(data: bytes) -> Document:
    document = read_bytes(data, "article.docx")
    assert document.error is None
    assert document.format is DocumentFormat.DOCX
    return document


def blocks(document: Document) -> list[tuple[str, str | None, str]]:
    return [(str(b.kind), b.label, document.text[b.start : b.end]) for b in document.blocks]


def marks(document: Document) -> list[tuple[str, str, str | None]]:
    return [(str(m.kind), document.text[m.start : m.end], m.target) for m in document.marks]


def p(text: str) -> str:
    return f"<w:p>{text}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_document_of_python_docx() -> None:
    made = docx.Document()
    made.core_properties.title = "Zinc and sleep"
    made.add_heading("Zinc", 1)
    paragraph = made.add_paragraph("A study in ")
    for part in ("J Am", " Coll Nutr"):
        paragraph.add_run(part).italic = True
    paragraph.add_run(" found it.")
    paragraph.add_run("1,2").font.superscript = True
    for text in ("Smith J. Gut. 2019.", "Lee K. BMJ. 2020."):
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("a point", style="List Bullet")
    made.add_table(1, 2).cell(0, 1).text = "5 mg"
    stream = io.BytesIO()
    made.save(stream)
    document = word(stream.getvalue())
    assert document.title == "Zinc and sleep"
    assert blocks(document) == [
        ("heading", "1", "Zinc"),
        ("paragraph", None, "A study in J Am Coll Nutr found it.1,2"),
        ("list_item", "1", "Smith J. Gut. 2019."),
        ("list_item", "2", "Lee K. BMJ. 2020."),
        ("list_item", None, "a point"),
        ("table_cell", None, "5 mg"),
    ]
    assert marks(document) == [("emphasis", "J Am Coll Nutr", None), ("superscript", "1,2", None)]
    assert document.positions.span(document.text.index("Lee"), len(document.text)).line == 4


def test_notes_links_and_fields() -> None:
    body = (
        p(r("Zinc helps.") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + r(" So it does."))
        + p('<w:hyperlink r:id="rId1">' + r("the trial") + "</w:hyperlink>")
        + p('<w:hyperlink w:anchor="_ENREF_3">' + r("[3]") + "</w:hyperlink>")
        + p('<w:bookmarkStart w:name="_ENREF_3" w:id="1"/>' + r("Smith J. Gut."))
        + p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://a.org/x" '
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + r("here")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        + p(
            r("kept")
            + "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
            + "<w:r><w:br/></w:r>"
            + r("broken")
        )
    )
    footnotes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="7">{p(r("Lee K. BMJ. 2020."))}</w:footnote></w:footnotes>'
    )
    rels = (
        f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="x" Target="https://doi.org/10.1/x" '
        'TargetMode="External"/></Relationships>'
    )
    document = word(package(body, footnotes=footnotes, rels=rels))
    assert blocks(document) == [
        ("paragraph", None, "Zinc helps.[1] So it does."),
        ("paragraph", None, "the trial"),
        ("paragraph", None, "[3]"),
        ("paragraph", None, "Smith J. Gut."),
        ("paragraph", None, "here"),
        ("paragraph", None, "kept\nbroken"),
        ("footnote", "1", "Lee K. BMJ. 2020."),
    ]
    assert marks(document) == [
        (str(MarkKind.NOTE), "[1]", "1"),
        (str(MarkKind.LINK), "the trial", "https://doi.org/10.1/x"),
        (str(MarkKind.LINK), "[3]", "#_ENREF_3"),
        (str(MarkKind.ANCHOR), "", "_ENREF_3"),
        (str(MarkKind.LINK), "here", "https://a.org/x"),
    ]


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 70_000_000)
    return stream.getvalue()


ENTITIES = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
    + f"]><w:document {W}><w:body><w:p><w:r><w:t>&m;</w:t></w:r></w:p></w:body></w:document>"
)


OUTSIDE = (
    '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    f"<w:document {W}><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:document>"
)


def only(document: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", document)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and nothing more",
        b"\xd0\xcf\x11\xe0 old",
        package(p("x"))[:-40],
        bomb(),
        only("<w:document"),
        only(ENTITIES),
        only(f"<w:document {W}>" + "<w:p>" * 5000),
        only(OUTSIDE),
    ],
)
def test_hostile_files_are_refused(data: bytes) -> None:
    document = read_bytes(data, "article.docx")
    assert document.error is not None
    assert not document.text


def field(code: str, shown: str) -> str:
    """A complex field: its code, and what it shows."""
    escaped = code.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escaped}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


ZOTERO = (
    'ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [{"id": 1, "itemData": {"type": "article-journal", '
    '"title": "Zinc and sleep", "container-title": "J Nutr", "volume": "142", "page": "1220-1225", '
    '"author": [{"family": "Hill", "given": "Chris"}], "issued": {"date-parts": [[2012]]}, '
    '"DOI": "10.1000/abc"}}]}'
)
ENDNOTE = (
    "ADDIN EN.CITE <EndNote><Cite><record><contributors><authors><author>Hill, Chris</author></authors>"
    "</contributors><titles><title>Zinc and sleep</title><secondary-title>J Nutr</secondary-title></titles>"
    "<pages>1220-1225</pages><volume>142</volume><dates><year>2012</year></dates>"
    "<electronic-resource-num>10.1000/abc</electronic-resource-num></record></Cite></EndNote>"
)


@pytest.mark.parametrize("code", [ZOTERO, ENDNOTE])
def test_what_only_a_reference_managers_field_cites(code: str) -> None:
    body = f"<w:p>{r('Zinc helps ')}{field(code, '(1)')}{r('.')}</w:p>"
    found = blocks(word(package(body)))
    assert found == [
        ("paragraph", None, "Zinc helps (1)."),
        ("data", "references", "Hill Chris. Zinc and sleep. J Nutr. 2012;142:1220-1225. doi:10.1000/abc"),
    ]


def test_a_bibliography_shows_what_the_fields_cite() -> None:
    body = (
        f"<w:p>{r('Zinc helps ')}{field(ZOTERO, '(1)')}</w:p>"
        f"<w:p>{field('ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY', '1. Hill C. Zinc and sleep.')}</w:p>"
    )
    assert [kind for kind, _, _ in blocks(word(package(body)))].count("data") == 0


@pytest.mark.parametrize("code", ["ADDIN ZOTERO_ITEM CSL_CITATION {bad", "ADDIN EN.CITE <EndNote>", "PAGE"])
def test_other_fields_cite_nothing(code: str) -> None:
    assert blocks(word(package(f"<w:p>{r('Zinc helps ')}{field(code, '(1)')}</w:p>"))) == [
        ("paragraph", None, "Zinc helps (1)")
    ]
