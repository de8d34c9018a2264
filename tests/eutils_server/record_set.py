"""Sets of record numbers as bitmaps: fast to combine where a common word is in most of many records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RecordSet:
    """The numbers of records; bit n is set if record n belongs to it."""

    bits: int = 0

    @classmethod
    def of(cls, numbers: Sequence[int]) -> Self:
        """The set of these numbers, which ascend."""
        if not len(numbers):
            return cls()
        held = np.zeros(numbers[-1] + 1, np.uint8)
        held[np.asarray(numbers)] = 1
        return cls(int.from_bytes(np.packbits(held, bitorder="little").tobytes(), "little"))

    def __and__(self, other: RecordSet) -> RecordSet:
        return RecordSet(self.bits & other.bits)

    def __or__(self, other: RecordSet) -> RecordSet:
        return RecordSet(self.bits | other.bits)

    def __sub__(self, other: RecordSet) -> RecordSet:
        return RecordSet(self.bits & ~other.bits)

    def __bool__(self) -> bool:
        return self.bits != 0

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[int]:
        return iter(self.array().tolist())

    def array(self) -> NDArray[np.int64]:
        """The numbers, ascending."""
        raw = self.bits.to_bytes((self.bits.bit_length() + 7) // 8, "little")
        return np.flatnonzero(np.unpackbits(np.frombuffer(raw, np.uint8), bitorder="little"))


def union(sets: Iterable[RecordSet]) -> RecordSet:
    """The records that are in any of the sets."""
    bits = 0
    for one in sets:
        bits |= one.bits
    return RecordSet(bits)


def intersection(sets: Iterable[RecordSet]) -> RecordSet:
    """The records that are in all of the sets; none without a set."""
    bits: int | None = None
    for one in sets:
        bits = one.bits if bits is None else bits & one.bits
    return RecordSet(bits or 0)
