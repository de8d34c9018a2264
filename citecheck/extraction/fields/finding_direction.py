"""The direction of a finding (more, less, no difference) and the numbers that it states."""

from __future__ import annotations

from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_patterns import WordPattern
from citecheck.model import Direction, Quantity


def find_direction(clause: str) -> Direction | None:
    """The direction by the first word that states one; words for "no difference" take precedence.

    An amount that people had ("three cups or more", "less than six hours") is not a direction.
    """
    lower = _AMOUNT.sub(" ", lower_keeping_offsets(clause))
    if _NO_DIFFERENCE.search(lower):
        return Direction.NO_DIFFERENCE
    less, more = _LESS.search(lower), _MORE.search(lower)
    if less and (not more or less.start() < more.start()):
        return Direction.LESS
    return Direction.MORE if more else None


# "three cups or more", "more than 700 adults", "twice a week"
_AMOUNT = WordPattern(
    "more than 700",
    r"\b(?:twice|double) (?:a|each|every|the) (?:day|week|month|year|dose|amount)\b"
    r"|(?<!equal )\bor (?:more|less|fewer|longer|higher|lower|greater|older|younger)\b"
    r"|\b(?:more|less|fewer|longer|greater) than"
    r" (?:\d|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|half)\b)",
    needs="twice |double |or more|or less|or fewer|or longer|or higher|or lower|or greater|"
    "or older|or younger| than ",
)


_NO_DIFFERENCE = WordPattern(
    "no difference",
    r"\b(?:{findings:no difference})",
    needs="no |not |n't |n’t |neither|failed to|as well|as effective|as good|unrelated|ineffective|"
    "equally|doesn't|doesn’t|didn't|didn’t",
)
_LESS = WordPattern("reduced", r"\b(?:{findings:less})", starts="{findings:less}")
_MORE = WordPattern("increased", r"\b(?:{findings:more})", starts="{findings:more}")


def find_quantities(clause: str) -> tuple[Quantity, ...]:
    """The numbers of a clause that carry a unit, as written; a range gives its two ends."""
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(lower_keeping_offsets(clause)):
        unit = _unit(match["unit"] or match["ratio"] or "")
        text = " ".join(clause[match.start() : match.end()].split())
        ends = (part.replace(",", "") for part in (match["low"], match["high"]) if part)
        found.extend(Quantity(text, float(end), unit) for end in ends)
    return tuple(found)


def _unit(word: str) -> str:
    word = word.lower().strip("- ")
    if word in ("percent", "per cent", "pc", "percentage points"):
        return "%"
    return "ratio" if "ratio" in word or word == "relative risk" else word


_QUANTITY = WordPattern(
    "by 12 to 15 percent",
    r"(?:(?P<ratio>(?:odds|hazard|risk|rate)\s+ratio|relative\s+risk)\s*(?:of|was|=|:|,)?\s*)?"
    r"(?<![\w.,-])(?P<low>{number})(?:\s?(?:-|–|to)\s?(?P<high>{number}))?"
    r"(?:(?(ratio)\b|(?!))|[ -]?(?P<unit>{findings:units})(?![\w]))",
    number=r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+",
    needs="0|1|2|3|4|5|6|7|8|9",
    first_characters=r"ohr.\d",
)
