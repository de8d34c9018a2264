"""Institutions: tables of (stated, recorded, level)."""

import pytest

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparisons import institutions
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields
from tests.makers import publication


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ("Yale University", "same"),
        ("Yale School of Public Health", "same"),
        ("University of Oslo", "absent"),
        ("Yale and Oslo", "partial"),
    ],
)
def test_institutions(stated: str, level: str) -> None:
    record = RecordFeatures(
        publication(authors=("Sun Q",), affiliation="Dept. of Medicine, Yale University, New Haven, CT")
    )
    assert institutions.compare(ClaimFeatures(CitationFields(institutions=(stated,))), record).level == level
