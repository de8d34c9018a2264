"""DOIs: folding them, and splitting off the version that some platforms write into them."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")
# Platforms that give each version of one work a DOI of its own.
_VERSIONED = re.compile(
    r"""
    (?: 10\.12688/[a-z\d]+\.\d+ (?=\.\d{1,2}$)              # "10.12688/f1000research.9090.2"
      | 10\.7554/elife\.\d+ (?=\.\d{1,3}$)                # "10.7554/elife.86126.2"
      | 10\.(?:21203|20944|26434|22541|31219|31234|31235|31222)/\S+? (?=[./_-]v\d{1,2}$)
                                                          # "10.21203/rs.3.rs-12345/v1"
      | 10\.(?:1101|7287)/\S*?\d (?=v\d{1,2}$)            # "10.1101/2020.04.14.20062463v2"
    )""",
    re.VERBOSE,
)
# The prefixes above: testing them first is faster, as nearly no DOI has one.
_WITH_VERSIONS = tuple(
    f"10.{prefix}/"
    for prefix in (12688, 7554, 21203, 20944, 26434, 22541, 31219, 31234, 31235, 31222, 1101, 7287)
)
_NUMBER = re.compile(r"\d+$")


def fold_doi(doi: str) -> str:
    """Return a DOI without its resolver and in lower case, as DOIs do not depend on case."""
    folded = doi.strip().lower()
    return folded if folded.startswith("10.") else _PREFIX.sub("", folded)


def doi_version(doi: str) -> tuple[str, int | None]:
    """Split a DOI into the DOI of the work and the number of the version that it names.

    Returns:
        The folded DOI of the work, and its version or None where the DOI names none:
        "10.12688/f1000research.9090.2" is version 2 of "10.12688/f1000research.9090".
    """
    folded = fold_doi(doi)
    if not folded.startswith(_WITH_VERSIONS):
        return folded, None
    work = _VERSIONED.match(folded)
    number = _NUMBER.search(folded)
    if not work or not number:
        return folded, None
    return work.group(), int(number.group())
