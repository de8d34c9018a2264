"""PubMed's query language: read from left to right, lenient, and naming what it leaves out.

An operand is a term with a tag, a quoted phrase with or without one, a range, something in
parentheses, or bare words, which go through the automatic term mapping.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from citecheck.sources.entrez.query_syntax import stopwords
from tests.eutils_server.holdings import Holdings, words
from tests.eutils_server.mapping import Mapping
from tests.eutils_server.record_set import RecordSet, intersection, union

# A field's short tag, then its other tags; the long one in which PubMed shows it comes last.
TABLE = """
ti | title
tiab | title/abstract
tw | word | text word
all | all fields
au | author
1au | author - first
lastau | author - last
ta | jour | journal
jid | nlm unique id
dp | pdat | date - publication
vi | volume
ip | issue
pg | pagination
ad | affiliation
aid | article identifier
doi | DOI
lid | location id
pmid | UID
mh | mesh | majr | mh:noexp | mesh terms
pt | publication type
la | language
tt | transliterated title
pmcid | PMCID
"""
ROWS = [[tag.strip() for tag in line.split("|")] for line in TABLE.strip().splitlines()]
TAGS = {tag.lower(): row[0] for row in ROWS for tag in row}
SHOWN = {row[0]: row[-1] if row[-1].isupper() else row[-1].title().replace("Mesh", "MeSH") for row in ROWS}
WHOLE = {"aid", "doi", "lid", "pmid", "vi", "ip", "pg", "jid", "la", "pmcid"}
TEXT = {"ti", "tiab", "tw", "all", "ad", "tt"}
PROXIMITY = {"ti", "tiab", "ad"}

TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\))
      | "(?P<quoted>[^"]*)" (?:\s*\[(?P<quoted_tag>[^\]]*)\])?
      | (?P<operator>AND|OR|NOT)(?=[\s()"]|$)
      | \[(?P<tag>[^\]]*)\]
      | (?P<range>\d{1,9}(?:/\d+)*:\d{1,9}(?:/\d+)*)\[(?P<range_tag>[^\]]*)\]
      | (?P<word>[^\s()"\[\]]+)
    )""",
    re.VERBOSE,
)


@dataclass
class Warnings:
    """What a search says besides its records."""

    fields_not_found: list[str] = field(default_factory=list)
    phrases_not_found: list[str] = field(default_factory=list)
    quoted_not_found: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """The records that fit, the words that they are ranked by, and how the search was read."""

    numbers: RecordSet
    ranked_by: list[str]
    translation: str
    warnings: Warnings


class Reading:
    """One search, read and answered."""

    def __init__(self, term: str, holdings: Holdings, mapping: Mapping) -> None:
        self.holdings = holdings
        self.mapping = mapping
        self.warnings = Warnings()
        self.ranked_by: list[str] = []
        self.tokens = [match for match in TOKEN.finditer(term) if match.group().strip()]
        self.at = 0

    def outcome(self) -> Outcome:
        numbers, translation = self._expression()
        while self.at < len(self.tokens):
            # A parenthesis that closes nothing is passed over.
            self.at += 1
            more, text = self._expression()
            if text:
                numbers, translation = (
                    (numbers & more, f"{translation} AND {text}") if translation else (more, text)
                )
        return Outcome(numbers, self.ranked_by, translation, self.warnings)

    def _expression(self) -> tuple[RecordSet, str]:
        numbers: RecordSet | None = None
        text = ""
        operator = "AND"
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token["close"]:
                break
            if token["operator"]:
                operator = token["operator"]
                self.at += 1
                continue
            more, shown = self._operand()
            if not shown:
                operator = "AND"
                continue
            if numbers is None:
                numbers, text = more, shown
            else:
                numbers = {"AND": numbers & more, "OR": numbers | more, "NOT": numbers - more}[operator]
                text = f"{text} {operator} {shown}"
            operator = "AND"
        return numbers or RecordSet(), text

    def _operand(self) -> tuple[RecordSet, str]:
        token = self.tokens[self.at]
        self.at += 1
        if token["open"]:
            numbers, text = self._expression()
            self.at += 1
            return numbers, f"({text})" if text else ""
        if token["quoted"] is not None:
            return self._phrase(token["quoted"], token["quoted_tag"])
        if token["range"]:
            return self._range(token["range"], token["range_tag"])
        if token["tag"] is not None:
            return RecordSet(), ""
        return self._words(token["word"])

    def _words(self, first: str) -> tuple[RecordSet, str]:
        chunk = [first]
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token["word"]:
                chunk.append(token["word"])
                self.at += 1
            elif token["tag"] is not None:
                self.at += 1
                return self._tagged(" ".join(chunk), token["tag"])
            else:
                break
        return self._untagged(chunk)

    # ------------------------------------------------------------ terms with a tag

    def _field(self, tag: str) -> str | None:
        name = TAGS.get(" ".join(tag.lower().split()))
        if name is None:
            self.warnings.fields_not_found.append(tag)
        return name

    def _tagged(self, text: str, tag: str) -> tuple[RecordSet, str]:
        name = self._field(tag)
        if name is None:
            return self._untagged(text.split())
        if name in WHOLE:
            found = self.holdings.indexes[name].find(text.lower())
            return self._or_missing(found, text, name)
        if name == "ta":
            return self._journal(text)
        if name in ("au", "1au", "lastau"):
            return self._author(text, name)
        if name == "dp":
            return self.holdings.indexes["dp"].find(text[:4]), f'"{text}"[Date - Publication]'
        if name in ("mh", "pt"):
            key = " ".join(words(text))
            key = " ".join(words(self.mapping.heading(key) or key)) if name == "mh" else key
            return self._or_missing(self.holdings.indexes[name].find(key), text, name)
        if text.endswith("*"):
            return self._stem(text, name)
        parts = words(text)
        if len(parts) > 1 and not self.holdings.has_phrase(parts, name):
            if "-" in text and " " not in text:
                return self._or_missing(RecordSet(), text, name)
            sets = [self._word(part, name) for part in parts]
            return intersection(sets), "(" + " AND ".join(f'"{p}"[{SHOWN[name]}]' for p in parts) + ")"
        if len(parts) > 1:
            self.ranked_by += parts
            return self.holdings.with_phrase(parts, name), f'"{" ".join(parts)}"[{SHOWN[name]}]'
        return self._or_missing(self._word(parts[0], name) if parts else RecordSet(), text, name)

    def _word(self, word: str, name: str) -> RecordSet:
        self.ranked_by.append(word)
        return self.holdings.indexes[name].find(word)

    def _or_missing(self, found: RecordSet, text: str, name: str) -> tuple[RecordSet, str]:
        if not found:
            self.warnings.phrases_not_found.append(f"{text}[{SHOWN[name]}]")
        return found, f'"{text.lower()}"[{SHOWN[name]}]'

    def _stem(self, text: str, name: str) -> tuple[RecordSet, str]:
        stem = "".join(words(text))
        if len(stem) < 4:
            return self._tagged(text.rstrip("*"), name)
        return self.holdings.indexes[name].starting(stem), f"{stem}*[{SHOWN[name]}]"

    def _journal(self, text: str, *, exact: bool = False) -> tuple[RecordSet, str]:
        key = text.lower() if re.fullmatch(r"\d{4}-\d{3}[\dxX]", text) else " ".join(words(text))
        found = self.holdings.indexes["ta"].find(key)
        if not found and not exact:
            found = self.holdings.indexes["ta"].find(self.mapping.journal(key) or "")
        if not found:
            self.warnings.quoted_not_found.append(f'"{text}"[Journal]' if exact else f"{text}[Journal]")
        return found, f'"{key}"[Journal]'

    def _author(self, text: str, name: str, *, exact: bool = False) -> tuple[RecordSet, str]:
        key = " ".join(words(text))
        index = self.holdings.indexes[name]
        found = (
            index.find(key)
            if exact
            else index.starting(f"{key} " if " " not in key else key) | index.find(key)
        )
        if not found:
            self.warnings.phrases_not_found.append(f"{text}[{SHOWN[name]}]")
        return found, f"{key}[{SHOWN[name]}]"

    def _range(self, text: str, tag: str) -> tuple[RecordSet, str]:
        name = self._field(tag)
        low, high = (int(part.split("/")[0]) for part in text.split(":"))
        if name == "dp":
            index = self.holdings.indexes["dp"]
            found = union(index.find(str(year)) for year in range(low, min(high, 2100) + 1))
            return found, f"{low}/01/01:{high}/12/31[Date - Publication]"
        if name == "pmid":
            held = enumerate(self.holdings.records)
            found = RecordSet.of([number for number, record in held if low <= int(record.pmid) <= high])
            return found, f"{low}:{high}[UID]"
        return self._untagged(text.split(":"))

    # ------------------------------------------------------------ phrases

    def _phrase(self, text: str, tag: str | None) -> tuple[RecordSet, str]:
        near = re.fullmatch(r"\s*([^:\]]+?)\s*:\s*~\s*(\d+)\s*", tag or "")
        parts = words(text)
        if not parts and tag is None:
            return RecordSet(), ""
        if near and tag is not None:
            name = self._field(near[1])
            if name in PROXIMITY and "*" not in text:
                return self._near(parts, name, int(near[2]))
            return self._untagged(text.split())
        if tag is None:
            if self.holdings.has_phrase(parts, "all"):
                self.ranked_by += parts
                return self.holdings.with_phrase(parts, "tiab"), f'"{" ".join(parts)}"[All Fields]'
            self.warnings.quoted_not_found.append(f'"{text}"')
            return self._untagged(text.split())
        name = self._field(tag)
        if name is None:
            return self._untagged(text.split())
        if name == "ta":
            return self._journal(text, exact=True)
        if name in ("au", "1au", "lastau"):
            return self._author(text, name, exact=True)
        if name in TEXT and name != "all" and not self.holdings.has_phrase(parts, name):
            # The phrase index holds no whole titles: seen live as count 0 for a title that exists.
            self.warnings.quoted_not_found.append(f'"{text}"[{SHOWN[name]}]')
            return RecordSet(), f'"{" ".join(parts)}"[{SHOWN[name]}]'
        return self._tagged(text, name)

    def _near(self, parts: list[str], name: str, most: int) -> tuple[RecordSet, str]:
        self.ranked_by += parts
        index = self.holdings.indexes[name]
        sets = [index.find(part) for part in parts]
        both = intersection(sets)
        near = [n for n in both if close_together(parts, words(self.holdings.text(n, name)), most)]
        return RecordSet.of(near), f'"{" ".join(parts)}"[{SHOWN[name]}:~{most}]'

    # ------------------------------------------------------------ bare words

    def _untagged(self, chunk: list[str]) -> tuple[RecordSet, str]:
        """Automatic term mapping: MeSH, journals, authors; what is left is looked for in all fields."""
        if any(re.search(r"\w-\w", word) for word in chunk):
            return self._hyphened(chunk)
        parts = [part for word in chunk for part in words(word)]
        sets, shown = [], []
        for piece in self.mapping.pieces(parts):
            if piece.heading is None and all(part in stopwords() for part in piece.words):
                continue
            self.ranked_by += piece.words
            found = self._everywhere(piece.words)
            text = " AND ".join(f'"{part}"[All Fields]' for part in piece.words)
            if piece.heading is not None:
                found = found | self.holdings.indexes["mh"].find(" ".join(words(piece.heading)))
                text = f'"{piece.heading.lower()}"[MeSH Terms] OR ({text})'
            elif not found:
                self.warnings.quoted_not_found.append(f'"{" ".join(piece.words)}"')
            sets.append(found)
            shown.append(f"({text})")
        if not sets:
            self.warnings.ignored += chunk
            return RecordSet(), ""
        return intersection(sets), " AND ".join(shown)

    def _hyphened(self, chunk: list[str]) -> tuple[RecordSet, str]:
        parts = [part for word in chunk for part in words(word)]
        if self.holdings.has_phrase(parts, "all"):
            self.ranked_by += parts
            return self.holdings.with_phrase(parts, "tiab"), f'"{" ".join(parts)}"[All Fields]'
        self.warnings.phrases_not_found.append(" ".join(chunk))
        return RecordSet(), f'"{" ".join(chunk)}"[All Fields]'

    def _everywhere(self, parts: list[str]) -> RecordSet:
        index, pmids = self.holdings.indexes["all"], self.holdings.indexes["pmid"]
        sets = []
        for part in parts:
            found = union(index.find(form) for form in forms(part))
            sets.append(found | pmids.find(part) | self.holdings.indexes["pmcid"].find(part))
        return intersection(sets)


def forms(word: str) -> set[str]:
    """A word, its plural or its singular, as PubMed adds them to bare words."""
    if len(word) < 4 or not word.isalpha():
        return {word}
    if word.endswith("ies"):
        return {word, word[:-3] + "y"}
    if word.endswith("y"):
        return {word, word[:-1] + "ies"}
    return {word, word[:-1]} if word.endswith("s") else {word, word + "s"}


def close_together(parts: list[str], text: list[str], most: int) -> bool:
    """Whether all words stand together in the text, in any order, with at most so many others between."""
    size = len(parts) + most
    need = sorted(parts)
    for start in range(max(len(text) - len(parts) + 1, 0)):
        window = text[start : start + size]
        if text[start] in need and all(window.count(part) >= need.count(part) for part in set(need)):
            return True
    return False
