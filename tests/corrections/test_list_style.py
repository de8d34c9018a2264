"""A correction is in the style of the article's other entries where its entry does not show its own style."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.corrections.made import fixed
from tests.corrections.test_styles import APA, HARVARD, MLA, VANCOUVER

NLM = "Stone, A. ({year}). Tea and sleep in {year} nurses. The American journal of medicine, 1(1), 2-9."
PRINTED = "Hill, B. ({year}). Iron and sleep in {year} nurses. The American Journal of Medicine, 3(1), 2-9."
SHORT = "Hill B, Stone A. Iron and sleep in {year} nurses. Ann Intern Med. {year};3(1):120-9."
WHOLE = "Hill B, Stone A. Iron and sleep in {year} nurses. Ann Intern Med. {year};3(1):120-129."
TWO_DIGITS = "Hill B, Stone A. Iron and sleep in {year} nurses. Ann Intern Med. {year};3(1):120-29."
DOTTED = "Hill, B.C. et al. Iron and sleep in {year} nurses. Ann. Intern. Med. 3, 120–129 ({year})."
SPACED = "Hill, B. C. et al. Iron and sleep in {year} nurses. Ann. Intern. Med. 3, 120–129 ({year})."
WALNUTS = "Walnut bread and the sleep of shift workers in two Danish hospitals"
ONE_INITIAL = "Hill, B. et al. Iron and sleep in {year} nurses. Ann. Intern. Med. 3, 120–129 ({year})."


def corrected(wrong: str, others: Sequence[str]) -> str:
    """The first entry of a list when the list has been corrected; the other entries must stay."""
    entries = [wrong, *(entry.format(year=1990 + number) for number, entry in enumerate(others))]
    listed = [f"{number}. {entry}" for number, entry in enumerate(entries, 1)]
    result = fixed("\n".join(("# Coffee\n\nIts text.\n\n## References\n", *listed, "")).encode())
    lines = result.after.splitlines()[6:]
    assert lines[1:] == listed[1:]
    return lines[0].removeprefix("1. ")


@pytest.mark.parametrize(
    ("others", "right"),
    [
        ([PRINTED], "The American Journal of Clinical Nutrition"),
        ([NLM], "The American journal of clinical nutrition"),
        ([NLM] * 5 + [PRINTED], "The American journal of clinical nutrition"),
        ([SHORT], "Am J Clin Nutr"),
        ([DOTTED], "Am. J. Clin. Nutr."),
        # Nothing shows the style, or the entries differ.
        ([], "Gut"),
        ([NLM, PRINTED], "Gut"),
        ([PRINTED, SHORT], "Gut"),
    ],
)
def test_a_journal_is_named_as_the_other_entries_name_theirs(others: list[str], right: str) -> None:
    wrong = APA.replace("The American Journal of Clinical Nutrition", "Gut")
    assert corrected(wrong, others) == wrong.replace("Gut", right)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        # Nobody can say whether a whole word takes the stop of an abbreviation before a year.
        ("Harrow et al., Ann. Intern. Med. 2016; 68: 541-547.", None),
        # Before a volume it does not.
        (f"Harrow, P.L. et al. {WALNUTS}. Ann. Intern. Med. 68, 541–547 (2016).", "Gut 68,"),
    ],
)
def test_the_stop_of_an_abbreviation_goes_with_it(wrong: str, right: str | None) -> None:
    assert corrected(wrong, [DOTTED]) == (wrong.replace("Ann. Intern. Med. 68,", right) if right else wrong)


@pytest.mark.parametrize(
    ("others", "right"),
    [
        ([SHORT], "1260-6"),
        ([WHOLE], "1260-1266"),
        ([TWO_DIGITS], "1260-66"),
        ([SHORT] * 5 + [WHOLE], "1260-6"),
        ([], "98-105"),
        ([SHORT, WHOLE], "98-105"),
    ],
)
def test_a_page_range_is_shortened_as_those_of_the_other_entries(others: list[str], right: str) -> None:
    assert corrected(VANCOUVER.replace("1260-6", "98-105"), others) == VANCOUVER.replace("1260-6", right)


@pytest.mark.parametrize(
    ("others", "right"),
    [
        ([DOTTED], "Okafor, C.N."),
        ([SPACED], "Okafor, C. N."),
        ([], "Petkov, V."),
        ([ONE_INITIAL], "Petkov, V."),
        ([DOTTED, SPACED], "Petkov, V."),
    ],
)
def test_initials_are_written_as_those_of_the_other_entries(others: list[str], right: str) -> None:
    assert corrected(HARVARD.replace("Okafor, C.N.", "Petkov, V."), others) == HARVARD.replace(
        "Okafor, C.N.", right
    )


def test_the_changes_of_a_field_are_made_together_or_not_at_all() -> None:
    names = "Okafor, C. N., Lindqvist, Å., van den Berg, J. P., & Stone, A."
    wrong = APA.replace(names, "Osei, K., Novak, O., Brandt, M., & Harrow, P.")
    assert corrected(wrong, []) == wrong
    assert corrected(wrong, [SPACED]) == APA


def test_mla_pages_keep_two_digits_of_the_last_one() -> None:
    assert corrected(MLA.replace("1260-66", "960-66"), [SHORT]) == MLA
