"""One module for each field, or family of fields, of a citation; `FIELDS` is the only list of them."""

from citecheck.matching.comparisons import (
    authors,
    dates,
    identifiers,
    institutions,
    journal,
    locators,
    publication_type,
    study_design,
    title,
    topic,
)
from citecheck.matching.comparisons.field import Evidence, Field, MisprintGroup

# In the order in which reports show them.
FIELDS: tuple[Field, ...] = (
    identifiers.FIELD, journal.FIELD, title.FIELD, topic.FIELD,
    authors.FIRST, authors.OTHERS, authors.PEOPLE, authors.SURNAME, institutions.FIELD,
    dates.FIELD, dates.WINDOW, dates.ARTICLE_DATE,
    locators.VOLUME, locators.ISSUE, locators.PAGES,
    study_design.DESIGN, study_design.SIZE, study_design.NUMBERS, study_design.FIGURES,
    publication_type.FIELD,
)  # fmt: skip
FIELD_BY_NAME = {field.name: field for field in FIELDS}

__all__ = ["FIELDS", "FIELD_BY_NAME", "Evidence", "Field", "MisprintGroup"]
