"""One citation in full: what it states and may cite, what would decide, what was searched and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.model import CheckedCitation, Citation, Judgement, Lookup, ScoredCandidate
from citecheck.model.explanation import Explanation
from citecheck.reports.notices import MEANINGS, NOTICE, passage_sentence
from citecheck.reports.printable import one_line, shorten
from citecheck.reports.stated_fields import stated_fields

_BAR = 24
# A smaller probability is printed as 0.0%.
_LEAST_SHOWN = 0.0005


def render_explanation(checked: CheckedCitation, explanation: Explanation) -> str:
    """Explain the verdict on one citation.

    Args:
        checked: The citation and its judgement, if it has one.
        explanation: The publications that it may cite, and what would decide.

    Returns:
        Lines of text, each ended by a line feed.
    """
    citation, judgement = checked.citation, checked.judgement
    lines = [
        f"{citation.id} {citation.kind.value}, line {citation.span.line}",
        f"“{one_line(citation.quote)}”",
        "",
    ]
    lines += ["What the article states", *_stated(citation), ""]
    if judgement:
        verdict = judgement.verdict.value
        flags = "".join(f" [{flag.value.replace('_', ' ')}]" for flag in judgement.flags)
        lines += [f"{verdict.replace('_', ' ').upper()}{flags}: {MEANINGS[verdict]}"]
        lines += [f"  - {one_line(remark)}" for remark in judgement.remarks]
        if judgement.searches:
            lines += ["", "Which publication it cites", *_hypotheses(explanation)]
        if explanation.settling:
            lines += ["", "What would change the verdict"]
            lines += [f"  - {one_line(sentence)}" for sentence in explanation.settling]
        if judgement.passage and (sentence := passage_sentence(judgement.passage)):
            lines += ["", "What the abstract says of the finding", f"  {one_line(sentence)}"]
        lines += ["", "What was searched", *_searches(judgement.searches), ""]
        if judgement.candidates:
            lines += ["How the publications compare, in bits: one bit doubles the odds", ""]
        for match in judgement.candidates:
            lines += [*_waterfall(match, judgement), ""]
    return "\n".join([*lines, NOTICE]) + "\n"


def _hypotheses(explanation: Explanation) -> Iterator[str]:
    for one in explanation.hypotheses:
        yield f"  {one.probability:6.1%}  PMID {one.publication.pmid}: {one_line(one.publication.in_short)}"
        wrong = f"; then the article misstates: {', '.join(one.contradicted)}" if one.contradicted else ""
        yield f"          {one.evidence}{wrong}"
    if explanation.others >= _LEAST_SHOWN:
        yield f"  {explanation.others:6.1%}  another publication that was found"
    yield f"  {explanation.absent:6.1%}  a publication that was not found"


def _stated(citation: Citation) -> Iterator[str]:
    stated = stated_fields(citation.claimed) or [("nothing", "that could be looked up")]
    yield from (f"  {name:15} {shorten(value, 300)}" for name, value in stated)


def _searches(searches: Sequence[Lookup]) -> Iterator[str]:
    for number, lookup in enumerate(searches, 1):
        answer = f"{lookup.hits:,} hits" if lookup.answered else f"no answer: {one_line(lookup.error or '')}"
        yield f"  {number:2}. {one_line(lookup.query.purpose)}: {answer}"
        yield f"      {one_line(lookup.text)}"
        yield from (f"      note: {one_line(note)}" for note in lookup.notes)


def _waterfall(match: ScoredCandidate, judgement: Judgement) -> Iterator[str]:
    """The bits of the stated fields one under the other, each with the sum so far."""
    publication = match.publication
    chosen = " (the one named)" if match is judgement.match else ""
    yield f"PMID {publication.pmid}{chosen}: {one_line(publication.in_short)}"
    most = (
        max((abs(bits) for bits in (match.prior, *(c.bits for c in match.comparisons))), default=1.0) or 1.0
    )
    total = match.prior
    yield f"  {match.prior:+7.2f}  {total:+8.2f}  {_bar(match.prior, most)}  prior"
    for comparison in match.comparisons:
        if comparison.level == "not_stated":
            continue
        total += comparison.bits
        said = ""
        if comparison.claimed or comparison.found:
            said = f": {shorten(comparison.claimed or '-', 80)} | {shorten(comparison.found or '-', 80)}"
        yield (
            f"  {comparison.bits:+7.2f}  {total:+8.2f}  {_bar(comparison.bits, most)}  "
            f"{comparison.field.replace('_', ' ')}: {comparison.level.replace('_', ' ')}{said}"
        )
    yield f"  {match.score:+7.2f}  bits in all"


def _bar(bits: float, most: float) -> str:
    length = round(_BAR / 2 * abs(bits) / most)
    left = ("-" * length).rjust(_BAR // 2) if bits < 0 else " " * (_BAR // 2)
    right = ("+" * length).ljust(_BAR // 2) if bits > 0 else " " * (_BAR // 2)
    return f"{left}|{right}"
