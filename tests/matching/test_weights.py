"""The weights file and the comparisons name the same fields and levels."""

from importlib import resources

import pytest

from citecheck.matching.weights import load_weights, parse_weights

SHIPPED = (resources.files("citecheck.matching") / "data" / "weights.toml").read_text("utf-8")


def test_the_shipped_weights_are_complete() -> None:
    assert parse_weights(SHIPPED) == load_weights()


@pytest.mark.parametrize(
    ("line", "changed", "fault"),
    [
        (
            "[levels.volume]",
            "[levels.tome]",
            "no comparison reads the field tome; the field volume is",
        ),
        ("[levels.short_title]", "[levels.brief_title]", "the field short_title is missing"),
        (
            "rounded = ",
            "roundish = ",
            "has no level roundish; sample_size lacks the level rounded",
        ),
        ("very_common = { m = 0.032320, u = 0.204128 }\n", "", "surname lacks the level very_common"),
        ("[levels.issue]\n", "[levels.issue]\nclose = { m = 0.1, u = 0.1 }\n", "issue has no level close"),
    ],
)
def test_a_missing_or_unknown_field_or_level_is_an_error_at_load(line: str, changed: str, fault: str) -> None:
    assert line in SHIPPED
    with pytest.raises(ValueError, match=fault):
        parse_weights(SHIPPED.replace(line, changed))
