"""`check` and `audit run` say the same of the same articles, word for word."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from citecheck.audit import Store
from citecheck.audit.views.article_details import details
from tests.audit.commands import COMMAND, ROOT, run

# Each makes another article of one: moved down, said twice, other years, volumes, authors, fewer sentences.
VARIANTS: dict[str, Callable[[str], str]] = {
    "as-is": lambda text: text,
    "twice": lambda text: f"{text}\n\n{text}",
    "years": lambda text: re.sub(
        r"\b(20[01])(\d)\b", lambda m: m[1] + str((int(m[2]) + 3) % 10), text, count=2
    ),
    "every-year": lambda text: re.sub(r"\b(20[01])(\d)\b", lambda m: m[1] + str((int(m[2]) + 2) % 10), text),
    "volumes": lambda text: re.sub(r";\s?(\d+)", lambda m: f";{int(m[1]) + 1}", text),
    "journals": lambda text: text.replace("The New England Journal of Medicine", "The Lancet", 1),
    "halved": lambda text: text[: len(text) // 2],
}
# The prose names another journal than the entry, which is right: each place has a verdict of its own.
TIED = """# Vitamin D

Vitamin D pills did not lower the risk of dying of any cause, a 2018 study in The Lancet found [1].

## References

1. Zhang Y, Fang F, Tang J, Jia L, Feng Y, Xu P, Faramand A. Association between vitamin D supplementation \
and mortality: systematic review and meta-analysis. BMJ. 2019;366:l4673.
"""


def write_articles(folder: Path) -> int:
    """Write every variant of every fixture; how many."""
    count = 0
    for file in sorted((ROOT / "fixtures/articles").glob("*.*")):
        for name, vary in VARIANTS.items():
            target = folder / "articles" / f"{file.stem}-{name}{file.suffix}"
            target.parent.mkdir(exist_ok=True)
            target.write_text(vary(file.read_text(encoding="utf-8")), encoding="utf-8")
            count += 1
    (folder / "articles" / "tied.md").write_text(TIED, encoding="utf-8")
    return count + 1


def stated(citation: dict[str, object]) -> dict[str, object]:
    """A citation of a report without what the store leaves out.

    It keeps no fields of candidates on which the article says nothing, not what is described where nothing
    names a publication, and no suggestions where markup stands among the words of a citation.
    """
    if citation["verdict"] == "unsourced":
        citation["claimed"] = None
    span, quote = citation["span"], str(citation["quote"])
    if span["end"] - span["start"] != len(quote):  # type: ignore[index]
        citation["suggestions"] = []
    for candidate in citation["candidates"]:  # type: ignore[attr-defined]
        candidate["comparisons"] = [c for c in candidate["comparisons"] if c["level"] != "not_stated"]
    return {
        name: value
        for name, value in citation.items()
        if name not in ("severity", "suppressed", "known", "reported_at")
    }


def test_sixty_articles_get_the_same_verdicts_both_ways(tmp_path: Path, index: Path) -> None:
    assert write_articles(tmp_path) > 60
    check: list[str | Path] = [COMMAND, "check", "articles", "--source", index, "--format", "json"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, check=False)
    report = json.loads(done.stdout)
    checked = {
        (document["path"], citation["id"]): stated(citation)
        for document in report["documents"]
        for citation in document["citations"]
    }
    run(tmp_path, index, "run", "articles", "--processes", "2")
    with Store(tmp_path / "audit.db", read_only=True) as store:
        found = store.rows("SELECT article, cid, key FROM current")
        audited = {(article, cid): details(store, key) for article, cid, key in found}
    assert audited.keys() == checked.keys()
    assert {key: audited[key] for key in audited if audited[key] != checked[key]} == {}
    assert {one["verdict"] for one in audited.values()} >= {"verified", "mismatch", "not_found", "possible"}
