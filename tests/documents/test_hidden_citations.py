"""Citations that stand in markup, and comments that nobody reads."""

from __future__ import annotations

import pytest

from citecheck.documents import read_bytes
from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.model import CitationKind


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def stated(source: str, name: str, catalogue: Catalogue) -> list[str]:
    """What identifies each citation of the source: its identifier, else its title."""
    citations = extract(read_bytes(source.encode(), name), catalogue)
    return [
        c.claimed.pmid or c.claimed.doi or c.claimed.pmcid or c.claimed.title or "-"
        for c in citations
        if c.kind is not CitationKind.UNSOURCED
    ]


LD_JSON = '<script type="application/ld+json">'
TWO_CITATIONS = """{"@type": "Article", "citation": [
{"name": "Zinc and sleep", "sameAs": "https://doi.org/10.1000/abc"},
"Hill C. Iron and sleep. J Nutr. 2012;142:1220-5."]}"""
LINKED = '<a href="https://doi.org/10.1000/abc">Zinc</a> helps.'

HTML = [
    ('<p>Zinc helps<sup data-doi="10.1000/abc" class="ref">1</sup> a lot.</p>', ["10.1000/abc"]),
    ('<p>Zinc helps <cite-ref data-pmid="20219962"></cite-ref> a lot.</p>', ["20219962"]),
    ('<p>Zinc helps<a href="#r1" title="Hill C. doi:10.1000/abc">1</a>.</p>', ["10.1000/abc"]),
    # The page's own identifier is not a citation.
    ('<body data-doi="10.1000/own"><article data-doi="10.1000/own"><p>Zinc helps.</p></article></body>', []),
    ('<p>Zinc <a href="https://example.org" title="Zinc in 2012; 14 facts et al">helps</a>.</p>', []),
    (
        f"<head>{LD_JSON}{TWO_CITATIONS}</script></head><body><p>Zinc helps.</p></body>",
        ["10.1000/abc", "Iron and sleep"],
    ),
    # What the page shows is read there.
    (
        f'{LD_JSON}{{"citation": "https://doi.org/10.1000/abc"}}</script><p>{LINKED}</p>',
        ["10.1000/abc"],
    ),
    ('<script type="application/ld+json">{"citation": [</script><p>Zinc helps.</p>', []),
]


@pytest.mark.parametrize(("source", "expected"), HTML)
def test_in_pages(source: str, expected: list[str], catalogue: Catalogue) -> None:
    assert stated(source, "a.html", catalogue) == expected


MARKDOWN = [
    ('Zinc helps <Citation doi="10.1000/abc" /> a lot.', ["10.1000/abc"]),
    ("Zinc helps<Ref pmid={20219962}>2</Ref> a lot.", ["20219962"]),
    ('Zinc helps.\n\n<Reference doi="10.1000/abc" />\n', ["10.1000/abc"]),
    ('Zinc helps {{< cite doi="10.1000/abc" >}} a lot.', ["10.1000/abc"]),
    ("Zinc helps {% cite pmid:20219962 %} a lot.", ["20219962"]),
    ('Zinc <sup title="Hill C, et al. J Nutr. 2012;142:1220-5">1</sup> helps.', ["-"]),
    (
        'Zinc <Tooltip content="Hill C. Zinc and sleep. Gut. 2014;63:12-9.">helps</Tooltip> a lot.',
        ["Zinc and sleep"],
    ),
    ('Zinc helps.<Footnote text={"Hill C. doi:10.1000/abc"} />', ["10.1000/abc"]),
    ('Zinc <Note tip="PMID: 20219962">helps</Note> a lot.', ["20219962"]),
    ('Zinc <Tooltip content="A metal, found in 1746">helps</Tooltip> a lot.', []),
    ('Zinc <Button text="doi:10.1000/abc">helps</Button> a lot.', []),
    ("Zinc helps {{< figure src='zinc.png' >}} a lot.", []),
    ("Zinc %% see 10.1000/abc %% helps.", []),
    ("Zinc helps.\n\n%%\nsee 10.1000/abc\n\nand more\n%%\n", []),
    ("Zinc {/* see 10.1000/abc */} helps.", []),
    ("Zinc {{/* see 10.1000/abc */}} helps.", []),
    ("Zinc {% comment %} see 10.1000/abc {% endcomment %} helps.", []),
    ("Zinc helps.\n\n[//]: # (see https://doi.org/10.1000/abc)\n", []),
    ("It is 100%% sure, doi:10.1000/abc, 90%% at least.", ["10.1000/abc"]),
]


@pytest.mark.parametrize(("source", "expected"), MARKDOWN)
def test_in_markdown(source: str, expected: list[str], catalogue: Catalogue) -> None:
    assert stated(source, "a.mdx", catalogue) == expected


@pytest.mark.parametrize("opening", ["[ ] ", "[x] ", "[[@hill2012]]: "])
def test_a_box_and_a_key_are_no_part_of_an_entry(opening: str, catalogue: Catalogue) -> None:
    source = f"## References\n\n- {opening}Hill C, Stone A. Zinc and sleep. J Nutr. 2012;142:1220-5.\n"
    (citation,) = extract(read_bytes(source.encode(), "a.md"), catalogue)
    assert citation.claimed.title == "Zinc and sleep"
    assert [person.last_name for person in citation.claimed.authors] == ["Hill", "Stone"]


def test_a_shortcode_is_found_where_it_stands(catalogue: Catalogue) -> None:
    source = 'Zinc helps.\n\nIron helps {{< cite doi="10.1000/abc" >}} more.\n'
    (citation,) = extract(read_bytes(source.encode(), "a.md"), catalogue)
    assert citation.span.line == 3
    assert citation.quote == "Iron helps doi:10.1000/abc more."


def test_identifiers_of_two_paragraphs_are_two(catalogue: Catalogue) -> None:
    assert stated("PMID: 20219962\n\ndoi:10.1000/abc\n", "a.md", catalogue) == ["20219962", "10.1000/abc"]
