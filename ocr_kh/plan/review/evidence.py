# SPDX-License-Identifier: Apache-2.0
"""Where each value of a plan stands: pages, boxes and lines for the pointers that the parts of the parser noted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import around
from ocr_kh.plan.fields import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.document import Document, Line, Word
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.structure.items import Item, Places
    from ocr_kh.plan.texts import Found


_MAX_WORD_GAP = 4
"""Characters that may stand between a word and the next, more than the text of the line has."""


def evidence(document: Document, places: Places, drawn: Mapping[Pointer, tuple[Found, str]]) -> dict[str, Evidence]:
    """The evidence for every pointer.

    `places` are as the parser noted them; `drawn` are values from a text of the plan, each with that text's pointer,
    the offsets in it, and the text itself.
    """
    lines = document.lines
    of_lines = cache(lambda indices: _of_lines(lines, indices, document))  # a heading, and the text behind it
    made = {str(pointer): of_lines(_indices(items)) for pointer, items in places.items()}
    passages: dict[str, _Passage] = {}
    for pointer, (found, text) in drawn.items():
        if items := places.get(found.pointer):
            whole = made[found.pointer]
            if not _is_one_line(items, lines):
                if found.pointer not in passages:
                    passages[found.pointer] = _passage(lines, items, text)
                whole = _narrowed(lines, passages[found.pointer], found, whole, document)
            made[str(pointer)] = whole
    return made


def _is_one_line(items: Sequence[Item], lines: Sequence[Line]) -> bool:
    """Whether items are one line whose words have no places, as in plain text: there is nothing less in it to name."""
    first = items[0].first
    return len(items) == 1 and first == items[0].last and not lines[first].words


def of_line(document: Document, index: int) -> Evidence:
    """The evidence that line `index` (from 0) of the document is."""
    return _of_lines(document.lines, [index], document)


def _indices(items: Sequence[Item]) -> tuple[int, ...]:
    return tuple([index for item in items for index in range(item.first, item.last + 1)])


def _of_lines(
    lines: Sequence[Line], indices: Sequence[int], document: Document, words: Sequence[Word] | None = None
) -> Evidence:
    first, last = min(indices), max(indices)
    page = lines[first].page if document.has_pages else None
    if words is None:
        words = [word for index in indices if lines[index].page == lines[first].page for word in lines[index].words]
    box = around(word.box for word in words if word.box)
    corners = tuple(box.as_list()) if box else None
    return Evidence(source="page", page=page, box=corners, lines=(first + 1, last + 1))  # type: ignore[arg-type]


class _Passage(NamedTuple):
    """The words of a text of the plan."""

    length: int
    starts: list[int]
    """Of the words, in the text; negative for what stands before it."""
    words: list[tuple[int, Word | None]]
    """Each with the line it stands on."""


def _passage(lines: Sequence[Line], items: Sequence[Item], text: str) -> _Passage:
    shift = max(" ".join(item.text for item in items).find(text), 0)
    found = list(_words(lines, items))
    return _Passage(len(text), [start - shift for _, _, start in found], [(index, word) for index, word, _ in found])


def _narrowed(lines: Sequence[Line], passage: _Passage, found: Found, whole: Evidence, document: Document) -> Evidence:
    """Only the lines, and of them the words, that hold the passage; `whole` where it cannot be told."""
    if not found.start and found.end is None:
        return whole
    end = passage.length if found.end is None else found.end
    first = max(bisect_right(passage.starts, found.start) - 1, 0)
    held = passage.words[first : bisect_left(passage.starts, end)]
    if not held:
        return whole
    indices = sorted({index for index, _ in held})
    page = lines[indices[0]].page
    boxed = [word for index, word in held if word is not None and lines[index].page == page]
    return _of_lines(lines, indices, document, boxed or None)


def _words(lines: Sequence[Line], items: Sequence[Item]) -> Iterator[tuple[int, Word | None, int]]:
    """The words of `items`, each with its line and where it begins in their text joined by spaces.

    The text has lost the marks of Markdown and the hyphens between lines: a word that is not there begins where the one
    before it ended.
    """
    shift = 0
    for item in items:
        position = 0
        for index in range(item.first, item.last + 1):
            line = lines[index]
            words: Sequence[Word | str] = line.words or line.text.split()
            for word in words:
                written = word if isinstance(word, str) else word.text
                at = item.text.find(written, position, position + len(written) + _MAX_WORD_GAP)
                position = at if at >= 0 else position
                yield index, None if isinstance(word, str) else word, shift + position
                position += len(written) if at >= 0 else 0
        shift += len(item.text) + 1
