"""Tables of (stated, recorded, level) for the fields with few levels."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from citecheck.journals import Catalogue
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparisons import (
    dates,
    identifiers,
    institutions,
    journal,
    locators,
    study_design,
    title,
)
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import (
    Author,
    CitationFields,
    DateRange,
    Design,
    Journal,
    JournalMention,
    PartialDate,
    Publication,
    Quantity,
)
from tests.makers import JOURNALS, claimed, mention, publication


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ({"pmid": "31415926"}, "same"),
        ({"pmid": "031415926"}, "same"),
        ({"doi": "https://doi.org/10.1136/GUT.2019.1."}, "same"),
        ({"doi": "10.1136/gut.2019.1", "pmid": "99"}, "conflicting"),
        ({"pmid": "99"}, "other"),
        ({"pmcid": "PMC128915"}, "same"),
        ({"pmid": "128915"}, "other"),  # the digits of a PMCID are no PMID
        ({}, "not_stated"),
    ],
)
def test_identifiers(stated: dict[str, Any], level: str) -> None:
    record = publication("31415926", doi="10.1136/gut.2019.1", pmcid="128915")
    assert identifiers.compare(CitationFields(**stated), record).level == level


def test_an_identifier_that_the_record_lacks_says_nothing() -> None:
    assert identifiers.compare(CitationFields(doi="10.1136/gut.1"), publication()).level == "not_recorded"


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ({"doi": "10.12688/f1000research.9090.1"}, "same"),
        ({"doi": "10.12688/f1000research.9090"}, "same"),
        ({"doi": "10.1000/SECOND"}, "same"),
        ({"doi": "10.12688/f1000research.9091.2"}, "other"),
        ({"pmid": "11"}, "same"),
        ({"pmid": "13"}, "other"),
    ],
)
def test_versions_second_dois_and_former_pmids_name_the_same_work(stated: dict[str, Any], level: str) -> None:
    record = Publication(
        "12", doi="10.12688/f1000research.9090.2", other_dois=("10.1000/second",), former_pmids=("11",)
    )
    assert identifiers.compare(CitationFields(**stated), record).level == level


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
    ("stated", "held", "level"),
    [
        (mention("Gut"), "Gut", "same"),
        (mention("Lancet Oncol", "Lancet Oncology"), "Lancet", "sister"),
        (mention("Arch Intern Med"), "JAMA Intern Med", "renamed"),
        (mention("Gut"), "Lancet", "other"),
        (JournalMention("Journal of the American Colege of Nutrition"), "J Am Coll Nutr", "misspelt"),
        (JournalMention("Journal of Natural Vitality"), "Gut", "unknown"),
        (None, "Gut", "not_stated"),
        # A link's address can agree with the record; it is not a statement that can be wrong.
        (JournalMention("gut.bmj.com", JOURNALS["Gut"], from_address=True), "Gut", "same"),
        (JournalMention("gut.bmj.com", JOURNALS["Gut"], from_address=True), "Lancet", "not_stated"),
    ],
)
def test_journals(catalogue: Catalogue, stated: JournalMention | None, held: str, level: str) -> None:
    record = publication(journal=held)
    assert journal.compare(CitationFields(journal=stated), record, catalogue).level == level


def test_a_book_has_no_journal(catalogue: Catalogue) -> None:
    book = Publication("1", book_title="StatPearls")
    assert journal.compare(claimed("Gut"), book, catalogue).level == "not_recorded"


HELD = "Coffee drinking and cirrhosis of the liver: a cohort study in 1200 nurses"


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ("Coffee Drinking and Cirrhosis of the Liver: A Cohort Study in 1200 Nurses.", "exact"),
        ("Coffee drinking and cirrhosis of the liver", "cut"),
        ("Coffe drinking and cirrhosis of the liver: a cohort study in 1200 nurses", "near"),
        ("Coffee drinking and cirrhosis of the liver: a cohort study in 1200 nurses. Gut", "cut"),
        ("Coffee drinking and carcinoma of the liver: a cohort study in 1200 teachers", "altered"),
        ("Tea drinking and cirrhosis of the liver: a cohort study in 1200 nurses", "altered"),
        ("Sleep and stroke: a cohort study in 1200 nurses", "partial"),
        ("Zinc in migraine", "other"),
        ("Coffee drinking and cirrhosis of liver: cohort study in nurses", "cut"),
        ("Coffee drinking and cirrhosis of the liver: a new cohort study in 1200 nurses", "cut"),
        ("", "not_stated"),
    ],
)
def test_titles(stated: str, level: str) -> None:
    record = RecordFeatures(publication(title=HELD))
    assert title.compare(ClaimFeatures(CitationFields(title=stated)), record).level == level


@pytest.mark.parametrize(
    ("stated", "held", "level"),
    [
        ("Salt and CVD in older women", "Salt and cardiovascular disease in older women", "cut"),
        ("Oat beta-glucan and cholesterol in men", "Oat β-glucan and cholesterol in men", "exact"),
        ("Tumour growth in randomised trials of zinc", "Tumor growth in randomized trials of zinc", "near"),
        ("Bread and the bowel of teachers", "Bread and the bowel of teachers [in German]", "exact"),
        ("Bread and the bowel of teachers", "RETRACTED: Bread and the bowel of teachers", "exact"),
        ("Scope and use of synbiotics in health", "Scope and use of prebiotics in health", "altered"),
        ("Bread and the bowel of teachers", "Reply to: Bread and the bowel of teachers", "notice"),
        ("Bread and the bowel of teachers", "Erratum: Bread and the bowel of teachers", "notice"),
        ("Erratum: Bread and the bowel", "Erratum: Bread and the bowel", "exact"),
    ],
)
def test_differences_in_form_and_in_substance(stated: str, held: str, level: str) -> None:
    record = RecordFeatures(publication(title=held))
    assert title.compare(ClaimFeatures(CitationFields(title=stated)), record).level == level


def test_an_erratum_may_bear_the_very_title_that_it_corrects() -> None:
    record = RecordFeatures(publication(title=HELD, publication_types=("Published Erratum",)))
    assert title.compare(ClaimFeatures(CitationFields(title=HELD)), record).level == "notice"


@pytest.mark.parametrize(
    ("stated", "table"),
    [("Irritable bowel syndrome", "generic_title"), ("Irritable bowel syndrome and coffee", "short_title")],
)
def test_what_a_title_tells_depends_on_its_words(stated: str, table: str) -> None:
    record = RecordFeatures(publication(title=stated))
    assert title.compare(ClaimFeatures(CitationFields(title=stated)), record).table == table
    long = RecordFeatures(publication(title=HELD))
    assert title.compare(ClaimFeatures(CitationFields(title=HELD)), long).table is None


@pytest.mark.parametrize(
    ("stated", "held", "same"),
    [
        ("Brit J Cancer", "British journal of cancer", True),
        ("Tropical Med Int Health", "Tropical medicine & international health : TM & IH", True),
        ("AJCN", "The American journal of clinical nutrition", True),
        ("J Natl Cancer Inst", "Journal of the National Cancer Institute", True),
        ("Brit J Nutrition", "British journal of cancer", False),
        ("J Nutr", "Journal of nutritional biochemistry", False),
        ("Gut", "Gut microbes", False),
    ],
)
def test_abbreviations_of_any_style(stated: str, held: str, same: bool) -> None:
    assert journal.abbreviates(stated, Journal(held, "X Y Z")) is same


@pytest.mark.parametrize(
    ("volume", "held", "level"),
    [("68", "68", "same"), ("2022", "8", "other_form"), ("67", "68", "other")],
)
def test_volumes(volume: str, held: str, level: str) -> None:
    record = publication(volume=held)
    assert locators.compare_volume(CitationFields(volume=volume), record).level == level


def test_a_title_may_be_given_in_its_own_language() -> None:
    record = RecordFeatures(publication(title="[Coffee and liver].", vernacular_title="Kaffee und Leber"))
    assert title.compare(ClaimFeatures(CitationFields(title="Kaffee und Leber")), record).level == "exact"
    assert title.compare(ClaimFeatures(CitationFields(title="Coffee and liver")), record).level == "exact"


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ("Kaffee und Leber", "not_recorded"),
        ("Cáncer gástrico", "not_recorded"),
        # An English title can be held against the translation.
        ("Coffee and liver", "exact"),
        ("The gut microbiome of athletes", "other"),
    ],
)
def test_a_title_in_its_own_language_says_nothing_of_a_record_that_has_only_the_translation(
    stated: str, level: str
) -> None:
    record = RecordFeatures(publication(title="[Coffee and liver]."))
    assert title.compare(ClaimFeatures(CitationFields(title=stated)), record).level == level


@pytest.mark.parametrize(
    ("year", "month", "level"),
    [
        (2019, None, "same_year"),
        (2019, 11, "same_month"),
        (2020, 1, "same_month"),
        (2020, 3, "same_year"),
        (2021, None, "adjacent_year"),
        (2018, None, "adjacent_year"),
        (2016, None, "other_year"),
        (None, None, "not_stated"),
    ],
)
def test_years_fit_the_print_or_the_online_date(year: int | None, month: int | None, level: str) -> None:
    record = RecordFeatures(Publication("1", issued=PartialDate(2020, 1), online=PartialDate(2019, 11, 5)))
    assert dates.compare(CitationFields(year=year, month=month), record).level == level


@pytest.mark.parametrize(
    ("first", "last", "level"),
    [
        (dt.date(2019, 5, 2), dt.date(2019, 5, 2), "in_window"),
        (dt.date(2019, 7, 1), dt.date(2019, 7, 31), "near_window"),
        (dt.date(2020, 3, 1), dt.date(2020, 3, 7), "year_of_window"),
        (dt.date(2011, 3, 1), dt.date(2011, 3, 7), "outside_window"),
    ],
)
def test_days_of_publication(first: dt.date, last: dt.date, level: str) -> None:
    record = RecordFeatures(publication(year=2019, month=5))
    assert dates.compare_window(CitationFields(published=DateRange(first, last)), record).level == level


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
    ("stated", "level"),
    [
        ("Yale University", "same"),
        ("Yale School of Public Health", "same"),
        ("University of Oslo", "absent"),
        ("Yale and Oslo", "partial"),
    ],
)
def test_institutions(stated: str, level: str) -> None:
    record = RecordFeatures(
        publication(authors=("Sun Q",), affiliation="Dept. of Medicine, Yale University, New Haven, CT")
    )
    assert institutions.compare(ClaimFeatures(CitationFields(institutions=(stated,))), record).level == level


@pytest.mark.parametrize(
    ("design", "held", "level"),
    [
        (Design.RANDOMIZED_TRIAL, {"publication_types": ("Randomized Controlled Trial",)}, "same"),
        (Design.RANDOMIZED_TRIAL, {"publication_types": ("Meta-Analysis",)}, "other"),
        (Design.META_ANALYSIS, {"publication_types": ("Systematic Review",)}, "compatible"),
        (Design.COHORT, {"title": "Tea and stroke: a cohort study"}, "same"),
        (Design.ANIMAL, {"mesh": ("Mice",)}, "same"),
        (Design.COHORT, {"publication_types": ("Journal Article",)}, "not_recorded"),
        (None, {}, "not_stated"),
    ],
)
def test_designs(design: Design | None, held: dict[str, Any], level: str) -> None:
    assert (
        study_design.compare_design(
            ClaimFeatures(CitationFields(design=design)), RecordFeatures(publication(**held))
        ).level
        == level
    )


ABSTRACT = "We followed 61 433 women and 1,204 men for 19.5 years; 23% of them took calcium."


@pytest.mark.parametrize(
    ("size", "level"),
    [
        (61433, "found"),
        (1204, "found"),
        (61000, "rounded"),
        (1200, "rounded"),
        (5000, "absent"),
        (None, "not_stated"),
    ],
)
def test_sample_sizes(size: int | None, level: str) -> None:
    record = RecordFeatures(publication(abstract=ABSTRACT))
    assert study_design.compare_size(ClaimFeatures(CitationFields(sample_size=size)), record).level == level


def test_a_record_without_abstract_says_nothing_of_sizes() -> None:
    assert (
        study_design.compare_size(
            ClaimFeatures(CitationFields(sample_size=10)), RecordFeatures(publication())
        ).level
        == "not_recorded"
    )


@pytest.mark.parametrize(
    ("values", "level"), [((23.0, 19.5), "most"), ((23.0, 7.0, 8.0), "some"), ((7.0,), "none")]
)
def test_numbers(values: tuple[float, ...], level: str) -> None:
    numbers = tuple(Quantity(f"{value}%", value, "%") for value in values)
    record = RecordFeatures(publication(abstract=f"{ABSTRACT} {'And so on. ' * 50}"))
    assert study_design.compare_numbers(ClaimFeatures(CitationFields(numbers=numbers)), record).level == level


def test_an_author_list_of_one_collective_is_no_person() -> None:
    record = RecordFeatures(Publication("1", authors=(Author(collective="The Group"),)))
    assert record.people == ()
    assert JOURNALS["Gut"].title == "Gut"


def test_a_number_that_a_short_abstract_leaves_out_says_nothing() -> None:
    record = RecordFeatures(publication(abstract=ABSTRACT))
    numbers = (Quantity("7%", 7.0, "%"),)
    assert (
        study_design.compare_numbers(ClaimFeatures(CitationFields(numbers=numbers)), record).level
        == "not_recorded"
    )


@pytest.mark.parametrize(
    ("told_on", "level"),
    [
        (dt.date(2019, 2, 1), "at_once"),
        (dt.date(2018, 3, 1), "fresh"),
        (dt.date(2024, 3, 1), "earlier"),
        (dt.date(2011, 3, 1), "later"),
    ],
)
def test_the_day_of_the_article(told_on: dt.date, level: str) -> None:
    """No article tells of what appears years after it."""
    claim = CitationFields(finding="coffee drinkers lived longer", told_on=told_on)
    assert dates.compare_article_date(claim, RecordFeatures(publication(month=4))).level == level
    assert (
        dates.compare_article_date(replace(claim, year=2019), RecordFeatures(publication())).level
        == "not_stated"
    )


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


@pytest.mark.parametrize(
    ("year", "doi", "level"),
    [
        (2021, "10.1080/10408398.2021.1951155", "adjacent_year"),
        (2020, "10.1080/10408398.2020.1951155", "adjacent_year"),
        (2021, "10.1080/10408398.2020.1951155", "other_year"),
        (2021, "10.1080/10408398.20211.1951155", "other_year"),
        (2019, "10.1080/10408398.2019.1951155", "other_year"),
    ],
)
def test_the_year_in_the_records_own_doi_may_be_that_of_the_online_version(
    year: int, doi: str, level: str
) -> None:
    record = RecordFeatures(Publication("12", issued=PartialDate(2023), doi=doi))
    assert dates.compare(CitationFields(year=year), record).level == level
