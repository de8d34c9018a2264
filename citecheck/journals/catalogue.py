"""The catalogue of journals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path

from citecheck.errors import CatalogueError
from citecheck.journals.common_words import is_telling
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

# The name of a journal does not name its translation.
_EDITION = "(Engl Ed)"
# So many journals, the most cited ones, are named by their abbreviation without its place too.
_BETTER_KNOWN = 4000


class Catalogue:
    """The journals that citecheck knows, and every name they go by.

    A name means one journal: of several that bear it, one whose alias or full title it is comes before one
    whose abbreviation it is, and that before one whose title merely begins with it.
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
            listed: NLM's list as it ships, asked for names that no row bears.
            unconfirmed: journals that only our own memory knows; no accusation rests on them.
            official: the day on which NLM's own list was fetched, if `rows` hold it.
        """
        unconfirmed = tuple(unconfirmed)
        rows = (*rows, *unconfirmed)
        self.official = official
        self._listed = listed
        self._unconfirmed = {fold(row.abbreviation) for row in unconfirmed}
        merged: dict[str, JournalRow] = {}
        for row in rows:
            name = fold(row.abbreviation)
            merged[name] = _joined(merged[name], row) if name in merged else row
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
        # Articles repeat the names that they give, and the words that are not names of journals.
        self._looked_up = lru_cache(maxsize=16384)(self._look_up)
        self._likened = lru_cache(maxsize=4096)(self._liken)
        self._by_key = dict(zip(merged, self.journals, strict=True))
        self._better_known = frozenset(list(merged)[:_BETTER_KNOWN])
        self._names = _names(self._by_key, aliases)

    @staticmethod
    @cache
    def load(folder: Path | None = None) -> Catalogue:
        """The packaged catalogue, joined with NLM's list in `folder` (by default the user's) if there is one.

        Read once a process. Raises CatalogueError where the list in the folder cannot be read.
        """
        official, day = _official_rows(folder)
        rows = _joined_with_official(_packaged_rows(), official)
        confirmed = {fold(name) for row in official for name in (row.abbreviation, row.title)}
        unconfirmed = (row for row in _unconfirmed_rows() if fold(row.title) not in confirmed)
        return Catalogue(rows, _packaged_aliases(), NlmList.packaged(), unconfirmed, day)

    @staticmethod
    @cache
    def packaged() -> Catalogue:
        """The catalogue that ships with citecheck, whatever the user has fetched."""
        return Catalogue(_packaged_rows(), _packaged_aliases(), NlmList.packaged(), _unconfirmed_rows())

    def lookup(self, name: str) -> Journal | None:
        """The journal that bears this name, spelt as catalogued but for case, accents, "the", "&" and dots.

        Takes titles with or without subtitle and place, abbreviations with or without dots, acronyms (also
        some that `find` passes over), websites, former names, lost ampersands, British or American spelling.
        Refuses a misspelt name: that is for `nearest`.
        """
        return self._looked_up(name)

    def lookup_telling(self, name: str) -> Journal | None:
        """The same, but none that only NLM's long list has and whose name may be ordinary words.

        For where nothing else says that a periodical is named: "Work", "Hospitals", "New York".
        """
        journal = self._looked_up(name)
        if journal is None or is_telling(fold(name)) or fold(journal.abbreviation) in self._by_key:
            return journal
        return None

    def _look_up(self, name: str) -> Journal | None:
        forms = tuple(name_readings(name))
        literal, *others = forms
        found = self._names.get(literal)
        if found is not None and (found.whole or self._listed is None):
            return found.journal
        journal = self._in_list(literal)
        if journal is not None and (found is None or self._is_rather_meant(journal, literal, found.journal)):
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
        """The journal that bears a folded name in NLM's list, as we know it if we do.

        A name `written` with brackets, which `folded` lacks, is not the journal with others in its title.
        """
        listed = self._listed.find(folded) if self._listed else None
        if listed is None or ("(" in written and "(" in listed.title):
            return None
        known = self._by_key.get(fold(listed.abbreviation))
        return known or Journal(listed.title, listed.abbreviation)

    def _is_rather_meant(self, journal: Journal, folded: str, shortened: Journal) -> bool:
        """Whether a name means the journal whose whole name it is, and not one without its place.

        "Adv Sci" is NLM's abbreviation of a journal that hardly anybody cites; "Adv Sci (Weinh)" is better
        known.
        """
        if folded not in (fold(journal.abbreviation), fold(journal.title)):
            return False
        return fold(shortened.abbreviation) not in self._better_known or self.is_indexed(journal)

    def is_indexed(self, journal: Journal) -> bool:
        """Whether PubMed indexes a journal, or did: NLM's list says so, or a record that we have seen."""
        if self._listed is None:
            return True
        listed = self._listed.find(fold(journal.abbreviation))
        if listed is not None and fold(listed.abbreviation) == fold(journal.abbreviation) and listed.indexed:
            return True
        return fold(journal.abbreviation) in _keys_of_records()

    def is_confirmed(self, journal: Journal) -> bool:
        """Whether NLM's list or a record confirms that there is such a journal."""
        return fold(journal.abbreviation) not in self._unconfirmed

    @property
    def asked(self) -> str:
        """What was asked for a name, in words."""
        if self.official:
            return f"NLM's list of {self.official} ({len(self.journals):,} journals)"
        return f"the catalogue that ships with citecheck (NLM's list of {DATE})"

    def nearest(self, name: str, limit: int = 3) -> tuple[tuple[Journal, float], ...]:
        """The journals whose names are most similar to a name, each once.

        From 0.93 on it is nearly always the cited journal, misspelt; below it is a suggestion. A name that
        the catalogue knows has likeness 1.

        Args:
            name: A journal's name as an article writes it.
            limit: The greatest number of journals.

        Returns:
            Pairs of journal and likeness (0 to 1), best first.
        """
        return self._likened(name, limit)

    def _liken(self, name: str, limit: int) -> tuple[tuple[Journal, float], ...]:
        return self._nearness.nearest(name, limit)

    def find(self, text: str) -> Iterator[NameHit]:
        """Every known name in running text, in order, none within another."""
        return self._finder.find(text)

    def in_small_letters(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names of journals stand in running text without any capital, for finding ordinary words."""
        return self._finder.in_small_letters(text)

    def relation(self, a: Journal, b: Journal) -> Relation:
        """How two journals are related.

        Args:
            a: A journal.
            b: Another journal; the order does not matter.
        """
        return _kinship().relation(a, b)

    def by_nlm_id(self, nlm_id: str) -> Journal | None:
        """The journal with this NLM id."""
        return self._by_nlm_id.get(nlm_id)

    def by_issn(self, issn: str) -> Journal | None:
        """The journal with this ISSN, print or electronic, as 0731-5724."""
        return self._by_issn.get(issn.upper())

    @cached_property
    def _finder(self) -> NameMatcher:
        names = dict(self._names)
        for name, wording in self._names.items():
            for form in damaged_forms(name):
                names.setdefault(form, wording)
        return NameMatcher(names)

    @cached_property
    def _nearness(self) -> FuzzyNames:
        return FuzzyNames(self._names)

    @cached_property
    def _loosely_spelt(self) -> dict[str, Journal | None]:
        """Journals by loose spelling; None where it would mean more than one."""
        journals: dict[str, Journal | None] = {}
        for name, wording in self._names.items():
            # Without spaces, for "Neuro-Oncology" is "Neurooncology" too.
            loose = fold_loosely(name).replace(" ", "")
            if journals.setdefault(loose, wording.journal) is not wording.journal:
                journals[loose] = None
        return journals

    @cached_property
    def _by_acronym(self) -> dict[str, Journal | None]:
        """Journals by the acronyms in their titles; None where two have the same."""
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


def _joined(known: JournalRow, row: JournalRow) -> JournalRow:
    """What is known already, its gaps filled from `row`."""
    return JournalRow(
        known.abbreviation,
        known.title or row.title,
        known.iso_abbreviation or row.iso_abbreviation,
        known.issns or row.issns,
        known.nlm_id or row.nlm_id,
    )


def _lacks_title(journal: Journal) -> bool:
    """Whether only its abbreviation is known, so that its title is that without the place."""
    return journal.abbreviation.endswith(")") and journal.title == _without_place(journal.abbreviation)


def _without_place(abbreviation: str) -> str:
    return abbreviation.partition(" (")[0]


def _names(journals: dict[str, Journal], aliases: Iterable[tuple[str, str]]) -> dict[str, CatalogueName]:
    """Every name, folded; a better claim to a name comes first and is kept."""
    names: dict[str, CatalogueName] = {}
    for name, wording in _claims(journals, aliases):
        known = names.setdefault(name, wording)
        if known.journal is wording.journal and _says_more(wording, known):
            names[name] = wording
    names.pop("", None)
    return names


def _says_more(wording: CatalogueName, known: CatalogueName) -> bool:
    """Whether it says that a name is no abbreviation, or where commas may stand."""
    if known.abbreviated != wording.abbreviated:
        return known.abbreviated
    return "," in wording.written and "," not in known.written


def _claims(
    journals: dict[str, Journal], aliases: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, CatalogueName]]:
    """The names of all journals, folded, with the better claims first."""
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
    for name in ("known.tsv", "gathered.tsv"):
        yield from read_rows(read_packaged(name))


def _unconfirmed_rows() -> Iterator[JournalRow]:
    yield from read_rows(read_packaged("unconfirmed.tsv"))


@cache
def _keys_of_records() -> frozenset[str]:
    """The folded abbreviations of journals that PubMed records name."""
    return frozenset(fold(row.abbreviation) for row in read_rows(read_packaged("gathered.tsv")))


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


def _joined_with_official(ours: Iterable[JournalRow], official: list[JournalRow]) -> Iterator[JournalRow]:
    """Our journals in our order with NLM's facts before ours, then the journals that only NLM lists.

    NLM's abbreviation stands where ours of the same title is another.
    """
    by_name = {fold(row.title): row for row in official} | {fold(row.abbreviation): row for row in official}
    for row in ours:
        found = by_name.get(fold(row.abbreviation)) or by_name.get(fold(row.title or row.abbreviation))
        yield _joined(found, row) if found else row
    yield from official


def _packaged_aliases() -> Iterator[tuple[str, str]]:
    for alias, abbreviation, *_ in read_lines(read_packaged("aliases.tsv")):
        yield alias, abbreviation


@cache
def _kinship() -> JournalRelations:
    return JournalRelations.load()
