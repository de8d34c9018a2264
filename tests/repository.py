"""A git working tree of ten articles, and the command run inside it as an editor runs it."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from citecheck.cli import main

ROOT = Path(__file__).parents[1]

LANCET = (
    "According to a study published in The Lancet in 2023 (PMID: 36918266), women who follow a Mediterranean "
    "diet have a lower risk of cardiovascular disease and of death from any cause, a systematic review and "
    "meta-analysis for primary prevention."
)
GENES = (
    "Researchers writing in the journal Tumour Biology in 2014 found an association between "
    "single-nucleotide\npolymorphisms of the OGG1 gene and pancreatic cancer risk in a "
    "Chinese Han population."
)
SKIN = (
    "A 2021 study in the <i>Journal of Mediterranean Wellness Science</i> showed that olive oil doubles the "
    "lifespan of skin cells."
)
MADE_UP = (
    "Harrow PL, Quill TB. Vitamin D reverses biological ageing of the skin and brain in six weeks. J Nutr. "
    "2016;146(3):501-509."
)
WRONG_YEAR = (
    "Goulão B, Stewart F. Cancer and vitamin D supplementation: a systematic review and meta-analysis. "
    "Am J Clin Nutr. 2012;107(4):652-663."
)
ARTICLES = {
    "coffee.txt": "Older adults who drink coffee have a lower risk of dying, according to a study "
    "published in the New England Journal of Medicine in 2012 by Neal Freedman.\n",
    "diabetes.md": "# Sugar\n\nIn a randomized double-blind trial published in Diabetes Care in 2003, "
    "oral magnesium supplementation improved insulin sensitivity and metabolic control in people "
    "with type 2 diabetes.\n",
    "genes.txt": f"Genes and the pancreas\n\nA short note.\n\n{GENES}\n",
    "heart.md": f"# The heart\n\nEat well.\n\n{LANCET}\n",
    "lifespan.md": f"# Age\n\nSome hope.\n\n## References\n\n1. {MADE_UP}\n",
    "neuropathy.md": "# Nerves\n\nA 2011 randomized trial in Magnesium Research found that oral magnesium "
    "treatment in patients with neuropathic pain did no better than a placebo.\n",
    "references.md": "# Sun\n\nVitamin D is no cure for cancer [1].\n\n## References\n\n"
    f"1. {WRONG_YEAR}\n"
    "2. Zhang Y, Fang F, Tang J, et al. Association between vitamin D supplementation and mortality: "
    "systematic review and meta-analysis. BMJ. 2019;366:l4673.\n",
    "skin.html": f"<html><body>\n<h1>Skin</h1>\n<p>Oil is good.</p>\n<p>{SKIN}</p>\n</body></html>\n",
    "sleep.txt": "Studies have shown that light in the evening delays sleep.\n",
    "spread.md": "# Oil\n\nA 2023 systematic review in Nutrients looked at the Mediterranean diet.\n",
}  # fmt: skip
PLANTED = {("genes.txt", 5), ("heart.md", 5), ("references.md", 7)}


class Ran(NamedTuple):
    """What a run printed."""

    stdout: str
    stderr: str


class _Buffer(io.BytesIO):
    """Stays readable when the text stream over it is replaced or closed."""

    def close(self) -> None:
        """Keep what was written."""


class Repository:
    """A working tree with articles, and the command run inside it."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self.cache = folder, cache

    def git(self, *words: str) -> None:
        identity = (
            "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main",
            "-c", "protocol.file.allow=always",
        )  # fmt: skip
        subprocess.run(["git", *identity, *words], cwd=self.folder, check=True, capture_output=True)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def run(self, *words: str, code: int, within: str = ".") -> Ran:
        """`citecheck WORDS` in this process, which has the catalogue loaded already."""
        shown, said = _Buffer(), _Buffer()
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("CITECHECK_", "NCBI_"))]:
                patch.delenv(name)
            patch.setenv("CITECHECK_CACHE_FOLDER", str(self.cache))
            # A checkout's configuration may not name a source.
            patch.setenv("CITECHECK_SOURCE", str(ROOT / "fixtures/pubmed"))
            patch.setattr(sys, "argv", ["citecheck", *words])
            patch.setattr(sys, "stdout", io.TextIOWrapper(shown, "utf-8"))
            patch.setattr(sys, "stderr", io.TextIOWrapper(said, "utf-8"))
            patch.chdir(self.folder / within)
            with pytest.raises(SystemExit) as ended:
                main()
            sys.stdout.flush()
            sys.stderr.flush()
        out, err = (stream.getvalue().decode("utf-8") for stream in (shown, said))
        assert ended.value.code == code, out + err
        return Ran(out, err)

    def check(self, *words: str, code: int, within: str = ".", articles: str = "articles") -> str:
        return self.run("check", articles, "--format", "github", *words, code=code, within=within).stdout


def errors(annotations: str) -> set[tuple[str, int]]:
    """The (file name, line) of each error."""
    found = re.findall(r"(?m)^::error file=(?:[^,\n]*/)?([^,/\n]+),line=(\d+),", annotations)
    return {(name, int(line)) for name, line in found}


def configure(repository: Repository, text: str) -> None:
    repository.write(".citecheck.toml", repository.read(".citecheck.toml") + text)


def made(folder: Path, cache: Path) -> Repository:
    """A repository with the ten articles committed, which looks publications up in the fixtures."""
    repository = Repository(folder, cache)
    repository.write(".citecheck.toml", "")
    for name, text in ARTICLES.items():
        repository.write(f"articles/{name}", text)
    repository.git("init", "-q")
    repository.git("add", ".")
    repository.git("commit", "-qm", "ten articles")
    return repository
