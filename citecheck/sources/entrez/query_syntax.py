"""A Query in PubMed's query language.

The code works around the language's traps. PubMed reads booleans from left to right, so everything is in
parentheses. A tag after several words asks for a phrase of the phrase index, so every word has its own tag.
A hyphen turns off PubMed's mapping to MeSH, so hyphens become blanks. A single year misses publications that
were online in another year, so years are ranges.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

from citecheck.model import Journal, Query, doi_version
from citecheck.sources.entrez.word_forms import word_forms

# A title is cut into so many parts, and found if one part of it is right.
_PARTS = 3
_FEWEST_WORDS_IN_A_PART = 3
_FEWEST_WORDS_OF_A_TITLE = 5
_MOST_TITLE_WORDS = 24
# Few works have more versions.
_MOST_VERSIONS = 5
# In "Yale School of Public Health" other words may stand between: "Yale University School of …".
_AFFILIATION_GAP = 3


# Letters that are not made of a plain one and an accent, as PubMed spells them.
_LETTERS = str.maketrans(
    dict(zip("øØłŁđĐı’‘‐‑", "oOlLdDi''--", strict=True))
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
)


@lru_cache(maxsize=1)
def stopwords() -> frozenset[str]:
    """The words that PubMed leaves out of a search."""
    text = files("citecheck.sources").joinpath("data/stopwords.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def fold_for_pubmed(text: str) -> str:
    """A text without accents, and with one kind of apostrophe and hyphen."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def strip_operators(text: str) -> str:
    """The letters and digits, separated by blanks: other signs are operators in PubMed, or ignored."""
    kept = re.sub(r"[^\w]+|_", " ", fold_for_pubmed(text).replace("'s ", " "))
    return " ".join(word.lower() if word in ("AND", "OR", "NOT") else word for word in kept.split())


def is_issn(text: str) -> bool:
    """Whether a text is an ISSN, such as "0028-0836"."""
    return re.fullmatch(r"\d{4}-\d{3}[\dxX]", text) is not None


@lru_cache(maxsize=8192)
def title_words(title: str) -> tuple[str, ...]:
    """The words of a title that its record must have: no stop words, single letters or foreign letters."""
    words = strip_operators(title).lower().split()
    kept = [w for w in words if len(w) > 1 and w.isascii() and w not in stopwords()]
    return tuple(dict.fromkeys(kept))[:_MOST_TITLE_WORDS]


def title_parts(title: str) -> tuple[tuple[str, ...], ...]:
    """Split a title's words into parts; a title with a wrong word still has parts that are right.

    One more part is the title without its subtitle, which many records lack.
    """
    words, main = title_words(title), title_words(title.rpartition(": ")[0])
    count = min(_PARTS, len(words) // _FEWEST_WORDS_IN_A_PART)
    parts = tuple(words[start::count] for start in range(count)) if count > 1 else (words,)
    return (*parts, main) if len(main) >= _FEWEST_WORDS_OF_A_TITLE else parts


def all_of(clauses: Iterable[str]) -> str:
    """Clauses that must all hold."""
    return " AND ".join(clauses)


def any_of(clauses: Sequence[str]) -> str:
    """Clauses of which one must hold, in parentheses."""
    return f"({' OR '.join(clauses)})" if len(clauses) != 1 else clauses[0]


def with_tag(words: Iterable[str], tag: str) -> str:
    """The clause for words that must all be in one field.

    Args:
        words: The words.
        tag: The field's tag in PubMed, such as "ti".
    """
    return all_of(f"{word}[{tag}]" for word in words)


def title_clause(title: str, *, parted: bool = False) -> str:
    """The clause for the words of a title.

    Args:
        title: The title.
        parted: Whether the words of one part are enough, or all words in the original title.
    """
    if not parted:
        return with_tag(title_words(title), "ti")
    parts = [f"({with_tag(part, 'ti')})" for part in title_parts(title)]
    return any_of([*parts, f"({with_tag(title_words(title), 'tt')})"])


def journal_clause(journal: Journal, *, by_title: bool = False) -> str:
    """The clause for a journal.

    Args:
        journal: The journal.
        by_title: Whether to name it by its full title, which PubMed maps, and not by its exact abbreviation.
    """
    if by_title:
        return f"{strip_operators(journal.title)}[ta]"
    return f'"{strip_operators(journal.abbreviation)}"[ta]'


def author_clause(author: str) -> str:
    """The author's last name and initials. PubMed takes fewer initials for all that begin so."""
    # Apostrophes and hyphens belong to names: "o'brien j", "agerholm-larsen l".
    words = re.sub(r"[^\w'-]+|_", " ", fold_for_pubmed(author)).split()
    if len(words) > 1 and len(words[-1]) > 3 and words[-1].isupper():
        words[-1] = words[-1][:2]
    return f"{' '.join(words)}[au]"


def affiliation_clause(place: str) -> str:
    """The institution's words near each other in an affiliation, in any order."""
    words = [word for word in strip_operators(place).split() if word.lower() not in stopwords()]
    return f'"{" ".join(words)}"[ad:~{_AFFILIATION_GAP}]' if len(words) > 1 else with_tag(words, "ad")


def concept_clause(variants: Sequence[str]) -> str:
    """A concept in any of its variants, untagged, so that PubMed maps them to MeSH."""
    return any_of(tuple(dict.fromkeys(words for variant in variants if (words := strip_operators(variant)))))


def word_clause(words: Sequence[str]) -> str:
    """Alternatives, each searched in title, abstract, keywords and headings; PubMed sorts by relevance."""
    clauses: dict[str, None] = {}
    for term in words:
        for parts in alternatives(term):
            forms = [any_of([f"{form}[tw]" for form in word_forms(part)]) for part in parts]
            if len(parts) == 1:
                clauses |= dict.fromkeys(f"{form}[tw]" for form in word_forms(parts[0]))
            else:
                clauses[f"({all_of(forms)})"] = None
    return any_of(tuple(clauses))


@lru_cache(maxsize=8192)
def alternatives(term: str) -> tuple[tuple[str, ...], ...]:
    """The words of a term, each by itself as in the local index; words that say nothing alone stay together.

    "il 6" is one alternative, "heart attack" two; a term of stop words has none.
    """
    parts = tuple(part for part in strip_operators(term).lower().split() if part not in stopwords())
    alone = tuple((part,) for part in parts if len(part) > 2 and not part.isdigit())
    return alone or ((parts,) if parts else ())


def only_stopwords(query: Query) -> bool:
    """Whether the query asks for words, and PubMed leaves out every one of them."""
    return bool(query.words) and word_clause(query.words) == "()"


def doi_clause(doi: str) -> str:
    """A DOI, in both fields that hold it; for a version's DOI also those of the work and its first versions.

    PubMed holds the DOI of the newest version only.
    """
    quoted = re.sub(r'["\s]', "", doi)
    asked = [quoted, *(each for each in _versions(quoted) if each != quoted.lower())]
    return " OR ".join(f'"{each}"[doi] OR "{each}"[aid]' for each in asked)


def _versions(doi: str) -> list[str]:
    """The DOI of a work and those of its first versions, [] where a DOI names no version."""
    work, version = doi_version(doi)
    if version is None:
        return []
    mark = doi.lower()[len(work) :].removesuffix(str(version))
    return [work, *(f"{work}{mark}{number}" for number in range(1, max(_MOST_VERSIONS, version) + 1))]


def pmcid_clause(pmcid: str) -> str:
    """A PMCID, which PubMed knows without a tag."""
    return f"{strip_operators(pmcid)} OR {strip_operators(pmcid)}[aid]"


def accession_clause(accession: str) -> str:
    """A Bookshelf accession, which PubMed holds among the identifiers of articles."""
    return f"{strip_operators(accession)}[aid]"


def field_clauses(query: Query, *, by_title: bool = False) -> list[str]:
    """The clauses for the query's journal, authors, years, volume, issue, page and affiliation.

    Args:
        query: The query.
        by_title: Whether to name the journal by its full title, as in `journal_clause`.

    Returns:
        One clause for each stated field that PubMed can search.
    """
    clauses = []
    if query.journal:
        clauses.append(journal_clause(query.journal, by_title=by_title))
    clauses += [author_clause(author) for author in query.authors if strip_operators(author)]
    if query.years:
        clauses.append(f"{query.years[0]}:{query.years[1]}[dp]")
    numbers = ((query.volume, "vi"), (query.issue, "ip"), (query.first_page, "pg"))
    clauses += [
        f"{strip_operators(value)}[{tag}]" for value, tag in numbers if value and strip_operators(value)
    ]
    if query.affiliation and strip_operators(query.affiliation):
        clauses.append(affiliation_clause(query.affiliation))
    return clauses


def compile_for_pubmed(query: Query, *, by_title: bool = False, parted: bool = False) -> str:
    """The whole query without its identifiers in PubMed's language.

    Args:
        query: The query.
        by_title: Whether to name the journal by its full title, as in `journal_clause`.
        parted: Whether one part of the title is enough, as in `title_clause`.

    Returns:
        The search; "" where nothing in it can be searched, or where PubMed leaves all its words out.
    """
    if only_stopwords(query):
        return ""
    clauses = field_clauses(query, by_title=by_title)
    if query.title and title_words(query.title):
        clauses.append(title_clause(query.title, parted=parted))
    clauses += [clause for variants in query.concepts if (clause := concept_clause(variants)) != "()"]
    if (words := word_clause(query.words)) != "()":
        clauses.append(words)
    return all_of(clauses)
