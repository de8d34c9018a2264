"""What people decide about findings, and what they find on reading a sample, outlives runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.audit import Store
from citecheck.audit.store.decisions import decide, draw_sample, findings_at, kept_decisions, review
from citecheck.audit.views.csv_and_parquet import csv_lines, decision_lines, read_sample, sample_lines
from citecheck.audit.views.review_estimate import estimates
from citecheck.audit.views.statistics import summarize_store
from citecheck.errors import UsageError
from citecheck.gate.decisions import read_decisions
from citecheck.model import Decision, DecisionState
from tests.audit.stores import article, cited, write


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "audit.db") as opened:
        write(
            opened,
            article("a", cited("a", "One.", "mismatch", pmid="5"), cited("a", "Two.", "not_found", cid="c2")),
            article("b", cited("b", "Three.", "mismatch")),
        )
        yield opened


def decision(store: Store, place: str, state: DecisionState, at: str = "", note: str = "") -> Decision:
    ((name, finding), *_) = findings_at(store, place)
    return Decision(name, finding, state, note, "Ann", at)


def test_a_decision_outlives_runs_as_long_as_the_finding_is_there(store: Store) -> None:
    decide(store, [decision(store, "b", DecisionState.ACCEPTED, note="the journal's own misprint")])
    assert summarize_store(store).accepted == 1
    write(store, article("b", replace(cited("b", "Three.", "mismatch"), line=9), digest="longer"))
    held = store.rows("SELECT line, decision, decision_note, decided_by FROM current WHERE article = 'b'")
    assert held == [(9, "accepted", "the journal's own misprint", "Ann")]
    write(store, article("b", cited("b", "Three.", "not_found"), digest="other"))
    assert store.rows("SELECT decision FROM current WHERE article = 'b'") == [(None,)]


def test_accepted_findings_are_not_counted_as_to_fix(store: Store) -> None:
    assert [(one.article, one.failing) for one in summarize_store(store).worst] == [("a", 2), ("b", 1)]
    found = [decision(store, "b", DecisionState.ACCEPTED), decision(store, "a", DecisionState.TO_FIX)]
    assert decide(store, found) == (2, [])
    seen = summarize_store(store)
    assert [(one.article, one.failing, one.accepted) for one in seen.worst] == [("a", 2, 0)]
    assert seen.decisions == (("accepted", 1), ("to_fix", 1))


def test_the_later_decision_wins(store: Store) -> None:
    later = decision(store, "b", DecisionState.FIXED, at="2026-05-02T00:00:00+00:00")
    earlier = decision(store, "b", DecisionState.TO_FIX, at="2026-05-01T00:00:00+00:00")
    assert decide(store, [later, earlier]) == (1, [])
    assert [one.state for one in kept_decisions(store)] == [DecisionState.FIXED]


def test_a_line_of_an_article_names_its_findings(store: Store) -> None:
    assert len(findings_at(store, "a")) == 2
    assert len(findings_at(store, "a:3")) == 2
    assert findings_at(store, "a:4") == []
    ((name, finding),) = findings_at(store, "b")
    assert findings_at(store, finding) == [(name, finding)]


def test_decisions_go_through_a_file(store: Store, tmp_path: Path) -> None:
    decide(store, [decision(store, "b", DecisionState.ACCEPTED, note="=fine, so")])
    file = tmp_path / "decisions.csv"
    file.write_text("".join(decision_lines(store)))
    assert read_decisions(file) == tuple(kept_decisions(store))
    table = list(csv.DictReader(io.StringIO("".join(csv_lines(store)))))
    for row in table:
        row["decision"] = row["decision"] or "To fix"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, table[0])
        writer.writeheader()
        writer.writerows(table)
    decide(store, read_decisions(file))
    assert [one.state for one in kept_decisions(store)] == [
        DecisionState.TO_FIX,
        DecisionState.TO_FIX,
        DecisionState.ACCEPTED,
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("finding,decision\nx,accepted\n", "need the columns article"),
        ("article,finding,decision\na,x,wontfix\n", "csv:2: “wontfix” is not one of accepted, to_fix, fixed"),
        ("article,finding,decision\na,,fixed\n", "csv:2: the row does not say which finding"),
    ],
)
def test_a_decisions_file_that_says_too_little_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_decisions(file)


def test_a_finding_may_be_named_as_reports_name_it(store: Store) -> None:
    ((article_name, mark),) = store.rows("SELECT article, fingerprint FROM current WHERE article = 'b'")
    assert decide(store, [Decision(article_name, mark, DecisionState.ACCEPTED)]) == (1, [])
    assert store.rows("SELECT decision FROM current WHERE article = 'b'") == [("accepted",)]


def test_decisions_about_unknown_findings_are_reported(store: Store) -> None:
    stranger = Decision("a", "never seen", DecisionState.FIXED)
    assert decide(store, [stranger]) == (0, [stranger])


def test_a_sample_has_of_each_verdict_as_many_and_comes_again(store: Store) -> None:
    rows = [cited("c", f"Number {n}.", "verified", pmid="5", cid=f"c{n}") for n in range(30)]
    write(store, article("c", *rows))
    drawn = draw_sample(store, 12, seed=1)
    assert drawn == draw_sample(store, 12, seed=1) != draw_sample(store, 12, seed=2)
    verdicts = [verdict for key in drawn for (verdict,) in store.rows(_SHOWN, (key,))]
    assert {name: verdicts.count(name) for name in set(verdicts)} == {
        "mismatch": 2, "not_found": 1, "verified": 9,
    }  # fmt: skip


_SHOWN = "SELECT shown FROM current WHERE key = ?"


def test_a_reviewed_sample_estimates_the_true_rates(store: Store, tmp_path: Path) -> None:
    rows = [cited("c", f"Number {n}.", "verified", pmid="5", cid=f"c{n}") for n in range(97)]
    write(store, article("c", *rows))
    sample = list(csv.DictReader(io.StringIO("".join(sample_lines(store, draw_sample(store, 22, seed=1))))))
    wrong = iter(["mismatch", "Mismatch"])
    for row in sample:
        row["truth"] = next(wrong, "right") if row["verdict"] == "verified" else "right"
    file = tmp_path / "sample.csv"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, sample[0])
        writer.writeheader()
        writer.writerows([*sample, {**sample[0], "truth": ""}])
    assert review(store, read_sample(file)) == (22, 0)
    found = {one.name: one for one in estimates(store)}
    assert (found["verified"].share, found["verified"].reviewed) == (17 / 19, 19)
    assert found["verified"].low < 17 / 19 < found["verified"].high < 1
    # 97 verified of which 17 in 19 are right, and three others that are right.
    assert found["all"].share == pytest.approx((97 * 17 / 19 + 3) / 100)
    assert found["truly mismatch"].share == pytest.approx((97 * 2 / 19 + 2) / 100)
    assert found["truly mismatch"].low < 0.1 < found["truly mismatch"].high
