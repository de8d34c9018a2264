import pytest

from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from tests.matching.made import ROWS


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue(ROWS)


@pytest.fixture
def matcher(catalogue: Catalogue) -> Matcher:
    return Matcher(catalogue, lambda term: None, records=412)  # noqa: ARG005 - a source that can't say
