"""The working tree that a run's articles lie in, as code hosts see it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Repository:
    """The folder from which a code host counts paths, and the folder of the run.

    Attributes:
        root: absolute path of the working tree's top folder.
        folder: absolute path of the folder that the command ran in.
    """

    root: str
    folder: str

    def relative(self, path: str) -> str | None:
        """`path` as seen from the root, with forward slashes.

        Args:
            path: a path as given to the command, absolute or relative to `folder`.

        Returns:
            The relative path, or None for a URL or a path outside the working tree.
        """
        if path.startswith(("http://", "https://")):
            return None
        absolute = os.path.normpath(os.path.join(self.folder, path))  # noqa: PTH118 - as text: nothing is looked up
        try:
            return PurePath(absolute).relative_to(self.root).as_posix()
        except ValueError:
            return None
