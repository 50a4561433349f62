# SPDX-License-Identifier: Apache-2.0
"""The stamp of those who received a paper: a level frame with rows (`ĐẾN`, `Số:`, `Ngày:`, `Chuyển:`) near its top.

It is set where there is room, beside the header or over it, and the engine runs its words into the lines there, or
takes its rows for cells of a table. Its frame is looked for, what is in it is read by itself, and where that is the
stamp of a receipt its rows are lines of their own, in the place of all that was made of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocr_kh.genre.office_marks import is_stamp_of_receipt, receipt_row
from ocr_kh.imaging.blobs import X_HEIGHT, Blobs, blobs_of
from ocr_kh.language.code_fragments import CAPITAL, SLASH
from ocr_kh.language.syllables import is_syllable
from ocr_kh.recognition.second_look.cuts import Cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

_PART = 0.45
"""Share of the page's height from its top on which the stamp is set."""
_WIDTHS, _HEIGHTS = (14.0, 45.0), (5.0, 24.0)
"""Size of the frame over the x-height: 50 by 15 to 70 by 35 mm."""
_PIECE, _PIECE_FILL, _PIECE_THICKNESS = 4.0, 0.33, 0.7
"""Length of a piece of a frame over the x-height at least; the share of its box that it fills, or else how thick it is
over the x-height, at most."""
_SIDE = 2.2
"""Height over the x-height from which a piece holds some of the sides: rules under a heading hold none."""
_GAP = 1.0
"""Gaps in a frame over the x-height across which its pieces belong together."""
_RULES = (2.5, 0.4)
"""Length over the x-height from which a level stroke within it is a rule, and share of its height from which an upright
one is: no part of a letter, `ĐẾN` is set large."""
_ALONG = 0.6
"""Share of its width along which a frame has level rules, and of its height along which it has upright ones."""
_LEAST_INK = 2.0
"""Ink over the square of the x-height from which red print may hold a frame."""
_CONTRAST = 40
"""Grey levels by which the ink of a stamp is darker than the paper."""
_MAX_FRAMES = 2
"""Frames of a page that are read: a form with more boxes is none with a stamp."""
_MAX_TILT = 8.0
"""Degrees by which such a stamp lies askew at most."""
_MARGIN, _SCALE = 6, 1.6
"""Pixels of paper around what is read, and how much larger it is read: its print is smaller than that of the page."""
_SURE = 0.75
"""Confidence from which a word is print of the page under the stamp, or was typed into it."""
_WORD_GAP = 1.2
"""Gap over the x-height up to which two words stand in one line of print."""
_CODE = re.compile(rf"{SLASH}\s?[{CAPITAL}]{{2}}")
"""Of a number of the document itself: a stamp may lie upon it, and has none."""
_FIGURES = re.compile(r"\W*\d[\d/.\-]*\W*")


class Frame(NamedTuple):
    """A frame that may be that of a stamp of receipt; `cut` is what is in it, in pixels of the page image."""

    left: int
    top: int
    right: int
    bottom: int
    cut: Cut

    def holds(self, word: EngineWord) -> bool:
        x, y = word.left + word.width / 2, word.top + word.height / 2
        return self.left <= x < self.right and self.top <= y < self.bottom


def receipt_frames(image: NDArray[np.uint8], blobs: Blobs | None = None) -> list[Frame]:
    """The frames on the upper part of the page image, or of its red print, that may be those of a stamp of receipt.

    Most pages have not even a piece of one among their blobs and are not looked at. `blobs` are found where they are
    not given: of red print, most of which is seals, further below.
    """
    height = int(_PART * len(image))
    blobs = _blobs(image[:height]) if blobs is None else blobs
    if blobs is None:
        return []
    top, area = blobs.stats[:, 1], blobs.stats[:, 4]
    wide, high = blobs.stats[:, 2] / X_HEIGHT, blobs.stats[:, 3] / X_HEIGHT
    pieces = (np.maximum(wide, high) >= _PIECE) & (wide <= _WIDTHS[1]) & (high <= _HEIGHTS[1]) & (top < height)
    pieces &= (np.minimum(wide, high) < _PIECE_THICKNESS) | (area < _PIECE_FILL * wide * high * X_HEIGHT**2)
    pieces[0] = False
    if not (pieces & (high >= _SIDE)).any():
        return []
    size = int(_GAP * X_HEIGHT) | 1
    x0, y0 = (max(0, int(blobs.stats[pieces, at].min()) - size) for at in range(2))
    x1, y1 = (int((blobs.stats[pieces, at] + blobs.stats[pieces, at + 2]).max()) + size for at in range(2))
    ink = pieces[blobs.labels[y0 : min(y1, height), x0:x1]].astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, np.ones((size, size), np.uint8)))
    found = []
    for number, (left, top, width, tall, _) in enumerate(stats.tolist()):
        inner = (width - size) / X_HEIGHT, (tall - size) / X_HEIGHT
        if number and all(low <= each <= high for each, (low, high) in zip(inner, (_WIDTHS, _HEIGHTS), strict=True)):
            part = slice(top, top + tall), slice(left, left + width)
            tilt = _tilt(ink[part] * (labels[part] == number).astype(np.uint8))
            found += _frame(image, (x0 + left, y0 + top, x0 + left + width, y0 + top + tall), tilt)
    return found if len(found) <= _MAX_FRAMES else []


def _blobs(image: NDArray[np.uint8]) -> Blobs | None:
    """The blobs of ink, however pale; None where there is next to none."""
    ink = (image < 255 - _CONTRAST).astype(np.uint8)
    if cv2.countNonZero(ink) < _LEAST_INK * X_HEIGHT**2:
        return None
    return blobs_of(ink)


def _tilt(frame: NDArray[np.uint8]) -> float:
    """Degrees by which a frame falls to the right, as its largest piece tells: others may be missing."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(frame, connectivity=8)
    largest = 1 + int((stats[1:, 2] + stats[1:, 3]).argmax())
    tilt = float(cv2.minAreaRect(cv2.findNonZero((labels == largest).astype(np.uint8)))[2])
    return (tilt + 45) % 90 - 45


def _frame(image: NDArray[np.uint8], box: tuple[int, int, int, int], tilt: float) -> list[Frame]:
    """The frame around a part of the page, made level and its rules taken out; none where no rules run along it."""
    left, top, right, bottom = box
    part = image[top:bottom, left:right]
    if abs(tilt) > _MAX_TILT:
        return []
    turn = cv2.getRotationMatrix2D(((right - left) / 2, (bottom - top) / 2), tilt, 1.0)
    size = (right - left, bottom - top)
    part = cv2.warpAffine(part, turn, size, flags=cv2.INTER_LINEAR, borderValue=(255,)).astype(np.uint8)
    ink = (part < int(np.percentile(part, 90)) - _CONTRAST).astype(np.uint8)
    along, down = int(_RULES[0] * X_HEIGHT), int(_RULES[1] * len(part))
    level, upright = (
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) for shape in ((1, along), (down, 1))
    )
    sides = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((int(_SIDE * X_HEIGHT), 1), np.uint8))
    if min(level.any(axis=0).mean(), sides.any(axis=1).mean()) < _ALONG:
        return []
    rules = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8)) > 0
    clean = np.pad(np.where(rules, 255, part), _MARGIN, constant_values=255).astype(np.uint8)
    return [Frame(left, top, right, bottom, Cut(clean, left - _MARGIN, top - _MARGIN, _SCALE))]


def with_receipt(lines: Sequence[list[EngineWord]], frame: Frame, read: Sequence[EngineWord]) -> list[list[EngineWord]]:
    """The lines with that of the stamp of receipt which stands in `frame`; as they are where none does.

    `read` is what was read in the frame by itself. The rows of the stamp are one line, `ĐẾN Số: 512 Ngày: 5/1/2026`.
    """
    rows = _rows([list(row) for _, row in groupby(read, key=lambda word: word.line)])
    if not is_stamp_of_receipt(row.text for row in rows):
        return list(lines)
    left, taken = [], []
    for line in lines:
        kept = _print_beneath(line, frame)
        left.append(kept)
        taken += [word for word in line if word not in kept]
    typed = [word for word in taken if word.confidence >= _SURE and _FIGURES.fullmatch(word.text)]
    stamp = [replace(word, line=rows[0].line) for row in rows for word in (row, *_beside(row, typed))]
    return [*filter(None, left), stamp]


def _rows(lines: Sequence[list[EngineWord]]) -> list[EngineWord]:
    """The words with which the rows of the stamp begin, from top to bottom; the one that stands for all comes first."""
    rows: dict[str, EngineWord] = {}
    for line in lines:
        for word, behind in pairwise([*line, None]):
            row = receipt_row(word.text) if word else None
            if word and row and (row.isupper() or behind is None or receipt_row(behind.text) or not _is_text(behind)):
                rows.setdefault(row, replace(word, text=row, alternatives=()))
    return sorted(rows.values(), key=lambda word: not word.text.isupper())


def _is_text(word: EngineWord) -> bool:
    """Whether a word is read of text, as in `Số và ký hiệu hồ sơ`, and none of dots and what is written on them."""
    return word.text.isalpha() and is_syllable(word.text)


def _beside(row: EngineWord, typed: Sequence[EngineWord]) -> list[EngineWord]:
    """The figures that were typed into a row."""
    middle = row.top + row.height / 2
    beside = [word for word in typed if word.left > row.left and word.top <= middle <= word.top + word.height]
    return [] if row.text.isupper() else sorted(beside, key=lambda word: word.left)


def _print_beneath(line: Sequence[EngineWord], frame: Frame) -> list[EngineWord]:
    """The words of a line that are none of the stamp: those outside, those that go on there, the document's number."""
    if _CODE.search(" ".join(word.text for word in line)):
        return list(line)
    order = sorted(line, key=lambda word: word.left)
    outside = [not frame.holds(word) for word in order]
    kept = list(outside)
    for forth in (range(1, len(order)), range(len(order) - 2, -1, -1)):
        for at in forth:
            other = at - 1 if forth.step > 0 else at + 1
            gap = max(order[at].left, order[other].left) - min(_end(order[at]), _end(order[other]))
            kept[at] |= kept[other] and gap <= _WORD_GAP * X_HEIGHT and order[at].confidence >= _SURE
    stays = [word for word, keep in zip(order, kept, strict=True) if keep]
    return [word for word in line if word in stays]


def _end(word: EngineWord) -> int:
    return word.left + word.width
