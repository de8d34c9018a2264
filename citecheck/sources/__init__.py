"""Where publications are looked up: live PubMed, or a local index.

open_source("pubmed") asks the live service; any other word is the path of an index, or of
PubMed files, from which an index is built in the cache folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citecheck.sources.interface import Interrupted, Source, SourceOptions

if TYPE_CHECKING:
    from citecheck.sources.retraction_watch import RetractionWatch

__all__ = ["Interrupted", "Source", "SourceOptions", "open_source"]


def open_source(spec: str, options: SourceOptions | None = None) -> Source:
    """Open the source that `spec` names, with the data set of Retraction Watch where it was fetched.

    Nothing is looked up yet: a service that cannot be reached shows in its Lookups.

    Args:
        spec: "pubmed", the folder of an index, or a folder or file of PubMed records.
        options: How to open it; the default options where it is None.

    Returns:
        The open source, which the caller closes.

    Raises:
        SourceError: The path holds neither an index nor PubMed files.
        SettingsError: The base URL of the live service is unusable.
    """
    chosen = options or SourceOptions()
    source = _open_alone(spec, chosen)
    witness = _witness(chosen)
    if witness is None:
        return source
    from citecheck.sources.retraction_watch import WitnessedSource

    return WitnessedSource(source, witness)


def _witness(options: SourceOptions) -> RetractionWatch | None:
    if options.data_folder is None or not (options.data_folder / "retraction_watch.jsonl").exists():
        return None
    from citecheck.sources.retraction_watch import RetractionWatch

    return RetractionWatch.load(options.data_folder)


def _open_alone(spec: str, chosen: SourceOptions) -> Source:
    if spec == "pubmed":
        from citecheck.sources.entrez import EntrezSource

        return EntrezSource(chosen)
    from citecheck.sources.index import open_index_source

    return open_index_source(spec, chosen)
