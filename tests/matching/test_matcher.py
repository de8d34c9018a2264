import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citecheck.matching import Matcher
from citecheck.matching.comparisons import FIELDS
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields, Publication
from tests.makers import JOURNALS, MAGNESIUM, claimed, cluster_of, publication

TITLES = (
    "Magnesium and diabetic neuropathy",
    "Zinc in migraine",
    "Pain over speed bumps in appendicitis",
    "",
)
NAMES = ("Sun Q", "Warensjö E", "van der Berg J", "Li")

claims = st.builds(
    claimed,
    st.sampled_from([None, *JOURNALS, "Journal Nobody Knows"]),
    st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
    year=st.none() | st.integers(1990, 2026),
    month=st.none() | st.integers(1, 12),
    title=st.none() | st.sampled_from(TITLES),
    finding=st.none() | st.sampled_from(TITLES),
    volume=st.none() | st.sampled_from(["12", "12 Suppl 2"]),
    pages=st.none() | st.sampled_from(["541-7", "e12", "iv"]),
    sample_size=st.none() | st.integers(1, 10**6),
    pmid=st.none() | st.sampled_from(["1", "2"]),
)
publications = st.builds(
    publication,
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from(TITLES),
    st.sampled_from(sorted(JOURNALS)),
    st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
    st.none() | st.integers(1990, 2026),
    pages=st.none() | st.sampled_from(["541-547", "e12"]),
    abstract=st.sampled_from(
        ["", "In 61 433 women followed for 19 years magnesium did nothing for neuropathy."]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims, publications)
def test_the_score_is_the_prior_and_the_bits(
    matcher: Matcher, stated: CitationFields, record: Publication
) -> None:
    match = matcher.match(stated, record)
    assert match.score == pytest.approx(match.prior + sum(c.bits for c in match.comparisons))
    assert tuple(c.field for c in match.comparisons) == tuple(field.name for field in FIELDS)
    assert all(c.bits == 0.0 for c in match.comparisons if c.level in ("not_stated", "not_recorded"))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims, st.lists(publications, min_size=1, max_size=4, unique_by=lambda record: record.pmid))
def test_what_is_stated_of_a_record_does_not_depend_on_what_was_ranked_before(
    matcher: Matcher, stated: CitationFields, records: list[Publication]
) -> None:
    matcher.forget()
    alone = [matcher.statements(stated, record) for record in records]
    matcher.rank(cluster_of(stated), records)
    assert [matcher.statements(stated, record) for record in records] == alone


def test_silence_weighs_nothing(matcher: Matcher) -> None:
    assert matcher.match(CitationFields(), publication()).score == matcher.prior


def test_the_likeliest_comes_first_and_equals_by_pmid(matcher: Matcher) -> None:
    match = publication("9", "Magnesium supplements for painful diabetic neuropathy", "J Am Coll Nutr")
    twins = [publication(pmid, "Zinc in migraine", "J Am Coll Nutr") for pmid in ("30", "4")]
    ranked = matcher.rank(cluster_of(MAGNESIUM), [*twins, match])
    assert [match.publication.pmid for match in ranked] == ["9", "4", "30"]


def test_a_title_and_the_topic_it_says_are_not_counted_twice(matcher: Matcher) -> None:
    record = publication(title="Magnesium and diabetic neuropathy")
    stated = claimed(
        title="Magnesium and diabetic neuropathy", finding="magnesium helps in diabetic neuropathy"
    )
    match = matcher.match(stated, record)
    bits = {c.field: c.bits for c in match.comparisons}
    assert bits["title"] > 5
    assert bits["topic"] == 0


def test_a_larger_source_asks_for_more_evidence(matcher: Matcher) -> None:
    whole = Matcher(matcher.catalogue, records=None)
    assert whole.prior < matcher.prior


def test_of_records_the_newest_outlive_a_batch_of_documents(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    class Counted(RecordFeatures):
        def __init__(self, publication: Publication) -> None:
            made.append(publication.pmid)
            super().__init__(publication)

    monkeypatch.setattr("citecheck.matching.matcher.RecordFeatures", Counted)
    monkeypatch.setattr("citecheck.matching.matcher._RECORDS_KEPT", 2)
    found = [publication(pmid, "Zinc in migraine") for pmid in "123"]
    for _ in range(2):
        matcher.rank(cluster_of(MAGNESIUM), found)
        matcher.forget()
    assert made == ["1", "2", "3", "1"]
    revised = publication("3", "Zinc in migraine: a trial")
    assert matcher.match(MAGNESIUM, revised).publication == revised
    assert made[-1] == "3", "another version of a record is another record"
