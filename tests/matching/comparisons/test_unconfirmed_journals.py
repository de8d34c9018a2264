"""A journal that nobody but us knows is never the ground of an accusation."""

import pytest

from citecheck.journals import Catalogue
from citecheck.journals.tables import JournalRow
from citecheck.matching.comparisons import journal
from citecheck.model import CitationFields, Journal, JournalMention, Publication

CATALOGUE = Catalogue([JournalRow("Gut", "Gut")], unconfirmed=[JournalRow("Tide Med", "Tide medicine")])
HELD = Publication("1", journal=Journal("Gut", "Gut"))


@pytest.mark.parametrize(
    ("named", "abbreviation", "level"),
    [("Tide medicine", "Tide Med", "not_stated"), ("Lancet", "Lancet", "other"), ("Gut", "Gut", "same")],
)
def test_an_unconfirmed_journal_contradicts_no_record(named: str, abbreviation: str, level: str) -> None:
    mention = JournalMention(named, Journal(named, abbreviation))
    assert journal.compare(CitationFields(journal=mention), HELD, CATALOGUE).level == level
