"""Why a citation has its verdict, as numbers: which publications it may cite, and what would decide."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.model.publication import Publication


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One publication that may be the cited one.

    Attributes:
        publication: the publication.
        probability: the probability (0-1) that it is the cited one.
        evidence: what agrees with its record, in words.
        contradicted: the statements of the article that are wrong if this publication is cited.
    """

    publication: Publication
    probability: float
    evidence: str
    contradicted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a verdict rests on.

    Attributes:
        hypotheses: the publications that may be cited, the likeliest first.
        others: the probability (0-1) that it is another one of the publications found.
        absent: the probability (0-1) that it is not among the publications found.
        settling: what the article would have to state for another verdict, a sentence each.
    """

    hypotheses: tuple[Hypothesis, ...] = ()
    others: float = 0.0
    absent: float = 1.0
    settling: tuple[str, ...] = ()
