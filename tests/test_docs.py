"""What the documents for developers name is there, and what is there they name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "citecheck"
PAGES = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
DATA_FOLDERS = sorted(folder for folder in PACKAGE.rglob("data") if folder.is_dir())
# "matching/comparisons/dates.py", "extraction/data/publishers.txt", "tests/journals/"
_OF_USERS = {"citecheck/config.toml"}
_PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w-]+\.\w+)?|[\w-]+\.py)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    for name in set(_PATH.findall(page.read_text("utf-8"))) - _OF_USERS:
        places = (ROOT / name, PACKAGE / name, PACKAGE / "verdicts" / name, page.parent / name)
        inside = any(PACKAGE.rglob(name.rstrip("/")))
        assert inside or any(place.exists() for place in places), f"{page.name} names {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("folder", DATA_FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_data_file_is_in_its_folders_readme(folder: Path) -> None:
    told = (folder / "README.md").read_text("utf-8")
    missing = [file.name for file in folder.iterdir() if file.name != "README.md" and file.name not in told]
    assert not missing
