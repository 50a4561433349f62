# SPDX-License-Identifier: Apache-2.0
"""Words that were read twice: with a line that they do not stand on, or with the word that is printed there."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.language.letters import plain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocr_kh.document import Box, Word

_SAME_PLACE = 0.6
"""Part of the smaller of two boxes that both share, from which on one word stands there and not two."""
_FEWEST_LETTERS = 2
_STROKE_LETTERS, _STROKE, _SURE = 2, 0.4, 0.8
"""Signs of what an engine makes of a stroke of a word, at most; its confidence below, and that of the word from."""
_MARK_HEIGHT = 0.75
"""Height of what was read of a mark, over that of its word, at most."""
_SIGNS = " .,;:()\"'“”‘’-–"
_OFF = 0.3
"""Heights of a word by which it stands above or below a line, from which on it is not on it."""


class _Place(NamedTuple):
    """A word, by its line and its place there."""

    line: int
    at: int


def without_doubles(lines: Sequence[list[Word]]) -> list[list[Word]]:
    """The lines without words that another line has at the same place, and on which they stand more nearly.

    Of the two readings the surer one is kept. Of a line that is all of such words it depends on the other one whether
    they stand there. A word goes only for one that is still there, so that of three readings one is left.
    """
    doubled: set[_Place] = set()
    surer: dict[_Place, Word] = {}
    for shared in _shared_words(lines).values():
        pairs = [pair for pair in shared if doubled.isdisjoint(pair)]
        if not pairs:
            continue
        one, two = ([pair[side] for pair in pairs] for side in (0, 1))
        off_one, off_two = (_off_line(lines[places[0].line], {place.at for place in places}) for places in (one, two))
        gone, left = (one, two) if off_one > off_two else (two, one)
        doubled.update(gone)
        for place, other in zip(left, gone, strict=True):
            words = (surer.get(each, lines[each.line][each.at]) for each in (place, other))
            surer[place] = max(words, key=lambda word: word.confidence)
    kept = (
        [surer.get(place, word) for at, word in enumerate(line) if (place := _Place(number, at)) not in doubled]
        for number, line in enumerate(lines)
    )
    return [line for line in kept if line]


def without_ghosts(line: Sequence[Word]) -> list[Word]:
    """The line without what the engine read once more in the place of a word: the word, letters of it, or a stroke.

    What was written by hand is told by its own reader. Boxes of narrow words (`ở`, `-`) often reach into the word
    before them: those are other letters, of which the engine is sure.
    """
    kept: list[Word] = []
    for word in line:
        if kept and (ghost := _ghost_of(kept[-1], word)) is not None:
            if ghost is word:
                continue
            kept.pop()
        kept.append(word)
    return kept


def _ghost_of(one: Word, two: Word) -> Word | None:
    """Which of two neighbours is none of print; None where both are."""
    if one.by_hand or two.by_hand or one.box is None or two.box is None:
        return None
    if not _overlap(one.box, two.box):
        return next((word for word, whole in ((one, two), (two, one)) if _is_mark(word, whole)), None)
    less, more = sorted((one, two), key=lambda word: (len(_core(word)), word.confidence))
    if less.confidence < _STROKE and len(less.text) <= _STROKE_LETTERS and more.confidence >= _SURE:
        return less
    few, many = _core(less), _core(more)
    if plain_of(few) == plain_of(many):
        return min(one, two, key=lambda word: word.confidence) if few else None
    return less if few and few in many else None


def _core(word: Word) -> str:
    return word.text.strip(_SIGNS).lower()


def _is_mark(word: Word, whole: Word) -> bool:
    """Whether a word is what the engine made of a mark above or below letters of another (`về ê phân`)."""
    own, box = whole.box, word.box
    letters = plain_of(_core(word))
    if own is None or box is None or not letters or letters not in plain_of(_core(whole)):
        return False
    shared = min(own.x1, box.x1) - max(own.x0, box.x0)
    low = box.height < _MARK_HEIGHT * own.height and max(box.y0 - own.y1, own.y0 - box.y1) < box.height
    return low and len(letters) < len(_core(whole)) and shared > _SAME_PLACE * box.width


def _overlap(one: Box, two: Box) -> bool:
    """Whether most of the narrower lies over the other, and most of the lower beside it."""
    width, height = min(one.x1, two.x1) - max(one.x0, two.x0), min(one.y1, two.y1) - max(one.y0, two.y0)
    return width > _SAME_PLACE * min(one.width, two.width) and height > _SAME_PLACE * min(one.height, two.height)


def _shared_words(lines: Sequence[Sequence[Word]]) -> Mapping[tuple[int, int], list[tuple[_Place, _Place]]]:
    """By two lines, the words that stand in both, each by its place in either."""
    alike: dict[str, list[_Place]] = defaultdict(list)
    for number, line in enumerate(lines):
        for at, word in enumerate(line):
            core = plain_of(_core(word))
            if len(core) >= _FEWEST_LETTERS:
                alike[core].append(_Place(number, at))
    shared: dict[tuple[int, int], list[tuple[_Place, _Place]]] = defaultdict(list)
    for one, two in (pair for places in alike.values() for pair in combinations(places, 2)):
        if one.line != two.line and _share_place(lines[one.line][one.at].box, lines[two.line][two.at].box):
            shared[one.line, two.line].append((one, two))
    return shared


def _share_place(one: Box | None, two: Box | None) -> bool:
    if one is None or two is None:
        return False
    width, height = min(one.x1, two.x1) - max(one.x0, two.x0), min(one.y1, two.y1) - max(one.y0, two.y0)
    smaller = min(box.width * box.height for box in (one, two))
    return max(0.0, width) * max(0.0, height) > _SAME_PLACE * smaller


def _off_line(line: Sequence[Word], members: Iterable[int]) -> float:
    """By how much words stand above or below the nearest others of their line, in heights of one."""
    own = set(members)
    others = [word.box for at, word in enumerate(line) if at not in own and word.box]
    if not others:
        return _OFF
    boxes = [box for at in own if (box := line[at].box)]
    nearest = (min(others, key=lambda other, box=box: abs(other.middle[0] - box.middle[0])) for box in boxes)  # type: ignore[misc]
    return fmean(abs(box.middle[1] - other.middle[1]) / box.height for box, other in zip(boxes, nearest, strict=True))
