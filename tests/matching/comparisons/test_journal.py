"""Journals: tables of (stated, recorded, level)."""

import pytest

from citecheck.journals import Catalogue
from citecheck.matching.comparisons import journal
from citecheck.model import CitationFields, Journal, JournalMention, Publication
from tests.makers import JOURNALS, claimed, mention, publication


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
