# SPDX-License-Identifier: Apache-2.0
"""Names of signers of which the engine is not sure, read again in several views.

A mark of a name hangs on a few pixels, and no language model knows it: `Hiên` is as good a name as `Hiền`. Smaller and
slightly turned the engine errs in other places; each word in doubt is the one that most views have, weighed by how sure
they are, and the first one a family name if any view has one. What no view shows is for repair, which keeps a record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocr_kh.genre.people import begins_with_family_name, is_name, without_rank
from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.recognition.hocr import least_sure, text_of
from ocr_kh.recognition.second_look.cuts import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

_SURE_NAME = 0.9
"""Confidence from which a word of a name stays as it is."""
_MAX_NAMES = 4
"""Names of a page that are read again, those of least confidence first: a list of persons is no closing."""
_COLUMN_GAP = 2.0
"""Gap between the columns of a closing over the x-height, at least; words of a name stand nearer."""
_MARGIN = 8
"""Pixels of paper around a name."""
_LEAST_LOSS = -6.0
"""Natural log of the likelihood, over that of what was read, from which another letter is one that may be meant."""
_SPECKS = re.compile(r"^[\W\d_]+")
"""Signs that an engine made of what stands beside a name."""
_VIEWS = ((0.8, 0.0), (1.0, -2.0), (1.0, 2.0), (1.5, -4.0), (1.5, 4.0))
"""Scale and turn in degrees of each view; as it stands it was read before."""

_UNDER_INK_VOTES = 1.0
"""Of all readings by the model of lines under ink, one of the usual model having one: it reads a line at several
heights, and errs in all of them alike (`Lò` was three times `Lê`)."""


class NamePlace(NamedTuple):
    """Words `first` up to `last` of a line."""

    line: int
    first: int
    last: int


def doubtful_names(lines: Sequence[Line]) -> list[NamePlace]:
    """The names that stand alone in their column and are read again."""
    found = [(least_sure(lines[place.line][place.first : place.last]), place) for place in _names(lines)]
    return [place for _, place in sorted(found)[:_MAX_NAMES]]


def _names(lines: Sequence[Line]) -> Iterator[NamePlace]:
    for number, line in enumerate(lines):
        for first, last in columns(line):
            words = line[first:last]
            text = text_of(words)
            if is_name(text) and not text.isupper() and least_sure(words) < _SURE_NAME:
                yield NamePlace(number, first, last)


def columns(line: Line) -> Iterator[tuple[int, int]]:
    """The words of a line between wide gaps."""
    gap = _COLUMN_GAP * X_HEIGHT
    cuts = [at for at in range(1, len(line)) if line[at].left - line[at - 1].left - line[at - 1].width > gap]
    yield from zip((0, *cuts), (*cuts, len(line)), strict=True)


def name_views(image: NDArray[np.uint8], words: Line) -> list[Cut]:
    """The views of a name."""
    left, top = max(0, min(word.left for word in words) - _MARGIN), max(0, min(word.top for word in words) - _MARGIN)
    right, bottom = (max(ends) + _MARGIN for ends in zip(*map(_corner, words), strict=True))
    part = image[top:bottom, left:right]
    return [Cut(_turned(part, turn), left, top, scale) for scale, turn in _VIEWS]


def _corner(word: EngineWord) -> tuple[int, int]:
    return word.left + word.width, word.top + word.height


def _turned(part: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    if not degrees:
        return part
    height, width = part.shape
    reach = int(np.ceil(width / 2 * np.sin(np.radians(abs(degrees)))))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turn[1, 2] += reach
    paper = float(np.percentile(part, 90))
    return cv2.warpAffine(part, turn, (width, height + 2 * reach), flags=cv2.INTER_CUBIC, borderValue=(paper,)).astype(
        np.uint8
    )


def voted_name(words: Line, views: Sequence[Line], under_ink: Sequence[Line] = ()) -> list[EngineWord]:
    """The words of a name after it was seen in `views`, and by the model of lines under ink.

    A view with more or fewer words does not count.
    """
    seen = [words, *_of_name(words, views)]
    others = _of_name(words, under_ink)
    family = len(words) - len(without_rank(text_of(words)).split())
    return [
        word
        if word.confidence >= _SURE_NAME
        else _voted(word, [view[at] for view in seen], [view[at] for view in others], is_family=at == family)
        for at, word in enumerate(words)
    ]


def _of_name(words: Line, views: Sequence[Line]) -> list[Line]:
    """Those of the views that are names of as many words."""
    lettered = map(_without_specks, views)
    return [view for view in lettered if len(view) == len(words) and is_name(text_of(view))]


def _without_specks(words: Line) -> list[EngineWord]:
    """The words of a view without those that have no letter, and without specks before them."""
    lettered = [word for word in words if any(map(str.isalpha, word.text))]
    return [replace(word, text=_SPECKS.sub("", word.text)) for word in lettered]


def _voted(word: EngineWord, usual: Line, under_ink: Line, *, is_family: bool) -> EngineWord:
    votes: dict[str, float] = defaultdict(float)
    for each in usual:
        votes[each.text] += each.confidence
    for each in under_ink:
        votes[each.text] += each.confidence * _UNDER_INK_VOTES / len(under_ink)
    seen = [*usual, *under_ink]
    text = max(votes, key=lambda text: votes[text])
    if is_family:
        known = [each for each in votes if begins_with_family_name(each)]
        meant = max(known, key=lambda text: votes[text]) if known else _family_meant(seen)
        text = meant or text
    sure = max((each.confidence for each in seen if each.text == text), default=word.confidence)
    if text == word.text:
        return replace(word, confidence=sure)
    return replace(word, text=text, confidence=sure, alternatives=())


def _family_meant(seen: Line) -> str | None:
    """The family name that the likeliest other letter of a view makes of the first word; None where there is none."""
    others = [
        (each.loss, word.text[: each.at] + each.text + word.text[each.at + len(each.read) :])
        for word in seen
        for each in word.alternatives
        if each.loss > _LEAST_LOSS
    ]
    return max(((loss, text) for loss, text in others if begins_with_family_name(text)), default=(0.0, None))[1]
