"""What to write instead of what an article states wrongly of a publication, and putting it into a text.

`suggest_corrections` makes the suggestions of a judgement, for just the characters that are wrong, in the
entry's own style; `apply_suggestions` makes the changes in the decoded text of a source file.
"""

from citecheck.corrections.edits import apply_suggestions, without_conflicts
from citecheck.corrections.list_style import in_list_style
from citecheck.corrections.suggest import address_corrections, misstated_fields, suggest_corrections

__all__ = [
    "address_corrections",
    "apply_suggestions",
    "in_list_style",
    "misstated_fields",
    "suggest_corrections",
    "without_conflicts",
]
