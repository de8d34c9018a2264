"""Where derived features of claims and records change their kind: a case on either side."""

from __future__ import annotations

import pytest

from citecheck.matching import Matcher
from citecheck.matching.absent_concepts import absent_concepts
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.claim_index import ClaimIndex
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.surnames import same_surname
from citecheck.matching.term_keys import key_of, weight
from citecheck.matching.term_overlap import TermOverlap, term_overlaps
from citecheck.model import CitationFields, Concept, Publication, Role
from tests.makers import claimed, publication


@pytest.mark.parametrize(
    ("passage", "figures"),
    [
        ("42 of them", set()),
        ("421 of them", {421.0}),
        ("1850 of them", set()),  # a year, likely
        ("1795 of them", {1795.0}),
        ("2095 of them", set()),
        ("2155 of them", {2155.0}),
    ],
)
def test_numbers_that_few_publications_share(passage: str, figures: set[float]) -> None:
    assert ClaimFeatures(CitationFields(finding=passage)).figures == figures


def test_a_word_of_the_vocabulary_weighs_about_a_third_more() -> None:
    (group,) = ClaimFeatures(claimed(finding="magnesium")).groups
    assert 1.2 < group.weight / weight("magnesium") < 1.5


def test_words_of_method_say_about_a_third_of_what_their_rarity_says() -> None:
    # Both are as rare in PubMed's titles.
    assert 0.35 < weight("nationwide") / weight("arthritis") < 0.45


def test_a_misprint_weighs_no_more_than_the_rarest_of_words() -> None:
    assert weight("xqzvbn") == weight("walnuts")
    assert weight("tirzepatide") < weight("xqzvbn") < weight("tirzepatide") + 1.0


@pytest.mark.parametrize(("word", "has_key"), [("b", False), ("b6", True), ("mri", True)])
def test_a_single_letter_says_nothing_of_a_topic(word: str, *, has_key: bool) -> None:
    assert bool(key_of(word)) is has_key


@pytest.mark.parametrize(
    ("stated", "held", "is_same"), [("ruiz", "ruiz soler", True), ("lee", "lee smith", False)]
)
def test_a_short_part_of_a_double_name_does_not_stand_for_it(
    stated: str, held: str, *, is_same: bool
) -> None:
    assert same_surname(stated, held) is is_same


@pytest.mark.parametrize(("length", "is_one"), [(36, False), (48, True)])
def test_a_few_words_are_not_an_abstract(length: int, *, is_one: bool) -> None:
    assert RecordFeatures(publication(abstract="x" * length)).has_abstract is is_one


def test_a_larger_source_than_the_weights_were_measured_on_asks_for_half_a_bit_a_doubling() -> None:
    def prior(records: int | None) -> float:
        return Matcher(None, records).prior  # type: ignore[arg-type]

    assert prior(1_000) == prior(300_000)
    assert prior(320_000) < prior(300_000)
    assert 0.4 < prior(1_000_000) - prior(2_000_000) < 0.6
    assert prior(42_000_000) < prior(None) < prior(38_000_000)


def test_a_volume_that_follows_from_journal_and_year_weighs_about_half_a_bit(matcher: Matcher) -> None:
    record = publication(volume="68")
    with_year = matcher.match(claimed("Gut", year=2019, volume="68"), record)
    assert 0.4 < with_year.bits("volume") < 0.6
    assert matcher.match(claimed("Gut", volume="68"), record).bits("volume") > 3.0


def overlap(stated: CitationFields, held: Publication) -> TermOverlap:
    return term_overlaps(ClaimIndex(ClaimFeatures(stated)), [RecordFeatures(held)]).at(0)


@pytest.mark.parametrize(
    ("concept", "title", "is_covered"),
    [
        ("diabetic neuropathy", "Neuropathy in colds", True),
        ("irritable bowel syndrome", "Diseases of the bowel", False),
    ],
)
def test_a_concept_is_covered_by_half_of_its_words(
    monkeypatch: pytest.MonkeyPatch, concept: str, title: str, *, is_covered: bool
) -> None:
    monkeypatch.setattr("citecheck.matching.claim_features.find_variants", lambda term: (term,))
    stated = claimed(concepts=(Concept(concept, Role.INTERVENTION),))
    assert bool(overlap(stated, publication(title=title)).covered) is is_covered


def _related(stem: str) -> dict[str, float]:
    return {key_of("turmeric"): 0.8} if stem == key_of("xylocain") else {}


def test_a_related_word_counts_half_of_its_similarity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.matching.lexicons.related_stems", _related)
    stated = claimed(finding="xylocain")
    whole = overlap(stated, publication(title="Xylocain"))
    related = overlap(stated, publication(title="Turmeric"))
    assert 0.35 < related.matched_bits / whole.matched_bits < 0.45
    assert 0.55 < related.title_only_bits / weight("turmeric") < 0.65


def test_a_shared_word_counts_less_in_a_longer_passage() -> None:
    short, long = (
        claimed(finding="turmeric"),
        claimed(finding="turmeric zinc coffee walnuts garlic iron yoga"),
    )
    held = publication(title="Turmeric")
    lost = overlap(short, held).title_bits_above_chance - overlap(long, held).title_bits_above_chance
    doublings = ClaimFeatures(long).length - ClaimFeatures(short).length
    assert 0.4 < lost / doublings < 0.6


BODY = "We gave it to adults and followed them. "


def missing(stated: CitationFields, title: str, abstract: str = "") -> tuple[str, ...]:
    return absent_concepts(stated, RecordFeatures(publication(title=title, abstract=abstract)))


@pytest.mark.parametrize(
    ("subject", "title", "is_there"),
    [
        ("hypertension", "Hypertrophy and memory", True),  # forms of a word begin alike
        ("magnets", "Magnolia and memory", False),
        ("statins", "Simvastatin and memory", True),
        ("iron", "Environment and memory", False),  # a short word is in others by chance
        ("zinc", "Zincum and memory", True),
        ("tea", "Teachers and memory", False),
        # A word that says little by itself is not looked for.
        ("hospital", "Walnuts and memory", True),
        ("doors", "Walnuts and memory", False),
    ],
)
def test_which_words_of_a_record_are_those_of_a_subject(subject: str, title: str, *, is_there: bool) -> None:
    stated = CitationFields(finding=f"{subject} help memory", concepts=(Concept(subject, Role.INTERVENTION),))
    assert missing(stated, title) == (() if is_there else (subject,))


@pytest.mark.parametrize(("length", "is_missed"), [(350, False), (450, True)])
def test_what_a_short_abstract_lacks_may_be_in_the_study(length: int, *, is_missed: bool) -> None:
    concepts = (Concept("walnuts", Role.INTERVENTION), Concept("migraine", Role.OUTCOME))
    stated = CitationFields(finding="walnuts prevent migraine", concepts=concepts)
    abstract = (BODY * 20)[:length]
    assert missing(stated, "Walnuts in adults", abstract) == (("migraine",) if is_missed else ())


@pytest.mark.parametrize(("length", "is_missed"), [(0, False), (350, False), (450, True)])
def test_an_outcome_that_a_finding_begins_with_is_an_outcome(length: int, *, is_missed: bool) -> None:
    """A short abstract may have another word for it: hypovolaemia for loss of blood."""
    stated = CitationFields(
        finding="migraine can be foretold by walnuts",
        concepts=(Concept("migraine", Role.OUTCOME), Concept("walnuts", Role.INTERVENTION)),
    )
    abstract = (BODY * 20)[:length]
    assert missing(stated, "Walnuts in adults", abstract) == (("migraine",) if is_missed else ())


@pytest.mark.parametrize(
    ("remedy", "is_missed"), [("Walnuts", False), ("walnuts", True), ("Pistachios", True)]
)
def test_an_apposition_names_what_a_concept_means(remedy: str, *, is_missed: bool) -> None:
    stated = CitationFields(
        finding=f"nausea is a sign of a common antihypertensive, {remedy}, in adults",
        concepts=(Concept("antihypertensive", Role.INTERVENTION),),
    )
    lacking = missing(stated, "Walnuts and nausea in adults")
    assert lacking == (("antihypertensive",) if is_missed else ())


@pytest.mark.parametrize(("counted", "is_another"), [(950, False), (800, True)])
def test_another_number_of_people_is_more_than_a_rounded_one(counted: int, *, is_another: bool) -> None:
    stated = CitationFields(
        finding="walnuts help 1,000 adults", concepts=(Concept("walnuts"),), sample_size=1000
    )
    abstract = f"We gave walnuts to {counted} adults. " + BODY * 12
    assert missing(stated, "Walnuts in adults", abstract) == (("1,000 participants",) if is_another else ())
