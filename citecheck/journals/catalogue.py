"""The catalogue of journals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path

from citecheck.errors import CatalogueError
from citecheck.journals.common_words import is_distinctive
from citecheck.journals.folding import fold
from citecheck.journals.fuzzy import FuzzyNames
from citecheck.journals.matcher import CatalogueName, NameHit, NameMatcher
from citecheck.journals.names import (
    acronyms,
    damaged_forms,
    expand_abbreviations,
    fold_loosely,
    name_readings,
    parallel_titles,
)
from citecheck.journals.nlm_list import DATE, NlmList
from citecheck.journals.relations import JournalRelations, Relation
from citecheck.journals.tables import JournalRow, read_lines, read_packaged, read_rows
from citecheck.journals.update import FILE_NAME, user_folder
from citecheck.model import Journal

# The journals that occur in PubMed records
_RECORDS = "gathered.tsv"
# The short name of a journal is not a name of its translated edition.
_EDITION = "(Engl Ed)"
# So many journals, the most cited ones, also go by their abbreviation without its place.
_BETTER_KNOWN = 4000


class Catalogue:
    """The journals that citecheck knows, and every name they go by.

    A name leads to one journal. If several share it, a journal with this alias or full title comes before
    one with this abbreviation, and that before one whose title only begins with the name.
    """

    def __init__(
        self,
        rows: Iterable[JournalRow],
        aliases: Iterable[tuple[str, str]] = (),
        listed: NlmList | None = None,
        unconfirmed: Iterable[JournalRow] = (),
        official: str | None = None,
    ) -> None:
        """Make a catalogue.

        Args:
            rows: journals, better known ones first.
            aliases: further names, as (name, abbreviation).
            listed: the packaged copy of NLM's list, searched for names that no row has.
            unconfirmed: journals from our own knowledge only; no error is reported on their evidence.
            official: the day on which NLM's own list was fetched, if `rows` include it.
        """
        unconfirmed = tuple(unconfirmed)
        rows = (*rows, *unconfirmed)
        self.official = official
        self._listed = listed
        self._unconfirmed = {fold(row.abbreviation) for row in unconfirmed}
        merged: dict[str, JournalRow] = {}
        for row in rows:
            name = fold(row.abbreviation)
            merged[name] = _merged(merged[name], row) if name in merged else row
        self.journals = tuple(
            Journal(
                row.title or _without_place(row.abbreviation),
                row.abbreviation,
                row.iso_abbreviation or None,
                row.nlm_id or None,
                row.issns,
            )
            for row in merged.values()
        )
        # Articles repeat journal names, and words that are looked up but are not journal names.
        self._cached_lookup = lru_cache(maxsize=16384)(self._look_up)
        self._cached_nearest = lru_cache(maxsize=4096)(self._find_nearest)
        self._by_key = dict(zip(merged, self.journals, strict=True))
        self._better_known = frozenset(list(merged)[:_BETTER_KNOWN])
        self._names = _names(self._by_key, aliases)

    @staticmethod
    @cache
    def load(folder: Path | None = None) -> Catalogue:
        """The packaged catalogue, merged with NLM's list in `folder` (by default the user's) if there is one.

        It is read once in a process. Raises CatalogueError if the list in the folder cannot be read.
        """
        official, day = _official_rows(folder)
        rows = _merged_with_official(_packaged_rows(), official) if official else _packaged_rows()
        confirmed = {fold(name) for row in official for name in (row.abbreviation, row.title)}
        unconfirmed = (row for row in _unconfirmed_rows() if fold(row.title) not in confirmed)
        return Catalogue(rows, _packaged_aliases(), NlmList.packaged(), unconfirmed, day)

    @staticmethod
    @cache
    def packaged() -> Catalogue:
        """The packaged catalogue alone, without a list that the user has fetched."""
        return Catalogue(_packaged_rows(), _packaged_aliases(), NlmList.packaged(), _unconfirmed_rows())

    def lookup(self, name: str) -> Journal | None:
        """The journal with this name. Case, accents, "the", "&" and dots may differ from the catalogue's.

        Accepts titles with or without subtitle and place, abbreviations with or without dots, acronyms (also
        some that `find` passes over), websites, former names, lost ampersands, British or American spelling.
        A misspelt name is not found; `nearest` is for those.
        """
        return self._cached_lookup(name)

    def lookup_distinctive(self, name: str) -> Journal | None:
        """The same, without journals that only NLM's long list has and whose name may be ordinary words.

        For text in which nothing else shows that a journal is named: "Work", "Hospitals", "New York".
        """
        journal = self._cached_lookup(name)
        if journal is None or is_distinctive(fold(name)) or fold(journal.abbreviation) in self._by_key:
            return journal
        return None

    def _look_up(self, name: str) -> Journal | None:
        forms = tuple(name_readings(name))
        literal, *others = forms
        found = self._names.get(literal)
        if found is not None and (found.whole or self._listed is None):
            return found.journal
        journal = self._in_list(literal)
        if journal is not None and (found is None or self._is_preferred(journal, literal, found.journal)):
            return journal
        if found is not None:
            return found.journal
        for form in others:
            if found := self._names.get(form):
                return found.journal
        if self._listed is None or self.official:
            for form in forms:
                if journal := self._loosely_spelt.get(fold_loosely(form).replace(" ", "")):
                    return journal
        by_acronym = next(filter(None, map(self._by_acronym.get, forms)), None)
        return by_acronym or next(filter(None, (self._in_list(form, name) for form in others)), None)

    def _in_list(self, folded: str, written: str = "") -> Journal | None:
        """The journal with a folded name in NLM's list, with the catalogue's own facts if it has any.

        If the name was `written` with brackets, which `folded` lacks, a journal with brackets in its title
        is refused: they would be others.
        """
        listed = self._listed.find(folded) if self._listed else None
        if listed is None or ("(" in written and "(" in listed.title):
            return None
        known = self._by_key.get(fold(listed.abbreviation))
        return known or Journal(listed.title, listed.abbreviation)

    def _is_preferred(self, journal: Journal, folded: str, shortened: Journal) -> bool:
        """Whether a name leads to the journal whose full name it is, not to one that it names without place.

        "Adv Sci" is NLM's abbreviation of a journal that hardly anybody cites; "Adv Sci (Weinh)" is better
        known.
        """
        if folded not in (fold(journal.abbreviation), fold(journal.title)):
            return False
        return fold(shortened.abbreviation) not in self._better_known or self.is_indexed(journal)

    def is_indexed(self, journal: Journal) -> bool:
        """Whether PubMed indexes a journal or once did, by NLM's list or by the records that we have seen."""
        if self._listed is None:
            return True
        listed = self._listed.find(fold(journal.abbreviation))
        if listed is not None and fold(listed.abbreviation) == fold(journal.abbreviation) and listed.indexed:
            return True
        return fold(journal.abbreviation) in _keys_of_records()

    def is_confirmed(self, journal: Journal) -> bool:
        """Whether NLM's list or a record confirms that the journal exists."""
        return fold(journal.abbreviation) not in self._unconfirmed

    @property
    def asked(self) -> str:
        """The name of this catalogue in reports."""
        if self.official:
            return f"NLM's list of {self.official} ({len(self.journals):,} journals)"
        return f"the catalogue that ships with citecheck (NLM's list of {DATE})"

    def nearest(self, name: str, limit: int = 3) -> tuple[tuple[Journal, float], ...]:
        """The journals whose names are most similar to a name, each once.

        A journal with a similarity of 0.93 or more is nearly always the cited one, misspelt; with less it is
        a suggestion. A name that the catalogue knows has similarity 1.

        Args:
            name: A journal's name as an article writes it.
            limit: The maximum number of journals.

        Returns:
            Pairs of journal and similarity (0 to 1), best first.
        """
        return self._cached_nearest(name, limit)

    def _find_nearest(self, name: str, limit: int) -> tuple[tuple[Journal, float], ...]:
        return self._fuzzy_names.nearest(name, limit)

    def find(self, text: str) -> Iterator[NameHit]:
        """Every known name in running text, in order, without overlaps."""
        return self._name_matcher.find(text)

    def in_small_letters(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans of journal names that running text has in lower case, for finding ordinary words."""
        return self._name_matcher.in_small_letters(text)

    def relation(self, a: Journal, b: Journal) -> Relation:
        """How two journals are related.

        Args:
            a: A journal.
            b: Another journal; the order does not matter.
        """
        return _journal_relations().relation(a, b)

    def by_nlm_id(self, nlm_id: str) -> Journal | None:
        """The journal with this NLM id."""
        return self._by_nlm_id.get(nlm_id)

    def by_issn(self, issn: str) -> Journal | None:
        """The journal with this ISSN, print or electronic, as 0731-5724."""
        return self._by_issn.get(issn.upper())

    @cached_property
    def _name_matcher(self) -> NameMatcher:
        names = dict(self._names)
        for name, wording in self._names.items():
            for form in damaged_forms(name):
                names.setdefault(form, wording)
        return NameMatcher(names)

    @cached_property
    def _fuzzy_names(self) -> FuzzyNames:
        return FuzzyNames(self._names)

    @cached_property
    def _loosely_spelt(self) -> dict[str, Journal | None]:
        """Journals by loose spelling; None if several share it."""
        journals: dict[str, Journal | None] = {}
        for name, wording in self._names.items():
            # Without spaces, as "Neuro-Oncology" is also written "Neurooncology".
            loose = fold_loosely(name).replace(" ", "")
            if journals.setdefault(loose, wording.journal) is not wording.journal:
                journals[loose] = None
        return journals

    @cached_property
    def _by_acronym(self) -> dict[str, Journal | None]:
        """Journals by the acronyms in their titles; None if several share it."""
        journals: dict[str, Journal | None] = {}
        for journal in self.journals:
            for acronym in acronyms(journal.title):
                journals[acronym] = None if acronym in journals else journal
        return journals

    @cached_property
    def _by_nlm_id(self) -> dict[str, Journal]:
        return {journal.nlm_id: journal for journal in reversed(self.journals) if journal.nlm_id}

    @cached_property
    def _by_issn(self) -> dict[str, Journal]:
        return {issn: journal for journal in reversed(self.journals) for issn in journal.issns}


def _merged(known: JournalRow, row: JournalRow) -> JournalRow:
    """The known row, with its empty fields filled from another row of the same journal."""
    return JournalRow(
        known.abbreviation,
        known.title or row.title,
        known.iso_abbreviation or row.iso_abbreviation,
        known.issns or row.issns,
        known.nlm_id or row.nlm_id,
    )


def _lacks_title(journal: Journal) -> bool:
    """Whether only the abbreviation is known, so that the title was made from it."""
    return journal.abbreviation.endswith(")") and journal.title == _without_place(journal.abbreviation)


def _without_place(abbreviation: str) -> str:
    return abbreviation.partition(" (")[0]


def _names(journals: dict[str, Journal], aliases: Iterable[tuple[str, str]]) -> dict[str, CatalogueName]:
    """Every name, folded. If journals share a name, the first of `_candidate_names` keeps it."""
    names: dict[str, CatalogueName] = {}
    for name, wording in _candidate_names(journals, aliases):
        known = names.setdefault(name, wording)
        if known.journal is wording.journal and _is_more_informative(wording, known):
            names[name] = wording
    names.pop("", None)
    return names


def _is_more_informative(wording: CatalogueName, known: CatalogueName) -> bool:
    """Whether a wording, unlike the known one, is not an abbreviation or has commas."""
    if known.abbreviated != wording.abbreviated:
        return known.abbreviated
    return "," in wording.written and "," not in known.written


def _candidate_names(
    journals: dict[str, Journal], aliases: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, CatalogueName]]:
    """All names, folded: aliases first, then titles, abbreviations, shortened names and parallel titles."""
    for alias, abbreviation in aliases:
        if journal := journals.get(fold(abbreviation)):
            yield fold(alias), CatalogueName(journal, alias, alias.isupper())
    shorter: list[tuple[str, CatalogueName]] = []
    for journal in journals.values():
        wording = CatalogueName(journal, journal.title, abbreviated=False, whole=not _lacks_title(journal))
        whole, *heads = expand_abbreviations(journal.title)
        yield whole, wording
        shorter += [(head, wording._replace(whole=False)) for head in heads]
    for name, journal in journals.items():
        yield name, CatalogueName(journal, journal.abbreviation, abbreviated=True)
        if journal.iso_abbreviation:
            iso = journal.iso_abbreviation
            yield fold(iso), CatalogueName(journal, iso, abbreviated=True)
        if journal.abbreviation.endswith(")") and not journal.abbreviation.endswith(_EDITION):
            short = _without_place(journal.abbreviation)
            shorter.append((fold(short), CatalogueName(journal, short, abbreviated=True, whole=False)))
    yield from shorter
    for journal in journals.values():
        if " = " in journal.title:
            wording = CatalogueName(journal, journal.title, abbreviated=False)
            yield from ((name, wording) for name in parallel_titles(journal.title))


def _packaged_rows() -> Iterator[JournalRow]:
    yield from read_rows(read_packaged("known.tsv"))
    yield from read_rows(read_packaged(_RECORDS))


def _unconfirmed_rows() -> Iterator[JournalRow]:
    yield from read_rows(read_packaged("unconfirmed.tsv"))


@cache
def _keys_of_records() -> frozenset[str]:
    """The folded abbreviations of journals that occur in PubMed records."""
    return frozenset([fold(abbreviation) for abbreviation, *_ in read_lines(read_packaged(_RECORDS))])


def _official_rows(folder: Path | None) -> tuple[list[JournalRow], str | None]:
    """The journals of NLM's list in the folder, and the day on which it was fetched."""
    path = (folder or user_folder()) / FILE_NAME
    try:
        if not path.exists():
            return [], None
        day = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date().isoformat()
        return list(read_rows(path.read_text(encoding="utf-8"))), day
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path} cannot be read: {error}") from error


def _merged_with_official(ours: Iterable[JournalRow], official: list[JournalRow]) -> Iterator[JournalRow]:
    """Our journals in our order with NLM's facts before ours, then the journals that only NLM lists.

    If the abbreviations of one title differ, NLM's is taken.
    """
    by_name = {fold(row.title): row for row in official} | {fold(row.abbreviation): row for row in official}
    for row in ours:
        found = by_name.get(fold(row.abbreviation)) or by_name.get(fold(row.title or row.abbreviation))
        yield _merged(found, row) if found else row
    yield from official


def _packaged_aliases() -> Iterator[tuple[str, str]]:
    for alias, abbreviation, *_ in read_lines(read_packaged("aliases.tsv")):
        yield alias, abbreviation


@cache
def _journal_relations() -> JournalRelations:
    return JournalRelations.load()
