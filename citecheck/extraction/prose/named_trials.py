"""Sentences that state the finding of a study by its name: "The DASH trial lowered blood pressure"."""

from __future__ import annotations

import re

__all__ = ["says_what_trial_found"]


def says_what_trial_found(sentence: str, names: tuple[str, ...]) -> bool:
    """Whether a sentence states the finding of a study by its name: "The DASH trial lowered blood pressure".

    Args:
        sentence: the text of the sentence.
        names: the names of studies in it, in order; only the first is looked at.
    """
    if not names:
        return False
    at = sentence.find(names[0])
    before, after = sentence[:at].lower(), sentence[at + len(names[0]) :].lower()
    if _SHOWN_IN.search(before):
        return True
    if not names[0].isupper() and not before.endswith("the ") and not names[0].startswith("The "):
        return False  # a headline: "Abortion Trial Details How …"
    surely = names[0].isupper() or names[0].endswith(("Study", "Trial", "Cohort"))
    return (_OUTCOME if surely else _FOUND).match(after) is not None


# "as evidenced by the Q-SYMBIO trial", "in the DASH trial, people …", "according to the Framingham Study"
_SHOWN_IN = re.compile(
    r"(?:\b(?:according to|as (?:\w+ )?(?:evidenced|shown|seen|demonstrated|found|confirmed) (?:by|in)"
    r"|(?:data|results|evidence|findings) (?:from|of)|(?:shown|demonstrated|confirmed|proven) (?:by|in))"
    r"|^\W*(?:for example, |for instance, )?(?:in|from))\s(?:the\s)?(?:[\w-]+\s){0,2}$"
)
# "the Women's Health Initiative found": verbs for studies, not for programmes
_FOUND = re.compile(
    r"(?:\s?\([^)]{1,40}\))?(?:,[^,.]{3,80},)?\s(?:also\s|has\s|have\s|later\s)?"
    r"(?:found|showed|shows|shown|reported|revealed|demonstrated|concluded|suggests|suggested|linked)\b"
)
# "… trial lowered", "… Study (2010) did not prevent", "… Initiative, which followed …, found"
_OUTCOME = re.compile(
    r"(?:\s(?:trial|study|cohort))?(?:\s?\([^)]{1,40}\))?(?:,[^,.]{3,80},)?\s"
    r"(?:also\s|has\s|have\s|had\s|later\s|clearly\s|did\snot\s|didn[’']t\s|failed\sto\s|[a-z]+ly\s){0,2}"
    r"(?:[a-z]{3,15}(?:ed|s)|found|saw|cut|put|gave|led|did|made|set|shrank|fell|rose|brought|kept|reduce|lower"
    r"|raise|improve|prevent|increase|change|show|find)\b"
)
