"""Records are measured together, in tables, as if their words were looked at one after the other."""

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.matching import lexicons
from citecheck.matching.claim_features import ClaimFeatures, Group
from citecheck.matching.claim_index import ClaimIndex
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_keys import key_sequence, term_keys, weigh_terms
from citecheck.matching.term_overlap import TermOverlap, term_overlaps
from citecheck.model import Concept, Publication, Role
from tests.makers import claimed, publication

SENTENCES = (
    "Magnesium for painful diabetic neuropathy: a randomised trial",
    "Heart attacks in women under 50 who take statins",
    "Zinc and the common cold, sleep and migraine",
    "Kidney stones after bariatric surgery in teenagers",
    "Obese children slept badly; vitamin D did not help their sleep",
)
texts = st.lists(st.sampled_from(SENTENCES), max_size=3).map(". ".join)
headings = st.sampled_from([(), ("Sleep", "Migraine"), ("Diabetic Neuropathies", "Statins", "Women")])
records = st.builds(
    lambda title, abstract, mesh: publication(title=title, abstract=abstract, mesh=mesh),
    texts,
    texts,
    headings,
)


def _share(group: Group, terms: frozenset[str]) -> float:
    held = max(len(alternative & terms) / len(alternative) for alternative in group.alternatives)
    near = {
        stem: alike for own in group.alternatives[0] for stem, alike in lexicons.related_stems(own).items()
    }
    return held or 0.5 * max((alike for stem, alike in near.items() if stem in terms), default=0.0)


def _covered(group: Group, terms: frozenset[str]) -> bool:
    return any(alternative <= terms for alternative in group.alternatives)


def _neighbours(*parts: str) -> set[frozenset[str]]:
    pairs = (itertools.pairwise(key_sequence(part)) for part in parts)
    return {frozenset(pair) for pair in itertools.chain(*pairs) if len(set(pair)) == 2}


def _one_by_one(claim: ClaimFeatures, held: Publication) -> dict[str, float]:
    title, terms = weigh_terms(held.title), term_keys(" \n".join((held.title, held.abstract, *held.mesh)))
    length = math.log2(1 + len(terms))
    shares = [(_share(group, terms), group.weight) for group in claim.groups]
    passage = f"{claim.claimed.finding or ''} \n{claim.claimed.context}"
    weights = weigh_terms(passage)
    own = {key: bits for key, bits in title.items() if key in claim.terms}
    shared = _neighbours(passage) & _neighbours(held.title, held.abstract)
    return {
        "matched_bits": sum(share * weight for share, weight in shares),
        "matched_bits_above_chance": sum(share * max(weight - length, 0.0) for share, weight in shares),
        "title_only_bits": sum(
            bits * (1 - 0.5 * claim.related_stems.get(key, 0.0))
            for key, bits in title.items()
            if key not in own
        ),
        "context_bits": sum(
            group.weight
            for group in claim.context_groups
            if _covered(group, terms) and not _covered(group, frozenset(title))
        ),
        "neighbour_bits": sum(min(weights[stem] for stem in pair) for pair in shared),
        "title_bits_above_chance": sum(
            max(bits - 0.5 * claim.length, 0.0) for key, bits in own.items() if key in weights
        ),
    }


@given(texts, texts, records)
def test_measures_are_those_of_the_words_one_by_one(finding: str, context: str, held: Publication) -> None:
    claim = ClaimFeatures(claimed(finding=finding or None, context=context))
    cover = term_overlaps(ClaimIndex(claim), [RecordFeatures(held)]).at(0)
    assert {name: getattr(cover, name) for name in _one_by_one(claim, held)} == pytest.approx(
        _one_by_one(claim, held)
    )


@given(texts, texts, st.lists(records, min_size=1, max_size=4))
def test_records_are_measured_together_as_they_are_alone(
    finding: str, context: str, held: list[Publication]
) -> None:
    def alone(one: Publication) -> TermOverlap:
        return term_overlaps(ClaimIndex(ClaimFeatures(stated)), [RecordFeatures(one)]).at(0)

    stated = claimed(finding=finding or None, context=context)
    together = term_overlaps(ClaimIndex(ClaimFeatures(stated)), [RecordFeatures(one) for one in held])
    assert [together.at(place) for place in range(len(held))] == [alone(one) for one in held]


def test_an_institution_beside_a_concept_is_no_key_concept() -> None:
    finding = "patients of Thornby Valley University who took zinc slept longer"
    concept = Concept("Thornby Valley University zinc", Role.INTERVENTION)
    stated = claimed(finding=finding, concepts=(concept,), institutions=("Thornby Valley University",))
    unread = replace(stated, institutions=())
    assert [group.text for _, group in ClaimFeatures(stated).key_groups] == ["zinc"]
    assert len(ClaimFeatures(unread).key_groups) > 1
