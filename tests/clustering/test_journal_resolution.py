"""Journals that only the source's catalogue knows."""

from citecheck.clustering import resolve_journal_names, unknown_journal_names
from citecheck.model import (
    Citation,
    CitationFields,
    CitationKind,
    Journal,
    JournalLookup,
    JournalMention,
    Span,
)

TITLED = Journal("Coffee", "Coffee (Oslo)")
SHORT = Journal("Coffee and cocoa research", "Coffee")


def naming(mention: JournalMention | None, name: str = "c1") -> Citation:
    return Citation(
        name, CitationKind.ATTRIBUTION, "…", Span(0, 1, 1, 1, 1, 2), CitationFields(journal=mention)
    )


def test_each_unknown_journal_is_asked_for_once() -> None:
    mentions = [JournalMention("Coffee"), JournalMention("Gut", TITLED), JournalMention("Coffee"), None]
    assert unknown_journal_names(map(naming, mentions)) == ("Coffee",)


def test_a_journal_with_this_title_comes_before_one_with_this_abbreviation() -> None:
    (citation,) = resolve_journal_names(
        [naming(JournalMention("Coffee"))], {"Coffee": JournalLookup((SHORT, TITLED))}
    )
    assert citation.claimed.journal == JournalMention("Coffee", TITLED)


def test_known_journals_stay_and_missing_ones_get_the_nearest_names() -> None:
    known, unknown, other = resolve_journal_names(
        [
            naming(JournalMention("Gut", TITLED)),
            naming(JournalMention("Coffee")),
            naming(JournalMention("Tea")),
        ],
        {"Gut": JournalLookup((SHORT,)), "Coffee": JournalLookup((), ("Coffee and cocoa research",))},
    )
    assert known.claimed.journal == JournalMention("Gut", TITLED)
    assert unknown.claimed.journal == JournalMention(
        "Coffee", None, ("Coffee and cocoa research",), nlm_lacks_it=True
    )
    assert other.claimed.journal == JournalMention("Tea")


def test_a_name_that_could_not_be_looked_up_is_in_doubt() -> None:
    (citation,) = resolve_journal_names(
        [naming(JournalMention("Coffee"))], {"Coffee": JournalLookup(error="PubMed is out of order")}
    )
    assert citation.claimed.journal == JournalMention("Coffee", doubt="PubMed is out of order")
