"""Which identifiers other services are asked for."""

import pytest

from citecheck.model import CheckedCitation, Citation, CitationFields, CitationKind, Judgement, Span, Verdict
from citecheck.verdicts.second_opinions import identifiers_to_ask, is_isbn, isbns_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("London: Shore Press; 2003. ISBN: 978-0-306-40615-7.", ["9780306406157"]),
        ("ISBN-10 0-306-40615-2, ISBN-13 978 0 306 40615 7", ["0306406152", "9780306406157"]),
        ("ISBN 0-8044-2957-X", ["080442957X"]),
        # A wrong check digit; no ISBN at all
        ("ISBN: 978-0-306-40615-8", []),
        ("Call 978-0-306-40615-7", []),
    ],
)
def test_isbns_are_read_by_their_check_digits(text: str, found: list[str]) -> None:
    assert list(isbns_in(text)) == found


def test_letters_are_no_isbn() -> None:
    assert not is_isbn("97803064X6157")


@pytest.mark.parametrize(
    ("verdict", "asked"),
    [
        (Verdict.NOT_FOUND, ["DOI 10.5555/a"]),
        (Verdict.OUTSIDE_PUBMED, ["DOI 10.5555/a"]),
        (Verdict.VERIFIED, []),
    ],
)
def test_what_pubmed_settled_is_not_asked_for(verdict: Verdict, asked: list[str]) -> None:
    fields = CitationFields(doi="10.5555/A")
    citation = Citation("c1", CitationKind.LINK, "See.", Span(0, 4, 1, 1, 1, 5), fields)
    checked = CheckedCitation(citation, Judgement(verdict, ()))
    assert [identifier.label for identifier in identifiers_to_ask(checked)] == asked
