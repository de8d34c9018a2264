"""The gate on whole reports: severities, suppressions, baseline, exit codes."""

from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.errors import ExitCode, SettingsError
from citecheck.gate import Baseline, Identity, Policy, Suppression, apply_policy, exit_code
from citecheck.gate.globs import matches_glob
from citecheck.model import (
    Block,
    BlockKind,
    CheckedCitation,
    Citation,
    CitationFields,
    CitationKind,
    Comment,
    Document,
    DocumentFormat,
    DocumentReport,
    Flag,
    JournalMention,
    Judgement,
    Positions,
    Report,
    Severity,
    Span,
    Verdict,
)

TEXT = "first line\n\nsecond line\n\nthird line"


def checked(
    verdict: Verdict, *flags: Flag, line: int = 1, quote: str = "A study in Gut found it."
) -> CheckedCitation:
    span = Span(0, 1, line, 1, line, 2)
    claimed = CitationFields(journal=JournalMention("Gut"), pmid="77")
    citation = Citation(f"c{line}", CitationKind.ATTRIBUTION, quote, span, claimed)
    return CheckedCitation(citation, Judgement(verdict, ("why",), flags))


def report(*citations: CheckedCitation, comments: tuple[Comment, ...] = (), path: str = "a/x.md") -> Report:
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, TEXT.index(w), TEXT.index(w) + len(w))
        for w in ("first line", "second line", "third line")
    )
    positions = Positions(lines=(0, 11, 12, 24, 25))
    document = Document(
        path, DocumentFormat.MARKDOWN, TEXT, blocks=blocks, comments=comments, positions=positions
    )
    return Report((DocumentReport(document, citations),))


@pytest.mark.parametrize(
    ("verdict", "flags", "policy", "severity", "traits"),
    [
        (Verdict.VERIFIED, (), Policy(), Severity.NONE, ("verified",)),
        (Verdict.VERIFIED, (Flag.RETRACTED,), Policy(), Severity.ERROR, ("retracted",)),
        (Verdict.MISMATCH, (), Policy(), Severity.ERROR, ("mismatch",)),
        (
            Verdict.NOT_FOUND,
            (Flag.UNKNOWN_JOURNAL,),
            Policy(),
            Severity.ERROR,
            ("not_found", "unknown_journal"),
        ),
        # Only the list of journals that ships was asked: a note, unless somebody wants it otherwise
        (
            Verdict.VERIFIED,
            (Flag.UNKNOWN_JOURNAL, Flag.SHIPPED_CATALOGUE),
            Policy(),
            Severity.NOTE,
            ("unknown_journal",),
        ),
        (
            Verdict.VERIFIED,
            (Flag.UNKNOWN_JOURNAL, Flag.SHIPPED_CATALOGUE),
            Policy(severities={"unknown_journal": Severity.ERROR}),
            Severity.ERROR,
            ("unknown_journal",),
        ),
        (Verdict.NOT_FOUND, (Flag.PARTIAL_SOURCE,), Policy(), Severity.UNCHECKED, ("unchecked",)),
        (Verdict.NOT_FOUND, (Flag.PARTIAL_SOURCE,), Policy(strict=True), Severity.ERROR, ("unchecked",)),
        (Verdict.AMBIGUOUS, (), Policy(), Severity.WARNING, ("ambiguous",)),
        (Verdict.UNSOURCED, (), Policy(), Severity.NOTE, ("unsourced",)),
        (Verdict.OUTSIDE_PUBMED, (), Policy(), Severity.NOTE, ("outside_pubmed",)),
        (Verdict.UNCHECKED, (), Policy(), Severity.UNCHECKED, ("unchecked",)),
        (Verdict.MISMATCH, (), Policy(fail_on=frozenset()), Severity.NOTE, ("mismatch",)),
        (
            Verdict.POSSIBLE,
            (),
            Policy(severities={"possible": Severity.ERROR}),
            Severity.ERROR,
            ("possible",),
        ),
        (
            Verdict.MISMATCH,
            (),
            Policy(by_path=(("a/*.md", {"mismatch": Severity.WARNING}),)),
            Severity.WARNING,
            ("mismatch",),
        ),
        (
            Verdict.MISMATCH,
            (),
            Policy(by_path=(("b/*", {"mismatch": Severity.NONE}),)),
            Severity.ERROR,
            ("mismatch",),
        ),
    ],
)
def test_severities(
    verdict: Verdict, flags: tuple[Flag, ...], policy: Policy, severity: Severity, traits: tuple[str, ...]
) -> None:
    (part,) = apply_policy(report(checked(verdict, *flags)), policy).documents
    finding = part.citations[0].finding
    assert finding is not None
    assert (finding.severity, finding.traits) == (severity, traits)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), ExitCode.PASSED),
        ((Verdict.VERIFIED, Verdict.AMBIGUOUS, Verdict.UNSOURCED, Verdict.OUTSIDE_PUBMED), ExitCode.PASSED),
        ((Verdict.UNCHECKED,), ExitCode.UNCHECKED),
        ((Verdict.UNCHECKED, Verdict.MISMATCH), ExitCode.FAILED),
    ],
)
def test_exit_codes(verdicts: tuple[Verdict, ...], expected: ExitCode) -> None:
    assert exit_code(apply_policy(report(*(checked(v) for v in verdicts)), Policy())) is expected


def test_an_unread_document_does_not_pass() -> None:
    bad = Report((DocumentReport(Document("x.bin", DocumentFormat.UNKNOWN, error="not text")),))
    assert exit_code(apply_policy(bad, Policy())) is ExitCode.UNCHECKED


def test_fewer_citations_than_expected_fail() -> None:
    weighed = apply_policy(report(checked(Verdict.VERIFIED)), Policy(), min_citations=2)
    assert exit_code(weighed, 2) is ExitCode.FAILED
    assert weighed.notices == ("only 1 citation found, and at least 2 expected",)


@pytest.mark.parametrize(
    ("comment", "suppressed"),
    [
        ("citecheck: ignore[mismatch] the editors know", "the editors know"),
        ("citecheck: ignore the editors know", "the editors know"),
        ("citecheck: ignore[not_found, mismatch] both", "both"),
        ("citecheck: ignore[not-found] other verdict", None),
        ("citecheck: ignore[mismatch]", None),
        ("citecheck: ignore [mismatch] with a space", "with a space"),
        ("citecheck: ignored nothing of the kind", None),
        ("an ordinary comment", None),
    ],
)
def test_inline_suppressions_cover_the_next_block(comment: str, suppressed: str | None) -> None:
    near, far = checked(Verdict.MISMATCH, line=3), checked(Verdict.MISMATCH, line=5)
    weighed = apply_policy(report(near, far, comments=(Comment(comment, 2),)), Policy())
    first, second = (c.finding for c in weighed.documents[0].citations)
    assert first is not None
    assert second is not None
    assert first.suppressed == suppressed
    assert second.suppressed is None
    assert exit_code(weighed) is ExitCode.FAILED


def test_a_suppression_without_reason_or_need_is_reported() -> None:
    comments = (Comment("citecheck: ignore[mismatch]", 1), Comment("citecheck: ignore[mismatch] known", 2))
    weighed = apply_policy(report(checked(Verdict.VERIFIED), comments=comments), Policy())
    assert weighed.notices == (
        "a/x.md:1: a suppression needs a reason",
        "a/x.md:2: this suppression is not needed",
    )


@pytest.mark.parametrize(
    ("comment", "notice"),
    [
        (
            "citecheck: ignore[not_fund] a reason",
            "there is no verdict or flag 'not_fund', did you mean 'not_found'?",
        ),
        (
            "citecheck: disable[mismatch] x",
            "this comment is not understood; write citecheck: ignore[VERDICT] REASON",
        ),
        ("citecheck: ignore[zzz]", "there is no verdict or flag 'zzz'; a suppression needs a reason"),
    ],
)
def test_a_comment_that_is_not_understood_is_reported(comment: str, notice: str) -> None:
    weighed = apply_policy(report(checked(Verdict.MISMATCH), comments=(Comment(comment, 1),)), Policy())
    assert weighed.notices == (f"a/x.md:1: {notice}",)
    assert exit_code(weighed) is ExitCode.FAILED


def test_a_comment_inside_a_block_covers_all_of_it() -> None:
    text = "one\ntwo\nthree"
    document = Document(
        "a.md", DocumentFormat.MARKDOWN, text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
        comments=(Comment("citecheck: ignore agreed", 2),), positions=Positions(lines=(0, 4, 8)),
    )  # fmt: skip
    weighed = apply_policy(
        Report((DocumentReport(document, (checked(Verdict.MISMATCH, line=1),)),)), Policy()
    )
    assert exit_code(weighed) is ExitCode.PASSED


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("archive/a.md", "archive/*", True),
        ("archive/2019/a.md", "archive/*", True),
        ("archive/2019/a.md", "archive/*.md", False),
        ("archive/2019/a.md", "archive/**/*.md", True),
        ("archive/a.md", "archive/**/*.md", True),
        ("archive/2019/05/a.md", "archive/**", True),
        ("x/archive/a.md", "archive", True),
        ("./archive/a.md", "archive/", True),
        ("/home/x/archive/a.md", "archive/*", True),
        ("x/archive/a.md", "/archive/*", False),
        ("my-archive/a.md", "archive/*", False),
        ("a/b.md", "*.md", True),
        ("a/b.mdx", "*.md", False),
        ("a/b.md", "a/?.md", True),
        ("a/[1].md", "a/[1].md", True),
    ],
)
def test_patterns_for_paths(path: str, pattern: str, expected: bool) -> None:
    assert matches_glob(path, pattern) is expected


@pytest.mark.parametrize(
    ("suppression", "accepted"),
    [
        (Suppression("r", "p", path="a/*.md"), True),
        (Suppression("r", "p", path="b/*.md"), False),
        (Suppression("r", "p", journal="gut"), True),
        (Suppression("r", "p", journal="Pain"), False),
        (Suppression("r", "p", pmid="77"), True),
        (Suppression("r", "p", pmid="78"), False),
        (Suppression("r", "p", quote="“study in GUT”"), True),
        (Suppression("r", "p", traits=frozenset({"retracted"})), False),
    ],
)
def test_configured_suppressions(suppression: Suppression, accepted: bool) -> None:
    weighed = apply_policy(report(checked(Verdict.MISMATCH)), Policy(), (suppression,))
    finding = weighed.documents[0].citations[0].finding
    assert finding is not None
    assert (finding.suppressed == "r") is accepted


def test_a_baseline_knows_moved_text_and_fails_on_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "baseline.json"
    quote = "A study in “Gut” found it."
    Baseline.of([Identity("a/x.md", quote, "mismatch")], tmp_path).write(path)
    moved = checked(Verdict.MISMATCH, line=5, quote='A study in  "Gut" found it.')
    assert exit_code(apply_policy(report(moved), Policy(), baseline=Baseline.read(path))) is ExitCode.PASSED
    twice = report(moved, replace(moved, citation=replace(moved.citation, id="c6")))
    assert exit_code(apply_policy(twice, Policy(), baseline=Baseline.read(path))) is ExitCode.FAILED
    worse = report(checked(Verdict.NOT_FOUND, quote=quote))
    assert exit_code(apply_policy(worse, Policy(), baseline=Baseline.read(path))) is ExitCode.FAILED


def test_what_is_fixed_is_reported() -> None:
    baseline = Baseline.of(
        [
            Identity("a/x.md", "An old sentence.", "mismatch"),
            Identity("other.md", "Not in this run.", "mismatch"),
        ]
    )
    weighed = apply_policy(report(checked(Verdict.VERIFIED)), Policy(), baseline=baseline)
    assert weighed.notices == ("a/x.md: fixed since the baseline: mismatch: “An old sentence.”",)


def test_unchecked_findings_are_not_called_fixed() -> None:
    baseline = Baseline.of(
        [Identity("a/x.md", "An old sentence.", "mismatch"), Identity("a/y.md", "Another.", "not_found")]
    )
    now = report(checked(Verdict.UNCHECKED, quote="An old sentence."))
    unread = DocumentReport(Document("a/y.md", DocumentFormat.MARKDOWN, error="not text"))
    weighed = apply_policy(replace(now, documents=(*now.documents, unread)), Policy(), baseline=baseline)
    assert weighed.notices == ()
    assert baseline.after(weighed, update=True).entries == baseline.entries


def test_a_run_on_changed_citations_calls_nothing_fixed() -> None:
    baseline = Baseline.of([Identity("a/x.md", "An old sentence.", "mismatch")])
    comment = Comment("citecheck: ignore[mismatch] known", 2)
    weighed = apply_policy(report(comments=(comment,)), Policy(), baseline=baseline, whole=False)
    assert weighed.notices == ()


def test_an_update_takes_away_what_is_fixed_and_accepts_nothing_new() -> None:
    twice = Identity("a/x.md", "Twice wrong.", "mismatch")
    baseline = Baseline.of(
        [
            Identity("a/x.md", "Was wrong.", "mismatch"),
            twice,
            twice,
            Identity("b.md", "Elsewhere.", "mismatch"),
        ]
    )
    now = report(checked(Verdict.MISMATCH, quote="Twice wrong."), checked(Verdict.MISMATCH, quote="New."))
    weighed = apply_policy(now, Policy(), baseline=baseline)
    updated = baseline.after(weighed, update=True)
    assert sorted((e.identity.quote, e.count) for e in updated.entries.values()) == [
        ("Elsewhere.", 1),
        ("Twice wrong.", 1),
    ]
    accepted = baseline.after(weighed)
    assert sorted(e.identity.quote for e in accepted.entries.values()) == [
        "Elsewhere.",
        "New.",
        "Twice wrong.",
    ]


def test_paths_are_the_same_from_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "baseline.json"
    monkeypatch.chdir(tmp_path)
    Baseline.of([Identity("a/x.md", "Old.", "mismatch")], Path()).write(path)
    assert b'"path": "a/x.md"' in path.read_bytes()
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    for name in ("x.md", "./x.md", "../a/x.md", str(tmp_path / "a/x.md")):
        assert Baseline.read(Path("../baseline.json")).knows(Identity(name, "Old.", "mismatch"))


def test_the_same_baseline_is_the_same_bytes(tmp_path: Path) -> None:
    findings = [
        Identity("b.md", "Two.", "not_found"),
        Identity("a.md", "One.", "mismatch"),
        Identity("a.md", "One.", "mismatch"),
    ]
    Baseline.of(findings).write(tmp_path / "1")
    Baseline.of(reversed(findings)).write(tmp_path / "2")
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert b'"count": 2' in (tmp_path / "1").read_bytes()


@pytest.mark.parametrize("content", [None, "{", "[]", '{"version": 1}', '{"version": 3, "findings": []}'])
def test_a_missing_or_damaged_baseline_is_an_error(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingsError, match=r"baseline\.json"):
        Baseline.read(path)
