"""How strongly a sentence claims."""

import pytest

from citecheck.claims.strength import strength_of


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Higher egg consumption was associated with a lower risk of stroke.", "association"),
        ("Eating eggs might lower the risk of stroke.", "conditional"),
        ("The drug reduced the size of tumours in mice.", "cause"),
    ],
)
def test_the_likeliest_kind(sentence: str, kind: str) -> None:
    likely = strength_of(sentence)
    assert sum(likely.values()) == pytest.approx(1)
    assert max(likely, key=lambda one: likely[one]) == kind
