"""An author is corrected only where no other publication can be meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from citecheck.model import Author, CitationCluster, CitationFields, JournalMention, Person, Publication
from citecheck.verdicts.correction import may_mean_another
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
    matcher = Matcher(Catalogue.load(), len, 400)
    ranked = matcher.rank(CitationCluster((), stated), candidates)
    assert may_mean_another(matcher.statements(stated, BY_PETKOV), ranked) is may
