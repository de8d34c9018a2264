"""Nothing in the tests is timed: on a busy machine a single example may wait for its turn."""

import os
from pathlib import Path

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Tests run the command some hundred times. Where Python must not write byte code beside the sources, it would
# compile all of them each time, which takes as long as the command itself.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(__file__).parents[1] / ".pytest_cache" / "byte_code"))
