"""What was found out about clusters, whatever the article in which they stand; archives repeat themselves."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace

from citecheck.audit.store.codec import as_json
from citecheck.model import CitationCluster, ClusterResult

# Bytes of Python's own for a kept result with its key.
_OVERHEAD = 200
# Twelve thousand clusters. In one archive a thousand would do, which repeats what stands near by; where it
# holds another's articles again, they may come thousands of articles later.
_MOST = 64_000_000
# Faster than zlib's own level, 6, by half; kept results are short-lived.
_LEVEL = 1


class ClusterMemo:
    """The results of one process, up to so many bytes; what was not asked for longest is forgotten first.

    Lookups are kept without their publications: a hundred records a cluster would leave room for few.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    def key(self, cluster: CitationCluster) -> Hashable:
        """A digest of everything that a cluster without positions holds."""
        return key_of(cluster)

    def recall(self, key: Hashable) -> ClusterResult | None:
        """The result that was kept under this key, marked as remembered."""
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
            result: What was found out about it; it replaces what was kept under the key.
        """
        slim = ClusterResult(
            tuple(replace(lookup, publications=()) for lookup in result.lookups),
            result.found,
            tuple(replace(judgement, searches=()) for judgement in result.judgements),
            result.best,
            is_remembered=True,
        )
        packed = zlib.compress(pickle.dumps(slim, pickle.HIGHEST_PROTOCOL), _LEVEL)
        self._bytes += len(packed) + _OVERHEAD
        if (old := self._kept.pop(key, None)) is not None:
            self._bytes -= len(old) + _OVERHEAD
        self._kept[key] = packed
        while self._bytes > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest) + _OVERHEAD


def key_of(cluster: CitationCluster) -> bytes:
    """A digest of everything that a cluster holds but positions, different for each different cluster."""
    # What a single citation claims is not written twice.
    claimed = None if cluster.claimed == cluster.citations[0].claimed else cluster.claimed
    text = as_json((cluster.citations, claimed))
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
