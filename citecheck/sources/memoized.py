"""A source that remembers its answers for as long as the process lives."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from citecheck.model import JournalLookup, Lookup, Query, SourceInfo
from citecheck.sources.interface import Source


class MemoizedSource(Source):
    """Asks the source behind it each query once, and forgets the oldest answers beyond `most`.

    Failures are not remembered: the next try may succeed.
    """

    def __init__(self, source: Source, most: int = 200) -> None:
        self._source = source
        self._most = most
        self._known: OrderedDict[Query, Lookup] = OrderedDict()

    @property
    def info(self) -> SourceInfo:
        """The source behind."""
        return self._source.info

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        """One lookup for each query, in the same order."""
        new = [query for query in dict.fromkeys(queries) if query not in self._known]
        answered = dict(zip(new, self._source.answer(new), strict=True)) if new else {}
        found = [answered[query] if query in answered else self._known[query] for query in queries]
        for query, lookup in answered.items():
            if lookup.answered:
                self._known[query] = lookup
        for query in queries:
            if query in self._known:
                self._known.move_to_end(query)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return found

    def journals(self, names: Sequence[str]) -> dict[str, JournalLookup]:
        """As the source behind says."""
        return self._source.journals(names)

    def close(self) -> None:
        """Close the source behind."""
        self._source.close()
