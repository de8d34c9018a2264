import pytest

from citecheck.journals import Catalogue, Relation
from citecheck.journals.tables import read_lines, read_packaged
from citecheck.model import Journal

RELATIONS = """
NEJM | The New England Journal of Medicine | same
Cancers | Cancers (Basel) | same
Archives of Internal Medicine | JAMA Internal Medicine | renamed
American Journal of Diseases of Children | JAMA Pediatrics | renamed
Journal of the American Dietetic Association | Journal of the Academy of Nutrition and Dietetics | renamed
Journal of the American College of Nutrition | Journal of the American Nutrition Association | renamed
Obesity Research | Obesity | renamed
Circulation | Circulation: Heart Failure | sister
Circulation: Heart Failure | Circulation: Cardiovascular Imaging | sister
JAMA | JAMA Internal Medicine | sister
The Lancet | The Lancet Oncology | sister
Nature | Nature Reviews Neurology | sister
Journal of the American College of Cardiology | JACC: Heart Failure | sister
World Neurosurgery | World Neurosurgery: X | sister
Proceedings of the Royal Society B | Proceedings of the Nutrition Society | other
Pain | Pain Medicine | other
Heart | Open Heart | other
Blood | Blood Pressure | other
Cell | Cell Research | other
Science | The Science of the Total Environment | other
Nature | Nature and Science of Sleep | other
Journal of Clinical Nursing | Journal of Clinical Psychology | other
The American Journal of Clinical Nutrition | European Journal of Clinical Nutrition | other
"""


@pytest.mark.parametrize("line", RELATIONS.strip().splitlines())
def test_journals_are_related(line: str, catalogue: Catalogue) -> None:
    one, other, relation = line.split(" | ")
    a, b = catalogue.lookup(one), catalogue.lookup(other)
    assert a is not None
    assert b is not None
    assert catalogue.relation(a, b) is Relation(relation)
    assert catalogue.relation(b, a) is Relation(relation)


def test_a_records_journal_is_the_catalogues_by_any_of_its_marks(catalogue: Catalogue) -> None:
    known = Journal("Cancers", "Cancers (Basel)", nlm_id="101526829", issns=("2072-6694",))
    assert catalogue.relation(known, Journal("Other words", "Other", nlm_id="101526829")) is Relation.SAME
    assert catalogue.relation(known, Journal("Other words", "Other", issns=("2072-6694",))) is Relation.SAME
    assert catalogue.relation(known, Journal("Cancers", "Cancers")) is Relation.SAME
    assert catalogue.relation(known, Journal("Cancers", "Cancers", nlm_id="7")) is Relation.OTHER
    assert catalogue.relation(known, Journal("Cancer", "Cancer")) is Relation.OTHER


@pytest.mark.parametrize("table", ["renamed.tsv", "families.tsv", "aliases.tsv"])
def test_the_tables_name_known_journals(table: str, catalogue: Catalogue) -> None:
    column = 0 if table == "renamed.tsv" else 1
    for fields in read_lines(read_packaged(table)):
        assert len(fields) == 2
        assert fields[column].endswith("*") or catalogue.lookup(fields[column]), fields
        assert table != "renamed.tsv" or catalogue.lookup(fields[1]), fields
