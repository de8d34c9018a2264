"""Child processes in Python that import nothing from the folder in which the command was started.

`python -c` and `python -m` search the current folder first: in a checkout, a file with the name of a
module of the standard library would run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

# Children search the module path of this process without the current folder and relative paths.
_SAFE_PATH = "PYTHONSAFEPATH"
_SOURCES = Path(__file__).parents[2]


def python_command(module: str) -> list[str]:
    """Return the command that runs `main()` of a module of ours."""
    # Not -m: classes of the module would then be other classes in the child than in this process.
    return [sys.executable, "-P", "-c", f"from {module} import main; main()"]


def child_environment() -> Mapping[str, str]:
    """Return the environment for a Python child: it imports the same modules, by absolute paths."""
    paths = [path for path in sys.path if not _is_of_here(path)]
    return {**os.environ, _SAFE_PATH: "1", "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))}


def child_folder() -> str:
    """Return the working folder for a child; no checkout can write to it."""
    return str(Path(sys.executable).anchor or os.sep)


def import_nothing_from_here() -> None:
    """Let every Python process that is started from now on skip the current folder when it imports.

    Process pools and Dask start interpreters by themselves, with this process's environment.
    """
    os.environ[_SAFE_PATH] = "1"
    sys.path[:] = [path for path in sys.path if not _is_of_here(path)]


def _is_of_here(path: str) -> bool:
    """Whether an entry of the module path is the current folder, or relative to it.

    If citecheck runs from its own sources in the current folder, that entry stays.
    """
    if not path or not Path(path).is_absolute():
        return True
    return os.path.realpath(path) == os.path.realpath(Path.cwd()) != os.path.realpath(_SOURCES)
