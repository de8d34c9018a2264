"""Identifiers: tables of (stated, recorded, level)."""

from typing import Any

import pytest

from citecheck.matching.comparisons import identifiers
from citecheck.model import CitationFields, Publication
from tests.makers import publication


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ({"pmid": "31415926"}, "same"),
        ({"pmid": "031415926"}, "same"),
        ({"doi": "https://doi.org/10.1136/GUT.2019.1."}, "same"),
        ({"doi": "10.1136/gut.2019.1", "pmid": "99"}, "conflicting"),
        ({"pmid": "99"}, "other"),
        ({"pmcid": "PMC128915"}, "same"),
        ({"pmid": "128915"}, "other"),  # the digits of a PMCID are no PMID
        ({}, "not_stated"),
    ],
)
def test_identifiers(stated: dict[str, Any], level: str) -> None:
    record = publication("31415926", doi="10.1136/gut.2019.1", pmcid="128915")
    assert identifiers.compare(CitationFields(**stated), record).level == level


def test_an_identifier_that_the_record_lacks_says_nothing() -> None:
    assert identifiers.compare(CitationFields(doi="10.1136/gut.1"), publication()).level == "not_recorded"


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ({"doi": "10.12688/f1000research.9090.1"}, "same"),
        ({"doi": "10.12688/f1000research.9090"}, "same"),
        ({"doi": "10.1000/SECOND"}, "same"),
        ({"doi": "10.12688/f1000research.9091.2"}, "other"),
        ({"pmid": "11"}, "same"),
        ({"pmid": "13"}, "other"),
    ],
)
def test_versions_second_dois_and_former_pmids_name_the_same_work(stated: dict[str, Any], level: str) -> None:
    record = Publication(
        "12", doi="10.12688/f1000research.9090.2", other_dois=("10.1000/second",), former_pmids=("11",)
    )
    assert identifiers.compare(CitationFields(**stated), record).level == level
