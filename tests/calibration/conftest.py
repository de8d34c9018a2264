import pytest

from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from tests.makers import CATALOGUE


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return CATALOGUE


@pytest.fixture
def matcher(catalogue: Catalogue) -> Matcher:
    return Matcher(catalogue, records=412)
