"""A sentence in which an unknown journal can be named is never passed over."""

from pathlib import Path

import pytest

from citecheck.documents import read
from citecheck.extraction.journal_mentions.candidates import begins_name
from citecheck.extraction.journal_mentions.contexts import LeftContext, left_context
from citecheck.extraction.journal_mentions.quick_look import may_have_place
from citecheck.extraction.sentences import split_sentences
from citecheck.extraction.tokens import Tokens
from citecheck.extraction.word_lists import load_words

ARTICLES = sorted(path for path in Path("fixtures/articles").iterdir() if path.is_file())


def has_place(sentence: str) -> bool:
    """Whether a word stands in the place of a journal, or a name in the sentence says so itself."""
    tokens = Tokens(sentence, 0, len(sentence))
    contexts = {
        left_context(tokens, at)
        for at, word in enumerate(tokens.texts)
        if word[0].isupper() and begins_name(tokens, at)
    }
    headed = not load_words("journal_cues", "self-evident heads").isdisjoint(tokens.lower)
    return headed or not contexts <= {LeftContext.NONE, LeftContext.AGAINST}


@pytest.mark.parametrize(
    "sentence",
    [
        "It was published in X.",
        "Published online today ahead of print in the X.",
        "Researchers report the findings IN X.",
        "It was published in the Endocrine Society's X.",
        "They write in this month's _X_.",
        "in the August 2, 2011, print issue of “X”",
        "a 2014 paper from The X",
        "a trial out of X",
        "in the journal, X",
        "in a publication of the agency called X",
        "in a study published _in_ *X*",
        "in a study published in Éire X",
        "Annals of X",
    ],
)
def test_places_are_seen(sentence: str) -> None:
    assert has_place(sentence)
    assert may_have_place(sentence)


@pytest.mark.parametrize(
    "sentence", ["People with Sjögren's slept longer.", "Research suggests that naps help.", "", "in"]
)
def test_other_sentences_are_passed_over(sentence: str) -> None:
    assert not may_have_place(sentence)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_every_place_in_the_articles_is_seen(path: Path) -> None:
    document = read(path)
    for one in split_sentences(document):
        sentence = document.text[one.start : one.end]
        assert may_have_place(sentence) or not has_place(sentence)
