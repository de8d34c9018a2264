"""What became of a publication, by type, relation and title."""

from __future__ import annotations

from typing import Any

import pytest

from citecheck.model import Flag, Notice, PartialDate, Publication
from citecheck.verdicts.publication_status import publication_status

LANCET = "Lancet. 2010 Feb 6;375(9713):445"


def notice(kind: str) -> Notice:
    return Notice(kind, LANCET, "20137807", PartialDate(2010, 2, 6))


@pytest.mark.parametrize(
    ("held", "flags", "reason"),
    [
        (
            {"notices": (notice("RetractionIn"),), "publication_types": ("Retracted Publication",)},
            (Flag.RETRACTED,),
            "It was retracted: PMID 20137807 (2010-02-06).",
        ),
        (
            {"notices": (Notice("RetractionIn", LANCET),)},
            (Flag.RETRACTED,),
            f"It was retracted: {LANCET}.",
        ),
        (
            {"publication_types": ("Retracted Publication",)},
            (Flag.RETRACTED,),
            "PubMed marks it as retracted; the record names no notice.",
        ),
        (
            {"notices": (notice("RetractedandRepublishedIn"),)},
            (Flag.RETRACTED,),
            "It was retracted and republished: PMID 20137807 (2010-02-06).",
        ),
        (
            {"notices": (notice("RetractedandRepublishedFrom"),)},
            (),
            "It takes the place of a publication that was retracted: PMID 20137807 (2010-02-06).",
        ),
        (
            {"notices": (notice("PartialRetractionIn"),)},
            (Flag.CORRECTED,),
            "It was retracted in part: PMID 20137807 (2010-02-06).",
        ),
        (
            {"notices": (notice("ExpressionOfConcernIn"),)},
            (Flag.EXPRESSION_OF_CONCERN,),
            "An expression of concern stands against it: PMID 20137807 (2010-02-06).",
        ),
        (
            {"notices": (notice("ErratumIn"),)},
            (Flag.CORRECTED,),
            "It was corrected: PMID 20137807 (2010-02-06).",
        ),
        (
            {"notices": (notice("UpdateIn"),)},
            (Flag.SUPERSEDED,),
            "A newer version has taken its place: PMID 20137807 (2010-02-06).",
        ),
        (
            {"title": "RETRACTED: Effect of garlic on sleep"},
            (Flag.RETRACTED,),
            "Its title in PubMed says that it was retracted.",
        ),
        (
            {"title": "[Retracted] MicroRNA-21 in glioma"},
            (Flag.RETRACTED,),
            "Its title in PubMed says that it was retracted.",
        ),
        (
            {"title": "Retracted Article: Effect of garlic on sleep"},
            (Flag.RETRACTED,),
            "Its title in PubMed says that it was retracted.",
        ),
        (
            {"title": "WITHDRAWN: Garlic for the common cold"},
            (Flag.WITHDRAWN,),
            "Its title in PubMed says that it was withdrawn.",
        ),
        (
            {"title": "TEMPORARY REMOVAL: Garlic and sleep"},
            (Flag.WITHDRAWN,),
            "Its title in PubMed says that it was withdrawn.",
        ),
        ({"title": "Removed teeth and pain"}, (), None),
        ({"title": "Retracted articles in anaesthesia"}, (), None),
        ({"title": "Retraction: Effect of garlic on sleep"}, (), None),
        ({"title": "Retracted: Garlic", "publication_types": ("Retraction Notice",)}, (), None),
        ({"title": "Retracted: Garlic", "notices": (notice("RetractionOf"),)}, (), None),
        ({"notices": (notice("CommentIn"),)}, (), None),
    ],
)
def test_what_became_of_it_and_the_notice_that_says_so(
    held: dict[str, Any], flags: tuple[Flag, ...], reason: str | None
) -> None:
    status = publication_status(Publication("1", **held))
    assert status.flags == flags
    assert status.reasons == ((reason,) if reason else ())


def test_all_that_became_of_it_is_said() -> None:
    kinds = ("ErratumIn", "UpdateIn", "RetractionIn", "ExpressionOfConcernIn")
    record = Publication("1", publication_types=("Preprint",), notices=tuple(map(notice, kinds)))
    status = publication_status(record)
    assert status.flags == (
        Flag.RETRACTED, Flag.EXPRESSION_OF_CONCERN, Flag.CORRECTED, Flag.SUPERSEDED, Flag.PREPRINT,
    )  # fmt: skip
    assert len(status.reasons) == 4
