# SPDX-License-Identifier: Apache-2.0
"""The list of recipients, read once more by itself.

It is set in small print beside the signature (Nghị định 30/2020, Phụ lục I, ô 9b), and on the page its lines run into
one another, into the seal, a stroke or a rule down the page: two entries become one line, words are lost. Alone on a
sheet, as fine as it was scanned, the engine takes it for what it is: a column.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from ocr_kh.genre.enumerators import bullet
from ocr_kh.genre.forms import Form
from ocr_kh.genre.likeness import landmark
from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.imaging.tables import Rect
from ocr_kh.recognition.closings import printed_of
from ocr_kh.recognition.hocr import least_sure, text_of
from ocr_kh.recognition.second_look.cuts import Cut
from ocr_kh.recognition.second_look.doubtful import combine_readings
from ocr_kh.recognition.second_look.names import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.imaging.prepare import Prepared
    from ocr_kh.recognition.closings import Printed
    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

_SCALE = 1.5
"""Times the text height of the page: with 1.5 from the scan more entries of 6 bad lists are right than with 1."""
_SURE = 0.8
"""Confidence of all words of a list that is not read again."""
_LEFT, _RIGHT = 0.45, 0.56
"""Shares of the page's width: where the heading of the list ends, and the list itself, at most."""
_PITCH = 5.0
"""Base line to base line of two entries over the x-height, at most: a line between them may be lost."""
_FILE_COPY = re.compile(r"\W{0,3}L[uưv]u\b")
"""The last entry, which tells of a list whose heading was not read."""
_ABOVE = (4.0, 7.0)
"""The x-heights above the base line of the heading, and of the first line where that was not read."""
_BELOW = 4.0
"""The x-heights below the last line in which another may stand that was not read."""
_INDENT = 12.0
"""The x-heights by which a line of the list begins beside its heading, at most."""
_MARGIN = 2.0
"""The x-heights of paper around the list."""
_TALL = 3.2
"""Height of a line over the x-height from which it is two."""
_KEPT = 0.7
"""Share of the letters read before that a better reading has, at least, and confidence from which a word stays that it
has not."""
_GAIN, _LOSS = 0.02, 0.1
"""By how much surer a reading is that is taken, and by how much less sure it may be where it has a dash more."""
_LAID_OVER = 0.3
"""Share of a word's box from which it stands where a word of a row does."""
_NO_LETTERS = re.compile(r"[\W_]+")


def recipients_cut(page: Prepared, lines: Sequence[Line]) -> Cut | None:
    """The last list of recipients of a page, as fine as it was scanned; None where all of it is sure."""
    width = page.image.shape[1]
    pieces = sorted(printed_of(lines), key=lambda piece: piece.base)
    heads = [each for each in pieces if each.right < _LEFT * width and landmark(each.text) is Form.RECIPIENTS]
    above = _ABOVE[not heads]
    listed = _below(heads[-1], pieces, width) if heads else _over_file_copy(pieces, width)
    if all(map(_is_sure, listed[bool(heads) :])):
        return None
    return _cut(page, listed, pieces, max(0, round(listed[0].base - above * X_HEIGHT)))


def _over_file_copy(pieces: Sequence[Printed], width: int) -> list[Printed]:
    """The last entry and the lines over it, as far as they stand close; none where it was not read."""
    listed: list[Printed] = []
    for each in reversed(pieces):
        text = each.text
        if each.right > _RIGHT * width or not any(map(str.isalnum, text)):
            continue
        if listed and listed[-1].base - each.base > _PITCH * X_HEIGHT:
            break
        if listed or _FILE_COPY.match(text):
            listed.append(each)
    return listed[::-1]


def _below(head: Printed, pieces: Sequence[Printed], width: int) -> list[Printed]:
    """The heading and the lines below it, as far as they stand close."""
    listed = [head]
    for each in pieces:
        if each.base <= head.base or each.right > _RIGHT * width or each.left > head.left + _INDENT * X_HEIGHT:
            continue
        if each.base - listed[-1].base > _PITCH * X_HEIGHT:
            break
        if any(map(str.isalnum, each.text)):
            listed.append(each)
    return listed


def _is_sure(piece: Printed) -> bool:
    """Whether a line is one, and each of its words of letters is sure."""
    lettered = [word for word in piece.words if any(map(str.isalnum, word.text))]
    low = max(word.top + word.height for word in piece.words) - min(word.top for word in piece.words)
    return low < _TALL * X_HEIGHT and least_sure(lettered) >= _SURE


def _cut(page: Prepared, listed: Sequence[Printed], pieces: Sequence[Printed], top: int) -> Cut:
    """The list with some paper around it, up to the other column."""
    height, width = page.image.shape
    margin = round(_MARGIN * X_HEIGHT)
    bottom = min(height, round(max(each.base for each in listed) + _BELOW * X_HEIGHT))
    left, end = max(0, round(min(each.left for each in listed)) - 2 * margin), max(each.right for each in listed)
    beside = [each.left for each in pieces if each.left > end and top < each.base < bottom + margin]
    right = min(width, round(max(end, min([_RIGHT * width, *beside]) - X_HEIGHT) + X_HEIGHT / 2))
    cut = Cut(page.image[top:bottom, left:right], left, top, _SCALE)
    pixels = page.finer(Rect(left, top, right - left, bottom - top), _SCALE)
    return cut if pixels is None else cut._replace(pixels=pixels, is_enlarged=True)


def with_recipients(lines: Sequence[Line], found: Line) -> list[list[EngineWord]]:
    """The lines with those of the list that were read better by itself in their places."""
    result = [list(line) for line in lines]
    for _, words in groupby(found, key=lambda word: word.line):
        row = list(words)
        if any(map(str.isalpha, text_of(row))):
            result = _with_row(result, row)
    return result


def _with_row(lines: list[list[EngineWord]], row: list[EngineWord]) -> list[list[EngineWord]]:
    places = [[word for word in line if _stands_in(word, row) or _is_laid_over(word, row)] for line in lines]
    before = sorted((word for place in places for word in place), key=lambda word: word.left)
    if not before or not _is_better(row, before, [line for line, place in zip(lines, places, strict=True) if place]):
        return lines
    taken = set(map(id, before))
    lost = [word for word in before if word.confidence >= _KEPT and not _is_covered(word, row)]
    line = sorted([*combine_readings(row, before), *lost], key=lambda word: word.left)
    at = next(number for number, place in enumerate(places) if place)
    left = [[word for word in each if id(word) not in taken] for each in lines]
    return [each for each in (*left[:at], line, *left[at:]) if each]


def _is_better(row: Line, before: Line, of: Sequence[Line]) -> bool:
    """Whether a row of the list says as much as what was read there, and more surely, or parts what ran together."""
    said = max(_letters([word for word in line if word in before]) for line in of)  # one line may be there twice
    if _letters(row) < _KEPT * said or any(_goes_on(_piece_with(line, before), row) for line in of):
        return False
    if len(of) > 1 or any(len(_piece_with(line, before)) > sum(map(before.__contains__, line)) for line in of):
        return _sureness(row) >= _KEPT
    parted = bullet(text_of(row)) is not None and bullet(text_of(before)) is None
    return _sureness(row) > _sureness(before) + (-_LOSS if parted else _GAIN)


def _goes_on(piece: Line, row: Line) -> bool:
    """Whether a line ends behind a row: that was cut where the other column begins."""
    right, top = max(word.left + word.width for word in row), min(word.top for word in row)
    bottom = max(word.top + word.height for word in row)
    return any(
        word.left + word.width > right + X_HEIGHT and top < word.top + word.height / 2 < bottom for word in piece
    )


def _piece_with(line: Line, words: Line) -> Line:
    """The words of the column in which some of a line stand."""
    return next(
        (line[first:last] for first, last in columns(line) if any(word in words for word in line[first:last])), ()
    )


def _letters(words: Line) -> int:
    return len(_NO_LETTERS.sub("", "".join(word.text for word in words)))


def _sureness(words: Line) -> float:
    """Mean confidence of the letters; a line without any has none."""
    weights = [_letters([word]) for word in words]
    sure = sum(word.confidence * weight for word, weight in zip(words, weights, strict=True))
    return sure / sum(weights) if sum(weights) else 0.0


def _is_covered(word: EngineWord, row: Line) -> bool:
    """Whether a word of the row stands where the middle of this one does."""
    middle = word.left + word.width / 2
    return any(each.left <= middle <= each.left + each.width for each in row)


def _stands_in(word: EngineWord, row: Line) -> bool:
    """Whether the middle of a word lies in the box of a row."""
    x, y = word.left + word.width / 2, word.top + word.height / 2
    if not min(each.left for each in row) <= x <= max(each.left + each.width for each in row):
        return False
    return min(each.top for each in row) <= y <= max(each.top + each.height for each in row)


def _is_laid_over(word: EngineWord, row: Line) -> bool:
    """Whether a word shares a good part of its box with one of the row: its middle may lie between two rows."""
    return any(_shared(word, each) > _LAID_OVER * word.width * word.height for each in row)


def _shared(one: EngineWord, other: EngineWord) -> int:
    """Pixels that lie in the boxes of both."""
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return max(0, width) * max(0, height)
