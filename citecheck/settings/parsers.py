"""One parser for each setting: from a flag, an environment variable or a TOML value to its type.

Each raises BadValueError for a value that the setting does not take.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from citecheck.settings.errors import BadRowsError, BadValueError, suggest_name
from citecheck.settings.schema import CONDITIONS, SECOND_OPINIONS, SEVERITIES, IgnoreRule, PathRule

T = TypeVar("T")

_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def _string(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadValueError("takes a text")
    # A key out of a file or a secret store often ends with a line break.
    return value.strip()


def is_on(text: str) -> bool:
    """Whether an environment variable switches something on: "1", "true", "yes" or "on"."""
    return text.strip().lower() in _YES


def _boolean(value: object) -> bool:
    if isinstance(value, str) and value.lower() in (*_YES, *_NO):
        return value.lower() in _YES
    if not isinstance(value, bool):
        raise BadValueError("takes true or false")
    return value


def _seconds(value: object) -> float:
    try:
        number = (
            float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else -1.0
        )
    except (ValueError, OverflowError):
        number = -1.0
    if not 0 < number < 86_400:
        raise BadValueError("takes a number of seconds above 0")
    return number


# Python reads no integer of more than 4,300 digits; no count has a twentieth.
_MOST_DIGITS = 20


def _count(value: object) -> int:
    if isinstance(value, str) and value.isdecimal() and len(value) < _MOST_DIGITS:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadValueError("takes a whole number, 0 or more")
    return value


def _path(value: object) -> Path:
    return Path(_string(value)).expanduser()


def _url(value: object) -> str:
    text = _string(value)
    if not re.match(r"https?://[^/\s]+", text):
        raise BadValueError("takes a URL that begins with http:// or https://")
    return text


def _services(value: object) -> tuple[str, ...]:
    """Names of services for second opinions: an array, or words with commas between."""
    given = value if isinstance(value, (list, tuple)) else _string(value).split(",")
    names = tuple(dict.fromkeys(name for item in given if (name := str(item).strip().lower())))
    wrong = [name for name in names if name not in SECOND_OPINIONS]
    if wrong:
        raise BadValueError(f"takes {' and '.join(SECOND_OPINIONS)}, not {wrong[0]!r}")
    return names


def _conditions(value: object) -> tuple[str, ...]:
    """Verdicts and flags, from a list or a text with commas; an empty one means never.

    Raises ValueError with the nearest name for one that is not a verdict or a flag.
    """
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise BadValueError("takes a list of verdicts and flags")
    cleaned = tuple(dict.fromkeys(name.strip().replace("-", "_") for name in names if name.strip()))
    for name in cleaned:
        if name not in CONDITIONS:
            raise BadValueError(f"takes verdicts and flags, not {name!r}{suggest_name(name, CONDITIONS)}")
    return cleaned


def _globs(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise BadValueError("takes a list of patterns")
    return tuple(value)


def _severities(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise BadValueError('takes a table such as {possible = "error"}')
    cleaned = {}
    for name, weight in value.items():
        (condition,) = _conditions([name]) or ("",)
        if weight not in SEVERITIES:
            raise BadValueError(f"takes for {name} one of {', '.join(SEVERITIES)}, not {weight!r}")
        cleaned[condition] = str(weight)
    return cleaned


def _fields(value: object, required: set[str], optional: set[str]) -> dict[str, Any]:
    """One table of an array of tables, its keys checked."""
    if not isinstance(value, dict):
        raise BadValueError("takes tables")
    known = tuple(sorted(required | optional))
    for key in value:
        if key not in known:
            raise BadValueError(f"has no key {key!r}{suggest_name(key, known)}")
    missing = sorted(required - {key for key, item in value.items() if item})
    if missing:
        raise BadValueError(f"needs {' and '.join(missing)}")
    return value


def _path_rules(value: object) -> tuple[PathRule, ...]:
    def rule(_: int, row: object) -> PathRule:
        given = _fields(row, {"match", "severity"}, set())
        return PathRule(_string(given["match"]), _severities(given["severity"]))

    return _each(value, rule)


def _ignore_rules(value: object) -> tuple[IgnoreRule, ...]:
    def rule(at: int, row: object) -> IgnoreRule:
        given = _fields(row, {"reason"}, {"verdicts", "path", "journal", "pmid", "quote"})
        words = {key: _string(item) for key, item in given.items() if key != "verdicts"}
        if not given.keys() - {"reason"}:
            raise BadValueError("would ignore everything: say a path, journal, pmid, quote or verdicts")
        return IgnoreRule(**words, place=f"ignore {at + 1}", verdicts=_conditions(given.get("verdicts", [])))

    return _each(value, rule)


def _each(value: object, read: Callable[[int, object], T]) -> tuple[T, ...]:
    """Every row of an array of tables read; the faults of all rows together."""
    rules, faults = [], []
    for at, row in enumerate(_rows(value)):
        try:
            rules.append(read(at, row))
        except BadValueError as fault:
            faults.append((at, str(fault)))
    if faults:
        raise BadRowsError(faults)
    return tuple(rules)


def _rows(value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadValueError("takes an array of tables")
    return value


PARSERS: dict[str, Callable[[object], object]] = {
    "source": _string,
    "email": _string,
    "api_key": _string,
    "pubmed_url": _url,
    "journals_url": _url,
    "also": _services,
    "crossref_url": _url,
    "doi_url": _url,
    "openlibrary_url": _url,
    "cache": _boolean,
    "cache_folder": _path,
    "data_folder": _path,
    "retractions_url": _url,
    "wait_for_network": _boolean,
    "timeout": _seconds,
    "budget": _seconds,
    "complete": _boolean,
    "strict": _boolean,
    "min_citations": _count,
    "fail_on": _conditions,
    "warn_on": _conditions,
    "severity": _severities,
    "paths": _path_rules,
    "ignore": _ignore_rules,
    "baseline": _path,
    "exclude": _globs,
    "strict_config": _boolean,
}
