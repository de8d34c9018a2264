"""Queries to an index of a few real records, and the info of an index."""

import json
from pathlib import Path
from typing import Any

import pytest

from citecheck.errors import PubMedIndexError
from citecheck.model import Journal, Publication, Query
from citecheck.pubmed import BuildOptions, PubMedIndex, build_index, read_records
from citecheck.pubmed.index_state import STATE_FILE, TANTIVY_FOLDER
from citecheck.pubmed.packed_record import pack, unpack
from citecheck.pubmed.query_compiler import _groups, without_implied
from tests.pubmed.records import article, rows, write

NEJM = Journal("The New England journal of medicine", "N Engl J Med", nlm_id="0255562")
MAGNESIUM, NEUROPATHY, DIET, WAKEFIELD = "21659058", "12663588", "23432189", "9500320"
PREVENTION, VITAMIN_D, GINKGO = "11832527", "30415629", "15520187"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="module")
def index(folder: Path) -> PubMedIndex:
    everything = Path(__file__).with_name("every_field.xml")
    book = Path(__file__).with_name("book_chapter.xml")
    return PubMedIndex.build(
        folder / "ix", [write(folder / "a.xml.gz", map(article, rows())), everything, book]
    )


@pytest.mark.parametrize(
    ("asked", "pmids"),
    [
        ({"pmids": (DIET, "1")}, [DIET]),
        ({"pmids": (f"00{DIET}",), "dois": ("10.1016/S0140-6736(97)11096-0",)}, [DIET, WAKEFIELD]),
        ({"dois": ("https://doi.org/10.1056/NEJMOA012512",)}, [PREVENTION]),
        ({"pmcids": ("PMC6899507",)}, ["31056293"]),
        ({"pmcids": ("6899507",)}, ["31056293"]),
        ({"journal": NEJM}, [VITAMIN_D, DIET, PREVENTION]),
        ({"journal": Journal("New England Journal of Medicine", "NEJM")}, [VITAMIN_D, DIET, PREVENTION]),
        ({"journal": NEJM, "years": (2018, 2020)}, [VITAMIN_D]),
        ({"years": (2019, 2019)}, ["31056293", VITAMIN_D]),
        ({"years": (2019, 2019), "journal": Journal("Gut", "Gut")}, []),
        ({"journal": NEJM, "volume": "368", "first_page": "1279"}, [DIET]),
        ({"volume": "380", "issue": "1", "first_page": "33-44"}, [VITAMIN_D]),
        ({"authors": ("Estruch R",)}, [DIET]),
        ({"authors": ("Estruch RX",)}, [DIET]),
        ({"authors": ("Estruch Q",)}, []),
        ({"authors": ("nunez",)}, ["31056293"]),
        ({"authors": ("Leeuw",)}, [NEUROPATHY]),
        ({"authors": ("van den Estruch R",)}, [DIET]),
        ({"authors": ("De Leeuw I",)}, [NEUROPATHY]),
        ({"authors": ("Manson",), "years": (2018, 2019)}, [VITAMIN_D]),
        ({"authors": ("Nuñez",), "years": (2018, 2020)}, ["31056293"]),
        ({"authors": ("Manson JE",), "years": (1990, 2025)}, [VITAMIN_D]),
        ({"authors": ("Manson JE",), "years": (2017, 2018)}, []),
        ({"authors": ("?!",), "years": (2018, 2019)}, []),
        ({"affiliation": "University of Leeds"}, ["31056293"]),
        ({"affiliation": "The University of Leeds, U.K."}, ["31056293"]),
        ({"affiliation": "University of Ghent"}, []),
        ({"title": "Primary prevention of cardiovascular disease with a Mediterranean diet"}, [DIET]),
        ({"title": "primary prevention of cardiovascular diseases with the mediterranean diets"}, [DIET]),
        ({"title": "Prevention of cardiovascular diseases by a mediterranean diet regime"}, [DIET]),
        ({"title": "Primary prevention of stroke"}, []),
        ({"title": "Efecto de la sal"}, ["31056293"]),
        ({"title": "the of"}, []),
        ({"concepts": (("magnesium",), ("neuropathy", "neuropathic pain"))}, [MAGNESIUM, NEUROPATHY]),
        ({"concepts": (("magnesium",), ("placebo",))}, [MAGNESIUM]),
        ({"concepts": (("vitamin D",),)}, [VITAMIN_D]),
        ({"concepts": (("vitamin C",),)}, []),
        ({"concepts": (("type 2 diabetes",),)}, [PREVENTION]),
        ({"concepts": (("type 1 diabetes",),)}, [NEUROPATHY]),
        ({"concepts": (("a vitamin",), ("supplement",))}, [VITAMIN_D]),
        ({"concepts": (("vitamin A",),)}, []),
        ({"concepts": (("Fabry's disease",),)}, ["20301546"]),
        ({"concepts": ((),)}, []),
        ({"concepts": (("diet",),), "journal": NEJM}, [DIET]),
        ({"words": ("metformin", "colitis")}, {PREVENTION, WAKEFIELD}),
        ({"words": ("metformin", "lifestyle intervention", "colitis")}, [PREVENTION, WAKEFIELD]),
        ({"words": ("x < 0.05", "zebrafish")}, ["31056293"]),
        ({"words": ("H2",)}, []),
        ({"words": ("zebrafish",)}, []),
        ({"words": ("of", "the")}, []),
        ({"concepts": (("Fabry disease",),)}, ["20301546"]),
        ({}, []),
    ],
)
def test_queries_find_their_records(
    index: PubMedIndex, asked: dict[str, Any], pmids: list[str] | set[str]
) -> None:
    found = index.search(Query("a test", **asked))
    got = [publication.pmid for publication in found.publications]
    assert (set(got) if isinstance(pmids, set) else got) == pmids
    assert found.hits == len(pmids)


def test_hits_count_all_and_publications_stop_at_the_limit(index: PubMedIndex) -> None:
    found = index.search(Query("a test", journal=NEJM, limit=1))
    assert (found.hits, len(found.publications)) == (3, 1)
    counted = index.search(Query("a test", journal=NEJM, limit=0))
    assert (counted.hits, counted.publications) == (3, ())
    assert index.search(Query("a test", concepts=(("prevention",),), limit=0)).hits == 2
    many = index.search(Query("a test", pmids=(DIET, PREVENTION, GINKGO), limit=1))
    assert len(many.publications) == 3


def test_the_query_in_words(index: PubMedIndex) -> None:
    query = Query("a test", journal=NEJM, years=(2018, 2020), concepts=(("salt",), ("stroke", "apoplexy")))
    assert (
        index.search(query).text
        == '"N Engl J Med"[journal] AND 2018:2020[year] AND salt AND (stroke OR apoplexy)'
    )


@pytest.mark.parametrize(
    ("term", "count"),
    [("magnesium", 2), ("cardiovascular disease", 2), ("vitamin D", 1), ("Vitamins", 1), ("the", 0)],
)
def test_frequencies(index: PubMedIndex, term: str, count: int) -> None:
    assert index.frequency(term) == count == index.frequency(term)


@pytest.mark.parametrize(
    "name", [DIET, "10.1056/nejmoa1200303", "https://doi.org/10.1056/NEJMoa1200303", f" 00{DIET} "]
)
def test_a_record_is_found_by_each_identifier(index: PubMedIndex, name: str) -> None:
    record = index.get(name)
    assert record is not None
    assert record.pmid == DIET
    assert index.get("31056293") == index.get("PMC6899507")
    assert index.get("404") is None


def test_records_come_out_as_they_went_in(index: PubMedIndex) -> None:
    for name in ("every_field.xml", "book_chapter.xml"):
        (record,) = read_records(Path(__file__).with_name(name))
        assert isinstance(record, Publication)
        assert index.get(record.pmid) == record
        assert unpack(pack(record)) == record


@pytest.mark.parametrize(
    ("term", "groups"),
    [
        ("vitamin D deficiency", [["vitamin", "d"], ["defici"]]),
        ("type 2 diabetes", [["type", "2"], ["diabet"]]),
        ("IL-6", [["il", "6"]]),
        ("omega-3 fatty acids", [["omega", "3"], ["fatti"], ["acid"]]),
        ("25-hydroxyvitamin D", [["25", "hydroxyvitamin", "d"]]),
        ("β-carotene", [["beta"], ["caroten"]]),
        ("vitamin A", [["vitamin", "a"]]),
        ("Alzheimer's disease", [["alzheim"], ["diseas"]]),
    ],
)
def test_weak_words_are_searched_beside_their_neighbour(term: str, groups: list[list[str]]) -> None:
    from citecheck.pubmed.index_keys import analyze

    assert [[word for _, word in group] for group in _groups(analyze(term))] == groups


def test_variants_that_only_add_words_are_not_searched() -> None:
    variants = ["magnesium supplementation", "magnesium", "Mg", "oral magnesium", "vitamin D3", "vitamin D"]
    assert without_implied(variants) == ["magnesium", "Mg", "vitamin D3", "vitamin D"]


def test_the_info_of_an_index(index: PubMedIndex) -> None:
    info = index.info
    assert (info.records, len(info.state.files), info.state.ready) == (9, 3, True)
    assert not info.state.complete
    assert str(info.state.as_of) == "2020-01-02"
    assert info.bytes > 1000


def test_choices(folder: Path) -> None:
    files = [folder / "a.xml.gz"]
    bare = PubMedIndex.build(folder / "bare", files, BuildOptions(abstracts=False))
    assert bare.frequency("placebo") == 0
    record = bare.get(MAGNESIUM)
    assert record is not None
    assert record.abstract == ""
    written = build_index(
        folder / "some", files, BuildOptions(years=(2010, 2013), journals=("NEJM", "N Engl J Med"))
    )
    assert (written.files[0].records, written.files[0].left_out) == (1, 6)
    some = PubMedIndex.open(folder / "some")
    assert (some.records, some.state.choices.years) == (1, (2010, 2013))
    assert some.get(DIET) is not None


def test_folders_that_are_not_an_index_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PubMedIndexError, match="no citecheck index"):
        PubMedIndex.open(tmp_path)
    with pytest.raises(PubMedIndexError, match="no citecheck index"):
        PubMedIndex.open(tmp_path / "missing")
    with pytest.raises(PubMedIndexError, match="no citecheck index"):
        PubMedIndex.open(folder / "a.xml.gz")
    (tmp_path / "letter.txt").write_text("dear diary")
    with pytest.raises(PubMedIndexError, match="holds other things"):
        PubMedIndex.build(tmp_path, [folder / "a.xml.gz"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 99}, "newer citecheck"),
        ({"version": 0}, "build it anew"),
        ({"kind": "photo album"}, "no citecheck index"),
        ({"files": 7}, "damaged"),
        ({"ready": False}, "half built"),
    ],
)
def test_an_index_that_cannot_be_used(
    index: PubMedIndex, tmp_path: Path, change: dict[str, object], message: str
) -> None:
    state = json.loads((index.path / STATE_FILE).read_text())
    (tmp_path / STATE_FILE).write_text(json.dumps(state | change))
    (tmp_path / TANTIVY_FOLDER).symlink_to(index.path / TANTIVY_FOLDER)
    with pytest.raises(PubMedIndexError, match=message):
        PubMedIndex.open(tmp_path)


def test_a_damaged_index(index: PubMedIndex, tmp_path: Path) -> None:
    (tmp_path / STATE_FILE).write_bytes((index.path / STATE_FILE).read_bytes())
    (tmp_path / TANTIVY_FOLDER).mkdir()
    (tmp_path / TANTIVY_FOLDER / "meta.json").write_bytes(
        (index.path / TANTIVY_FOLDER / "meta.json").read_bytes()
    )
    with pytest.raises(PubMedIndexError, match="damaged"):
        PubMedIndex.open(tmp_path)
    (tmp_path / STATE_FILE).write_text("{")
    with pytest.raises(PubMedIndexError, match="cannot be read"):
        PubMedIndex.open(tmp_path)
