"""`functools.cached_property` as Python has it from 3.12 on: without a lock.

Up to 3.11 each first access takes one, of which every candidate makes a dozen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class cached_property(Generic[T]):  # noqa: N801 - it stands for the one of functools
    """A property that is worked out when it is first read, and kept in the object's dictionary."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Keep what is worked out under the property's own name, where it is found from then on."""
        self._name = name

    @overload
    def __get__(self, one: None, owner: type | None = None) -> Self: ...

    @overload
    def __get__(self, one: object, owner: type | None = None) -> T: ...

    def __get__(self, one: object | None, owner: type | None = None) -> Self | T:
        """Work it out; Python calls this only where the dictionary doesn't have it yet."""
        if one is None:
            return self
        value = one.__dict__[self._name] = self._work(one)
        return value
