"""What each utility answers, given its parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import numpy as np

from tests.eutils_server import shapes
from tests.eutils_server.holdings import Held, Holdings, words
from tests.eutils_server.language import Outcome, Reading, Warnings
from tests.eutils_server.mapping import Mapping
from tests.eutils_server.record_set import RecordSet

if TYPE_CHECKING:
    from numpy.typing import NDArray

XML, TEXT, JSON = "text/xml; charset=UTF-8", "text/plain; charset=UTF-8", "application/json; charset=UTF-8"
WALL = 9999
# The usual constants of BM25.
K1, B = 1.2, 0.75
Parameters = dict[str, str]


@dataclass(frozen=True)
class Reply:
    """A body with its type and status."""

    body: str | bytes
    type: str = XML
    status: int = HTTPStatus.OK

    @property
    def data(self) -> bytes:
        """The body as it is sent."""
        return self.body if isinstance(self.body, bytes) else self.body.encode("utf-8")


class Utilities:
    """esearch, efetch, esummary, epost and ecitmatch over the holdings."""

    def __init__(self, holdings: Holdings) -> None:
        self.holdings = holdings
        self.mapping = Mapping(holdings)
        self.history: list[list[str]] = []
        self._pmids = np.zeros(0, np.int64)

    def reply(self, utility: str, parameters: Parameters) -> Reply:
        """What the utility answers."""
        known: dict[str, Callable[[Parameters], Reply]] = {
            "esearch": self.esearch,
            "efetch": self.efetch,
            "esummary": self.esummary,
            "epost": self.epost,
            "ecitmatch": self.ecitmatch,
        }
        if utility not in known:
            return Reply("<html>not found</html>", "text/html", HTTPStatus.NOT_FOUND)
        return known[utility](parameters)

    # ------------------------------------------------------------ esearch

    def esearch(self, parameters: Parameters) -> Reply:
        """Ids of the records that fit a term."""
        as_json = parameters.get("retmode") == "json"
        kind = JSON if as_json else XML
        term = parameters.get("term", "").strip()
        db = parameters.get("db", "pubmed")
        if db not in ("pubmed", "nlmcatalog"):
            return Reply(shapes.search_error(f"Invalid db name specified: {db}", as_json=as_json), kind)
        if not term:
            return Reply(
                shapes.search_error("Empty term and query_key - nothing todo", as_json=as_json), kind
            )
        start, limit = number(parameters, "retstart", 0), number(parameters, "retmax", 20)
        if db == "nlmcatalog":
            ids, outcome = self._journals(term)
        else:
            outcome = Reading(term, self.holdings, self.mapping).outcome()
            ids = self._sorted(outcome, parameters.get("sort", ""))
        if len(ids) > WALL and start >= WALL:
            message = "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998."
            return Reply(shapes.search_error(message, as_json=as_json), kind)
        messages = [] if ids else ["No items found."]
        if limit > WALL:
            messages.append(f"Restrictions achieved: retmax was set to {WALL}.")
            limit = WALL
        page = ids[start : min(start + limit, WALL)]
        if parameters.get("rettype") == "count":
            page = []
        history = self._remember(ids) if parameters.get("usehistory") == "y" else None
        answer = shapes.Page(
            len(ids), start, limit, page, outcome.translation, outcome.warnings, messages, history
        )
        return Reply(shapes.search_json(answer) if as_json else shapes.search_xml(answer), kind)

    def _sorted(self, outcome: Outcome, sort: str) -> list[str]:
        records = self.holdings.records
        if sort != "relevance":
            return [records[at].pmid for at in sorted(outcome.numbers, key=lambda at: -int(records[at].pmid))]
        # Best Match begins with BM25 (https://doi.org/10.1371/journal.pbio.2005343): rare words count more,
        # and more in a record that is shorter than the others.
        scores = np.zeros(len(records))
        index = self.holdings.indexes["tw"]
        damping = K1 * (1 - B + B * np.array(self.holdings.lengths) / self.holdings.usual_length)
        for word in sorted(set(outcome.ranked_by)):
            held = index.count(word)
            weight = math.log(1 + (len(self.holdings) - held + 0.5) / (held + 0.5))
            numbers, times = index.times(word)
            scores[numbers] += weight * times * (K1 + 1) / (times + damping[numbers])
        found = outcome.numbers.array()
        order = np.lexsort((-self._numbers()[found], -scores[found].round(9)))
        return [records[at].pmid for at in found[order]]

    def _numbers(self) -> NDArray[np.int64]:
        """The PMIDs of all records as numbers."""
        if len(self._pmids) != len(self.holdings):
            self._pmids = np.array([int(record.pmid) for record in self.holdings.records])
        return self._pmids

    def _journals(self, term: str) -> tuple[list[str], Outcome]:
        """nlmcatalog: quoted names and ISSNs with a tag; filters are taken as true."""
        wanted = {
            " ".join(words(name))
            for name in re.findall(r'"([^"]+)"\[(?:ta|title|issn|jour|journal)\]', term, re.IGNORECASE)
        }
        found = [
            shapes.catalogue_id(record)
            for record in self.holdings.journals.values()
            if wanted & {" ".join(words(n)) for n in (record.journal, record.abbreviation, *record.issns)}
        ]
        warnings = Warnings(quoted_not_found=[] if found else sorted(wanted))
        return found, Outcome(RecordSet(), [], term, warnings)

    def _remember(self, ids: list[str]) -> tuple[int, str]:
        self.history.append(ids)
        return len(self.history), "MCID_6537a1b2c3d4e5f6"

    # ------------------------------------------------------------ records

    def efetch(self, parameters: Parameters) -> Reply:
        """Whole records. What is not there is left out without a word."""
        ids = self._ids(parameters)
        if not ids or any(not re.fullmatch(r"0*[1-9]\d*", each) for each in ids):
            return Reply(shapes.no_ids(), XML, HTTPStatus.BAD_REQUEST)
        found = [record for each in dict.fromkeys(ids) if (record := self.holdings.get(each.lstrip("0")))]
        if parameters.get("retmode") == "text":
            return self._text(parameters, ids, found)
        return Reply(shapes.records_xml(found))

    def _text(self, parameters: Parameters, ids: list[str], found: list[Held]) -> Reply:
        if parameters.get("rettype") == "uilist":
            return Reply("".join(f"{record.pmid}\n" for record in found), TEXT)
        held = {record.pmid for record in found}
        missing = [
            f"id: {each} Error occurred: The following PMID is not available: {each}\n"
            for each in ids
            if each not in held
        ]
        return Reply("\n".join([*map(shapes.medline, found), *missing]), TEXT)

    def esummary(self, parameters: Parameters) -> Reply:
        """Summaries, and a word on each id that does not exist."""
        ids = self._ids(parameters)
        if parameters.get("db") == "nlmcatalog":
            journals = {shapes.catalogue_id(record): record for record in self.holdings.journals.values()}
            parts = [shapes.journal_summary(journals[each]) for each in ids if each in journals]
            return Reply(shapes.summaries(parts, [each for each in ids if each not in journals]))
        parts = [shapes.summary(record) for each in ids if (record := self.holdings.get(each))]
        return Reply(shapes.summaries(parts, [each for each in ids if not self.holdings.get(each)]))

    def epost(self, parameters: Parameters) -> Reply:
        """Ids for later."""
        if parameters.get("db", "pubmed") != "pubmed":
            body = shapes.tag("ERROR", f"Invalid db name specified: {parameters['db']}")
        elif good := [each for each in self._ids(parameters) if each.isdecimal()]:
            key, environment = self._remember(good)
            body = f"\n\t{shapes.tag('QueryKey', key)}\n\t{shapes.tag('WebEnv', environment)}\n"
        else:
            body = shapes.tag("ERROR", "Empty ID list; Nothing to store")
        return Reply(f"{shapes.PROLOG}{shapes.EPOST}<ePostResult>{body}</ePostResult>\n")

    def _ids(self, parameters: Parameters) -> list[str]:
        if "WebEnv" in parameters and parameters.get("query_key", "").isdecimal():
            key = int(parameters["query_key"])
            ids = self.history[key - 1] if 0 < key <= len(self.history) else []
            start = number(parameters, "retstart", 0)
            return ids[start : start + number(parameters, "retmax", 20)]
        return [each.strip() for each in parameters.get("id", "").split(",") if each.strip()]

    # ------------------------------------------------------------ ecitmatch

    def ecitmatch(self, parameters: Parameters) -> Reply:
        """PMIDs for citations, as lines of text. It forgives a wrong author and a wrong year."""
        if parameters.get("retmode") != "xml":
            return Reply("", TEXT)
        lines = [
            self._matched(line) for line in re.split(r"[\r\n]+", parameters.get("bdata", "")) if line.strip()
        ]
        return Reply("".join(f"{line}\n" for line in lines if line), TEXT)

    def _matched(self, line: str) -> str | None:
        journal, year, volume, page, author, key = [
            part.strip() for part in [*line.split("|"), *[""] * 6][:6]
        ]
        if not journal and not volume:
            return None
        named = " ".join(words(journal))
        of_journal = self.holdings.indexes["ta"].find(named) or self.holdings.indexes["ta"].find(
            self.mapping.journal(named) or ""
        )
        if not of_journal:
            return f"{journal}|{year}|{volume}|{page}||{key}|NOT_FOUND;INVALID_JOURNAL"
        found = of_journal
        for name, value in (("vi", volume), ("pg", page)):
            found = found & self.holdings.indexes[name].find(value.lower()) if value else found
        pmids = sorted((self.holdings.records[at].pmid for at in found), key=int)
        if not (volume and page) and not (year and page):
            answer = ""
        elif len(pmids) == 1:
            answer = pmids[0]
        elif pmids:
            answer = f"AMBIGUOUS {','.join(pmids[:10])}"
        else:
            answer = "NOT_FOUND" if author else ""
        return f"{journal}|{year}|{volume}|{page}|{author}|{key}|{answer}"


def number(parameters: Parameters, name: str, default: int) -> int:
    """A parameter as a number; anything else counts as not sent."""
    value = parameters.get(name, "")
    return int(value) if value.isdecimal() else default
