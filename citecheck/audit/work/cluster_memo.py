"""A memo of the results of clusters: archives repeat the same citations in many articles."""

from __future__ import annotations

import hashlib
import io
import pickle
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, replace
from functools import cache
from operator import attrgetter
from typing import Any

from citecheck.audit.store.codec import as_json
from citecheck.model import CitationCluster, ClusterResult

# Bytes of Python objects for each kept result and its key.
_OVERHEAD = 200
# Bytes for about twelve thousand clusters. A thousand would do for the usual repeats, which are in articles
# near each other; where an archive contains another one, they are thousands of articles apart.
_MOST = 64_000_000
# Takes half the time of zlib's default level, 6; kept results are short-lived.
_LEVEL = 1


class ClusterMemo:
    """Keeps the results of one process up to a number of bytes; the least recently used are dropped first.

    Lookups are kept without their publications, because these would take most of the space.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    def key(self, cluster: CitationCluster) -> Hashable:
        """Return a digest of everything that a cluster without positions contains."""
        return key_of(cluster)

    def recall(self, key: Hashable) -> ClusterResult | None:
        """Return the result that was kept under this key, marked as remembered; None if nothing was kept."""
        packed = self._kept.get(key)
        if packed is None:
            return None
        self._kept.move_to_end(key)
        result: ClusterResult = pickle.loads(zlib.decompress(packed))  # noqa: S301 - our own bytes, of this process
        searched = tuple(replace(one, searches=result.lookups) for one in result.judgements)
        return replace(result, judgements=searched)

    def keep(self, key: Hashable, result: ClusterResult) -> None:
        """Keep a result without its publications, and drop the results that were unused for longest.

        Args:
            key: The digest of the cluster.
            result: Its result, which replaces an older one under this key.
        """
        slim = ClusterResult(
            tuple(replace(lookup, publications=()) for lookup in result.lookups),
            result.found,
            tuple(replace(judgement, searches=()) for judgement in result.judgements),
            result.best,
            is_remembered=True,
        )
        packed = zlib.compress(_pickled(slim), _LEVEL)
        self._bytes += len(packed) + _OVERHEAD
        if (old := self._kept.pop(key, None)) is not None:
            self._bytes -= len(old) + _OVERHEAD
        self._kept[key] = packed
        while self._bytes > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest) + _OVERHEAD


class _Pickler(pickle.Pickler):
    """Pickles a dataclass as its class and the values of its fields, in a third of pickle's own time."""

    def reducer_override(self, value: Any) -> Any:
        """Return the class and the values that rebuild a dataclass; pickle handles all other values."""
        kind: type = type(value)
        values = _values_of(kind)
        return NotImplemented if values is None else (kind, values(value))


@cache
def _values_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return a function that reads the values of all fields of a dataclass; None for other types."""
    # A subclass that is not a dataclass itself, such as a record of the index, defines its own pickling.
    if "__dataclass_fields__" not in vars(kind):
        return None
    names = [field.name for field in fields(kind)]
    # Of a single name, attrgetter returns no tuple.
    return attrgetter(*names) if len(names) > 1 else None


def _pickled(value: object) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


def key_of(cluster: CitationCluster) -> bytes:
    """Return a digest of everything that a cluster contains but positions."""
    # The fields of a cluster of one citation are not written twice.
    claimed = None if cluster.claimed == cluster.citations[0].claimed else cluster.claimed
    text = as_json((cluster.citations, claimed))
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
