"""Pinned quality floors: figures that must not fall, with the set that they were measured on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from citecheck.errors import UsageError


@dataclass(frozen=True, slots=True)
class Floors:
    """The least that each figure must reach, and the digest of the labelled set it was measured on."""

    digest: str
    figures: Mapping[str, float]


def parse_floors(text: str) -> Floors:
    """Floors from their file. Raises UsageError for any other text."""
    try:
        table = json.loads(text)
        return Floors(str(table["digest"]), {str(k): float(v) for k, v in table["figures"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"This is no file of quality floors: {error}.") from None


def render_floors(floors: Floors) -> str:
    """The text of a floors file; `parse_floors` reads it back."""
    figures = {name: floors.figures[name] for name in sorted(floors.figures)}
    return json.dumps({"digest": floors.digest, "figures": figures}, indent=1) + "\n"


def figures_below_floor(measured: Mapping[str, float], floors: Floors) -> tuple[str, ...]:
    """Compare measured figures with their floors.

    Args:
        measured: Figures by name, 0 to 1.
        floors: The least value of each figure.

    Returns:
        One sentence for each figure that is below its floor or was not measured, sorted by name.
    """
    sentences = []
    for name, floor in sorted(floors.figures.items()):
        value = measured.get(name)
        if value is None:
            sentences.append(f"{name} was not measured; its floor is {floor:.3f}.")
        elif value < floor:
            sentences.append(f"{name} is {value:.3f}, below its floor of {floor:.3f}.")
    return tuple(sentences)


def raised_floors(
    measured: Mapping[str, float], floors: Floors, digest: str, *, allow_lower: bool = False
) -> Floors:
    """The floors raised to what was measured.

    Args:
        measured: Figures by name, 0 to 1.
        floors: The floors so far.
        digest: The digest of the labelled set that was measured.
        allow_lower: Whether a floor may fall and the labelled set may differ.

    Returns:
        Floors that equal the measured figures.

    Raises:
        UsageError: A floor would fall or the labelled set is another one, and `allow_lower` is false.
    """
    fallen = figures_below_floor(measured, floors)
    if digest != floors.digest:
        fallen = (*fallen, "The labelled set is not the one that the floors were measured on.")
    if fallen and not allow_lower:
        raise UsageError("The floors are not lowered: " + " ".join(fallen))
    return Floors(digest, dict(measured))
