"""`citecheck fix`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli.options import check_output, named_output, source_options, write
from citecheck.cli.run import files_of, is_url, require_existing, run_checker
from citecheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from citecheck.cli.left_out import LeftOut
    from citecheck.corrections.source_files import CorrectedFile, Correction
    from citecheck.model import Document, DocumentReport, Report
    from citecheck.settings import Settings


@dataclass(frozen=True, slots=True)
class _ArticleFile:
    """A file that may be corrected: its bytes, and the document read from them."""

    path: Path
    data: bytes
    document: Document


@click.command()
@click.argument("articles", nargs=-1, required=True, type=click.Path())
@source_options
@click.option("--write", "write_files", is_flag=True, help="Write the corrections into the files.")
@click.option(
    "--diff", metavar="REV", help="Correct only citations in lines changed since this git revision."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("diff", "github-review")),
    default="diff",
    show_default=True,
    help="Form of the corrections.",
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write them to this file."
)
def fix(
    articles: tuple[str, ...],
    write_files: bool,
    diff: str | None,
    format_: str,
    output: Path | None,
    refresh: bool,
    offline: bool,
    **flags: object,
) -> int:
    r"""Correct what ARTICLES state wrongly of publications, in just the characters that are wrong.

    ARTICLES are text, Markdown and HTML files, and folders of them. Without --write the corrections are shown
    and nothing is written. A field is corrected only if the publication is identified without it.

    \b
    Examples:
      citecheck fix fixtures/articles --source fixtures/pubmed
      citecheck fix article.md --write
      citecheck fix articles --diff origin/main --format github-review
    """  # fmt: skip
    from citecheck import settings
    from citecheck.cli.gate_options import OnlyChanged
    from citecheck.cli.left_out import LeftOut
    from citecheck.reports.printable import one_line

    output = named_output(output)
    check_output(output)
    chosen = settings.load_settings(flags)
    files = list(_open_files(articles, LeftOut(chosen)))
    only = OnlyChanged(diff) if diff else None
    report = run_checker((file.document for file in files), chosen, only, refresh=refresh, offline=offline)
    report = _with_suppressions(report, chosen)
    corrected = [_correct(file, part) for file, part in zip(files, report.documents, strict=True)]
    write(_render(corrected, report, articles, format_), output)
    for file, result in zip(files, corrected, strict=True):
        if write_files and result.made:
            _write_file(file, result.data)
        for sentence in _notices(result, is_written=write_files):
            click.echo(one_line(sentence), err=True)
    return ExitCode.UNCHECKED if _is_unchecked(report) else ExitCode.PASSED


def _open_files(articles: Sequence[str], left_out: LeftOut) -> Iterator[_ArticleFile]:
    """The files that can be corrected; one of another format in a folder is passed over, with a sentence.

    Raises:
        UsageError: an argument is not a path, or names a file of another format.
    """
    from citecheck.corrections.source_files import EDITABLE
    from citecheck.model import DocumentFormat
    from citecheck.reports.printable import one_line

    for article in articles:
        if article == "-" or is_url(article):
            raise UsageError(f"{article}: only files can be corrected")
    require_existing(articles)
    seen: set[Path] = set()
    for article in articles:
        for path in files_of(article, left_out, seen):
            file = _open(path)
            if file.document.format not in (*EDITABLE, DocumentFormat.UNKNOWN):
                sentence = (
                    f"{path}: only text, Markdown and HTML are corrected, not {file.document.format.value}"
                )
                if Path(article).is_file():
                    raise UsageError(sentence)
                click.echo(one_line(sentence), err=True)
                continue
            yield file


def _open(path: Path) -> _ArticleFile:
    from citecheck.documents import read, read_bytes
    from citecheck.documents.read import LARGEST
    from citecheck.safety.files import leads_out, read_regular_file

    if leads_out(path):
        return _ArticleFile(path, b"", read(path))
    try:
        data = read_regular_file(path, LARGEST)
    except OSError:
        return _ArticleFile(path, b"", read(path))
    return _ArticleFile(path, data, read_bytes(data, str(path)))


def _with_suppressions(report: Report, chosen: Settings) -> Report:
    """The report in which findings that somebody accepted with a reason are marked."""
    from citecheck import gate
    from citecheck.cli import gate_options

    return gate.apply_policy(report, gate_options.policy(chosen), gate_options.suppressions(chosen))


def _correct(file: _ArticleFile, part: DocumentReport) -> CorrectedFile:
    from citecheck.corrections.source_files import EDITABLE, CorrectedFile, correct_article

    if part.document.error or part.document.format not in EDITABLE:
        return CorrectedFile(str(file.path), "", "", file.data, (), ())
    return correct_article(file.data, part)


def _render(corrected: Sequence[CorrectedFile], report: Report, articles: Sequence[str], format_: str) -> str:
    if format_ == "diff":
        from citecheck.corrections.source_files import unified_diff
        from citecheck.reports.printable import sanitize_diff_line

        return "".join(sanitize_diff_line(line) for each in corrected for line in unified_diff(each))
    from dataclasses import replace

    from citecheck.cli.gate_options import repository_of
    from citecheck.reports.notices import shown_path
    from citecheck.reports.to_github_review import ReviewedFile, render_github_review

    report = replace(report, repository=repository_of(articles))
    return render_github_review(
        ReviewedFile(shown_path(report, part.document), each.before, each.after, part)
        for part, each in zip(report.documents, corrected, strict=True)
    )


def _write_file(file: _ArticleFile, data: bytes) -> None:
    """Write a corrected file whole, unless it changed since it was read.

    Raises:
        UsageError: it changed meanwhile, or cannot be written.
    """
    from citecheck.documents.read import LARGEST
    from citecheck.safety.files import read_regular_file, written_whole

    try:
        if read_regular_file(file.path, LARGEST) != file.data:
            raise UsageError(f"{file.path}: it changed while it was checked, and is not written")
        with written_whole(file.path) as stream:
            stream.write(data)
    except OSError as error:
        raise UsageError(f"{file.path}: {error.strerror}") from error


def _notices(result: CorrectedFile, *, is_written: bool) -> Iterator[str]:
    if result.made:
        done = "corrected" if is_written else "can be corrected (--write does it)"
        yield f"{result.path}: {_counted(result.made)} {done}"
    if result.left_out:
        yield f"{result.path}: {_counted(result.left_out)} left, as more than these characters would change"


def _counted(corrections: Sequence[Correction]) -> str:
    """Corrections by field: "2 years, 1 volume"."""
    names = {
        "date": "year",
        "first_author": "author",
        "authors": "author",
        "pages": "page range",
        "address": "link",
    }
    counts = Counter(names.get(group[0].field, group[0].field) for group in corrections)
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items())


def _is_unchecked(report: Report) -> bool:
    from citecheck.model import Verdict

    return any(part.document.error for part in report.documents) or bool(report.count(Verdict.UNCHECKED))
