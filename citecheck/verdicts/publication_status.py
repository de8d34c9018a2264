"""What the record itself says of its standing: retracted, of concern, corrected, a preprint, in animals."""

from __future__ import annotations

from citecheck.matching import lexicons
from citecheck.matching.comparisons.study_design import designs_of
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import Citation, Design, Flag, Publication


def publication_flags(publication: Publication) -> tuple[Flag, ...]:
    """Retracted, under concern, corrected and preprint, kept apart.

    A notice of retraction is not itself retracted, and "Erratum for" on it is no correction of it.
    """
    kinds = {notice.kind for notice in publication.notices}
    types = set(publication.publication_types)
    flags = []
    if "Retracted Publication" in types or "RetractionIn" in kinds:
        flags.append(Flag.RETRACTED)
    if "ExpressionOfConcernIn" in kinds:
        flags.append(Flag.EXPRESSION_OF_CONCERN)
    if kinds & {"ErratumIn", "CorrectedandRepublishedIn", "CorrectedRepublishedIn"}:
        flags.append(Flag.CORRECTED)
    if "Preprint" in types:
        flags.append(Flag.PREPRINT)
    return tuple(flags)


def is_animal_study(record: RecordFeatures) -> bool:
    """Whether a study is on animals or cells and not on people, by headings, or by its title without them."""
    mesh = set(record.publication.mesh)
    if mesh:
        return "Animals" in mesh and "Humans" not in mesh
    return bool({"animal", "in_vitro"} & designs_of(record)) and not _mentions_people(record)


def _mentions_people(record: RecordFeatures) -> bool:
    text = f" {' '.join(record.titles)} {record.body.lower()} "
    return any(f" {word} " in text or f" {word}s " in text for word in lexicons.load_words("people"))


def reported_on_people(citation: Citation) -> bool:
    """Whether a place speaks of a study as if it were on people: no word of animals or cells."""
    claimed = citation.claimed
    if claimed.design in (Design.ANIMAL, Design.IN_VITRO):
        return False
    text = f" {citation.quote} {claimed.context} ".lower()
    return not any(f" {animal}" in text for animal in lexicons.load_words("animals"))
