import subprocess
from pathlib import Path

import pytest

from tests.audit.commands import COMMAND, ROOT


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("audit") / "index"
    subprocess.run(
        [COMMAND, "pubmed", "build", path, ROOT / "fixtures/pubmed"], check=True, capture_output=True
    )
    return path
