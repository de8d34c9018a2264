"""What a judgement gets of the record: the passage, notes and flags, and only where identity is settled."""

import pytest

from citecheck.claims import compare_claim, with_claim_comparison
from citecheck.model import (
    Agreement,
    Citation,
    CitationFields,
    CitationKind,
    Flag,
    Judgement,
    Publication,
    ScoredCandidate,
    Span,
    Verdict,
)

ABSTRACT = (
    "Methods: 200 adults ate walnuts or crackers for 8 weeks. "
    "Results: LDL cholesterol was significantly lower with walnuts. "
    "Conclusions: Walnuts lower LDL cholesterol."
)
WALNUTS = Publication("1", title="Walnuts and cholesterol", abstract=ABSTRACT)


def checked(kind: CitationKind, verdict: Verdict, **stated: str) -> Judgement:
    place = Span(0, 10, 1, 1, 1, 11)
    citation = Citation("c1", kind, "…", place, CitationFields(**stated))  # type: ignore[arg-type]
    (found,) = with_claim_comparison(
        [citation], [Judgement(verdict, (), match=ScoredCandidate(WALNUTS, (), 0.0))]
    )
    return found


def test_the_passage_agrees() -> None:
    found = compare_claim("walnuts led to lower LDL cholesterol", WALNUTS)
    assert "lower" in found.passage.text
    assert found.passage.agreement is Agreement.AGREES
    assert not found.flags


def test_the_opposite_is_flagged_with_its_sentence() -> None:
    found = compare_claim("walnuts increase LDL cholesterol", WALNUTS)
    assert found.flags == (Flag.CONTRADICTED,)
    assert found.notes[0].startswith("The abstract says otherwise: “")
    assert found.passage.agreement is Agreement.CONTRADICTS
    assert "LDL cholesterol" in found.passage.text


def test_a_number_that_disagrees_is_a_note_with_both() -> None:
    found = compare_claim("walnuts for 12 weeks led to lower LDL cholesterol", WALNUTS)
    assert found.notes == ("The article says 12 weeks; the abstract has 8 weeks.",)


@pytest.mark.parametrize(
    ("claim", "abstract", "why"),
    [
        ("walnuts lower LDL cholesterol", None, "PubMed has no abstract of this publication."),
        ("acupuncture eases hay fever", ABSTRACT, "The abstract does not speak of it."),
    ],
)
def test_no_passage_says_why(claim: str, abstract: str | None, why: str) -> None:
    passage = compare_claim(claim, Publication("1", title="x", abstract=abstract or "")).passage
    assert (passage.text, passage.why) == ("", why)


@pytest.mark.parametrize(
    ("kind", "verdict", "stated", "has_passage"),
    [
        (CitationKind.ATTRIBUTION, Verdict.VERIFIED, {"finding": "walnuts lower LDL cholesterol"}, True),
        (CitationKind.LINK, Verdict.VERIFIED, {"context": "Walnuts lower LDL cholesterol."}, True),
        (CitationKind.ATTRIBUTION, Verdict.MISMATCH, {"finding": "walnuts lower LDL cholesterol"}, True),
        (CitationKind.ATTRIBUTION, Verdict.POSSIBLE, {"finding": "walnuts lower LDL cholesterol"}, False),
        (CitationKind.REFERENCE, Verdict.VERIFIED, {"title": "Walnuts and cholesterol"}, False),
    ],
)
def test_only_settled_publications_are_compared(
    kind: CitationKind, verdict: Verdict, stated: dict[str, str], has_passage: bool
) -> None:
    assert bool(checked(kind, verdict, **stated).passage) is has_passage


def test_a_misstated_publication_is_not_flagged() -> None:
    found = checked(CitationKind.ATTRIBUTION, Verdict.MISMATCH, finding="walnuts increase LDL cholesterol")
    assert found.flags == ()
    assert found.passage is not None
    assert found.passage.agreement is Agreement.NOT_COMPARED
