"""Settings of all origins put together, and where each came from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.settings.command_line import settings_from_environment, settings_from_flags
from citecheck.settings.configuration_file import (
    ReadText,
    read_text,
    settings_of_checkout,
    settings_of_named_file,
    settings_of_user,
)
from citecheck.settings.parsers import is_on
from citecheck.settings.schema import Layer, Settings


def load_settings(
    flags: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    read_base: ReadText | None = None,
) -> Settings:
    """Return the settings in force for a run in `folder`.

    Args:
        flags: The options of the command line, names with underscores; None means not given. `no_config`
            skips every configuration file, `config` names one to use in place of the checkout's.
        environment: The environment variables; None for those of this process.
        folder: The folder in which the command runs; None for the working folder.
        read_base: Reads the checkout's files as they are in the base branch, for `--strict-config`.

    Raises:
        SettingsError: A value is not accepted or a file cannot be read; a line for each fault.
    """
    faults: list[str] = []
    outer_faults: list[str] = []
    variables = os.environ if environment is None else environment
    given = dict(flags or {})
    no_config = given.pop("no_config", None) or is_on(variables.get("CITECHECK_NO_CONFIG", ""))
    named = given.pop("config", None)
    folder = folder or Path.cwd()
    outer = [settings_from_environment(variables, outer_faults), settings_from_flags(given, outer_faults)]
    own = [] if no_config else [settings_of_user(faults)]
    if isinstance(named, Path) and not no_config:
        own.append(settings_of_named_file(named, folder, faults))
    values, origins = _merge_layers([*own, *outer])
    if not no_config and named is None:
        read = read_base if values.get("strict_config") and read_base else read_text
        checkout = settings_of_checkout(folder, read, faults)
        values, origins = _merge_layers([*own, checkout, *outer])
    if faults or outer_faults:
        raise SettingsError("\n".join(faults + outer_faults))
    return Settings(**values, origins=origins)


def _merge_layers(layers: list[Layer]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of the layers and the origin of each; a later layer overrides an earlier one."""
    values: dict[str, Any] = {}
    origins = {spec.name: "default" for spec in fields(Settings) if spec.name != "origins"}
    for layer in layers:
        for name, (value, origin) in layer.items():
            values[name] = value
            origins[name] = origin
    return values, origins
