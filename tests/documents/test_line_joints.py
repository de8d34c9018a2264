"""Addresses, DOIs and compounds across the ends of lines."""

from __future__ import annotations

import pytest

from citecheck.documents.line_joints import address_goes_on, compound_goes_on


@pytest.mark.parametrize(
    ("line", "following", "goes_on"),
    [
        ("Gut. doi:10.1007/", "s00198-022-06593-7", True),
        ("See https://doi.org/", "10.1016/j.nut.2019.04.008", True),
        ("doi: 10.1016/j.nut.", "2018.11.029 Epub", True),
        ("doi: 10.1182/blood-2017-03-", "770180", True),
        ("doi:10.1136/gutjnl-20", "18-310010.7", True),
        ("doi:10.1188/02.", "ONF.517-532", True),
        ("doi:10.1117/1.", "JBO.29.2.020901 Epub", True),
        # a sentence, a year, an entry begins
        ("doi: 10.1016/j.nut.2018.11.029.", "They slept.", False),
        ("doi: 10.1016/j.nut.2018.11.029.", "2019 was warm.", False),
        ("doi: 10.1016/j.nut.2018.11.029.", "12. Reed C.", False),
        ("doi: 10.1016/j.nut.2018.11.029", "Reed C.", False),
        ("They slept in 10.", "They woke.", False),
    ],
)
def test_addresses(line: str, following: str, *, goes_on: bool) -> None:
    assert address_goes_on(line, following) is goes_on


@pytest.mark.parametrize(
    ("line", "following", "goes_on"),
    [
        ("a meta-", "analysis", True),
        ("before COVID-", "19", True),
        ("pre-", "and postnatal", False),
        ("so -", "he", False),
    ],
)
def test_compounds(line: str, following: str, *, goes_on: bool) -> None:
    assert compound_goes_on(line, following) is goes_on


def test_a_line_without_end_ends() -> None:
    from citecheck.documents.pdf.paragraphs import join_lines

    for unit in ("a", "https://a", "10.1000/", "a-"):
        line = unit * (400_000 // len(unit))
        assert join_lines(line, "bcd 1", frozenset())[0].startswith(unit)
