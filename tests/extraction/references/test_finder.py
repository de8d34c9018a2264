"""Reference entries found in articles."""

from __future__ import annotations

import time

import pytest

from citecheck.documents import read_bytes
from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.references import finder as references
from citecheck.journals import Catalogue
from citecheck.model import Document


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def entries(text: str, name: str, catalogue: Catalogue) -> tuple[Document, tuple[CitationCandidate, ...]]:
    document = read_bytes(text.encode(), name)
    return document, references.find(document, catalogue)


def quotes(text: str, name: str, catalogue: Catalogue) -> list[str]:
    document, found = entries(text, name, catalogue)
    return [document.text[draft.start : draft.end] for draft in found]


STONE = "Stone AB, Hill C. Zinc and sleep. J Nutr. 2012;142(8):1220-5."
COOK = "Cook R. Salt at school. BMJ. 2008;337:a1035."
PAGE = "Sleep Foundation. Why we sleep. https://www.sleepfoundation.org/why"
PROSE = "Sleep matters to everybody, and zinc is found in oysters.\n\n"


@pytest.mark.parametrize(
    "heading", ["## References", "## 6. References", "**Sources and references:**", "### Citations (3)"]
)
def test_under_its_heading_every_entry_counts_a_web_page_too(heading: str, catalogue: Catalogue) -> None:
    text = f"# Sleep\n\n{PROSE}{heading}\n\n1. {STONE}\n2. {COOK}\n3. {PAGE}\n"
    document, found = entries(text, "a.md", catalogue)
    assert [document.text[draft.start : draft.end] for draft in found] == [STONE, COOK, PAGE]
    assert [draft.label for draft in found] == ["1", "2", "3"]


def test_what_follows_the_list_is_not_part_of_it(catalogue: Catalogue) -> None:
    wish = "We wish you a good night, and talk to your doctor first."
    text = f"# Sleep\n\n{PROSE}## References\n\n1. {STONE}\n\n{wish}\n\n## About us\n\n- Ann, est. 2012\n"
    assert quotes(text, "a.md", catalogue) == [STONE]


def test_a_list_without_heading_is_known_by_its_entries(catalogue: Catalogue) -> None:
    text = f"# Sleep\n\n{PROSE}- {STONE}\n- {COOK}\n- {PAGE}\n"
    assert quotes(text, "a.md", catalogue) == [STONE, COOK, PAGE]


def test_an_ordinary_list_is_not_a_reference_list(catalogue: Catalogue) -> None:
    text = "# Sleep\n\n- In 2012; 3 of 4 people\n- Zinc: 10, 20-30\n- A study by Stone et al. (2012)\n"
    assert quotes(text, "a.md", catalogue) == []


def test_one_entry_stands_alone_behind_the_article(catalogue: Catalogue) -> None:
    assert quotes(f"{PROSE}Source:\n\n{STONE}\n", "a.txt", catalogue) == [STONE]
    assert quotes(f"{PROSE}{STONE}\n", "a.txt", catalogue) == [STONE]


def test_entries_that_run_on_in_one_paragraph(catalogue: Catalogue) -> None:
    text = f"{PROSE}References\n\n1. {STONE} 2. {COOK} 3. {PAGE}\n"
    assert [quote[:7] for quote in quotes(text, "a.txt", catalogue)] == ["Stone A", "2. Cook", "3. Slee"]


def test_footnotes_of_markdown(catalogue: Catalogue) -> None:
    text = f"Zinc helps sleep.[^a]\n\nSo it is.[^2]\n\n[^a]: {STONE}\n[^2]: Or so my aunt says.\n"
    document, found = entries(text, "a.md", catalogue)
    assert [(document.text[draft.start : draft.end], draft.label) for draft in found] == [(STONE, "a")]


def test_rows_of_a_table(catalogue: Catalogue) -> None:
    rows = "".join(f"<tr><th>{n}</th><td>{entry}</td></tr>" for n, entry in enumerate((STONE, PAGE, COOK), 1))
    text = f"<html><body><article><p>{PROSE}</p><table>{rows}</table></article></body></html>"
    document, found = entries(text, "a.html", catalogue)
    assert [(document.text[draft.start : draft.end], draft.label) for draft in found] == [
        (STONE, "1"),
        (PAGE, "2"),
        (COOK, "3"),
    ]


def test_front_matter(catalogue: Catalogue) -> None:
    text = "---\ntitle: Sleep\npmid: 23853635\nreferences:\n  - https://doi.org/10.1000/abc\n---\n\nZinc.\n"
    _, found = entries(text, "a.md", catalogue)
    assert [(draft.claimed.pmid, draft.claimed.doi) for draft in found] == [
        ("23853635", None),
        (None, "10.1000/abc"),
    ]


BRACKETS = [
    ("The trial (J Nutr 2012; 142(8): 1220-5) was small.", ["J Nutr 2012; 142(8): 1220-5"]),
    ("Zinc helps (Stone et al., Nutrients, 2020).", ["Stone et al., Nutrients, 2020"]),
    (
        "Zinc helps (Stone et al., J Nutr 2012;142:12; Cook R, BMJ 2008;337:10).",
        ["Stone et al., J Nutr 2012;142:12", "Cook R, BMJ 2008;337:10"],
    ),
    (
        "[Stone A et al. Zinc and sleep. J Nutr 2012;142:54–9.] says so.",
        ["Stone A et al. Zinc and sleep. J Nutr 2012;142:54–9."],
    ),
    (
        "Its full citation is: J Nutr 2012;142(8):1220-5. doi:10.1000/x. Thanks.",
        ["J Nutr 2012;142(8):1220-5. doi:10.1000/x"],
    ),
    ("Published Online: March 6, 2017 (DOI: 10.1000/x).", []),
    ("At 2012; 3:45 pm it rained on the BMJ.", []),
    ("Zinc helps (Stone et al., 2012), as the journal (founded in 2012) says.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), BRACKETS)
def test_references_in_brackets(sentence: str, expected: list[str], catalogue: Catalogue) -> None:
    document, found = entries(sentence, "a.txt", catalogue)
    assert [document.text[draft.start : draft.end] for draft in found] == expected
    assert references.reference_ranges(found) == ()


def test_a_line_that_says_what_it_is(catalogue: Catalogue) -> None:
    line = "Citation: Zinc for the elderly at night. Journal of the American College of Surgeons."
    assert quotes(f"{PROSE}{line}\n", "a.txt", catalogue) == [line]
    assert (
        quotes(f"{PROSE}More information: call us, or read the Journal of Nutrition.\n", "a.txt", catalogue)
        == []
    )


def test_remarks_below_a_list_are_not_part_of_it(catalogue: Catalogue) -> None:
    remark = "*Reviewed by Dr Ann Bell, MD. Last updated 3 May 2020.*"
    text = f"# Sleep\n\n{PROSE}## References\n\n{STONE}\n\n{remark}\n"
    assert quotes(text, "a.md", catalogue) == [STONE]


def test_the_agencies_last_line(catalogue: Catalogue) -> None:
    text = f"{PROSE}SOURCE: bit.ly/2Abcd Diabetologia, online May 3, 2016.\n"
    _, found = entries(text, "a.txt", catalogue)
    assert [draft.claimed.year for draft in found] == [2016]


def test_time_grows_with_length_only(catalogue: Catalogue) -> None:
    document = read_bytes(
        f"# Sleep\n\n{PROSE}## References\n\n".encode() + f"1. {STONE}\n".encode() * 500, "a.md"
    )
    began = time.perf_counter()
    assert len(references.find(document, catalogue)) == 500
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "unit", ["(2012;1 ", "[1] ", "1. A ", "SOURCE: ", "(a et al", "; 2012 ", "1. Ab Cd. 2. "]
)
def test_nasty_texts_take_linear_time(unit: str, catalogue: Catalogue) -> None:
    document = read_bytes((unit * (100_000 // len(unit))).encode(), "a.txt")
    began = time.perf_counter()
    references.find(document, catalogue)
    assert time.perf_counter() - began < 4


LABELLED = [
    # An editor's label of a link is not a title, unless the entry states other fields.
    ("- [NIH study on vitamin D](https://pubmed.ncbi.nlm.nih.gov/20219962/)", None),
    ("- NIH: [Magnesium and pain](https://pubmed.ncbi.nlm.nih.gov/22061718)", None),
    (
        "- Nechifor M. [Magnesium involvement in pain](https://pubmed.ncbi.nlm.nih.gov/22061718). 2011.",
        "Magnesium involvement in pain",
    ),
]


@pytest.mark.parametrize(("entry", "title"), LABELLED)
def test_a_label_of_a_link_is_not_a_title(entry: str, title: str | None, catalogue: Catalogue) -> None:
    document = read_bytes(f"## Sources\n\n{entry}\n".encode(), "a.md")
    (draft,) = references.find(document, catalogue)
    assert draft.claimed.title == title
    assert draft.claimed.pmid


@pytest.mark.parametrize(
    ("entries_of_one_number", "expected"),
    [
        (
            "1. (a) Ito, B. J. Med. Chem. 2011, 54, 12–19. (b) Reed, C. Sleep. Gut 2012, 61, 20–27.",
            [
                ("1a", "(a) Ito, B. J. Med. Chem. 2011, 54, 12–19."),
                ("1b", "(b) Reed, C. Sleep. Gut 2012, 61, 20–27."),
            ],
        ),
        # a letter in brackets within one entry
        (f"1. {STONE} (b) Zinc.", [("1", f"{STONE} (b) Zinc.")]),
        # the end of a range of pages is not the number of an entry
        (
            "7. Ito B. Naps. Gut. 2011;54 (1): 41 – 8. Epub 2011.",
            [("7", "Ito B. Naps. Gut. 2011;54 (1): 41 – 8. Epub 2011.")],
        ),
        # Share is a surname, too
        (
            "1. Share DL. Reading. Gut. 2008, 134 (4): 584.",
            [("1", "Share DL. Reading. Gut. 2008, 134 (4): 584.")],
        ),
        ("1. Share this article", []),
    ],
)
def test_parts_of_an_entry(
    entries_of_one_number: str, expected: list[tuple[str, str]], catalogue: Catalogue
) -> None:
    document, found = entries(f"# Sleep\n\n## References\n\n{entries_of_one_number}\n", "a.md", catalogue)
    assert [(draft.label, document.text[draft.start : draft.end]) for draft in found] == expected


PUBMED = "https://pubmed.ncbi.nlm.nih.gov/20219962/"


@pytest.mark.parametrize(
    ("article", "name"),
    [
        (
            f"{PROSE}**Zinc and sleep in nurses**\nReed C, Stone A. Gut. 2014;63:12-9.\n[PubMed]({PUBMED})\n",
            "a.md",
        ),
        (
            (
                f"<p>{PROSE}</p><p><b>Zinc and sleep in nurses</b><br>Reed C, Stone A. Gut. 2014;63:12-9."
                f' <a href="{PUBMED}">PubMed</a> <a href="https://example.org/x">Full text</a></p>'
            ),
            "a.html",
        ),
        (
            (
                f"<p>{PROSE}</p><p>Zinc and sleep in nurses<br>Reed C, Stone A.<br>Gut. 2014;63:12-9."
                f'<br><a href="{PUBMED}">PubMed</a></p>'
            ),
            "a.html",
        ),
    ],
)
def test_a_title_on_a_line_of_its_own_and_links_behind_are_one_entry(
    article: str, name: str, catalogue: Catalogue
) -> None:
    _, found = entries(article, name, catalogue)
    assert [
        (draft.claimed.title, [person.text for person in draft.claimed.authors], draft.claimed.pmid)
        for draft in found
    ] == [("Zinc and sleep in nurses", ["Reed C", "Stone A"], "20219962")]


def test_a_quoted_title_with_year_and_link_is_one_reference(catalogue: Catalogue) -> None:
    text = f'{PROSE}Zinc helps. "Zinc and sleep in nurses." 2014. [pubmed]({PUBMED}) It does.\n'
    document, (found,) = entries(text, "a.md", catalogue)
    assert document.text[found.start : found.end] == '"Zinc and sleep in nurses." 2014. pubmed'
    assert (found.claimed.title, found.claimed.year, found.claimed.pmid) == (
        "Zinc and sleep in nurses",
        2014,
        "20219962",
    )


def test_a_quoted_title_without_a_link_is_prose(catalogue: Catalogue) -> None:
    assert quotes(f'{PROSE}She wrote "Zinc and sleep in nurses." 2014 was late.\n', "a.md", catalogue) == []
