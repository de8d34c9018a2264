"""Contradicted only where the abstract says the opposite of the same thing."""

import pytest

from citecheck.claims import contradiction
from citecheck.claims.contradiction import contradicting_clause
from citecheck.claims.passage import RecordText, rank_sentences

GINGER = (
    "Background: Ginger tea is taken against migraine. "
    "Methods: We randomised 112 adults to ginger tea or hot water. "
    "Results: Ginger tea did not reduce the number of migraine days. "
    "Conclusion: Ginger tea is not associated with fewer migraine days."
)
SAUNA = (
    "Results: The risk of stroke was significantly lower in frequent sauna bathers. "
    "Conclusions: Frequent sauna bathing was associated with a reduced risk of stroke."
)
MIND = (
    "Results: Compared with diet advice, the yoga group showed reductions in pain and improvements in "
    "mindfulness (p = .02)."
)
STROKE = (
    "Background: Sauna bathing and central retinal vein occlusion (CRVO) have not been studied. "
    "Results: CRVO was significantly less common in frequent sauna bathers. "
    "Conclusions: Frequent sauna bathing was associated with a reduced risk of CRVO."
)
SHORT_SAUNA = "Results: Less than 20 minutes of sauna had no effect on the risk of gout."
VALERIAN = "Results: Sleep latency was longer with placebo than with valerian."


def clause(claim: str, abstract: str) -> str | None:
    record = RecordText(abstract, claim)
    return contradicting_clause(claim, record, rank_sentences(claim, record))


@pytest.mark.parametrize(
    ("claim", "abstract"),
    [
        ("Ginger tea reduces the number of migraine days", GINGER),
        ("Frequent sauna bathing increases the risk of stroke", SAUNA),
        # the abstract writes the outcome as an abbreviation
        ("Frequent sauna bathing increases the risk of central retinal vein occlusion", STROKE),
    ],
)
def test_the_opposite_of_the_same_outcome(claim: str, abstract: str) -> None:
    assert clause(claim, abstract)


@pytest.mark.parametrize(
    ("claim", "abstract"),
    [
        ("Frequent sauna bathing lowers the risk of stroke", SAUNA),
        ("Ginger tea does not reduce the number of migraine days", GINGER),
        # another outcome, another intervention
        ("Ginger tea reduces nausea", GINGER),
        ("Peppermint oil reduces the number of migraine days", SAUNA),
        # each direction belongs to the outcome beside it
        ("Yoga led to higher mindfulness than diet advice did", MIND),
        ("Yoga led to lower pain than diet advice did", MIND),
        # the other arm is what is longer
        ("Valerian shortens sleep latency", VALERIAN),
        # other doses, and another exposure that it is compared with
        ("Sauna for 20 minutes or more increases the risk of gout", SHORT_SAUNA),
        ("Gout shortens lives", "The effect of gout on lives is known and higher than that of measles."),
        ("Does ginger tea reduce the number of migraine days?", GINGER),
        ("Does ginger tea reduce the number of migraine days? (study)", GINGER),
        ("Although many drink it, ginger tea reduces the number of migraine days", GINGER),
        # Half of a two-word name is not the name.
        ("Vitamin C reduces the number of migraine days", GINGER.replace("Ginger tea", "Vitamin D")),
        ("Whether ginger tea reduces the number of migraine days is being studied", GINGER),
    ],
)
def test_everything_else_is_left_open(claim: str, abstract: str) -> None:
    assert clause(claim, abstract) is None


@pytest.mark.parametrize(("margin", "said"), [(-50.0, True), (50.0, False)])
def test_the_margin_decides(margin: float, said: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contradiction, "CONTRADICTED", margin)
    assert bool(clause("Ginger tea reduces the number of migraine days", GINGER)) is said
