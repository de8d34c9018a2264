import gzip
from pathlib import Path

import pytest

from citecheck.errors import CatalogueError
from citecheck.journals import Catalogue
from citecheck.journals.tables import JournalRow, read_rows
from tools.count_common_words import ordinary_names, texts
from tools.gather_journal_titles import Sighting, gather, main, sightings

RECORD = """<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><Journal><ISSN>{issn}</ISSN>
<Title>{title}</Title><ISOAbbreviation>{iso}</ISOAbbreviation></Journal>
<ArticleTitle>Walking <i>and</i> sleep in harbour towns</ArticleTitle></Article>
<MedlineJournalInfo><MedlineTA>{ta}</MedlineTA><NlmUniqueID>{nlm}</NlmUniqueID></MedlineJournalInfo>
</MedlineCitation></PubmedArticle>"""
XML = (
    "<PubmedArticleSet>"
    + RECORD.format(pmid=1, issn="1111-1111", title="Gut", iso="Gut", ta="Gut", nlm="2985108R")
    + RECORD.format(pmid=2, issn="", title="Heart &amp; lung", iso="Heart. Lung", ta="Heart Lung", nlm="")
    + "</PubmedArticleSet>"
)
MEDLINE = """PMID- 3
IS  - 2222-2222 (Electronic)
TA  - Clin J Tides
JT  - The clinical journal of tides
JID - 12345

PMID- 4
TI  - No journal
"""


def seen(abbreviation: str, title: str = "", records: int = 1) -> list[Sighting]:
    return [Sighting(abbreviation, title)] * records


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.xml").write_text(XML, encoding="utf-8")
    (tmp_path / "b.xml.gz").write_bytes(gzip.compress(XML.encode()))
    (tmp_path / "c.txt").write_text(MEDLINE, encoding="utf-8")
    (tmp_path / "d.xml").write_text(XML[: len(XML) // 2], encoding="utf-8")
    return tmp_path


def test_records_of_all_kinds_name_their_journals(folder: Path) -> None:
    gut = Sighting("Gut", "Gut", "Gut", ("1111-1111",), "2985108R")
    heart = Sighting("Heart Lung", "Heart & lung", "Heart. Lung")
    assert list(sightings(folder / "a.xml")) == [gut, heart]
    assert list(sightings(folder / "b.xml.gz")) == [gut, heart]
    assert list(sightings(folder / "d.xml"))[:1] == [gut]
    tides = Sighting("Clin J Tides", "The clinical journal of tides", "", ("2222-2222",), "12345")
    assert list(sightings(folder / "c.txt")) == [tides]


def test_the_table_is_made_from_files(folder: Path) -> None:
    main([str(folder), "--output", str(folder / "out.tsv")])
    text = (folder / "out.tsv").read_text(encoding="utf-8")
    assert text.startswith("# gathered from PubMed records")
    assert {row.abbreviation for row in read_rows(text)} == {"Gut", "Heart Lung", "Clin J Tides"}
    with pytest.raises(CatalogueError, match="--output FILE"):
        main([str(folder)])


@pytest.mark.parametrize(
    ("found", "row"),
    [
        # The title that most records give; a repeated abbreviation is not a title.
        (
            [
                *seen("Clin J Tides", "Clin J Tides", 5),
                *seen("Clin J Tides", "The clinical journal of tides", 2),
            ],
            JournalRow("Clin J Tides", "The clinical journal of tides"),
        ),
        # Title and abbreviation are swapped.
        (seen("Cancers", "Cancers (Basel)", 3), JournalRow("Cancers (Basel)", "Cancers")),
        (
            [*seen("Rheumatology", "", 3), *seen("Rheumatology (Oxford)", "Rheumatology (Oxford, England)")],
            JournalRow("Rheumatology (Oxford)", "Rheumatology (Oxford, England)"),
        ),
        (seen("Science", "Science (New York, N.Y.)"), JournalRow("Science", "Science (New York, N.Y.)")),
        # Another journal's title has slipped in.
        (seen("Ophthalmology", "Frontiers in genetics", 2), JournalRow("Ophthalmology")),
        (seen("J. Biol. Chem.", "", 2), JournalRow("J Biol Chem")),
        (seen("medRxiv [Preprint]", "", 2), JournalRow("medRxiv")),
    ],
)
def test_rows_are_cleaned(found: list[Sighting], row: JournalRow) -> None:
    assert gather(found) == [row]


@pytest.mark.parametrize(
    "junk", ["Epub 2022 Jan 14: Cancer Med", "Res", "Handbook of Tides", "Harbours: a reader", "x" * 90]
)
def test_text_that_is_not_a_journal_is_dropped(junk: str) -> None:
    assert gather(seen(junk)) == []


def test_better_known_journals_come_first() -> None:
    rows = gather([*seen("Aaa", "", 2), *seen("Bbb", "", 3)])
    assert [row.abbreviation for row in rows] == ["Bbb", "Aaa"]


def test_ordinary_names_are_those_written_small(folder: Path) -> None:
    assert next(texts(folder / "a.xml")) == "Walking  and  sleep in harbour towns"
    catalogue = Catalogue(
        [JournalRow("Sleep"), JournalRow("Prim Care", "Primary care"), JournalRow("Cureus")]
    )
    written = ["Sleep in primary care", "on sleep", "more sleep", "Cureus", "Primary Care"]
    assert ordinary_names(written, catalogue) == [("primary care", 1), ("sleep", 2)]
