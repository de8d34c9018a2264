"""Settings from flags and environment variables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from citecheck.safety.toml import parse_toml
from citecheck.settings.errors import BadValueError
from citecheck.settings.parsers import PARSERS
from citecheck.settings.schema import Layer

# Every setting has a variable of ours; two also have the name that NCBI's documentation of API keys uses.
_ENVIRONMENT = {f"CITECHECK_{name.upper()}": name for name in PARSERS} | {
    "NCBI_EMAIL": "email",
    "NCBI_API_KEY": "api_key",
}
VARIABLES = {name: variable for variable, name in _ENVIRONMENT.items()}


def settings_from_flags(flags: Mapping[str, object], faults: list[str]) -> Layer:
    """Return what the command line sets.

    Args:
        flags: Values by setting, names with underscores; None means not given.
        faults: Gets a line for each value that is not accepted.
    """
    values: Layer = {}
    for name, value in flags.items():
        if value is not None:
            try:
                values[name] = (value if isinstance(value, Path) else PARSERS[name](value), "flag")
            except BadValueError as fault:
                faults.append(f"--{name.replace('_', '-')} {fault}")
    return values


def settings_from_environment(environment: Mapping[str, str], faults: list[str]) -> Layer:
    """Return what the environment sets.

    Args:
        environment: Variables by name; blank ones count as not set.
        faults: Gets a line for each value that is not accepted.
    """
    values: Layer = {}
    for variable, name in _ENVIRONMENT.items():
        text = environment.get(variable, "")
        if text.strip():
            try:
                values[name] = (PARSERS[name](_parse_variable(name, text)), f"environment {variable}")
            except BadValueError as fault:
                faults.append(f"environment {variable}: {fault}")
    return values


# Settings that take tables: their variables hold a TOML value.
_TABLES = ("severity", "paths", "ignore")


def _parse_variable(name: str, text: str) -> object:
    """Return the value that a variable holds, for the parser of the setting.

    Tables and arrays of tables are TOML ('{possible = "error"}'). Patterns are a TOML array or a list with
    commas.
    """
    if name in _TABLES or (name == "exclude" and text.lstrip().startswith("[")):
        try:
            return parse_toml(f"value = {text}")["value"]
        except ValueError as error:
            raise BadValueError(f"takes a TOML value ({error})") from error
    if name == "exclude":
        return [part.strip() for part in text.split(",") if part.strip()]
    return text
