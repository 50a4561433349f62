# SPDX-License-Identifier: Apache-2.0
"""Where each value of a plan stands: pages, boxes and lines for the pointers that the parts of the parser noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.document import around
from ocr_kh.plan.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.document import Document, Line, Word
    from ocr_kh.plan.items import Item, Places
    from ocr_kh.plan.units import Found


def evidence(document: Document, places: Places, drawn: Mapping[str, tuple[Found, str]]) -> dict[str, Evidence]:
    """The evidence for every pointer.

    `places` are as the parser noted them; `drawn` are values from a text of the plan, each with that text's pointer,
    the offsets in it, and the text itself.
    """
    lines = document.lines
    made = {pointer: _of_lines(lines, _indices(items), document) for pointer, items in places.items()}
    for pointer, (found, text) in drawn.items():
        items = places.get(found.pointer)
        if items:
            made[pointer] = _narrowed(lines, items, found, text, document)
    return made


def of_line(document: Document, index: int) -> Evidence:
    """The evidence that line `index` (from 0) of the document is."""
    return _of_lines(document.lines, [index], document)


def _indices(items: Sequence[Item]) -> list[int]:
    return [index for item in items for index in range(item.first, item.last + 1)]


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


def _narrowed(lines: Sequence[Line], items: Sequence[Item], found: Found, text: str, document: Document) -> Evidence:
    """Only the lines, and of them the words, that hold the passage; all of them where it cannot be told."""
    whole = " ".join(item.text for item in items)
    shift = max(whole.find(text), 0)
    start, end = shift + found.start, shift + (len(text) if found.end is None else found.end)
    held = [(index, word) for index, word, begin, stop in _words(lines, items) if begin < end and stop > start]
    if not held:
        return _of_lines(lines, _indices(items), document)
    indices = sorted({index for index, _ in held})
    page = lines[indices[0]].page
    boxed = [word for index, word in held if word is not None and lines[index].page == page]
    return _of_lines(lines, indices, document, boxed or None)


def _words(lines: Sequence[Line], items: Sequence[Item]) -> Iterator[tuple[int, Word | None, int, int]]:
    """The words of `items`, each with its line and, about, its place in their text joined by spaces."""
    position = 0
    for item in items:
        begin = position
        for index in range(item.first, item.last + 1):
            line = lines[index]
            words: Sequence[Word | str] = line.words or line.text.split()
            for word in words:
                written = word if isinstance(word, str) else word.text
                at = item.text.find(written, max(0, position - begin - 2))
                if 0 <= at <= position - begin + len(written) + 6:
                    position = begin + at
                yield index, None if isinstance(word, str) else word, position, position + len(written)
                position += len(written) + 1
        position = begin + len(item.text) + 1
