"""Studies named by their authors."""

from __future__ import annotations

import pytest

from citecheck.extraction.prose.signed_studies import signed_study

SIGNED = [
    ("Miller (2008) found no effect of zinc.", ("Miller",), 2008),
    ("Miller et al. 2008 showed that zinc helps.", ("Miller",), 2008),
    ("In Miller et al. (2008), 250 mg of zinc shortened colds.", ("Miller",), 2008),
    ("Miller, Stone and Hill (2012) saw shorter colds.", ("Miller", "Stone", "Hill"), 2012),
    (
        "However, van der Berg and Salas-Salvadó (2012) saw longer ones.",
        ("van der Berg", "Salas-Salvadó"),
        2012,
    ),
    ("According to Miller (2008), zinc helps.", ("Miller",), 2008),
    ("The Miller 2017 meta-analysis found shorter colds.", ("Miller",), 2017),
    ("This is the Miller 2001 trial of zinc.", ("Miller",), 2001),
    ("Miller et al discuss how zinc works.", ("Miller",), None),
    ("Those of Kwon and colleagues who reported no effect were larger.", ("Kwon",), None),
    ("As shown by Miller and colleagues in 2008, zinc helps.", ("Miller",), 2008),
    ("Miller and coworkers demonstrated in 1998 that zinc helps.", ("Miller",), 1998),
]


@pytest.mark.parametrize(("sentence", "authors", "year"), SIGNED)
def test_authors_and_year_name_a_study(sentence: str, authors: tuple[str, ...], year: int | None) -> None:
    signed = signed_study(sentence)
    assert signed is not None
    assert (signed.authors, signed.year, signed.certain, signed.bracketed) == (authors, year, True, False)


NO_STUDY = [
    "In March (2018) the shop opened.",
    "The film Avatar (2009) showed that blue sells.",
    "In China (2012), more people fell ill.",
    "Harvard (2011) showed that nuts help.",
    "Miller and colleagues are based in Leeds.",
    "Miller (who is from Leeds) found zinc in 2008.",
]


@pytest.mark.parametrize("sentence", NO_STUDY)
def test_places_films_and_months_are_not_authors(sentence: str) -> None:
    assert signed_study(sentence) is None


@pytest.mark.parametrize(
    "sentence", ["Miller's 2008 trial showed shorter colds.", "The 2008 Miller trial showed shorter colds."]
)
def test_a_possessive_name_is_an_uncertain_author(sentence: str) -> None:
    """It may be the name of a company, so a record without it is not a contradiction."""
    signed = signed_study(sentence)
    assert signed is not None
    assert signed.authors == ("Miller",)
    assert signed.year == 2008
    assert not signed.certain


def test_authors_in_brackets_are_known_as_such() -> None:
    signed = signed_study("Zinc shortens colds (Miller et al., 2008).")
    assert signed is not None
    assert signed.bracketed
    assert signed_study("Zinc shortens colds (London, 2008).") is None
