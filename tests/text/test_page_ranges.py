"""Page ranges in full and abbreviated, with whatever dash stands there."""

import pytest

from citecheck.text.page_ranges import full_pages, read_page_range


@pytest.mark.parametrize(
    ("printed", "full", "short"),
    [
        ("541-7", "541-547", "541-7"),
        ("541–547", "541–547", "541–7"),
        ("95-103", "95-103", "95-103"),
        ("1260-66", "1260-1266", "1260-6"),
        ("S12-5", "S12-S15", "S12-5"),
        ("S12-S15", "S12-S15", "S12-5"),
        ("199-200", "199-200", "199-200"),
        ("12-12", "12-12", "12-12"),
        ("122e1-2", "122e1-2", "122e1-2"),
    ],
)
def test_a_range_in_both_forms(printed: str, full: str, short: str) -> None:
    found = read_page_range(printed)
    if printed == "122e1-2":
        assert found is None
        return
    assert found is not None
    assert (str(found.full), str(found.short)) == (full, short)


def test_what_runs_backwards_stays_as_it_is() -> None:
    found = read_page_range("541-30")
    assert found is not None
    assert str(found.full) == "541-30"


@pytest.mark.parametrize("text", ["e1473", "541", "xi-xiv", ""])
def test_what_is_no_range_of_numbers(text: str) -> None:
    assert read_page_range(text) is None


def test_several_ranges() -> None:
    assert full_pages("541-7, 550, 561-2", "–") == "541–547, 550, 561–562"
