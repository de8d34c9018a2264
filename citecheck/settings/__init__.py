"""What can be set, and from where.

schema              the settings, their types and defaults
parsers             one parser for each setting: from a string or a TOML value to its type
errors              values that a setting does not take, and the nearest name for a misspelt one
command_line        settings from flags and environment variables
configuration_file  settings from the user's file, the checkout's, or the one that --config names
load                all of them put together

Flags go before the environment, the environment before the checkout's configuration file, that before
the user's own, and that before defaults. What a checkout's file may set is stated in `safety/trust.py`.
Faults are collected and reported together, each with file, line and key.

Kept by hand: no settings library states for each value where it comes from, and forbids a checkout to set
some of them.
"""

from citecheck.settings.load import load_settings
from citecheck.settings.schema import CONDITIONS, IgnoreRule, PathRule, Settings

__all__ = ["CONDITIONS", "IgnoreRule", "PathRule", "Settings", "load_settings"]
