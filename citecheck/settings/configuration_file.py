"""Settings from configuration files: the user's own, the checkout's, and the one that --config names.

A checkout's file is `.citecheck.toml`, or the table `[tool.citecheck]` of `pyproject.toml`. It is searched
for from the working folder upwards to the root of the repository.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.safety.files import read_configuration_text
from citecheck.safety.toml import parse_toml
from citecheck.safety.trust import refusal, user_configuration_file
from citecheck.settings.command_line import VARIABLES
from citecheck.settings.errors import BadRowsError, BadValueError, suggest_name
from citecheck.settings.parsers import PARSERS
from citecheck.settings.schema import Layer

# Returns the text of a file, or None if it does not exist.
ReadText = Callable[[Path], str | None]

_FILES = (".citecheck.toml", "pyproject.toml")
# "[tool.citecheck]", "[[tool.citecheck.ignore]]"
_OUR_TABLE = re.compile(r"^[ \t]*\[\[?tool\.citecheck\b", re.MULTILINE)
# A file with more faults than this is corrected from the top.
_MOST_FAULTS = 50


def read_text(path: Path) -> str | None:
    """Return the text of a file, or None if it does not exist."""
    return read_configuration_text(path) if path.exists() else None


def settings_of_user(faults: list[str]) -> Layer:
    """Return the settings of the user's own file; `faults` gets a line for each fault."""
    path = user_configuration_file()
    try:
        text = read_text(path)
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{path}: {error}")
        return {}
    return {} if text is None else _settings_in(path, text, faults, trusted=True)


def settings_of_named_file(path: Path, folder: Path, faults: list[str]) -> Layer:
    """Return the settings of the file that --config names.

    Args:
        path: The file. If it lies in the checkout, it may set no more than the checkout's own file.
        folder: The folder in which the command runs.
        faults: Gets a line for each fault.
    """
    try:
        text = read_configuration_text(path)
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"--config {path}: {error}")
        return {}
    root = next((place for place in _folders_upwards(folder) if _is_root(place)), None)
    trusted = root is None or not path.resolve().is_relative_to(root)
    return _settings_in(path, text, faults, trusted=trusted)


def settings_of_checkout(folder: Path, read: ReadText, faults: list[str]) -> Layer:
    """Return the settings of the nearest configuration file at or above `folder`.

    Args:
        folder: The folder at which the search starts; it ends at the root of the repository.
        read: Reads a file of the checkout.
        faults: Gets a line for each fault.

    Raises:
        SettingsError: The nearest file cannot be read.
    """
    for place in _folders_upwards(folder):
        for name in _FILES:
            path = place / name
            try:
                text = read(path)
            except (OSError, UnicodeDecodeError) as error:
                if name == "pyproject.toml":
                    continue
                raise SettingsError(f"{path}: {error}") from error
            if text is not None and (name != "pyproject.toml" or _OUR_TABLE.search(text)):
                return _settings_in(path, text, faults, trusted=False)
        if _is_root(place):
            break
    return {}


def _folders_upwards(folder: Path) -> tuple[Path, ...]:
    folder = folder.resolve()
    return (folder, *folder.parents)


def _is_root(folder: Path) -> bool:
    """Whether the folder is the root of a repository."""
    return (folder / ".git").exists()


def _settings_in(path: Path, text: str, faults: list[str], *, trusted: bool) -> Layer:
    """Return the settings in the text of a file.

    Args:
        path: The file; its name decides which table is read.
        text: Its text.
        faults: Gets a line for each fault, up to a bound.
        trusted: Whether the file may set everything, as the user's own file may.
    """
    table = _own_table(path, text, faults)
    values: Layer = {}
    for key, value in table.items():
        if len(faults) >= _MOST_FAULTS:
            faults.append(f"{path}: there are more faults")
            break
        name, place = key.replace("-", "_"), f"{path}:{_line_of(text, key)}"
        if name not in PARSERS:
            faults.append(f"{place}: {_hint(path, key, value) or _unknown_key(key)}")
            continue
        if not trusted and (refused := refusal(name, value, VARIABLES.get(name))):
            faults.append(f"{place}: {key} {refused}")
            continue
        try:
            parsed = PARSERS[name](value)
            values[name] = (_beside(path, parsed) if isinstance(parsed, Path) else parsed, place)
        except BadRowsError as bad:
            shown = bad.faults[:_MOST_FAULTS]
            faults += [f"{path}:{_line_of(text, key, at)}: {key} {fault}" for at, fault in shown]
        except BadValueError as fault:
            faults.append(f"{place}: {key} {fault}")
    return values


def _own_table(path: Path, text: str, faults: list[str]) -> dict[str, Any]:
    """Return the table with the settings: the whole file, or [tool.citecheck] of a pyproject.toml.

    Empty if there is a fault, which `faults` gets.
    """
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
    return table


def _unknown_key(key: str) -> str:
    known = tuple(sorted(name.replace("_", "-") for name in PARSERS))
    return f"there is no key {key!r}{suggest_name(key, known)}"


# Options of the command line that people try to set in a file.
_COMMAND_LINE_ONLY = ("format", "output", "report", "diff", "quiet")


def _hint(path: Path, key: str, value: object) -> str | None:
    """Return the setting that an unknown key probably stands for, or None."""
    if key in ("tool", "citecheck") and isinstance(value, dict):
        if path.name == "pyproject.toml":
            return "the table is [tool.citecheck], not [tool.citecheck.citecheck]"
        return f"in {path.name} the keys stand at the top of the file, without [tool.citecheck]"
    if key.replace("-", "_") in _COMMAND_LINE_ONLY:
        return f"{key} is set on the command line alone (--{key.replace('_', '-')})"
    if key == "ignores" or (key == "ignore" and not isinstance(value, list)):
        return "exceptions are written as [[ignore]] tables, each with a reason"
    return None


def _beside(file: Path, named: Path) -> Path:
    """Return a path that a file names, relative to that file and not to the working folder."""
    return named if file.parent == Path.cwd() else file.parent / named


def _line_of(text: str, key: str, nth: int = 0) -> int:
    """Return the line on which `key` is set, or its `nth` table begins: tomllib gives no positions."""
    pattern = rf'^[ \t]*\[*[ \t]*(?:tool\.citecheck\.)?"?{re.escape(key)}"?[ \t]*(?:=|\]|\.)'
    places = [found.start() for found in re.finditer(pattern, text, re.MULTILINE)]
    return text.count("\n", 0, places[min(nth, len(places) - 1)]) + 1 if places else 1
