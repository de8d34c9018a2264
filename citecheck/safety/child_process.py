"""Python processes of our own that import nothing from the folder in which the command was started.

`python -c` and `python -m` look into the current folder first: in a checkout, a file that is called
like a module of the standard library would run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

# Children look for modules where this process does, but for the current folder and relative paths.
_SAFE_PATH = "PYTHONSAFEPATH"
_SOURCES = Path(__file__).parents[2]


def python_command(module: str) -> list[str]:
    """Return the command that runs `main()` of a module of ours."""
    # Not by -m: what the module defines would be another class there than here.
    return [sys.executable, "-P", "-c", f"from {module} import main; main()"]


def child_environment() -> Mapping[str, str]:
    """Return the environment for a Python child: it finds what this process finds, by absolute paths."""
    paths = [path for path in sys.path if not _is_of_here(path)]
    return {**os.environ, _SAFE_PATH: "1", "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))}


def child_folder() -> str:
    """Return the working folder for a child: one that no checkout can put anything into."""
    return str(Path(sys.executable).anchor or os.sep)


def import_nothing_from_here() -> None:
    """Let every Python process started from now on leave out the current folder, as a library starts them.

    Process pools and Dask start interpreters by themselves, with this process's environment.
    """
    os.environ[_SAFE_PATH] = "1"
    sys.path[:] = [path for path in sys.path if not _is_of_here(path)]


def _is_of_here(path: str) -> bool:
    """Whether a place where modules are looked for is the current folder, or lies wherever that is.

    Where citecheck itself is run from its own sources, the child runs these.
    """
    if not path or not Path(path).is_absolute():
        return True
    return os.path.realpath(path) == os.path.realpath(Path.cwd()) != os.path.realpath(_SOURCES)
