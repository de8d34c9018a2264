"""Model values as JSON and back, so that stored evidence can be judged again.

Kept by hand: writing and reading take three per cent of an audit, which a library's speed would not pay for.
Fields go by name; what a value leaves at its default is left out. Unlike pickles, reading a store that came
from elsewhere runs nothing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import typing
from collections.abc import Callable
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def _plainer(value: Any) -> Any:
    """What JSON has no word for, one step nearer to plain values."""
    if isinstance(value, dt.date):
        return value.isoformat()
    names, values, defaults = _fields(value.__class__)
    return {
        name: item
        for name, item, default in zip(names, values(value), defaults, strict=True)
        if item is not default and item != default
    }


# Text enums are text to it, and tuples are lists. Model values hold each other, never themselves.
_as_json = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plainer
).encode


def as_json(value: object) -> str:
    """Model values, or plain ones that may hold such, as JSON without blanks."""
    return _as_json(value)


def decode(kind: type[T], value: Any) -> T:
    """Restore a value that `encode` wrote.

    Args:
        kind: The type of the value.
        value: The JSON value.

    Returns:
        The value, of type `kind`.

    Raises:
        ValueError, TypeError, KeyError: `encode` did not write this value for this type.
    """
    return typing.cast("T", _decode(kind, value))


def _decode(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        (inner,) = (k for k in typing.get_args(kind) if k is not type(None))
        return _decode(inner, value)
    if origin is tuple:
        kinds = typing.get_args(kind)
        if kinds[-1] is Ellipsis:
            return tuple(_decode(kinds[0], item) for item in value)
        return tuple(_decode(k, item) for k, item in zip(kinds, value, strict=True))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _decode(hints[name], item) for name, item in value.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return dt.date.fromisoformat(value) if kind is dt.date else value


@cache
def _fields(kind: type) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]], tuple[Any, ...]]:
    """The names of a model value's fields, what takes all of them from one, and their defaults."""
    fields = dataclasses.fields(kind)
    names = tuple(field.name for field in fields)
    # A tuple, since all of our types have two fields or more.
    return names, attrgetter(*names), tuple(field.default for field in fields)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
