"""The inline part of Markdown: links, emphasis, footnote marks, raised figures, entities, HTML tags.

markdown-it reads blocks, but of what stands inside a paragraph it does not keep the place. So this
reads it again with positions: one pass of one pattern, a stack for brackets and CommonMark's own
procedure for emphasis, none of which can go back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

_ROUND = r"\((?:[^\s()]|\([^\s()]{0,200}\)){0,500}\)"
_DESTINATION = rf"(?:<(?P<angled>[^<>\n]{{0,2000}})>|(?P<plain>(?:[^\s()\\]|\\.|{_ROUND}){{0,2000}}))"
# "](https://doi.org/10.1016/0140-6736(86)90837-8 "The trial")"
_INLINE_TARGET = re.compile(
    rf"\(\s{{0,20}}{_DESTINATION}(?:\s{{1,20}}(?:\"[^\"]{{0,500}}\"|'[^']{{0,500}}'|\([^()]{{0,500}}\)))?\s{{0,20}}\)"
)
# The same with blanks in the address, which CommonMark does not allow and people write.
_LOOSE_TARGET = re.compile(r"\(\s{0,20}(?P<plain>https?://[^()\n]{0,1000})\)")
# "]({{ site.baseurl }}{% post_url 2018-09-20-walking %})", which a site generator fills in
_TEMPLATE_TARGET = re.compile(r"\(\s{0,20}(?P<plain>\{[{%][^()\n]{0,500}[%}]\})\s{0,20}\)")
_LABEL = re.compile(r"\[([^\[\]]{0,999})\]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST_LABEL = 999

# Where a token may start: this search is ten times faster than trying all tokens.
_FIRST = re.compile(r"[\n\\`*_~\[\]!<&^{#•]")
_MARKUP = re.compile(r"[\\`*_~\[\]&^{#•]")
_TOKEN = re.compile(
    r"""
  (?P<hard>\\?\n)
| (?P<bullet>(?<=\s)\\[*•]\s|(?<=\s)•\s)
| (?P<escape>\\[!-/:-@\[-`{-~])
| (?P<code>(?<!`)`+)
| (?P<delimiter>\*+|_+)
| (?P<strike>~~)
| (?P<note>\[\^(?P<note_label>[^\]\s]{1,60})\])
| (?P<wiki>\[\[(?P<wiki_page>[A-Za-z][^\[\]\n|]{0,200})(?P<wiki_text>\|[^\[\]\n]{1,200})?\]\](?!\())
| (?P<image>!\[)
| (?P<open>\[)
| (?P<close>\])
| (?P<auto><(?:https?://|mailto:)[^\s<>]{1,2000}>|<[\w.+-]{1,64}@[\w.-]{1,255}>)
| (?P<comment><!--)
| (?P<tag></?[A-Za-z](?:[^<>=]++|=\s*+(?:"[^"<]*+"|'[^'<]*+'|\{[^{}<]*+(?:\{[^{}<]*+\}[^{}<]*+)*+\})?+)*+>)
| (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
| (?P<raised>\^(?P<raised_text>[^\s^]{1,20})\^)
| (?P<shortcode>\{[%{:/][^{}\n]{0,300}\}\}?|\{\#[\w:.-]{1,80}\})
| (?P<heading>(?<!^)(?<![\n\#\\])\#{2,6}[ ])
""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Item:
    """A stretch of the content and what it is: text, a delimiter run, the start or end of a link."""

    kind: str
    start: int
    end: int
    value: str = ""
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    left: int = 0  # characters of a delimiter run that turned out to be text


def has_markup(source: str, start: int, end: int) -> bool:
    """Whether `source[start:end]` holds a character that has a role in Markdown, line ends aside.

    Args:
        source: the text of the file.
        start: the first offset in characters.
        end: the offset behind the last character.
    """
    return _MARKUP.search(source, start, end) is not None


class InlineReader:
    """Reads the content of one block after another; knows the document's link definitions."""

    def __init__(self, definitions: Mapping[str, str]) -> None:
        self._definitions = definitions

    def read(self, content: str) -> list[Item]:
        """The items of a block's content, in order."""
        return _Scan(content, self._definitions).items()


class _Scan:
    def __init__(self, content: str, definitions: Mapping[str, str]) -> None:
        self.content = content
        self.definitions = definitions
        self.found: list[Item] = []
        self.brackets: list[int] = []
        self.backticks: dict[int, list[int]] | None = None
        self.at = 0

    def items(self) -> list[Item]:
        content = self.content
        looked = 0
        while first := _FIRST.search(content, looked):
            start = first.start()
            token = _TOKEN.match(content, start)
            if token is None:
                looked = start + 1
                continue
            if start > self.at:
                self.found.append(Item("text", self.at, start))
            self.at = token.end()
            kind = token.lastgroup or ""
            handler = _HANDLERS.get(kind)
            if handler:
                handler(self, token)
            else:
                self.found.append(Item(kind, start, token.end(), token[0]))
            looked = self.at
        if self.at < len(content):
            self.found.append(Item("text", self.at, len(content)))
        _pair_delimiters(content, self.found)
        return self.found

    def note(self, token: re.Match[str]) -> None:
        self.found.append(Item("note", token.start(), token.end(), token["note_label"]))

    def wiki(self, token: re.Match[str]) -> None:
        group = "wiki_text" if token["wiki_text"] else "wiki_page"
        start = token.start(group) + (group == "wiki_text")
        self.found.append(Item("text", start, token.end(group)))

    def raised(self, token: re.Match[str]) -> None:
        self.found.append(Item("raised", token.start() + 1, token.end() - 1))

    def code(self, token: re.Match[str]) -> None:
        length = token.end() - token.start()
        close = self._closing_backticks(length, token.end())
        if close is None:
            self.found.append(Item("text", token.start(), token.end()))
            return
        if close > token.end():
            self.found.append(Item("text", token.end(), close))
        self.at = close + length

    def _closing_backticks(self, length: int, after: int) -> int | None:
        if self.backticks is None:
            self.backticks = {}
            for run in re.finditer("`+", self.content):
                self.backticks.setdefault(run.end() - run.start(), []).append(run.start())
        runs = self.backticks.get(length, [])
        place = bisect_left(runs, after)
        return runs[place] if place < len(runs) else None

    def comment(self, token: re.Match[str]) -> None:
        close = self.content.find("-->", token.end())
        if close < 0:
            self.found.append(Item("text", token.start(), token.end()))
        else:
            self.at = close + 3

    def bracket(self, token: re.Match[str]) -> None:
        self.brackets.append(len(self.found))
        self.found.append(Item("bracket", token.start(), token.end(), token[0]))

    def close(self, token: re.Match[str]) -> None:
        if not self.brackets:
            self.found.append(Item("text", token.start(), token.end()))
            return
        index = self.brackets.pop()
        opener = self.found[index]
        target = self._target(opener, token)
        if target is None:
            self.found.append(Item("text", token.start(), token.end()))
        elif opener.value == "![":
            del self.found[index:]  # a picture's description is not text of the article
        else:
            self.brackets.clear()  # links cannot contain links
            opener.kind, opener.value = "link", target
            self.found.append(Item("link_end", token.start(), token.end()))

    def _target(self, opener: Item, token: re.Match[str]) -> str | None:
        """Where the link that ends here leads; moves on behind its address or label."""
        after = token.end()
        following = self.content[after : after + 1]
        if following == "(":
            for form in (_INLINE_TARGET, _LOOSE_TARGET, _TEMPLATE_TARGET):
                inline = form.match(self.content, after)
                if inline is None:
                    continue
                self.at = inline.end()
                return _ESCAPE.sub(r"\1", inline.groupdict().get("angled") or inline["plain"] or "").strip()
        if not self.definitions:
            return None
        label = None
        full = _LABEL.match(self.content, after) if following == "[" else None
        if full and full[1].strip():
            label = full[1]
        elif token.start() - opener.end <= _LONGEST_LABEL:
            label = self.content[opener.end : token.start()]
        target = self.definitions.get(folded_label(label)) if label else None
        if target is not None:
            self.at = full.end() if full else after
        return target


_HANDLERS = {
    "note": _Scan.note,
    "wiki": _Scan.wiki,
    "raised": _Scan.raised,
    "code": _Scan.code,
    "comment": _Scan.comment,
    "image": _Scan.bracket,
    "open": _Scan.bracket,
    "close": _Scan.close,
}


def folded_label(label: str) -> str:
    """Return a link label in the form in which definitions are looked up, without case and extra spaces."""
    return " ".join(label.casefold().split())


def _pair_delimiters(content: str, items: list[Item]) -> None:
    """CommonMark's procedure for `*` and `_`: what each run opens and closes, and what is left as text."""
    openers: list[Item] = []
    originals: dict[int, int] = {}
    flanks: dict[int, tuple[bool, bool]] = {}
    bottoms: dict[tuple[str, bool, int], int] = {}
    for item in items:
        if item.kind != "delimiter":
            continue
        item.left = item.end - item.start
        can_open, can_close = _flanking(content, item)
        originals[id(item)] = item.left
        flanks[id(item)] = (can_open, can_close)
        character = item.value[0]
        while can_close and item.left:
            bottom_key = (character, can_open, originals[id(item)] % 3)
            bottom = bottoms.get(bottom_key, 0)
            place = len(openers) - 1
            while place >= bottom and not _may_pair(openers[place], item, originals, flanks):
                place -= 1
            if place < bottom:
                bottoms[bottom_key] = len(openers)
                break
            opener = openers[place]
            del openers[place + 1 :]
            _lower(bottoms, len(openers))
            used = 2 if opener.left >= 2 and item.left >= 2 else 1
            opener.opens = ("*" * used, *opener.opens)
            item.closes = (*item.closes, "*" * used)
            opener.left -= used
            item.left -= used
            if not opener.left:
                openers.pop()
                _lower(bottoms, len(openers))
        if can_open and item.left:
            openers.append(item)


def _lower(bottoms: dict[tuple[str, bool, int], int], depth: int) -> None:
    """Lower the bottoms of the stack to its top, after openers were removed."""
    for key, bottom in bottoms.items():
        if bottom > depth:
            bottoms[key] = depth


def _may_pair(
    opener: Item, closer: Item, originals: Mapping[int, int], flanks: Mapping[int, tuple[bool, bool]]
) -> bool:
    if opener.value[0] != closer.value[0]:
        return False
    both = flanks[id(opener)][1] or flanks[id(closer)][0]
    first, last = originals[id(opener)], originals[id(closer)]
    return not (both and (first + last) % 3 == 0 and (first % 3 or last % 3))


def _flanking(content: str, item: Item) -> tuple[bool, bool]:
    before = content[item.start - 1 : item.start] or " "
    after = content[item.end : item.end + 1] or " "
    space_before, space_after = before.isspace(), after.isspace()
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    if item.value[0] == "_":
        return left and (not right or mark_before), right and (not left or mark_after)
    return left, right


def _is_punctuation(character: str) -> bool:
    return not character.isalnum() and not character.isspace()
