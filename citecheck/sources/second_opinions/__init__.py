"""Second opinions on identifiers: services beside PubMed that know whether a DOI or an ISBN exists.

They are off by default. Their answers are notes and never verify a citation.
"""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.errors import SettingsError
from citecheck.sources.interface import SourceOptions
from citecheck.sources.second_opinions.interface import OpinionSource

__all__ = ["SERVICES", "OpinionSource", "open_opinion_sources"]

SERVICES = ("crossref", "openlibrary")


def open_opinion_sources(
    names: Sequence[str], options: SourceOptions, urls: dict[str, str | None]
) -> tuple[OpinionSource, ...]:
    """Open the services of these names.

    Args:
        names: names out of `SERVICES`.
        options: how they are to be reached; their `base_url` is PubMed's and is ignored.
        urls: base URLs by setting ("crossref_url", "doi_url", "openlibrary_url"); None is the service's own.

    Raises:
        SettingsError: for any other name.
    """
    from citecheck.sources.second_opinions.crossref import CrossrefSource
    from citecheck.sources.second_opinions.openlibrary import OpenLibrarySource

    opened: list[OpinionSource] = []
    for name in dict.fromkeys(names):
        if name == "crossref":
            opened.append(CrossrefSource(options, urls.get("crossref_url"), urls.get("doi_url")))
        elif name == "openlibrary":
            opened.append(OpenLibrarySource(options, urls.get("openlibrary_url")))
        else:
            raise SettingsError(f"--also {name}: takes {' and '.join(SERVICES)}")
    return tuple(opened)
