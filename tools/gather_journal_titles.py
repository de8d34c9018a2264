"""Makes the packaged list of journals from PubMed records.

    python -m tools.gather_journal_titles FOLDER-OR-FILE… --output citecheck/journals/data/gathered.tsv

Reads PubMed XML (`.xml`, `.xml.gz`) and MEDLINE text (`.txt`, `.nbib`, `.medline`), and keeps only facts
about journals: abbreviation, title, ISO abbreviation, ISSNs, NLM id. Most often met journals come first, so
that a name borne by two journals means the better known one.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from citecheck.errors import CatalogueError
from citecheck.journals.folding import fold
from citecheck.journals.tables import JournalRow, write_rows

# "Cancers (Basel)", "Spine (Phila Pa 1976)": a place as NLM abbreviates it; "(New York, N.Y.)" is a title's.
_SHORT_PLACE = re.compile(
    r" \((?!.*(?:Society|Publishing|edition|Print|Online|College)\b)"
    r"[A-Z][a-z]*\.?(?: [A-Z][a-z]{0,9}\.?){0,3}(?: \d{4})?\)$"
)
_PLACE = re.compile(r" \([^()]*\)$")
_SMALL_WORD = re.compile(r" [a-zà-ÿ]{2,}\b")
_NO_JOURNAL = re.compile(r"^Epub|: |\d{4}-|&")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A journal as one record gives it."""

    abbreviation: str
    title: str = ""
    iso_abbreviation: str = ""
    issns: tuple[str, ...] = ()
    nlm_id: str = ""


@dataclass(slots=True)
class _Seen:
    """All that the records say of one abbreviation."""

    records: int = 0
    abbreviations: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    isos: Counter[str] = field(default_factory=Counter)
    issns: Counter[str] = field(default_factory=Counter)
    nlm_ids: Counter[str] = field(default_factory=Counter)


def sightings(path: Path) -> Iterator[Sighting]:
    """The journals named by the records of one file. A damaged file gives what stands before the damage."""
    if path.suffix in (".txt", ".nbib", ".medline"):
        yield from _from_medline(path.read_text(encoding="utf-8", errors="replace"))
        return
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            yield from _from_xml(packed)
    else:
        with path.open("rb") as plain:
            yield from _from_xml(plain)


def _from_xml(stream: BinaryIO | gzip.GzipFile) -> Iterator[Sighting]:
    from lxml import etree

    settings = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True}
    try:
        for _, citation in etree.iterparse(stream, tag="MedlineCitation", events=("end",), **settings):

            def text(path: str, citation: etree._Element = citation) -> str:
                return " ".join((citation.findtext(path) or "").split())

            issns = (text("Article/Journal/ISSN"), text("MedlineJournalInfo/ISSNLinking"))
            yield Sighting(
                text("MedlineJournalInfo/MedlineTA"),
                text("Article/Journal/Title"),
                text("Article/Journal/ISOAbbreviation"),
                tuple(sorted({issn for issn in issns if issn})),
                text("MedlineJournalInfo/NlmUniqueID"),
            )
            citation.clear()
            while citation.getprevious() is not None:
                del citation.getparent()[0]
    except etree.XMLSyntaxError:
        return


def _from_medline(text: str) -> Iterator[Sighting]:
    for record in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^(TA|JT|JID) *- (.*)$", record, re.MULTILINE))
        issns = re.findall(r"^IS  - (\d{4}-\d{3}[\dX])", record, re.MULTILINE)
        if fields.get("TA"):
            yield Sighting(
                fields["TA"].strip(),
                fields.get("JT", "").strip(),
                "",
                tuple(sorted(set(issns))),
                fields.get("JID", "").strip(),
            )


def gather(found: Iterable[Sighting]) -> list[JournalRow]:
    """One row a journal: the likeliest title of an abbreviation, junk dropped, most often met first."""
    journals: defaultdict[str, _Seen] = defaultdict(_Seen)
    for sighting in found:
        abbreviation, title = _untangled(sighting.abbreviation, sighting.title)
        seen = journals[fold(abbreviation)]
        seen.records += 1
        seen.abbreviations[abbreviation] += 1
        if title:
            seen.titles[title] += 1
        if sighting.iso_abbreviation:
            seen.isos[sighting.iso_abbreviation] += 1
        seen.issns.update(sighting.issns)
        if sighting.nlm_id:
            seen.nlm_ids[sighting.nlm_id] += 1
    _join_lost_places(journals)
    kept = [seen for key, seen in journals.items() if key and _is_plausible(seen)]
    titles = {fold(_best(seen.titles)) for seen in kept if seen.titles}
    kept = [seen for seen in kept if seen.titles or fold(_best(seen.abbreviations)) not in titles]
    kept.sort(key=lambda seen: (-seen.records, _best(seen.abbreviations)))
    return [_row(seen) for seen in kept]


def _join_lost_places(journals: dict[str, _Seen]) -> None:
    """Join "Rheumatology", whose records lost their place and title, to "Rheumatology (Oxford)"."""
    placed: defaultdict[str, list[str]] = defaultdict(list)
    for name, seen in journals.items():
        abbreviation = _best(seen.abbreviations)
        if abbreviation.endswith(")"):
            placed[fold(_PLACE.sub("", abbreviation))].append(name)
    for bare, names in placed.items():
        if len(names) != 1 or bare not in journals:
            continue
        whole, part = journals[names[0]], journals[bare]
        says_more = any(fold(_PLACE.sub("", title)) != bare for title in part.titles) or part.nlm_ids
        if not says_more and whole.records * 10 >= part.records:
            whole.records += part.records
            whole.titles.update(part.titles)
            del journals[bare]


def _untangled(abbreviation: str, title: str) -> tuple[str, str]:
    """Abbreviation and title of a record, where a reassembled one has them in each other's place.

    Such records repeat the abbreviation as the title, or keep its place there and lose it from the
    abbreviation: "Cancers" and "Cancers (Basel)" for title "Cancers", abbreviation "Cancers (Basel)".
    """
    abbreviation = abbreviation.replace("&amp;", "&").removesuffix(" [Preprint]")
    abbreviation = re.sub(r"(?<=\w)\.(?= |$)", "", abbreviation).strip()
    title = title.replace("&amp;", "&").strip().rstrip(".")
    if title == abbreviation:
        return abbreviation, ""
    place = _SHORT_PLACE.search(title)
    if place and not abbreviation.endswith(")") and place.start() <= len(abbreviation):
        return title, abbreviation
    return abbreviation, title if _fits(abbreviation, title) else ""


def _fits(abbreviation: str, title: str) -> bool:
    """Whether a title can be what was abbreviated: most of its words begin as the abbreviation's do."""
    initials = {word[0] for word in fold(title).split()}
    words = [word for word in fold(_PLACE.sub("", abbreviation)).split() if len(word) > 1]
    return sum(word[0] in initials for word in words) >= 0.6 * len(words)


def _is_plausible(seen: _Seen) -> bool:
    """Whether this is a journal rather than a book, a preprint's mark or a slip of a reference list."""
    abbreviation = _best(seen.abbreviations)
    if _NO_JOURNAL.search(abbreviation) or len(abbreviation) > 80:
        return False
    if seen.records > 1 or seen.titles:
        return True
    # "Handbook of Life Course Health Development"; an abbreviation of NLM's has no such words.
    return len(abbreviation) > 3 and not _SMALL_WORD.search(abbreviation)


def _best(counts: Counter[str]) -> str:
    """The most frequent; of several as frequent the one with most words in small letters, as NLM writes."""
    return (
        min(counts, key=lambda text: (-counts[text], -len(re.findall(r" [a-z]", text)), text))
        if counts
        else ""
    )


def _row(seen: _Seen) -> JournalRow:
    abbreviation = _best(seen.abbreviations)
    title, iso = _best(seen.titles), _best(seen.isos)
    return JournalRow(
        abbreviation,
        title,
        "" if fold(iso) in (fold(abbreviation), fold(title)) else iso,
        tuple(issn for issn, _ in sorted(seen.issns.items(), key=lambda item: (-item[1], item[0]))[:3]),
        _best(seen.nlm_ids),
    )


def main(arguments: list[str]) -> int:
    """Gather from the named files and folders, and write the table."""
    if "--output" not in arguments or len(arguments) < 3:
        raise CatalogueError("name files or folders of PubMed records, then --output FILE")
    at = arguments.index("--output")
    output = Path(arguments[at + 1])
    files: list[Path] = []
    for name in arguments[:at] + arguments[at + 2 :]:
        path = Path(name)
        files += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    known = (".xml", ".gz", ".txt", ".nbib", ".medline")
    rows = gather(sighting for path in files if path.suffix in known for sighting in sightings(path))
    write_rows(
        output, rows, "gathered from PubMed records by tools/gather_journal_titles.py, most often met first"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
