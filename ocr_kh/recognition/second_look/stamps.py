# SPDX-License-Identifier: Apache-2.0
"""Lines of print in red, as `imaging.red_print` shows it: names that were stamped, marks of secrecy and of urgency.

A stamp is set by hand and lies askew, so that each line is made level by itself. Seals are taken out, whose words are
none of the document's, and so are frames.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_kh.genre.office_marks import is_grade, nearest_grade
from ocr_kh.imaging.blobs import X_HEIGHT, Blobs, blobs_of, find_blobs
from ocr_kh.imaging.seals import find_seals
from ocr_kh.recognition.hocr import text_of
from ocr_kh.recognition.second_look.cuts import Cut
from ocr_kh.recognition.second_look.unread import ENLARGEMENT, read_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

_AROUND_SEAL = 1.04
"""Radii of the outermost ring up to which all belongs to the seal: no ring is quite round on paper."""
_LETTER_HEIGHTS = (0.55, 5.0)
"""Least and greatest height of a letter over the x-height of the text: a capital of 18 points with two marks."""
PRINT_CONFIDENCE = 0.75
"""Confidence of black print across a stamp; of what is left of red ink in the red channel the engine is less sure."""
_MAX_LETTER_WIDTH = 12.0
"""Width of letters that have run together, over the x-height: a word in thick ink."""
_LETTER_GAPS = (1.6, 0.4)
"""Gaps between letters of a line, and between those of a letter and its marks, over the x-height."""
_FRAME_SHAPE = (3.0, 0.33)
"""Width over the x-height from which a blob may be a frame, and the share of its box that it fills at most."""
_MIN_CONTRAST = 40
"""Grey levels by which the ink of a stamp is darker than the paper."""
_DARK_PERCENTILE = 5
"""Percentile of the pixels of a line that is made black: beside print as black as it is, a pale stamp is paper."""
_THICK_FILL = 0.5
"""The same share of one as large as the frame of a stamp: rubber frames are thick, and doubled."""
_JOINED_FILL = 0.25
"""Share of the box around them, made level, that letters which touch fill at least."""
_FRAME_GAP = 1.0
"""Gaps in a frame over the x-height across which its pieces belong together."""
_FRAME_THICKNESS = 0.7
"""Thickness of a frame over the x-height, at most: that of a doubled one."""
_FRAME_WIDTH, _FRAME_HEIGHT = (5.0, 30.0), (2.5, 24.0)
"""Size of the box around the frame of a stamp of one line, level or askew, over the x-height."""
_LEVEL_HEIGHT = 10.0
"""The greatest height of a level one: what is higher and level is a box of a form."""
_AROUND = 6.0
"""How far around pieces of a red frame the rest of it is sought, and around letters the rest of their lines, over the
x-height."""
_CORNER = 0.1
"""Share of the shorter side of a box within which a level frame has ink in its corners."""
_LEVEL_CORNERS = 3
"""Corners with ink from which a frame is level."""
_LENGTH, _HEIGHT = 4.0, (1.2, 5.5)
"""Least length, least and greatest height of a line over the x-height: `MẬT`; a small name; a large one askew."""
_FRAMED_LENGTH = 2.0
"""Least length of a line within a frame: a small `MẬT`."""
_MARKS = 0.45
"""Height above and below the letters, over theirs, that may hold marks of a tone."""
_READ_BEST = 2.4
"""Height of a line over the x-height from which it is made smaller."""
_MAX_TILT = 46.0
"""Degrees by which a stamp lies askew at most: beyond half a right angle it cannot be told which way it reads."""
_MIN_TILT_LENGTH = 1.8
"""Length over height from which the tilt of a line can be told; shorter ones are taken as they lie."""
_BOLD, _BOLD_SCALE = 2.0, 1.5
"""How much a line is enlarged before it is made black and white, and how much larger than at first it is read then: of
12 ways to read four stamps of real offices this one came nearest to what they say."""
_MARGIN = 6
_MAX_LINES = 8
"""Lines of a page, the longest first: a page printed in red has more, and is no page with stamps."""

_Line = tuple[tuple[float, float], tuple[float, float], float]
"""Middle, length and height in pixels, and the degrees by which it falls to the right."""


def stamped_lines(red: NDArray[np.uint8], dpi: float, words: Sequence[EngineWord]) -> list[Cut]:
    """Lines of the red print of a page outside of `words` that are sure, each made level, from top to bottom.

    Those within frames come twice, first without all that is near the frame: rubber and JPEG break frames, whose pieces
    would be letters of the line; but in an arrow letters stand near its edge.
    """
    clean = red_without_seals(red, dpi)
    sure = [word for word in words if word.confidence >= PRINT_CONFIDENCE]
    places = ~read_places(red.shape, sure)
    blobs = find_blobs(clean)
    inside = _red_frames(clean, blobs)
    if inside is None:
        return level_lines(clean, blobs, places)
    framed = _lines_within(clean, blobs, inside)
    return [*framed, *level_lines(clean, blobs, places)]


def _red_frames(clean: NDArray[np.uint8], blobs: Blobs) -> NDArray[np.bool_] | None:
    """What small frames in red enclose; None where not even a piece of one stands: most pages are not looked at.

    Frames are sought in all ink about their pieces, however pale, and letters in `blobs`, where they do not touch.
    """
    width, height = blobs.stats[:, 2:4].T
    longest, thickness = np.maximum(width, height) / X_HEIGHT, np.minimum(width, height) / X_HEIGHT
    fill = blobs.stats[:, 4] / (width * height)
    pieces = (thickness < _FRAME_THICKNESS) | (fill < _FRAME_SHAPE[1])
    pieces &= (longest >= _FRAME_HEIGHT[0]) & (longest <= _FRAME_WIDTH[1])
    pieces[0] = False
    if not pieces.any():
        return None
    part, _ = _part_with(blobs.stats[pieces])
    inside = np.zeros(clean.shape, bool)
    inside[part] = _framed_places(all_blobs(clean[part]))
    return inside if inside.any() else None


def red_without_seals(red: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """A copy of the red print of a page, paper where its seals are."""
    clean = red.copy()
    for seal in find_seals(red, dpi):
        cv2.circle(clean, (round(seal.x), round(seal.y)), round(seal.radius * _AROUND_SEAL), (255,), -1)
    return clean


def framed_lines(image: NDArray[np.uint8], blobs: Blobs | None = None) -> list[Cut]:
    """What stands within small frames, as stamps have them, on a page without colours; of each a line, made level.

    Red is paler than print there. `blobs` are those that `all_blobs` finds on it.
    """
    blobs = blobs or all_blobs(image)
    return _lines_within(image, blobs, _framed_places(blobs))


def all_blobs(image: NDArray[np.uint8]) -> Blobs:
    """The blobs of all that is darker than paper, however pale: of stamps too, on a page without colours."""
    return blobs_of((image < np.percentile(image[::9, ::9], 90) - _MIN_CONTRAST).astype(np.uint8))


def _framed_places(blobs: Blobs) -> NDArray[np.bool_]:
    """What small frames enclose of a page."""
    inside = np.zeros(blobs.labels.shape, bool)
    for part, frame in _stamp_frames(blobs):
        inside[part] |= _hull(frame)
    return inside


def _lines_within(image: NDArray[np.uint8], blobs: Blobs, inside: NDArray[np.bool_]) -> list[Cut]:
    """The lines of what frames enclose."""
    if not inside.any():
        return []
    left, top, width, height = cv2.boundingRect(inside.astype(np.uint8))
    part = slice(top, top + height), slice(left, left + width)
    within = _without_edge(inside[part])
    clean = np.where(within, image[part], 255).astype(np.uint8)
    ink = ((blobs.labels[part] > 0) & within).astype(np.uint8)
    cuts = level_lines(clean, blobs_of(ink), within, framed=True)
    return [cut._replace(left=cut.left + left, top=cut.top + top) for cut in cuts]


def _stamp_frames(blobs: Blobs) -> Iterator[tuple[tuple[slice, slice], NDArray[np.bool_]]]:
    """Places and shapes of small frames, also of those that rubber printed in pieces."""
    labels, stats = blobs
    sizes = stats[:, 2:4] / X_HEIGHT
    large = (sizes >= _FRAME_HEIGHT[0]).all(axis=1)  # no rule under a heading
    pieces = _frames(stats) & large & (sizes[:, 0] <= _FRAME_WIDTH[1]) & (sizes[:, 1] <= _FRAME_HEIGHT[1])
    if not pieces.any():
        return
    ink = pieces[labels].astype(np.uint8)
    size = int(_FRAME_GAP * X_HEIGHT) | 1
    joined = blobs_of(cv2.dilate(ink, np.ones((size, size), np.uint8)).astype(np.uint8))
    for number in range(1, len(joined.stats)):
        left, top, width, height, _ = joined.stats[number].tolist()
        part = slice(top, top + height), slice(left, left + width)
        frame = (ink[part] > 0) & (joined.labels[part] == number)
        if _is_of_stamp(frame, (width - size) / X_HEIGHT, (height - size) / X_HEIGHT):
            yield part, frame


def _is_of_stamp(frame: NDArray[np.bool_], wide: float, high: float) -> bool:
    small = _FRAME_WIDTH[0] <= wide <= _FRAME_WIDTH[1] and _FRAME_HEIGHT[0] <= high <= _FRAME_HEIGHT[1]
    return small and (high <= _LEVEL_HEIGHT or _is_askew(frame))


def _hull(frame: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What a frame encloses, itself included; one askew, or an arrow, has much of the page in its box besides."""
    hull = cv2.convexHull(cv2.findNonZero(frame.astype(np.uint8)))
    return cv2.fillConvexPoly(np.zeros(frame.shape, np.uint8), hull, (1,)) > 0


def _without_edge(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The same without its frames: a letter that touches one is parted from it."""
    size = 2 * int(_FRAME_THICKNESS * X_HEIGHT) + 1
    return cv2.erode(inside.astype(np.uint8), np.ones((size, size), np.uint8), borderValue=(0,)) > 0


def _is_askew(frame: NDArray[np.bool_]) -> bool:
    """Whether it leaves corners of its box free: a level frame fills all four, an arrow two of them at most."""
    left, top, width, height = cv2.boundingRect(frame.astype(np.uint8))
    tight = frame[top : top + height, left : left + width]
    size = max(1, int(_CORNER * min(tight.shape)))
    corners = (tight[rows, columns] for rows in _ends(size) for columns in _ends(size))
    return sum(bool(corner.any()) for corner in corners) < _LEVEL_CORNERS


def _ends(size: int) -> tuple[slice, slice]:
    return slice(None, size), slice(-size, None)


def level_lines(
    image: NDArray[np.uint8], blobs: Blobs, places: NDArray[np.bool_], *, framed: bool = False
) -> list[Cut]:
    """The lines of letters whose middles lie in `places`, without frames, each made level, from top to bottom.

    `framed`: the places are those within frames, each of which holds one line, however askew and short.
    """
    labels, stats = blobs
    frames = _frames(stats)
    if framed:
        for number in np.flatnonzero(frames).tolist():
            frames[number] = not _is_joined_print(blobs, number)
    middle = stats[:, :2] + stats[:, 2:4] // 2
    letters = ~frames & (stats[:, 3] >= _LETTER_HEIGHTS[0] * X_HEIGHT) & places[middle[:, 1], middle[:, 0]]
    letters[0] = False
    if not letters.any():
        return []
    part, corner = _part_with(stats[letters])
    ruled = cv2.dilate(frames[labels[part]].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    print_alone = np.where(ruled, 255, image[part]).astype(np.uint8)
    ink = letters[labels[part]].astype(np.uint8)
    if framed:
        ink = cv2.dilate(ink, np.ones((3, 3), np.uint8)).astype(np.uint8)  # with the pale edge that rubber leaves
    return [_cut_line(print_alone, line, corner) for line in _lines(ink, framed=framed)]


def _part_with(stats: NDArray[np.int32]) -> tuple[tuple[slice, slice], tuple[int, int]]:
    """The part of a page with all of some blobs and as much paper around them as a line takes; where it begins."""
    around = int(_AROUND * X_HEIGHT)
    left, top = (max(0, int(stats[:, at].min()) - around) for at in range(2))
    right, bottom = (int((stats[:, at] + stats[:, at + 2]).max()) + around for at in range(2))
    return (slice(top, bottom), slice(left, right)), (left, top)


def _is_joined_print(blobs: Blobs, number: int) -> bool:
    """Whether a blob is letters askew that touch, as thin in its box as a frame: made level they fill theirs."""
    left, top, width, height, area = blobs.stats[number].tolist()
    own = (blobs.labels[top : top + height, left : left + width] == number).astype(np.uint8)
    _, (long, short), _ = cv2.minAreaRect(cv2.findNonZero(own))
    return min(long, short) >= X_HEIGHT and area >= _JOINED_FILL * long * short


def _frames(stats: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which blobs are frames, rules and the like."""
    width, height = stats[:, 2] / X_HEIGHT, stats[:, 3] / X_HEIGHT
    fill = stats[:, 4] / (stats[:, 2] * stats[:, 3])
    frames: NDArray[np.bool_] = (
        (height > _LETTER_HEIGHTS[1])
        | (width > _MAX_LETTER_WIDTH)
        | ((width > _FRAME_SHAPE[0]) & (fill < _FRAME_SHAPE[1]))
        | ((width > _FRAME_WIDTH[0]) & (height > _FRAME_HEIGHT[0]) & (fill < _THICK_FILL))
    )
    frames[0] = False
    return frames


def _lines(ink: NDArray[np.uint8], *, framed: bool) -> list[_Line]:
    """The longest lines of letters, from top to bottom; within frames letters need not stand in a level row."""
    across, down = _LETTER_GAPS
    kernel = np.ones([int(gap * X_HEIGHT) | 1 for gap in (across if framed else down, across)], np.uint8)
    groups, stats = blobs_of(cv2.dilate(ink, kernel).astype(np.uint8, copy=False))
    longest = 1 + np.argsort(-stats[1:, 2], kind="stable")[: 2 * _MAX_LINES]
    lines = [_line(ink, groups, number, stats[number].tolist()) for number in longest.tolist()]
    least = _FRAMED_LENGTH if framed else _LENGTH
    return sorted([line for line in lines if _is_line(line, least)][:_MAX_LINES], key=lambda line: line[0][1])


def _line(ink: NDArray[np.uint8], groups: NDArray[np.int32], number: int, box: Sequence[int]) -> _Line:
    """The letters of one group, which lies in `box`."""
    left, top, width, height, _ = box
    part = slice(top, top + height), slice(left, left + width)
    points = cv2.findNonZero((ink[part] * (groups[part] == number)).astype(np.uint8))
    (x, y), (length, thickness), tilt = cv2.minAreaRect(points)
    if length < thickness:  # which side is called the width differs between versions of OpenCV
        length, thickness, tilt = thickness, length, tilt + 90
    tilt = (tilt + 90) % 180 - 90
    if length < _MIN_TILT_LENGTH * thickness:
        inner_left, inner_top, length, thickness = cv2.boundingRect(points)
        x, y, tilt = inner_left + length / 2, inner_top + thickness / 2, 0.0
    return (left + x, top + y), (float(length), float(thickness)), float(tilt)


def _is_line(line: _Line, least: float) -> bool:
    _, (length, height), tilt = line
    return length >= least * X_HEIGHT and _HEIGHT[0] <= height / X_HEIGHT <= _HEIGHT[1] and abs(tilt) <= _MAX_TILT


def _cut_line(red: NDArray[np.uint8], line: _Line, corner: tuple[int, int]) -> Cut:
    """The line alone, level, amid paper; `corner`: where on the page the picture begins."""
    (x, y), (length, height), tilt = line
    columns, rows = round(length) + 3, round((1 + 2 * _MARKS) * height)
    forth = cv2.getRotationMatrix2D((x, y), tilt, 1.0)
    forth[:, 2] += np.array([columns / 2 - x, rows / 2 - y])
    level = cv2.warpAffine(red, forth, (columns, rows), flags=cv2.INTER_LINEAR, borderValue=(255,))
    darkest = min(float(np.percentile(level, _DARK_PERCENTILE)), 200.0)
    dark = np.clip((level - darkest) * (255 / (255 - darkest)), 0, 255)
    pixels = np.pad(dark, _MARGIN, constant_values=255).astype(np.uint8)
    left, top = corner[0] + round(x - columns / 2) - _MARGIN, corner[1] + round(y - rows / 2) - _MARGIN
    return Cut(pixels, max(0, left), max(0, top), ENLARGEMENT * min(1.0, _READ_BEST * X_HEIGHT / height))


def bold(cut: Cut) -> Cut:
    """The same line larger, in black and white: how it is read again, since pale rubber loses strokes."""
    larger = cv2.resize(cut.pixels, None, fx=_BOLD, fy=_BOLD, interpolation=cv2.INTER_CUBIC)
    _, pixels = cv2.threshold(larger, 0, 255, cv2.THRESH_OTSU)
    return cut._replace(pixels=pixels.astype(np.uint8), scale=cut.scale * _BOLD_SCALE / _BOLD)


def stamp(words: Sequence[EngineWord]) -> list[EngineWord]:
    """The mark of secrecy or urgency that a line is; none for any other line.

    One that is read to the letter is one, however sure the engine is: one that is missed lets a secret out. Else the
    nearest of all marks is what is meant, where all others are farther: its words then stand in the place of those that
    were read, as sure as the margin to the next.
    """
    kept = [word for word in words if any(map(str.isalnum, word.text))]
    meant = nearest_grade(text_of(kept))
    if meant is None:
        return kept if is_grade(text_of(kept)) else []
    mark, certainty = meant
    return _in_place_of(
        kept, mark, min(certainty, *(word.confidence for word in kept)) if certainty == 1 else certainty
    )


def _in_place_of(words: Sequence[EngineWord], text: str, confidence: float) -> list[EngineWord]:
    """The words of `text` over the box of others, each as wide as its letters are many."""
    left, top = min(word.left for word in words), min(word.top for word in words)
    width = max(word.left + word.width for word in words) - left
    height = max(word.top + word.height for word in words) - top
    found, begins = [], 0
    for part in text.split():
        x, wide = left + width * begins // len(text), width * len(part) // len(text)
        found.append(replace(words[0], text=part, left=x, top=top, width=wide, height=height, confidence=confidence))
        begins += len(part) + 1
    return [replace(word, alternatives=()) for word in found]
