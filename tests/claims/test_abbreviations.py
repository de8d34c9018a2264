"""Abbreviations that a text defines, and their long forms."""

import pytest

from citecheck.claims.abbreviations import expand_abbreviations, find_abbreviations


@pytest.mark.parametrize(
    ("text", "long_forms"),
    [
        (
            "Patients with diabetic peripheral neuropathy (DPN) took part.",
            {"DPN": "diabetic peripheral neuropathy"},
        ),
        ("Serum interleukin-6 (IL-6) fell.", {"IL-6": "interleukin-6"}),
        ("After insulin-sensitizing (IS) treatment pain fell.", {"IS": "insulin-sensitizing"}),
        ("The visual analogue scale (VAS; 0 to 10) was used.", {"VAS": "visual analogue scale"}),
        # statistics, counts and remarks define nothing
        ("Pain fell (P < 0.05) in the group (SD 3.1).", {}),
        ("Sleep was longer (Table 2).", {}),
        ("Walking (DPN) helped.", {}),
    ],
)
def test_definitions(text: str, long_forms: dict[str, str]) -> None:
    assert find_abbreviations(text) == long_forms


def test_a_definition_and_later_uses_are_expanded() -> None:
    text = "Diabetic neuropathy (DN) is common. DN was rarer in the DNA group."
    long_forms = find_abbreviations(text)
    assert expand_abbreviations(text, long_forms) == (
        "Diabetic neuropathy is common. Diabetic neuropathy was rarer in the DNA group."
    )
