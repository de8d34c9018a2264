"""Study design against publication types and title; sample size and other numbers against the abstract."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.comparisons.field import Evidence, Field
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_keys import fold, folded_words
from citecheck.model import Design

# Articles round the numbers of participants from this one on, by up to this share.
_LEAST_ROUNDED = 100
_ROUNDING = 0.06


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    text = (resources.files("citecheck.matching") / "data" / "designs.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _signs() -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    """Each design with its publication types and headings, and its words with the blanks around them."""
    return tuple(
        (design, frozenset(signs["types"]), tuple(f" {words} " for words in signs["words"]))
        for design, signs in _vocabulary().items()
    )


# The candidates of a claim with a design are read for theirs, and the verdict reads the same records again.
@lru_cache(maxsize=512)
def designs_of(record: RecordFeatures) -> frozenset[str]:
    """The designs that a record's publication types, headings and title words speak of."""
    publication = record.publication
    types = {fold(name) for name in (*publication.publication_types, *publication.mesh)}
    text = f" {folded_words(publication.title)} {folded_words(record.body)} "
    return frozenset(
        design
        for design, headings, words in _signs()
        if not types.isdisjoint(headings) or any(map(text.__contains__, words))
    )


def compare_design(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Compare the stated study design with the designs that the record's types and words name.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        `same`, `compatible` (the record names a related design) or `other`. Not stated without a design, or
        for `Design.OTHER` and `Design.COMMENT`; not recorded if the record names no design.
    """
    design = claim.claimed.design
    if design in (None, Design.OTHER, Design.COMMENT):
        return SILENT
    held = designs_of(record)
    if not held:
        return missing_level(design.value)
    if design.value in held:
        level = "same"
    else:
        related = set(_vocabulary()[design.value]["related"])
        level = "compatible" if related & held else "other"
    return ComparisonResult(level, design.value, ", ".join(sorted(held)))


def compare_size(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Compare the stated number of participants with the numbers of the abstract.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        `found` if the abstract has the very number, `rounded` if it has one within 6 % and the stated one is
        at least 100, else `absent`. Not stated without a size; not recorded if the record has no abstract or
        no numbers, or a short abstract (under 400 characters) has no such number.
    """
    size = claim.claimed.sample_size
    if size is None:
        return SILENT
    if not record.has_abstract or not record.numbers:
        return missing_level(str(size))
    if float(size) in record.numbers:
        return ComparisonResult("found", str(size), str(size))
    near = [n for n in record.numbers if abs(n - size) <= _ROUNDING * size] if size >= _LEAST_ROUNDED else []
    if near:
        return ComparisonResult("rounded", str(size), f"{min(near, key=lambda n: abs(n - size)):g}")
    if not record.has_whole_abstract:
        return missing_level(str(size))
    return ComparisonResult("absent", str(size), None)


def compare_numbers(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Compare the other numbers of the finding with those of the abstract.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        `most` if the abstract has half of them or more, `some` or `none`. Not stated without numbers; not
        recorded if the record has no abstract or no numbers, or a short abstract (under 400 characters) has
        none of them.
    """
    numbers = claim.claimed.numbers
    if not numbers:
        return SILENT
    text = ", ".join(number.text for number in numbers)
    if not record.has_abstract or not record.numbers:
        return missing_level(text)
    if not (record.has_whole_abstract or any(n.value in record.numbers for n in numbers)):
        return missing_level(text)
    there = [n.text for n in numbers if n.value in record.numbers]
    level = "most" if 2 * len(there) >= len(numbers) and there else "some" if there else "none"
    return ComparisonResult(level, text, ", ".join(there) or None)


def compare_figures(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Compare the discriminative numbers of the whole passage with the record's: 8,834 patients.

    A passage gives numbers of other studies too, and an abstract only some of its own: no common number says
    little.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        `several`, `one` or `none`, by how many of them the record has. Not stated without such numbers; not
        recorded if the record has no abstract or no numbers.
    """
    if not claim.figures:
        return SILENT
    text = ", ".join(f"{number:.12g}" for number in sorted(claim.figures))
    if not record.has_abstract or not record.numbers:
        return missing_level(text)
    shared = sorted(claim.figures & record.numbers)
    level = "several" if len(shared) > 1 else "one" if shared else "none"
    return ComparisonResult(level, text, ", ".join(f"{number:.12g}" for number in shared) or None)


DESIGN = Field(
    name="design",
    levels=("same", "compatible", "other"),
    compare=lambda claim, record, _: compare_design(claim, record),
    statements=("design",),
    evidence=Evidence.DESIGN,
)
SIZE = Field(
    name="sample_size",
    levels=("found", "rounded", "absent"),
    compare=lambda claim, record, _: compare_size(claim, record),
    statements=("sample_size",),
    evidence=Evidence.NUMBERS,
)
NUMBERS = Field(
    name="numbers",
    levels=("most", "some", "none"),
    compare=lambda claim, record, _: compare_numbers(claim, record),
    statements=("numbers",),
    evidence=Evidence.NUMBERS,
)
FIGURES = Field(
    name="figures",
    levels=("several", "one", "none"),
    compare=lambda claim, record, _: compare_figures(claim, record),
    evidence=Evidence.NUMBERS,
)
