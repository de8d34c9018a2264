"""`citecheck lsp`: the findings of an article in the editor in which it is written.

document of the editor ─ pause ─► ArticleChecker (a thread) ─► CheckedText ─► diagnostics, hovers, quick fixes
"""
