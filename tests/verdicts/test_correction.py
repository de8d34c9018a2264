"""Nothing is certain where another publication can be meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from citecheck.model import (
    Author,
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    JournalMention,
    Person,
    Publication,
    Span,
)
from citecheck.verdicts.correction import leads_elsewhere, may_mean_another
from tests.corrections.made import AJCN, NURSES, OTHER

BY_PETKOV = replace(NURSES, pmid="2", title="Iron in tea.", authors=(Author("Petkov", "Vera", "V"),))
BY_OKAFOR = replace(NURSES, pmid="3", pages="541-7")
STATED = CitationFields(
    journal=JournalMention("Am J Clin Nutr", AJCN),
    year=2019,
    authors=(Person("Okafor", "Okafor"),),
    volume="103",
    pages="1260-6",
)


@pytest.mark.parametrize(
    ("stated", "candidates", "may"),
    [
        # One digit leads from the pages of Okafor's article to those of Petkov's in the same volume.
        (STATED, [BY_PETKOV, BY_OKAFOR], True),
        (STATED, [BY_PETKOV, OTHER], False),
        (replace(STATED, title="Iron in tea"), [BY_PETKOV, BY_OKAFOR], False),
        (replace(STATED, doi=BY_PETKOV.doi), [BY_PETKOV, replace(BY_OKAFOR, doi=None)], False),
    ],
)
def test_another_publication_by_the_stated_author(
    stated: CitationFields, candidates: list[Publication], *, may: bool
) -> None:
    matcher = Matcher(Catalogue.load(), 400)
    ranked = matcher.rank(CitationCluster((), stated), candidates)
    assert may_mean_another(matcher.statements(stated, BY_PETKOV), ranked) is may


@pytest.mark.parametrize(
    ("kind", "doi", "elsewhere"),
    [
        # "[Okafor 2019](https://doi.org/10.1000/gut.2016.1)" of an entry with that DOI and another title
        (CitationKind.LINK, "10.1000/gut.2016.1", True),
        (CitationKind.LINK, NURSES.doi, False),
        (CitationKind.LINK, None, False),
        (CitationKind.REFERENCE, "10.1000/gut.2016.1", False),
    ],
)
def test_a_link_whose_identifier_the_record_does_not_confirm(
    kind: CitationKind, doi: str | None, *, elsewhere: bool
) -> None:
    stated = replace(STATED, doi=doi)
    citation = Citation("c1", kind, "Okafor 2019", Span(0, 11, 1, 1, 1, 12), stated)
    matcher = Matcher(Catalogue.load(), 400)
    assert leads_elsewhere(citation, (matcher.statements(stated, NURSES),)) is elsewhere
