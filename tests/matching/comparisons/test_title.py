"""Titles: tables of (stated, recorded, level)."""

import pytest

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparisons import title
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields
from tests.makers import publication

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
        # Without a negation a title says the contrary, with one left out beside its words it does not.
        (
            "Sweet taste altered after salt in young men",
            "Sweet taste not altered after salt in young men",
            "altered",
        ),
        (
            "Sweet taste not altered after salt in young men",
            "Sweet taste altered after salt in young men",
            "altered",
        ),
        ("Running with music in older women", "Running without music in older women", "altered"),
        ("Salt and taste in young men", "Salt and taste: no longer a riddle in young men", "cut"),
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
