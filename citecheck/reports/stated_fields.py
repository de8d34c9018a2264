"""The fields that an article states of a publication, named in the words of the reports."""

from __future__ import annotations

from citecheck.model import CitationFields, DateRange, Design, JournalMention

__all__ = ["stated_fields"]


def stated_fields(claimed: CitationFields) -> list[tuple[str, str]]:
    """Return all fields that a citation states, in one order for every report.

    Args:
        claimed: the fields of the citation.

    Returns:
        (name, value) of each stated field; the value is the article's own text, not yet made printable.
    """
    pairs = (
        ("journal", _journal(claimed.journal)),
        ("year", claimed.year),
        ("month", claimed.month),
        ("published", _days(claimed.published)),
        ("authors", "; ".join(person.text for person in claimed.authors)),
        ("people named", "; ".join(person.text for person in claimed.people)),
        ("institutions", "; ".join(claimed.institutions)),
        ("trial", "; ".join(claimed.trial_names)),
        ("title", claimed.title),
        ("volume", claimed.volume),
        ("issue", claimed.issue),
        ("pages", claimed.pages),
        ("design", _design(claimed.design)),
        ("people studied", claimed.sample_size),
        ("numbers", "; ".join(number.text for number in claimed.numbers)),
        ("finding", claimed.finding),
        ("concepts", "; ".join(f"{c.text} ({c.role.value})" for c in claimed.concepts)),
        ("direction", claimed.direction.value.replace("_", " ") if claimed.direction else None),
        ("PMID", claimed.pmid),
        ("DOI", claimed.doi),
        ("PMCID", claimed.pmcid),
        ("Bookshelf", claimed.accession),
    )
    return [(name, str(value)) for name, value in pairs if value]


def _journal(mention: JournalMention | None) -> str | None:
    if mention is None:
        return None
    known = mention.journal.title if mention.journal else "in no catalogue"
    same = known.lower().removeprefix("the ") == mention.text.lower().removeprefix("the ")
    return mention.text if same else f"{mention.text} ({known})"


def _design(design: Design | None) -> str | None:
    """The design that is stated; "other" says nothing to a reader."""
    return design.value.replace("_", " ") if design and design is not Design.OTHER else None


def _days(window: DateRange | None) -> str | None:
    if window is None:
        return None
    return str(window.first) if window.first == window.last else f"{window.first} to {window.last}"
