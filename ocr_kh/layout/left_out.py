# SPDX-License-Identifier: Apache-2.0
"""What was read and stands in no line, and lines that stand in no text: each with the reason, so that none is lost.

Both are found by comparing what went in with what came out, whichever step left it out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ocr_kh.document import LeftOut, Role
from ocr_kh.layout.lines import is_caption
from ocr_kh.layout.paragraphs import Joined, join_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.document import Box, LeftOutReason, Line, Word

_PAGE_NUMBER = re.compile(r"[\W_]*(?:[Tt]rang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[\W_]*")


def words_left_out(read: Iterable[Word], lines: Iterable[Line]) -> tuple[LeftOut, ...]:
    """The words of `read` that are in none of the `lines` made of them, and what was taken off those that are.

    A word is known again by its box, which laying out does not change.
    """
    places: defaultdict[Box | None, list[str]] = defaultdict(list)
    for word in (word for line in lines for word in line.words):
        places[word.box].append(word.text)
    return tuple(part for word in read for part in _rest(word, places[word.box]))


def _rest(word: Word, there: list[str]) -> Iterator[LeftOut]:
    """What is not in the lines of a word; `there` are the texts of words in its place, of which it takes one."""
    kept = word.text if word.text in there else next((text for text in there if text in word.text), None)
    if kept is None:
        yield LeftOut(word.text, "twice" if any(map(str.isalnum, word.text)) else "sign", word.box)
        return
    there.remove(kept)
    edges = word.text.split(kept, 1) if kept else [word.text]  # of a stroke nothing may be left
    yield from (LeftOut(edge, "edge", word.box) for edge in edges if edge)


def all_left_out(words: Iterable[Word], reason: LeftOutReason) -> tuple[LeftOut, ...]:
    """All `words`, left out for one reason."""
    return tuple(LeftOut(word.text, reason, word.box) for word in words)


def lines_left_out(lines: Sequence[Line], joined: Joined | None = None) -> list[LeftOut]:
    """The lines that paragraphs are not made of, in their order, and page numbers taken out of sentences.

    `joined`: what the lines came to, where that is known already.
    """
    joined = joined or join_lines(lines)
    gone = [(at, line) for at, line in enumerate(lines) if at not in joined.kept and line.text.strip()]
    found = [LeftOut(line.original, _reason(line), line.box, at + 1, line.page) for at, line in gone]
    strays = (LeftOut(text, "page number", None, at + 1, lines[at].page) for at, text in joined.strays)
    return sorted([*found, *strays], key=lambda each: each.line or 0)


def _reason(line: Line) -> LeftOutReason:
    if line.role is Role.NOISE:
        return "caption" if is_caption(line.text) else "noise"
    if line.role is Role.PAGE_NUMBER or _PAGE_NUMBER.fullmatch(line.text):
        return "page number"
    return "running head" if "CÔNG BÁO/" in line.text else "speck"


def count_words(left_out: Iterable[LeftOut]) -> int:
    """How many whole words are among what is left out of a page."""
    return sum(each.reason != "edge" for each in left_out)
