"""What can be set, and from where.

Flags go before the environment, that before the checkout's configuration file, that before the
user's own, and that before defaults. A checkout's file is `.citecheck.toml`, or the table
`[tool.citecheck]` of `pyproject.toml`, looked for from the working folder upwards to the
repository's root; what it may set stands in `safety/trust.py`. Faults are gathered and reported
together, each with file, line and key.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from citecheck.errors import SettingsError
from citecheck.model import Flag, Verdict
from citecheck.safety.files import read_configuration_text
from citecheck.safety.toml import parse_toml
from citecheck.safety.trust import refusal, user_configuration_file

T = TypeVar("T")
SEVERITIES = ("error", "warning", "note", "none")
TRAITS = (*(verdict.value for verdict in Verdict), *(flag.value for flag in Flag))
SECOND_OPINIONS = ("crossref", "openlibrary")
FILES = (".citecheck.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class PathRule:
    """Severities for the documents whose path fits the glob `match`."""

    match: str
    severity: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IgnoreRule:
    """A suppression of the configuration: what is None is not asked for. `place` says which one it is."""

    reason: str
    place: str
    verdicts: tuple[str, ...] = ()
    path: str | None = None
    journal: str | None = None
    pmid: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. `origins` names for each where its value came from."""

    source: str = "pubmed"
    email: str | None = None
    api_key: str | None = field(default=None, repr=False)
    pubmed_url: str | None = None
    journals_url: str | None = None
    also: tuple[str, ...] = ()
    crossref_url: str | None = None
    doi_url: str | None = None
    openlibrary_url: str | None = None
    cache: bool = True
    cache_folder: Path | None = None
    data_folder: Path | None = None
    retractions_url: str | None = None
    wait_for_network: bool = False
    timeout: float = 30.0
    budget: float = 180.0
    complete: bool = False
    strict: bool = False
    min_citations: int = 0
    fail_on: tuple[str, ...] = ("mismatch", "not_found", "retracted", "unknown_journal")
    warn_on: tuple[str, ...] = ("ambiguous", "possible", "withdrawn", "expression_of_concern")
    severity: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[PathRule, ...] = ()
    ignore: tuple[IgnoreRule, ...] = ()
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    strict_config: bool = False
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)


# The text of a file as far as it counts, None where there is no such file.
ReadText = Callable[[Path], str | None]


def load_settings(
    flags: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    read_base: ReadText | None = None,
) -> Settings:
    """Return the settings in force for a run in `folder`.

    Args:
        flags: What the command line gives, names with underscores; None means not given. `no_config`
            passes over every configuration file, `config` names one to take in the checkout's place.
        environment: The environment variables, None for this process's own.
        folder: Where the command runs, None for the working folder.
        read_base: Reads the checkout's files as they are in the base branch, for `--strict-config`.

    Raises:
        SettingsError: With one line for each fault found anywhere.
    """
    faults: list[str] = []
    outer_faults: list[str] = []
    variables = os.environ if environment is None else environment
    given = dict(flags or {})
    no_config = given.pop("no_config", None) or _is_on(variables.get("CITECHECK_NO_CONFIG", ""))
    named = given.pop("config", None)
    folder = folder or Path.cwd()
    outer = [_from_environment(variables, outer_faults), _from_flags(given, outer_faults)]
    own = [] if no_config else [_of_user(faults)]
    if isinstance(named, Path) and not no_config:
        own.append(_of_named_file(named, folder, faults))
    values, origins = _merged([*own, *outer])
    if not no_config and named is None:
        read = read_base if values.get("strict_config") and read_base else _text_of
        found = find_file(folder, read)
        checkout = _from_file(*found, faults, trusted=False) if found else {}
        values, origins = _merged([*own, checkout, *outer])
    if faults or outer_faults:
        raise SettingsError("\n".join(faults + outer_faults))
    return Settings(**values, origins=origins)


_Layer = dict[str, tuple[object, str]]


def _merged(layers: list[_Layer]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the layers and where each comes from; later ones go before earlier ones."""
    values: dict[str, Any] = {}
    origins = {spec.name: "default" for spec in fields(Settings) if spec.name != "origins"}
    for layer in layers:
        for name, (value, origin) in layer.items():
            values[name] = value
            origins[name] = origin
    return values, origins


def _of_user(faults: list[str]) -> _Layer:
    path = user_configuration_file()
    try:
        text = _text_of(path)
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{path}: {error}")
        return {}
    return {} if text is None else _from_file(path, text, faults, trusted=True)


def _of_named_file(path: Path, folder: Path, faults: list[str]) -> _Layer:
    """The settings of the file that --config names. One that lies in the checkout is the checkout's."""
    try:
        text = read_configuration_text(path)
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"--config {path}: {error}")
        return {}
    root = checkout_root(folder)
    return _from_file(path, text, faults, trusted=root is None or not path.resolve().is_relative_to(root))


def checkout_root(folder: Path) -> Path | None:
    """The root of the repository that `folder` lies in, None where it lies in none."""
    folder = folder.resolve()
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def find_file(folder: Path, read: ReadText | None = None) -> tuple[Path, str] | None:
    """The nearest configuration file at or above a folder, up to the repository's root, and its text.

    Args:
        folder: The folder at which to start.
        read: Reads a file, None where there is no such file; from the disk by default.

    Returns:
        The path and the text, or None where no file is found.

    Raises:
        SettingsError: The file that counts can't be read.
    """
    folder = folder.resolve()
    for place in (folder, *folder.parents):
        for name in FILES:
            path = place / name
            try:
                text = (read or _text_of)(path)
            except (OSError, UnicodeDecodeError) as error:
                if name == "pyproject.toml":
                    continue
                raise SettingsError(f"{path}: {error}") from error
            if text is not None and (name != "pyproject.toml" or _OUR_TABLE.search(text)):
                return path, text
        if (place / ".git").exists():
            return None
    return None


# "[tool.citecheck]", "[[tool.citecheck.ignore]]"
_OUR_TABLE = re.compile(r"^[ \t]*\[\[?tool\.citecheck\b", re.MULTILINE)


def _text_of(path: Path) -> str | None:
    return read_configuration_text(path) if path.exists() else None


def _nothing(_: Path) -> None:
    """The base branch of a command that knows of none."""


def _is_on(word: str) -> bool:
    return word.strip().lower() in ("1", "true", "yes", "on")


# ------------------------------------------------------------------ values


class _BadValueError(ValueError):
    """A value that a key cannot take; the message says what it takes."""


class _BadRowsError(ValueError):
    """Rows of an array of tables that cannot be taken: the number of each, from 0, and its fault."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        super().__init__("; ".join(fault for _, fault in faults))
        self.faults = faults


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _BadValueError("takes a text")
    # A key out of a file or a secret store often ends with a line break.
    return value.strip()


def _yes_or_no(value: object) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    if not isinstance(value, bool):
        raise _BadValueError("takes true or false")
    return value


def _seconds(value: object) -> float:
    try:
        number = (
            float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else -1.0
        )
    except (ValueError, OverflowError):
        number = -1.0
    if not 0 < number < 86_400:
        raise _BadValueError("takes a number of seconds above 0")
    return number


# Python reads no integer of more than 4,300 digits; no count has a twentieth.
_MOST_DIGITS = 20


def _count(value: object) -> int:
    if isinstance(value, str) and value.isdecimal() and len(value) < _MOST_DIGITS:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _BadValueError("takes a whole number, 0 or more")
    return value


def _path(value: object) -> Path:
    return Path(_text(value)).expanduser()


def _url(value: object) -> str:
    text = _text(value)
    if not re.match(r"https?://[^/\s]+", text):
        raise _BadValueError("takes a URL that begins with http:// or https://")
    return text


def _services(value: object) -> tuple[str, ...]:
    """Names of services for second opinions: an array, or words with commas between."""
    given = value if isinstance(value, (list, tuple)) else _text(value).split(",")
    names = tuple(dict.fromkeys(name for item in given if (name := str(item).strip().lower())))
    wrong = [name for name in names if name not in SECOND_OPINIONS]
    if wrong:
        raise _BadValueError(f"takes {' and '.join(SECOND_OPINIONS)}, not {wrong[0]!r}")
    return names


def parse_conditions(value: object) -> tuple[str, ...]:
    """Verdicts and flags, from a list or a text with commas; an empty one means never.

    Raises ValueError with the nearest name for one that is not a verdict or a flag.
    """
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise _BadValueError("takes a list of verdicts and flags")
    cleaned = tuple(dict.fromkeys(name.strip().replace("-", "_") for name in names if name.strip()))
    for name in cleaned:
        if name not in TRAITS:
            raise _BadValueError(f"takes verdicts and flags, not {name!r}{nearest(name, TRAITS)}")
    return cleaned


def _globs(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise _BadValueError("takes a list of patterns")
    return tuple(value)


def _severities(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise _BadValueError('takes a table such as {possible = "error"}')
    cleaned = {}
    for name, weight in value.items():
        (trait,) = parse_conditions([name]) or ("",)
        if weight not in SEVERITIES:
            raise _BadValueError(f"takes for {name} one of {', '.join(SEVERITIES)}, not {weight!r}")
        cleaned[trait] = str(weight)
    return cleaned


def _fields(value: object, required: set[str], optional: set[str]) -> dict[str, Any]:
    """One table of an array of tables, its keys checked."""
    if not isinstance(value, dict):
        raise _BadValueError("takes tables")
    known = tuple(sorted(required | optional))
    for key in value:
        if key not in known:
            raise _BadValueError(f"has no key {key!r}{nearest(key, known)}")
    missing = sorted(required - {key for key, item in value.items() if item})
    if missing:
        raise _BadValueError(f"needs {' and '.join(missing)}")
    return value


def _path_rules(value: object) -> tuple[PathRule, ...]:
    def rule(_: int, row: object) -> PathRule:
        given = _fields(row, {"match", "severity"}, set())
        return PathRule(_text(given["match"]), _severities(given["severity"]))

    return _each(value, rule)


def _ignore_rules(value: object) -> tuple[IgnoreRule, ...]:
    def rule(at: int, row: object) -> IgnoreRule:
        given = _fields(row, {"reason"}, {"verdicts", "path", "journal", "pmid", "quote"})
        words = {key: _text(item) for key, item in given.items() if key != "verdicts"}
        if not given.keys() - {"reason"}:
            raise _BadValueError("would ignore everything: say a path, journal, pmid, quote or verdicts")
        return IgnoreRule(
            **words, place=f"ignore {at + 1}", verdicts=parse_conditions(given.get("verdicts", []))
        )

    return _each(value, rule)


def _each(value: object, read: Callable[[int, object], T]) -> tuple[T, ...]:
    """Every row of an array of tables read; the faults of all rows together."""
    rules, faults = [], []
    for at, row in enumerate(_rows(value)):
        try:
            rules.append(read(at, row))
        except _BadValueError as fault:
            faults.append((at, str(fault)))
    if faults:
        raise _BadRowsError(faults)
    return tuple(rules)


def _rows(value: object) -> list[object]:
    if not isinstance(value, list):
        raise _BadValueError("takes an array of tables")
    return value


_READERS: dict[str, Callable[[object], object]] = {
    "source": _text,
    "email": _text,
    "api_key": _text,
    "pubmed_url": _url,
    "journals_url": _url,
    "also": _services,
    "crossref_url": _url,
    "doi_url": _url,
    "openlibrary_url": _url,
    "cache": _yes_or_no,
    "cache_folder": _path,
    "data_folder": _path,
    "retractions_url": _url,
    "wait_for_network": _yes_or_no,
    "timeout": _seconds,
    "budget": _seconds,
    "complete": _yes_or_no,
    "strict": _yes_or_no,
    "min_citations": _count,
    "fail_on": parse_conditions,
    "warn_on": parse_conditions,
    "severity": _severities,
    "paths": _path_rules,
    "ignore": _ignore_rules,
    "baseline": _path,
    "exclude": _globs,
    "strict_config": _yes_or_no,
}

# NCBI's own names for the first two, as its documentation of API keys gives them; every key has one of ours.
_ENVIRONMENT = {f"CITECHECK_{name.upper()}": name for name in _READERS} | {
    "NCBI_EMAIL": "email",
    "NCBI_API_KEY": "api_key",
}
_VARIABLES = {name: variable for variable, name in _ENVIRONMENT.items()}


# Longer words resemble no name, and to compare them takes time in proportion to their square.
_LONGEST_NAME = 60
# Who made more mistakes in one file reads the first ones first.
_MOST_FAULTS = 50


def nearest(name: str, names: tuple[str, ...]) -> str:
    """'; did you mean …?' for a misspelt name.

    Args:
        name: The name.
        names: The names that exist.

    Returns:
        The question with the most similar of `names`; "" where none of them resembles it.
    """
    close = difflib.get_close_matches(name, names, n=1) if len(name) <= _LONGEST_NAME else []
    return f"; did you mean {close[0]!r}?" if close else ""


# ------------------------------------------------------------------ layers


def _from_flags(flags: Mapping[str, object], faults: list[str]) -> _Layer:
    values: _Layer = {}
    for name, value in flags.items():
        if value is not None:
            try:
                values[name] = (value if isinstance(value, Path) else _READERS[name](value), "flag")
            except _BadValueError as fault:
                faults.append(f"--{name.replace('_', '-')} {fault}")
    return values


def _from_environment(environment: Mapping[str, str], faults: list[str]) -> _Layer:
    values: _Layer = {}
    for variable, name in _ENVIRONMENT.items():
        if variable in environment and environment[variable].strip():
            try:
                values[name] = (
                    _READERS[name](_in_toml(name, environment[variable])),
                    f"environment {variable}",
                )
            except _BadValueError as fault:
                faults.append(f"environment {variable}: {fault}")
    return values


# Keys that take more than a text or a list of names: their variables hold a TOML value.
_TABLES = ("severity", "paths", "ignore")


def _in_toml(name: str, text: str) -> object:
    """The value that a variable means.

    Tables and arrays of tables are TOML ('{possible = "error"}'); patterns may also stand with
    commas between them.
    """
    if name in _TABLES or (name == "exclude" and text.lstrip().startswith("[")):
        try:
            return parse_toml(f"value = {text}")["value"]
        except ValueError as error:
            raise _BadValueError(f"takes a TOML value ({error})") from error
    if name == "exclude":
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _from_file(path: Path, text: str, faults: list[str], *, trusted: bool) -> _Layer:
    try:
        table: Any = parse_toml(text)
    except ValueError as error:
        faults.append(f"{path}: {error}")
        return {}
    if path.name == "pyproject.toml":
        tool = table.get("tool", {})
        table = tool.get("citecheck", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        faults.append(f"{path}: tool.citecheck takes a table")
        return {}
    values: _Layer = {}
    for key, value in table.items():
        if len(faults) >= _MOST_FAULTS:
            faults.append(f"{path}: there are more faults")
            break
        name, place = key.replace("-", "_"), f"{path}:{_line_of(text, key)}"
        if name not in _READERS:
            known = tuple(sorted(n.replace("_", "-") for n in _READERS))
            faults.append(
                f"{place}: {_hint(path, key, value) or f'there is no key {key!r}{nearest(key, known)}'}"
            )
            continue
        if not trusted and (refused := refusal(name, value, _VARIABLES.get(name))):
            faults.append(f"{place}: {key} {refused}")
            continue
        try:
            taken = _READERS[name](value)
            values[name] = (_beside(path, taken) if isinstance(taken, Path) else taken, place)
        except _BadValueError as fault:
            faults.append(f"{place}: {key} {fault}")
        except _BadRowsError as bad:
            shown = bad.faults[:_MOST_FAULTS]
            faults += [f"{path}:{_line_of(text, key, at)}: {key} {fault}" for at, fault in shown]
    return values


# Words that people carry over from the command line or from other tools, and the keys for them.
_MEANT = {
    "format": "--format",
    "output": "--output",
    "report": "--report",
    "diff": "--diff",
    "quiet": "--quiet",
}


def _hint(path: Path, key: str, value: object) -> str | None:
    """The setting that an unknown key probably stands for, None where nothing comes to mind."""
    if key in ("tool", "citecheck") and isinstance(value, dict):
        if path.name == "pyproject.toml":
            return "the table is [tool.citecheck], not [tool.citecheck.citecheck]"
        return f"in {path.name} the keys stand at the top of the file, without [tool.citecheck]"
    if key.replace("-", "_") in _MEANT:
        return f"{key} is set on the command line alone ({_MEANT[key.replace('-', '_')]})"
    if key == "ignores" or (key == "ignore" and not isinstance(value, list)):
        return "exceptions are written as [[ignore]] tables, each with a reason"
    return None


def _beside(file: Path, named: Path) -> Path:
    """A path of a configuration file is relative to that file, from wherever a command is run."""
    return named if file.parent == Path.cwd() else file.parent / named


def _line_of(text: str, key: str, nth: int = 0) -> int:
    """The line on which `key` is set, or its `nth` table begins (tomllib gives no positions)."""
    pattern = rf'^[ \t]*\[*[ \t]*(?:tool\.citecheck\.)?"?{re.escape(key)}"?[ \t]*(?:=|\]|\.)'
    places = [found.start() for found in re.finditer(pattern, text, re.MULTILINE)]
    return text.count("\n", 0, places[min(nth, len(places) - 1)]) + 1 if places else 1
