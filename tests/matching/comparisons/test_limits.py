"""Where one level of a comparison ends and the next begins: a row on either side."""

from __future__ import annotations

import datetime as dt

import pytest

from citecheck.matching import lexicons
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparisons import (
    authors,
    dates,
    institutions,
    journal,
    locators,
    study_design,
    title,
    topic,
)
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields, DateRange, Journal, Quantity
from tests.makers import claimed, publication


@pytest.mark.parametrize(
    ("stated", "held", "level"),
    [
        # Three words of a title are not enough to stand for the whole.
        ("Coffee and liver", "Coffee and liver: results of a survey", "partial"),
        ("Coffee and the liver", "Coffee and the liver: results of a survey", "cut"),
        # An article may leave out half of a title, but not two thirds.
        (
            "Coffee and cirrhosis of the liver",
            "Coffee, tea, alcohol, garlic and cirrhosis of the liver in nurses", "cut",
        ),
        ("Coffee drinking and cirrhosis", "Coffee drinking and the risk of alcoholic cirrhosis in nurses",
         "partial"),
        # Small words may be others, in the same order of the large ones.
        ("Low lasers for cervical arthritis", "Low lasers on pain and function in cervical arthritis", "cut"),
        ("Cervical arthritis for low lasers", "Low lasers on pain in cervical arthritis", "partial"),
        # It may add one word to it, but not several.
        ("Coffee, yoga and cirrhosis in nurses", "Coffee and cirrhosis in nurses", "cut"),
        ("Coffee, yoga, garlic and cirrhosis in nurses", "Coffee and cirrhosis in nurses", "altered"),
        # A slip of the pen makes no known word of another one.
        ("Scope and use of xylocains in health", "Scope and use of xylocaine in health", "near"),
        ("Scope and use of probiotics in health", "Scope and use of prebiotics in health", "altered"),
        ("Xylocain and sleep of nurses", "Xylodain and sleep of nurses", "near"),
        ("Xylocains and sleep of nurses", "Xylodaens and sleep of nurses", "altered"),
        # Words of three letters are not misspelt; they are other words.
        ("Xyl and sleep of nurses", "Xylo and sleep of nurses", "altered"),
        ("Xylo and sleep of nurses", "Xylok and sleep of nurses", "near"),
        # Half of the words make another title of it, a third shares some, a quarter is chance.
        ("Coffee, sleep and stroke in nurses", "Coffee, memory and migraine in nurses", "altered"),
        ("Sleep and zinc in nurses", "Coffee and iron in nurses", "partial"),
        ("Walnuts, yoga and sleep", "Garlic, turmeric and sleep", "other"),
        # The letters are unlike although words are shared.
        ("coffee old tea gout", "gout statins stroke garlic tea", "partial"),
        ("zinc tea", "tea memory stroke zinc", "other"),
        # The same words in another order.
        ("Coffee and the liver in nurses", "The liver in nurses and coffee", "altered"),
        # An acronym has two letters or more, but not nine, and stands for two words or more.
        ("BP and sleep of old nurses", "Blood pressure and sleep of old nurses", "cut"),
        ("V and sleep of nurses", "Valium and sleep of nurses", "altered"),
        (
            "VWXYZABC in nurses of Uppsala",
            "Vegetables with xylitol yield zinc and become cold in nurses of Uppsala", "cut",
        ),
        (
            "VWXYZABCD in nurses of Uppsala",
            "Vegetables with xylitol yield zinc and become cold drinks in nurses of Uppsala", "partial",
        ),
        ("Tea and sleep of old nurses", "Tee and sleep of old nurses", "altered"),
    ],
)  # fmt: skip
def test_titles(stated: str, held: str, level: str) -> None:
    record = RecordFeatures(publication(title=held))
    assert title.compare(ClaimFeatures(CitationFields(title=stated)), record).level == level


@pytest.mark.parametrize(
    ("words", "table"),
    [
        ("Coffee and the liver", "generic_title"),
        ("Turmeric for knee arthritis", "short_title"),
        ("Sleep and stroke in nurses", "short_title"),
        ("Magnesium and kidney stones in women", None),
    ],
)
def test_a_title_of_few_rare_words_may_be_shared(words: str, table: str | None) -> None:
    record = RecordFeatures(publication(title=words))
    assert title.compare(ClaimFeatures(CitationFields(title=words)), record).table == table


@pytest.mark.parametrize(
    ("month", "level"),
    [
        (6, "in_window"), (7, "near_window"), (8, "near_window"), (9, "year_of_window"),
        (18, "year_of_window"), (19, "outside_window"),
    ],
)  # fmt: skip
def test_months_between_the_stated_days_and_the_issue(month: int, level: str) -> None:
    record = RecordFeatures(publication(year=2019, month=5))
    day = dt.date(2019 + (month - 1) // 12, (month - 1) % 12 + 1, 15)
    assert dates.compare_window(CitationFields(published=DateRange(day, day)), record).level == level
    claim = CitationFields(finding="coffee drinkers lived longer", told_on=day)
    as_article = {"in_window": "at_once", "near_window": "at_once", "year_of_window": "fresh"}
    assert dates.compare_article_date(claim, record).level == as_article.get(level, "earlier")


@pytest.mark.parametrize(
    ("stated", "held", "level"),
    [
        ("Okonkwo", "Okonkwe", "near"),
        ("Okafor", "Okarol", "unlisted"),
        ("Berg", "Bergh", "unlisted"),  # short names that are alike are other names
        ("Berge", "Bergeh", "near"),
    ],
)
def test_a_slip_of_the_pen_in_a_name(stated: str, held: str, level: str) -> None:
    record = RecordFeatures(publication(authors=(held, "Nobody K")))
    assert authors.compare_first(ClaimFeatures(claimed(authors=(stated,))), record).level == level


@pytest.mark.parametrize(
    ("names", "level"), [(("Berg J", "Ito K", "Li X"), "most"), (("Berg J", "Li X"), "some")]
)
def test_most_of_the_further_authors_are_more_than_half(names: tuple[str, ...], level: str) -> None:
    record = RecordFeatures(publication(authors=("Sun Q", "Berg J", "Ito K")))
    assert authors.compare_others(ClaimFeatures(claimed(authors=("Sun Q", *names))), record).level == level


@pytest.mark.parametrize(
    ("bearers", "level"),
    [
        (6, "rare"), (9, "uncommon"), (35, "uncommon"), (45, "common"), (170, "common"), (220, "very_common"),
    ],
)  # fmt: skip
def test_how_many_authors_bear_a_name(monkeypatch: pytest.MonkeyPatch, bearers: int, level: str) -> None:
    monkeypatch.setattr(lexicons, "surname_frequencies", lambda: {"okafor": bearers})
    record = RecordFeatures(publication(authors=("Okafor C",)))
    assert authors.compare_surname(ClaimFeatures(claimed(authors=("Okafor C",))), record).level == level


@pytest.mark.parametrize(
    ("stated", "level"), [("Aarhus Clinic of Oslo", "partial"), ("Aarhus Denmark Oslo Turku Lund", "absent")]
)
def test_half_of_an_institutions_words_agree_in_part(stated: str, level: str) -> None:
    record = RecordFeatures(publication(authors=("Sun Q",), affiliation="Aarhus, Denmark"))
    assert institutions.compare(ClaimFeatures(CitationFields(institutions=(stated,))), record).level == level


@pytest.mark.parametrize(
    ("stated", "held", "is_same"),
    [
        ("Di", "Diabetes", False),
        ("Diab Care", "Diabetes care", True),
        ("JBC", "Journal of biological chemistry", True),
        ("DC", "Diabetes care", False),
    ],
)
def test_an_abbreviation_leaves_enough_to_compare(stated: str, held: str, *, is_same: bool) -> None:
    assert journal.abbreviates(stated, Journal(held, "X Y Z")) is is_same


def test_a_slip_of_the_pen_in_a_journals_name_leaves_nearly_all_of_it() -> None:
    held = Journal("Journal of nutrition", "J Nutr")
    assert journal.are_alike("Journal of nutriton", held)
    assert not journal.are_alike("Journal of neurology", held)


def test_a_misspelt_journal_is_alike_without_its_place() -> None:
    held = Journal("International journal of obesity (2005)", "Int J Obes (Lond)")
    assert journal.are_alike("Intenational Journal of Obesity", held)
    assert not journal.are_alike("International Journal of Surgery", held)


@pytest.mark.parametrize(
    ("stated", "held", "level"),
    [
        ("1-80", "541-620", "other_form"),  # of the version that was first online
        ("1-120", "541-660", "other"),
        ("10451", "541-7", "other_form"),  # an article number
        ("1045-9", "41-47", "other"),
        ("88-95", "1040-1045", "other"),  # pages of four digits are not a publisher's item
        ("88-95", "S0140-6736(19)30001-2", "other_form"),
    ],
)
def test_pages_of_another_kind(stated: str, held: str, level: str) -> None:
    assert locators.compare_pages(CitationFields(pages=stated), publication(pages=held)).level == level


@pytest.mark.parametrize(
    ("size", "counted", "level"),
    [
        (1000, 950, "rounded"), (1000, 800, "absent"),
        (110, 105, "rounded"), (90, 88, "absent"),
    ],
)  # fmt: skip
def test_rounded_numbers_of_participants(size: int, counted: int, level: str) -> None:
    abstract = f"We followed {counted} women who drank coffee every day." + " They kept a diary." * 20
    record = RecordFeatures(publication(abstract=abstract))
    assert study_design.compare_size(ClaimFeatures(CitationFields(sample_size=size)), record).level == level


@pytest.mark.parametrize(("length", "level"), [(350, "not_recorded"), (450, "none")])
def test_a_short_abstract_may_leave_a_number_out(length: int, level: str) -> None:
    record = RecordFeatures(publication(abstract="We followed 1204 women. ".ljust(length, "x")))
    numbers = CitationFields(numbers=(Quantity("7%", 7.0, "%"),))
    assert study_design.compare_numbers(ClaimFeatures(numbers), record).level == level


@pytest.mark.parametrize(
    ("bits", "level"),
    [
        (-7.0, "strangers"), (-5.0, "faint"), (-3.0, "weak"), (-2.5, "weak"), (-1.5, "middling"),
        (-0.5, "middling"), (0.5, "good"), (1.5, "good"), (2.5, "strong"), (3.0, "strong"), (5.0, "striking"),
        (7.0, "full"),
    ],
)  # fmt: skip
def test_levels_of_the_topic(bits: float, level: str) -> None:
    assert topic.level_of(bits) == level
