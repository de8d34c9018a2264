"""Volume, issue and pages: tables of (stated, recorded, level)."""

import pytest

from citecheck.matching.comparisons import locators
from citecheck.model import CitationFields, Publication
from tests.makers import publication


@pytest.mark.parametrize(
    ("stated", "pages", "number", "pii", "level"),
    [
        ("S0140-6736(19)30001-2", None, None, "S0140-6736(19)30001-2", "same"),
        ("S0140673619300012", "541-547", None, "S0140-6736(19)30001-2", "same"),
        ("S0140-6736(19)30002-4", "541-547", None, "S0140-6736(19)30001-2", "not_recorded"),
        ("541-547", None, None, "S0140-6736(19)30001-2", "not_recorded"),
        ("e123456", "1-9", "e123456", "e123456", "same"),
        ("541-7", "541-547", None, "S0140-6736(19)30001-2", "same"),
        ("S12-5", "S12-S15", None, None, "same"),
        ("600-7", "541-547", None, "S0140-6736(19)30001-2", "other"),
    ],
)
def test_a_pii_or_article_number_in_the_place_of_pages_contradicts_no_pages(
    stated: str, pages: str | None, number: str | None, pii: str | None, level: str
) -> None:
    record = Publication("12", pages=pages, article_number=number, pii=pii)
    assert locators.compare_pages(CitationFields(pages=stated), record).level == level


@pytest.mark.parametrize(
    ("volume", "held", "level"),
    [("68", "68", "same"), ("2022", "8", "other_form"), ("67", "68", "other")],
)
def test_volumes(volume: str, held: str, level: str) -> None:
    record = publication(volume=held)
    assert locators.compare_volume(CitationFields(volume=volume), record).level == level


@pytest.mark.parametrize(
    ("stated", "held", "level"),
    [
        ("541-7", "541-547", "same"),
        ("541–547", "541-7", "same"),
        ("541", "541-7", "first"),
        ("543", "541-7", "within"),
        ("pp. 541-547", "541-7", "same"),
        ("e1473", "e1473", "same"),
        ("d1473", "e1473", "other"),
        ("S12-5", "S12-S15", "same"),
        ("154", "541-7", "other"),
        ("30-34", "S30-S34", "other_form"),  # only the letter of the supplement is missing
        ("3113", "E3113", "other_form"),
        ("544-549", "541-7", "other"),  # within the record's pages, but beyond their end
        ("1620-1626", "1260-6", "other"),  # four digits are pages, too, and not a publisher's number
        ("1-27", "541-567", "other_form"),  # of the version that was first online
        ("8787-803", "e01234", "other_form"),
        ("112-9", "104512", "other_form"),
        ("285", "979", "other"),
        ("e12", None, "not_recorded"),
        (None, "1-2", "not_stated"),
    ],
)
def test_pages(stated: str | None, held: str | None, level: str) -> None:
    assert locators.compare_pages(CitationFields(pages=stated), publication(pages=held)).level == level


@pytest.mark.parametrize(
    ("stated", "held", "level"),
    [("12", "12", "same"), ("12", "12 Suppl 2", "same"), ("3", "3-4", "same"), ("12", "21", "other")],
)
def test_volumes_and_issues(stated: str, held: str, level: str) -> None:
    assert locators.compare_volume(CitationFields(volume=stated), publication(volume=held)).level == level
    assert locators.compare_issue(CitationFields(issue=stated), publication(issue=held)).level == level


@pytest.mark.parametrize(
    ("pages", "doi", "level"),
    [
        ("8787-803", "10.3748/wjg.v21.i29.8787", "other_form"),
        ("8787-803", "10.3748/wjg.v21.i29.18787", "other"),
        ("8787-803", None, "other"),
        ("87-93", "10.3748/wjg.v21.i29.87", "other"),
        ("187-93", "10.3748/wjg.v21.i29.187", "other_form"),
    ],
)
def test_the_first_page_in_the_records_own_doi_contradicts_nothing(
    pages: str, doi: str | None, level: str
) -> None:
    record = Publication("12", pages="8836-8847", doi=doi)
    assert locators.compare_pages(CitationFields(pages=pages), record).level == level
