"""Writes indented JSON.

Python's own writer is in C only without an indent; with one it takes a tenth of the time of a check.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import Any

_write_other = json.JSONEncoder(ensure_ascii=False).encode


def _write_float(value: float) -> str:
    return repr(value) if math.isfinite(value) else _write_other(value)


# `_write_other` takes several times as long.
_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: repr,
    float: _write_float,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
}


def indented_json(value: object) -> str:
    """Return what `json.dumps(value, ensure_ascii=False, indent=1)` does; keys of objects must be strings."""
    return _written(value, "\n")


def _written(value: object, line: str) -> str:
    """A value as JSON, its later lines beginning with the line feed and blanks of `line`."""
    write = _WRITERS.get(type(value))
    if write:
        return write(value)
    inner = line + " "
    if isinstance(value, dict) and value:
        fields = [f"{encode_basestring(name)}: {_written(one, inner)}" for name, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(fields)}{line}}}"
    if isinstance(value, list | tuple) and value:
        items = [_written(one, inner) for one in value]
        return f"[{inner}{f',{inner}'.join(items)}{line}]"
    return _write_other(value)
