"""Requests for each citation, and whether live PubMed and a local index over the same records agree.

python -m tests.benchmarks.live_verdicts fixtures/articles --records fixtures/pubmed
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from citecheck.checker import Checker
from citecheck.documents import find_files, read
from citecheck.journals import Catalogue
from citecheck.model import CheckedCitation, CitationKind, DocumentReport, SourceInfo
from citecheck.sources import Source, SourceOptions, open_source
from citecheck.sources.entrez import EntrezSource
from tests.eutils_server import EutilsServer, Holdings


class Sized(EntrezSource):
    """Live PubMed with an index's info on the same records: their number, and that they lack books."""

    size = 0

    @property
    def info(self) -> SourceInfo:
        """As many records as the server has, and no books."""
        return replace(super().info, records=self.size, lacks_books=True)


def checked(paths: list[Path], source: Source) -> list[DocumentReport]:
    """The reports of all articles."""
    return list(
        Checker(source, Catalogue.load(), complete=True).check(read(path) for path in find_files(paths))
    )


def verdicts(reports: list[DocumentReport]) -> dict[tuple[str, str], CheckedCitation]:
    """Every citation that was looked up, by document and id."""
    return {
        (report.document.path, each.citation.id): each
        for report in reports
        for each in report.citations
        if each.citation.kind is not CitationKind.UNSOURCED
    }


def said(each: CheckedCitation) -> tuple[str, str]:
    """A verdict and the publication that it names."""
    judgement = each.judgement
    if judgement is None:
        return "none", ""
    return str(judgement.verdict), judgement.match.publication.pmid if judgement.match else ""


def main() -> None:
    """Print requests, agreement and differences."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--records", type=Path, required=True, help="PubMed XML, or a pickle of Holdings")
    parser.add_argument("--index", help="a local index or records to compare with")
    parser.add_argument("--faults", type=float, default=0.0, help="share of requests that fail")
    parser.add_argument("--show", type=int, default=20)
    arguments = parser.parse_args()
    if arguments.records.suffix == ".pickle":
        with arguments.records.open("rb") as stream:
            holdings = pickle.load(stream)  # noqa: S301 - made by ourselves
    else:
        holdings = Holdings.of([arguments.records])
    Sized.size = len(holdings)
    with EutilsServer(holdings) as server, tempfile.TemporaryDirectory() as folder:
        if arguments.faults:
            from tests.eutils_server.faults import PASSING, SLOW

            server.faults.at_random(arguments.faults, PASSING - SLOW)
        options = SourceOptions(base_url=server.url, cache_folder=Path(folder), requests_per_second=1000.0)
        with Sized(options) as source:
            live = verdicts(checked(arguments.articles, source))
        first, kinds = server.log.count(), Counter(hit.utility for hit in server.log.hits)
        with Sized(options) as source:
            again = verdicts(checked(arguments.articles, source))
        same = [*map(said, live.values())] == [*map(said, again.values())]
        sys.stdout.write(
            f"{len(live)} citations, {first} requests {dict(kinds)}: {first / max(len(live), 1):.2f} each;"
            f" second run: {server.log.count() - first}, same verdicts: {same}\n"
        )
    by_kind = Counter((each.citation.kind.value, said(each)[0]) for each in live.values())
    sys.stdout.write(f"{sorted(by_kind.items())}\n")
    if arguments.index:
        with open_source(arguments.index) as source:
            local = verdicts(checked(arguments.articles, source))
        differing = [
            (key, said(each), said(local[key]))
            for key, each in live.items()
            if said(each) != said(local[key])
        ]
        sys.stdout.write(f"{len(differing)} of {len(live)} differ\n")
        for key, mine, theirs in differing[: arguments.show]:
            sys.stdout.write(f"  {key}: live {mine}, local {theirs}: {live[key].citation.quote[:100]!r}\n")


if __name__ == "__main__":
    main()
