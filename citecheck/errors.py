"""Everything that citecheck raises on purpose.

    CitecheckError                 exit code 2 unless said otherwise
    ├── UsageError                 an argument or option that is not accepted
    ├── SettingsError              faults in configuration, all of them at once
    ├── SourceError                the source of publications
    │   └── PubMedIndexError       not an index, half built, newer than this program, or damaged
    ├── RecordsError               a PubMed file that cannot be read
    └── CatalogueError             a journal list that cannot be fetched or parsed

What cannot be judged is not an error but a value: a document with `error`, a Lookup with
`error`, the verdict `unchecked`.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a run of the command ends."""

    PASSED = 0
    FAILED = 1
    USAGE = 2
    UNCHECKED = 3


# What a shell reports for a command that SIGINT ended: 128 and the signal's number.
INTERRUPTED = 130


class CitecheckError(Exception):
    """Base of all errors that citecheck raises; the message is one sentence for a person."""

    exit_code = ExitCode.USAGE


class UsageError(CitecheckError):
    """An argument or option is not accepted."""


class SettingsError(CitecheckError):
    """Configuration is wrong. The message has one line for each fault, with file and key."""


class SourceError(CitecheckError):
    """The source of publications cannot be used."""


class PubMedIndexError(SourceError):
    """A folder is not a local index, or the index is half built, damaged, or of a newer version."""


class RecordsError(CitecheckError):
    """A PubMed file cannot be read as what it claims to be."""


class CatalogueError(CitecheckError):
    """A journal list cannot be fetched, or the file is not a journal list."""
