"""`citecheck explain`."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli.options import source_options, to_source_options, write
from citecheck.errors import ExitCode, UsageError


@click.command()
@click.argument("article", type=click.Path(exists=True, path_type=Path))
@click.argument("citation", metavar="CITATION")
@source_options
def explain(article: Path, citation: str, refresh: bool, offline: bool, **flags: object) -> int:
    r"""Explain the verdict on one CITATION (such as c3) of ARTICLE in full.

    What the article states, which publications it may cite and how probably, what would decide, each
    query with its hits, and each candidate's evidence field by field.

    \b
    Example:
      citecheck explain fixtures/articles/magnesium-neuropathy.md c2 --source fixtures/pubmed
    """
    from citecheck import settings
    from citecheck.checker import Checker
    from citecheck.documents import read
    from citecheck.journals import Catalogue
    from citecheck.model.explanation import Explanation
    from citecheck.reports.to_explain import render_explanation
    from citecheck.sources import open_source
    from citecheck.verdicts.explanation import explain_identification

    chosen = settings.load_settings(flags)
    options = to_source_options(chosen, refresh=refresh, offline=offline)
    with open_source(chosen.source, options) as source:
        checker = Checker(source, Catalogue.load())
        (examined,) = checker.examine(
            [read(article)], only=lambda _, found: [one for one in found if one.id == citation]
        )
        if examined.document.error:
            raise UsageError(f"{article}: {examined.document.error}")
        if not examined.report.citations:
            raise UsageError(f"{article} has no citation {citation}; citecheck extract lists them")
        (checked,) = examined.report.citations
        explanation = Explanation()
        for cluster, result in examined.clusters:
            found = {one.pmid: one for lookup in result.lookups for one in lookup.publications}
            explanation = explain_identification(
                cluster.claimed, found.values(), checker.matcher, checker.info.records
            )
        write(render_explanation(checked, explanation), None)
    return ExitCode.PASSED
