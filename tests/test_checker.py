"""The core loop: each question once, documents in order, outages and interrupts as data."""

from collections.abc import Sequence

import pytest

from citecheck.checker import Checker
from citecheck.documents import read_bytes
from citecheck.journals import Catalogue
from citecheck.model import (
    Author,
    CheckedCitation,
    CheckedDocument,
    Document,
    Flag,
    Journal,
    JournalLookup,
    Lookup,
    PartialDate,
    Publication,
    Query,
    SourceInfo,
    SourceKind,
    Verdict,
)
from citecheck.sources import Interrupted, Source

CLAIM = "A 2019 study published in Gut found that coffee protects the liver."


class FakeSource(Source):
    """Answers every question with nothing, counts, and fails or is interrupted when told."""

    def __init__(self, error: str | None = None, interrupt_at: int = 10**6) -> None:
        self.asked: list[Query] = []
        self.rounds = 0
        self._error = error
        self._interrupt_at = interrupt_at

    @property
    def info(self) -> SourceInfo:
        return SourceInfo(SourceKind.PUBMED, "PubMed", complete=True)

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        self.rounds += 1
        if self.rounds >= self._interrupt_at:
            raise KeyboardInterrupt
        self.asked += queries
        return [Lookup(query, query.purpose, error=self._error) for query in queries]


class HoldingSource(FakeSource):
    """Answers every question with one publication."""

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        held = Publication(
            "31",
            title="Coffee drinking protects the liver from cirrhosis in nurses",
            journal=Journal("Gut", "Gut"),
            issued=PartialDate(2019),
            authors=(Author("Keller", "T"),),
            abstract="Of 61 433 nurses, those who drank coffee had less cirrhosis of the liver.",
        )
        return [Lookup(query, query.purpose, 1, (held,)) for query in queries]


def documents(*texts: str) -> list[Document]:
    return [read_bytes(text.encode(), f"{number}.txt") for number, text in enumerate(texts)]


def test_equal_queries_are_sent_once() -> None:
    source = FakeSource()
    reports = list(Checker(source, Catalogue.load()).check(documents(CLAIM, CLAIM, CLAIM)))
    assert [report.document.path for report in reports] == ["0.txt", "1.txt", "2.txt"]
    assert len(source.asked) == len(set(source.asked)) > 1


def test_all_answered_and_nothing_there_is_not_found() -> None:
    (report,) = Checker(FakeSource(), Catalogue.load()).check(documents(CLAIM))
    (checked,) = report.citations
    assert checked.judgement
    assert checked.judgement.verdict is Verdict.NOT_FOUND


def test_a_study_is_not_the_one_that_its_neighbour_states_rightly() -> None:
    text = (
        "Coffee drinking protects nurses from cirrhosis of the liver, found a 2019 study published in Gut "
        "and another one published in Lancet. One of them followed 61,433 nurses."
    )
    (report,) = Checker(HoldingSource(), Catalogue.load()).check(documents(text))
    verdicts = {
        checked.citation.claimed.journal.text: checked.judgement.verdict
        for checked in report.citations
        if checked.citation.claimed.journal and checked.judgement
    }
    assert verdicts == {"Gut": Verdict.VERIFIED, "Lancet": Verdict.NOT_FOUND}


def test_a_link_that_leads_to_another_publication_than_the_entry_of_its_number_is_judged_apart() -> None:
    text = (
        b"Coffee protects the liver of nurses. [1](https://pubmed.ncbi.nlm.nih.gov/31/)\n\n## References\n\n"
        b"1. Hill C, Stone A, Marlow T. Salt in soup. Lancet. 2012;379(12):3-9.\n"
    )
    (report,) = Checker(HoldingSource(), Catalogue.load()).check([read_bytes(text, "0.md")])
    verdicts = [checked.judgement.verdict for checked in report.citations if checked.judgement]
    assert verdicts == [Verdict.VERIFIED, Verdict.NOT_FOUND]


@pytest.mark.parametrize("source", [FakeSource(error="PubMed is down"), FakeSource(interrupt_at=2)])
def test_unanswered_queries_give_unchecked(source: FakeSource) -> None:
    checker = Checker(source, Catalogue.load())
    (report,) = checker.check(documents(CLAIM))
    (checked,) = report.citations
    assert checked.judgement
    assert checked.judgement.verdict is Verdict.UNCHECKED
    assert any(not lookup.answered for lookup in checked.judgement.searches)


class InterruptedSource(HoldingSource):
    """Is interrupted in its first round, when all questions but the last have their answer."""

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        raise Interrupted({lookup.query: lookup for lookup in super().answer(queries)[:-1]})


def test_answers_before_an_interrupt_are_used() -> None:
    checker = Checker(InterruptedSource(), Catalogue.load())
    (report,) = checker.check(documents(CLAIM))
    assert checker.interrupted
    judgements = [checked.judgement for checked in report.citations if checked.judgement]
    answered = [lookup.answered for judgement in judgements for lookup in judgement.searches]
    assert True in answered
    assert False in answered
    assert Verdict.VERIFIED in [judgement.verdict for judgement in judgements]


def test_an_interrupt_ends_the_work_with_what_is_known() -> None:
    source = FakeSource(interrupt_at=2)
    checker = Checker(source, Catalogue.load())
    reports = list(checker.check(documents(*[CLAIM] * 130)))
    assert checker.interrupted
    assert len(reports) == 64
    assert source.rounds == 2


def test_only_what_is_wanted_is_looked_up() -> None:
    source = FakeSource()
    (report,) = Checker(source, Catalogue.load()).check(documents(CLAIM), only=lambda *_: ())
    assert report.citations == ()
    assert source.asked == []


UNKNOWN = "A 2019 study published in the Journal of Hepatic Coffee found that coffee protects the liver."
HEPATIC = Journal("Journal of hepatic coffee", "J Hepat Coffee", None, "101")


class FakeCatalogue(FakeSource):
    """Knows, or doesn't, or can't say."""

    def __init__(self, found: JournalLookup | type[KeyboardInterrupt]) -> None:
        super().__init__()
        self._found = found
        self.names: list[str] = []

    def journals(self, names: Sequence[str]) -> dict[str, JournalLookup]:
        if not isinstance(self._found, JournalLookup):
            raise self._found
        self.names += names
        return dict.fromkeys(names, self._found)


def looked_up(source: Source) -> CheckedCitation:
    (report, *_) = Checker(source, Catalogue.load()).check(documents(UNKNOWN, UNKNOWN))
    (checked,) = report.citations
    assert checked.judgement
    return checked


def test_a_journal_that_only_the_service_knows_is_searched_and_not_called_unknown() -> None:
    source = FakeCatalogue(JournalLookup((HEPATIC,)))
    checked = looked_up(source)
    assert source.names == ["Journal of Hepatic Coffee"]
    assert checked.judgement
    assert Flag.UNKNOWN_JOURNAL not in checked.judgement.flags
    assert checked.citation.claimed.journal
    assert checked.citation.claimed.journal.journal == HEPATIC
    assert any(query.journal == HEPATIC for query in source.asked)


def test_a_journal_that_the_service_does_not_know_is_called_unknown() -> None:
    checked = looked_up(FakeCatalogue(JournalLookup()))
    assert checked.judgement
    assert Flag.UNKNOWN_JOURNAL in checked.judgement.flags
    assert checked.judgement.verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize("failing", [JournalLookup(error="PubMed is down"), KeyboardInterrupt])
def test_an_unanswered_journal_lookup_gives_no_unknown_journal(
    failing: JournalLookup | type[KeyboardInterrupt],
) -> None:
    checked = looked_up(FakeCatalogue(failing))
    assert checked.judgement
    assert checked.judgement.flags == ()
    assert checked.judgement.verdict is Verdict.UNCHECKED
    assert any("could not be asked for a periodical" in reason for reason in checked.judgement.reasons)


class SlowSource(HoldingSource):
    """Answers all but questions by identifier with nothing: their plans have more steps."""

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        held = super().answer(queries)
        return [one if one.query.pmids else Lookup(one.query, one.text) for one in held]


def test_who_watches_sees_citations_first_and_verdicts_as_plans_end() -> None:
    article = f"{CLAIM}\n\nThe study is [here](https://pubmed.ncbi.nlm.nih.gov/31/).\n"
    document = read_bytes(article.encode(), "a.md")
    seen: list[list[str]] = []

    def watch(checked: CheckedDocument) -> None:
        seen.append([one.judgement.verdict if one.judgement else "" for one in checked.report.citations])

    checker = Checker(SlowSource(), Catalogue.load())
    (checked,) = checker.check_batch([document], watch=watch)
    last = [one.judgement.verdict for one in checked.report.citations if one.judgement]
    assert len(last) == 2
    assert seen[0] == ["", ""]
    assert seen[-1] == last
    assert any("" in known and any(known) for known in seen)
    (alone,) = Checker(SlowSource(), Catalogue.load()).check_batch([document])
    assert alone == checked


def test_setting_interrupted_ends_the_work() -> None:
    checker = Checker(source := FakeSource(), Catalogue.load())
    checker.interrupted = True
    (checked,) = checker.check_batch(documents(CLAIM))
    assert source.asked == []
    assert [one.judgement.verdict for one in checked.report.citations if one.judgement] == [Verdict.UNCHECKED]
