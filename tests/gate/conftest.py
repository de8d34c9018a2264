"""Repositories that the gate's tests work in."""

from pathlib import Path

import pytest

from tests.repository import Repository, made


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def repository(tmp_path: Path, cache: Path) -> Repository:
    folder = tmp_path / "repository"
    folder.mkdir()
    return made(folder, cache)
