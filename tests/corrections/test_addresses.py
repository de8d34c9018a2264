"""An identifier in the address of a link is corrected with the one in its text, or neither is."""

from __future__ import annotations

import pytest

from citecheck.corrections.source_files import correct_article
from tests.corrections.made import checked, fixed
from tests.corrections.test_styles import TITLE

ENTRY = f"Okafor CN, Lindqvist Å, van den Berg JP, Stone A. {TITLE}. Am J Clin Nutr. 2019;103(4):1260-6."
MARKDOWN = "# Coffee\n\nIts text.\n\n## References\n\n1. {}\n"
HTML = "<html><body><h1>Coffee</h1><p>Its text.</p><h2>References</h2><ol><li>{}</li></ol></body></html>"
WRONG_PMID, PMID = "11111111", "27053384"
WRONG_DOI, DOI = "10.1000/lancet.1999.1", "10.1000/ajcn.2019.4"


@pytest.mark.parametrize(
    ("name", "article", "link", "wrong", "right"),
    [
        ("a.md", MARKDOWN, "[PubMed](https://pubmed.ncbi.nlm.nih.gov/{}/)", WRONG_PMID, PMID),
        ("a.md", MARKDOWN, '[PubMed](<https://pubmed.ncbi.nlm.nih.gov/{}> "the record")', WRONG_PMID, PMID),
        ("a.md", MARKDOWN, "[Link](https://doi.org/{})", WRONG_DOI, DOI),
        ("a.md", MARKDOWN, "[doi:{0}](https://doi.org/{0})", WRONG_DOI, DOI),
        ("a.md", MARKDOWN, "[https://doi.org/{0}](https://doi.org/{0})", WRONG_DOI, DOI),
        ("a.md", MARKDOWN, "<https://doi.org/{}>", WRONG_DOI, DOI),
        ("a.md", MARKDOWN, "https://doi.org/{}", WRONG_DOI, DOI),
        ("a.md", MARKDOWN, '<a href="https://doi.org/{}">Link</a>', WRONG_DOI, DOI),
        ("a.html", HTML, '<a href="https://www.ncbi.nlm.nih.gov/pubmed/{}">PubMed</a>', WRONG_PMID, PMID),
        ("a.html", HTML, "<a class=x href='https://doi.org/{0}'>https://doi.org/{0}</a>", WRONG_DOI, DOI),
        ("a.html", HTML, 'PMID: <a href="https://pubmed.ncbi.nlm.nih.gov/{0}/">{0}</a>.', WRONG_PMID, PMID),
    ],
)
def test_text_and_address_are_corrected(name: str, article: str, link: str, wrong: str, right: str) -> None:
    before, after = (article.format(f"{ENTRY} {link.format(each)}") for each in (wrong, right))
    result = fixed(before.encode(), name)
    assert result.after == after
    again = checked(result.data, name)
    assert [one.judgement.verdict for one in again.citations if one.judgement] == ["verified"]
    assert correct_article(result.data, again).made == ()


@pytest.mark.parametrize(
    ("name", "article", "link"),
    [
        # An address that a definition far away states, one with signs written otherwise, a publisher's own.
        ("a.md", f"{MARKDOWN}\n[x]: https://doi.org/{WRONG_DOI}\n", "[Link][x]"),
        ("a.md", MARKDOWN, f"[doi:{WRONG_DOI}](https://doi.org/{WRONG_DOI.replace('/', '%2F')})"),
        ("a.html", HTML, f'doi:<a href="https://doi.org/10.1000&#47;lancet.1999.1">{WRONG_DOI}</a>'),
        ("a.html", HTML, f'<a href="https://thelancet.com/doi/full/{WRONG_DOI}">Link</a>'),
    ],
)
def test_an_address_that_cannot_be_corrected_leaves_its_text(name: str, article: str, link: str) -> None:
    before = article.format(f"{ENTRY} {link}").encode()
    assert fixed(before, name).data == before


def test_other_links_stay() -> None:
    links = "[one](https://doi.org/{}) and [two](https://example.org/{}/11111111)"
    before = MARKDOWN.format(f"{ENTRY} [PubMed](https://pubmed.ncbi.nlm.nih.gov/{WRONG_PMID}/)")
    before = before.replace("Its text.", f"Its text: {links}.") + "2. Hill B. Tea. Gut. 1999;3:9.\n"
    assert fixed(before.encode()).after == before.replace(f"gov/{WRONG_PMID}", f"gov/{PMID}")


def test_what_is_right_stays() -> None:
    data = MARKDOWN.format(f"{ENTRY} [PubMed](https://pubmed.ncbi.nlm.nih.gov/{PMID}/)").encode()
    assert fixed(data).data == data
