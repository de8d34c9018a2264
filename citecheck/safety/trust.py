"""Which settings a checkout may set, and which hosts may be sent a secret.

A configuration file in a checkout comes from whoever wrote the checkout: on a pull request, its
author. It may say what is checked and how findings weigh. It may not say where facts come from,
nor where secrets go.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

_FACTS = "it says where facts come from"
_SECRETS = "it says who asks, and with which secret"
_RULES = "it says what a checkout may set"

# Setting → why a checkout may not set it.
RESERVED: Mapping[str, str] = {
    "source": _FACTS,
    "cache_folder": _FACTS,
    "data_folder": _FACTS,
    "retractions_url": _FACTS,
    "pubmed_url": _FACTS,
    "journals_url": _FACTS,
    "also": _FACTS,
    "crossref_url": _FACTS,
    "doi_url": _FACTS,
    "openlibrary_url": _FACTS,
    "email": _SECRETS,
    "api_key": _SECRETS,
    "strict_config": _RULES,
}

# The source that a checkout may name, because it is the default.
_PUBMED = "pubmed"

_NCBI = "ncbi.nlm.nih.gov"


def user_configuration_file() -> Path:
    """The configuration file of the person who runs the command. It need not exist."""
    from platformdirs import user_config_path

    return user_config_path("citecheck", appauthor=False) / "config.toml"


def refusal(name: str, value: object, variable: str | None) -> str | None:
    """Return why a checkout's configuration may not set this, and how it can be set; None if it may.

    Args:
        name: The setting, with underscores.
        value: What the file sets it to.
        variable: The environment variable that sets it, if there is one.
    """
    reason = RESERVED.get(name)
    if reason is None or (name == "source" and value == _PUBMED):
        return None
    flag = f"--{name.replace('_', '-')}"
    ways = [f"give {flag}", *([f"set {variable}"] if variable else [])]
    return (
        f"is not taken from a checkout's configuration, because {reason}: "
        f"{', '.join(ways)}, or write it into {user_configuration_file()}"
    )


def is_ncbi(url: str | None) -> bool:
    """Whether requests to `url` go to NCBI over TLS; None stands for NCBI's own address."""
    if url is None:
        return True
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    return parts.scheme == "https" and (host == _NCBI or host.endswith("." + _NCBI))
