from __future__ import annotations

import pytest

from citecheck.extraction.prose.author_bios import is_author_bio
from tests.extraction.conftest import Reading

CAREERS = [
    ("He has published much of his work in journals such as Blood, Gut and Pain.", 3),
    ("She is the author of more than 200 papers in journals such as Gut and Circulation.", 2),
    ("Dr. Ann Lee has authored over 60 peer-reviewed articles on sleep.", 0),
    ("He has published dozens of studies in The Lancet.", 1),
    ("Professor Ann Lee has also published numerous articles in Gut.", 1),
    ("She serves on the editorial board of the American Journal of Clinical Nutrition.", 1),
    ("He is a member of the editorial boards of Gut and Pain.", 2),
    ("Her work has appeared in JAMA, The Lancet and the New England Journal of Medicine.", 3),
    ("Lee's research has been published in Gut and Circulation.", 2),
    ("His writing has appeared in leading journals including Nature.", 1),
    ("She has been featured in Gut.", 1),
]
STUDIES = [
    ("Her research, published in Gut, found that oats help.", 1),
    ("Her work has appeared in Gut.", 1),
    ("Their findings have been published in Gut and Pain.", 2),
    ("The author of the study told Gut that oats help.", 1),
    ("Several studies have appeared in Gut and Pain.", 2),
    ("The editorial board of the BMJ wrote that screening should stop.", 1),
    ("The team has published three studies in Gut that point to oats.", 1),
]


@pytest.mark.parametrize(("sentence", "journals"), CAREERS)
def test_lists_where_somebody_publishes(sentence: str, journals: int) -> None:
    assert is_author_bio(sentence, journals)


@pytest.mark.parametrize(("sentence", "journals"), STUDIES)
def test_may_cite_a_study(sentence: str, journals: int) -> None:
    assert not is_author_bio(sentence, journals)


def test_an_author_bio_is_not_a_citation(reading: Reading) -> None:
    assert not reading(
        "Oats are easy to cook.\n\nAnn Lee lives in Oslo. Her work has appeared in JAMA and The Lancet."
    )
