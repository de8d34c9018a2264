"""Model values as JSON and back, so that stored citations can be judged again.

A dataclass is an object of its fields without those that have their default. Unlike pickle, reading a store
from an untrusted place runs no code of it.
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
    """Convert a value that JSON lacks to one that is nearer to plain values."""
    if isinstance(value, dt.date):
        return value.isoformat()
    names, values, defaults = _fields(value.__class__)
    return {
        name: item
        for name, item, default in zip(names, values(value), defaults, strict=True)
        if item is not default and item != default
    }


# The encoder writes text enums as text and tuples as lists. No model value contains itself.
_as_json = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plainer
).encode


def as_json(value: object) -> str:
    """Encode model values, or plain values that contain them, as JSON without spaces."""
    return _as_json(value)


def decode(kind: type[T], value: Any) -> T:
    """Restore a value that `as_json` wrote.

    Args:
        kind: The type of the value.
        value: The JSON value.

    Returns:
        The value, of type `kind`.

    Raises:
        ValueError, TypeError, KeyError: The JSON value does not fit the type.
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
    """Return the names of a dataclass's fields, a getter for all of their values, and their defaults."""
    fields = dataclasses.fields(kind)
    names = tuple(field.name for field in fields)
    # With two names or more, attrgetter returns a tuple; all of our types have as many fields.
    return names, attrgetter(*names), tuple(field.default for field in fields)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
