"""The concepts of a described study that its record does not mention, or contradicts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.numerals import numbers_in
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_keys import folded_words, term_keys, weigh_terms
from citecheck.model import CitationFields, Concept, Role
from citecheck.text import find_variants
from citecheck.text.term_weighting import weighed_terms

# A term that no vocabulary has, or a word of a title, is discriminative from this weight on, in bits.
_DISCRIMINATIVE_BITS = 6.0
# Forms of one word have so many first letters in common, or one of so many letters occurs within the other,
# or one of so many letters is the beginning of the other.
_SAME_START, _WITHIN, _WHOLE_START = 6, 5, 4
_ROUNDING = 0.06
_MOST_SUMMED = 40
_ACRONYM = re.compile(r"[A-Z].*[A-Z]|\d")
# "ACUVUE OASYS | for presbyopia (AOP)": an article abbreviates a name to use it again.
_ACRONYM_BESIDE = re.compile(r"[^().;,]{0,30}\(([^()]*)\)")
# "a blood pressure drug |, Olmesartan,": an apposition with a capital names the concept.
_NAME_BESIDE = re.compile(r",\s([A-Z][\w-]{3,40})(?=[,.;)])")
_PEOPLE = (
    r"(?:participants?|patients?|subjects?|volunteers?|adults?|children|infants?|adolescents?|men|women|boys|girls"
    r"|people|persons|individuals?|students?|nurses|athletes|mothers|males|females|workers)"
)
_COUNTED = re.compile(
    rf"\bn\s*=\s*\d[\d,]{{0,11}}|\b\d[\d,]{{0,11}}\s+(?:[\w-]+\s+){{0,3}}?{_PEOPLE}\b", re.IGNORECASE
)
_PEOPLE_OF = re.compile(rf"\b([A-Z][a-z]+(?:an|ish|ese|ch))\s+(?:[a-z-]+\s+){{0,2}}?{_PEOPLE}\b")
_NO_NATION = frozenset({"caucasian", "mediterranean", "human", "mean", "median", "veteran", "civilian"})
_YOUNG = frozenset(
    {
        "child", "children", "childhood", "infant", "infants", "neonate",
        "neonates", "neonatal", "newborn", "newborns", "baby", "babies",
        "toddlers", "adolescent", "adolescents", "teenagers", "paediatric", "pediatric",
        "preschool", "schoolchildren", "boys", "girls",
    }
)  # fmt: skip
_GROWN = frozenset(
    {
        "adult", "adults", "elderly", "older", "men", "women",
        "man", "woman", "middle", "aged", "seniors", "parents",
        "mothers",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """The words of title, abstracts, headings and keywords of a record, and their stems."""

    words: frozenset[str]
    stems: frozenset[str]

    @classmethod
    def by(cls, record: RecordFeatures) -> _Held:
        of = record.publication
        every = " \n".join((of.title, of.vernacular_title or "", record.body, *of.mesh, *of.keywords))
        return cls(frozenset(folded_words(every).split()), term_keys(every))

    def lacks(self, text: str) -> bool:
        """Whether the record has no word of a text, no form of such a word, and no synonym."""
        own = term_keys(text)
        if not own or own & self.stems:
            return False
        names = (
            name for term in (text, *(t.text for t in weighed_terms(text))) for name in find_variants(term)
        )
        if any(stems and stems <= self.stems for stems in map(term_keys, names)):
            return False
        return not any(_is_form(stem, word) for stem in own for word in self.words)


def absent_concepts(claimed: CitationFields, record: RecordFeatures) -> tuple[str, ...]:
    """The concepts of a described study that its record does not mention, or contradicts.

    Args:
        claimed: what the article states of the cited publication.
        record: the candidate's record.

    Returns:
        The subject of the finding, conditions and outcomes, the sample's size and its population, as the
        article puts them; of a record without abstract an outcome, or the remedy, only if its title names
        another instead.
    """
    held = _Held.by(record)
    is_whole = record.has_whole_abstract
    finding = claimed.finding or ""
    lacking = [c for c in claimed.concepts if held.lacks(c.text) and _is_discriminative(c, finding, held)]
    leading = next((c for c in claimed.concepts if c.role is not Role.POPULATION), None)
    named = [c for c in lacking if c == leading and c.role is not Role.OUTCOME]
    if is_whole:
        named += [c for c in lacking if c.role in (Role.CONDITION, Role.OUTCOME) and c not in named]
    elif not record.has_abstract and _names_another(claimed, record):
        remedy = next((c for c in claimed.concepts if c.role is Role.INTERVENTION), None)
        named += [c for c in lacking if (c.role is Role.OUTCOME or c == remedy) and c not in named]
    people = [c for c in claimed.concepts if c.role is Role.POPULATION and _are_others(c.text, record, held)]
    texts = [c.text for c in (*named, *people)]
    if is_whole and claimed.sample_size and _counts_others(claimed.sample_size, record):
        texts.append(f"{claimed.sample_size:,} participants")
    return tuple(dict.fromkeys(texts))


def _is_form(stem: str, word: str) -> bool:
    """Whether a word begins like a stem, or contains it: "statin" is in "simvastatin"."""
    if len(stem) >= _WITHIN and stem in word:
        return True
    common = next((at for at, (a, b) in enumerate(zip(stem, word, strict=False)) if a != b), None)
    if common is None:
        return min(len(stem), len(word)) >= _WHOLE_START
    return common >= _SAME_START


def _is_discriminative(concept: Concept, finding: str, held: _Held) -> bool:
    """Whether a record must mention a concept: no acronym, no name, and not put in other words as well."""
    text = concept.text
    terms = weighed_terms(text)
    known = any(term.known for term in terms)
    before, _, after = finding.partition(text)
    beside = _ACRONYM_BESIDE.match(after)
    is_name = _ACRONYM.search(text) or (" " in text and all(word[0].isupper() for word in text.split()))
    if is_name and not known and not beside:
        return False
    if not known and max(weigh_terms(text).values(), default=0.0) < _DISCRIMINATIVE_BITS:
        return False
    if before.count("(") > before.count(")"):
        return False
    other_names = (beside, _NAME_BESIDE.match(after))
    return not any(name and term_keys(name[1]) & held.stems for name in other_names)


def _names_another(claimed: CitationFields, record: RecordFeatures) -> bool:
    """Whether a title has a discriminative word that the article has in no form."""
    said = ClaimFeatures(claimed)
    spoken = said.terms | frozenset(said.related_stems)
    title = weigh_terms(record.publication.title)
    return any(bits >= _DISCRIMINATIVE_BITS and stem not in spoken for stem, bits in title.items())


def _are_others(text: str, record: RecordFeatures, held: _Held) -> bool:
    """Whether a record names another population: another nation, or children instead of adults."""
    words = frozenset(folded_words(text).split())
    if words & _GROWN and held.words & _YOUNG and not held.words & _GROWN:
        return True
    if words & _YOUNG and held.words & _GROWN and not held.words & _YOUNG:
        return True
    nations = {nation for nation in _PEOPLE_OF.findall(text) if nation.lower() not in _NO_NATION}
    there = {
        nation
        for nation in _PEOPLE_OF.findall(f"{record.publication.title} \n{record.body}")
        if nation.lower() not in _NO_NATION
    }
    if not nations or not there:
        return False
    starts = {nation.lower()[:_WHOLE_START] for nation in nations}
    return not any(word[:_WHOLE_START] in starts for word in held.words)


def _counts_others(size: int, record: RecordFeatures) -> bool:
    """Whether a record counts its participants, and no number or sum of two numbers of it is near `size`."""
    text = f"{record.publication.title} \n{record.body}"
    counted = [n for found in _COUNTED.findall(text) for n in numbers_in(found)]
    if not counted:
        return False
    numbers = sorted(record.numbers, reverse=True)[:_MOST_SUMMED]
    sums = [*record.numbers, sum(counted), *map(sum, combinations(numbers, 2))]
    return not any(abs(one - size) <= _ROUNDING * size for one in sums)
