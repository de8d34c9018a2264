"""PubMed XML as NLM writes it, as other programs save it, and malformed."""

import io
from pathlib import Path
from typing import Any

import pytest

from citecheck.errors import RecordsError
from citecheck.model import Notice, PartialDate, Publication
from citecheck.pubmed import BadRecord, Deletion, ParsedRecord, parse_xml
from tests.pubmed.records import article, article_set, deletions, rows

NESTED = Path(__file__).with_name("every_field.xml").read_text("utf-8")
BOOK = Path(__file__).with_name("book_chapter.xml").read_text("utf-8")


def parsed(data: bytes | str) -> list[ParsedRecord]:
    return list(parse_xml(io.BytesIO(data.encode() if isinstance(data, str) else data)))


def one(data: bytes | str) -> Publication:
    (record,) = parsed(data)
    assert isinstance(record, Publication)
    return record


def whole(body: str) -> str:
    return f"<PubmedArticleSet>{body}</PubmedArticleSet>"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pmid", "31056293"),
        ("title", "Effect of E. coli on H2O and x < 0.05."),
        ("vernacular_title", "Efecto de la sal."),
        ("volume", "393"),
        ("issue", None),
        ("pages", "1801-1809"),
        ("issued", PartialDate(1998, 12)),
        ("online", PartialDate(2019, 4, 3)),
        ("authors_complete", False),
        ("abstract", "BACKGROUND: Salt is eaten. CONCLUSIONS: Less salt is better."),
        ("other_abstracts", ("Salt, simply.",)),
        ("publication_types", ("Retracted Publication",)),
        ("mesh", ("Sodium, Dietary",)),
        ("keywords", ("salt",)),
        ("languages", ("spa", "eng")),
        (
            "notices",
            (
                Notice("RetractionIn", "Lancet. 2020;395:1", date=PartialDate(2020)),
                Notice("ErratumIn", "Lancet. 2021;397:2", "34175087", PartialDate(2021)),
            ),
        ),
        ("doi", "10.1016/S0140-6736(18)31812-9"),
        ("pmcid", "PMC6899507"),
        ("pii", "S0140-6736(19)30000-0"),
    ],
)
def test_every_field_of_a_record(field: str, value: Any) -> None:
    assert getattr(one(whole(NESTED)), field) == value


def test_journal_and_people() -> None:
    record = one(whole(NESTED))
    assert record.journal is not None
    assert (record.journal.title, record.journal.abbreviation) == ("Lancet (London, England)", "Lancet")
    assert (record.journal.nlm_id, record.journal.issns) == ("2985213R", ("1474-547X", "0140-6736"))
    person, group = record.authors
    assert (person.short, person.fore_name) == ("Núñez AM", "Ana María")
    assert person.affiliations == ("University of Leeds, UK.", "INSERM, Paris.")
    assert group.collective == group.short == "GBD 2017 Diet Collaborators"
    assert record.revised is not None
    assert record.revised.isoformat() == "2019-12-31"


def test_a_doi_that_stands_only_in_the_id_list() -> None:
    assert one(article_set([article(rows()[0])])).doi == "10.1684/mrh.2011.0282"


def test_a_book_chapter() -> None:
    record = one(whole(BOOK))
    assert (record.pmid, record.title, record.book_title) == ("20301546", "Fabry Disease", "GeneReviews")
    assert record.journal is None
    assert [author.short for author in record.authors] == ["Mehta A"]
    assert (record.issued, record.online) == (PartialDate(1993), PartialDate(2002, 8, 5))


def test_deletions_come_after_records() -> None:
    found = parsed(whole(article(rows()[0]) + deletions("123", "456")))
    assert found[1:] == [Deletion("123"), Deletion("456")]


@pytest.mark.parametrize(
    "data",
    [
        article(rows()[0]),  # a bare record, no set, no declaration
        "<?xml version='1.0'?>\n<!-- saved <by> a tool -->\n" + whole(article(rows()[0])),
        "\ufeff" + whole(article(rows()[0])),
        '<?xml version="1.0" encoding="iso-8859-1"?>' + whole(article(rows()[0])),
        "<MedlineCitationSet>"
        + article(rows()[0]).removeprefix("<PubmedArticle>").partition("<PubmedData>")[0]
        + "</MedlineCitationSet>",
    ],
)
def test_elements_in_which_records_are_found(data: str) -> None:
    assert one(data).pmid == "21659058"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "utf-8", "windows-1252"])
def test_other_encodings(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + whole(
        article(rows()[0], title="Sjögren, Müller and Núñez")
    )
    assert one(text.encode(encoding)).title == "Sjögren, Müller and Núñez."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"not xml at all", "no XML"),
        (b"<eSummaryResult><DocSum/></eSummaryResult>", "'eSummaryResult'"),
        (b"<html><body>down for maintenance</body></html>", "'html'"),
        (
            b'<!DOCTYPE PubmedArticleSet [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><PubmedArticleSet/>',
            "entities",
        ),
        (b'<?xml version="1.0" encoding="klingon"?><PubmedArticleSet/>', "klingon"),
        (b'<?xml version="1.0" encoding="base64"?><PubmedArticleSet/>', "encoding"),
    ],
)
def test_files_that_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(RecordsError, match=reason):
        parsed(data)


def test_an_empty_set_holds_nothing() -> None:
    assert parsed("<PubmedArticleSet></PubmedArticleSet>") == []
    assert parsed('<?xml version="1.0" ?><PubmedArticleSet/>') == []


@pytest.mark.parametrize("broken", ["<Article>", "&nbsp;&bad;", "<x y=1/>", "<![CDATA[", "\x01"])
def test_one_bad_record_fails_alone(broken: str) -> None:
    record = f"<PubmedArticle><MedlineCitation><PMID>77</PMID>{broken}</MedlineCitation></PubmedArticle>"
    first, bad, last = parsed(whole(article(rows()[0]) + record + article(rows()[1])))
    assert isinstance(first, Publication)
    assert isinstance(last, Publication)
    assert isinstance(bad, BadRecord)
    assert bad.pmid == "77"
    assert "malformed" in bad.reason


def test_a_record_without_its_end_does_not_take_the_next_one_with_it() -> None:
    cut = article(rows()[0]).partition("<Abstract>")[0]
    bad, good = parsed(whole(cut + article(rows()[1])))
    assert isinstance(bad, BadRecord)
    assert isinstance(good, Publication)
    assert good.pmid == "12663588"


def test_a_record_without_a_number() -> None:
    found = parsed(whole("<PubmedArticle><MedlineCitation><Article/></MedlineCitation></PubmedArticle>"))
    assert found == [BadRecord("a record without a PMID")]


def test_a_file_that_ends_too_early() -> None:
    data = article_set(article(row) for row in rows())
    found = parsed(data[: len(data) // 2])
    assert isinstance(found[-1], BadRecord)
    assert "ends inside" in found[-1].reason
    assert all(isinstance(record, Publication) for record in found[:-1])


def test_wrong_bytes_make_one_bad_record() -> None:
    data = article_set([article(rows()[0]), article(rows()[1]), article(rows()[2])])
    data = data.replace(b"Mg-depleted", b"Mg\xff\xfedepleted")
    found = parsed(data)
    assert [type(record) for record in found] == [Publication, BadRecord, Publication]


class OneByteAtATime(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 1, 7) if size and size > 0 else 7)


def test_records_do_not_depend_on_the_size_of_reads() -> None:
    data = article_set(article(row) for row in rows())
    assert list(parse_xml(OneByteAtATime(data))) == parsed(data)


def test_deep_nesting_is_a_bad_record() -> None:
    deep = "<i>" * 5000 + "x" + "</i>" * 5000
    record = article(rows()[0]).replace("<AuthorList", deep + "<AuthorList")
    (found,) = parsed(whole(record))
    assert isinstance(found, BadRecord)
