# SPDX-License-Identifier: Apache-2.0
"""Lines of which the engine is not sure are read a second time, larger; both readings go on.

Where they agree the word is surer. Where they differ in the letters of a word both are kept, the second as
alternatives of the first, weighed by what each reading saw of the other: the decoder decides. Of figures, codes and
signs, which a language model knows little of, the reading that is surer is taken.

Print smaller than that of the page loses strokes where the page is brought to the height that the engine likes. Such
lines are read from the scan as it is, and so are lines with a word that has room for a letter more than was read in it:
there the surer word is taken.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from ocr_kh.document import Alternative
from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.imaging.tables import Rect
from ocr_kh.recognition.hocr import MIN_LOG_LIKELIHOOD, least_sure
from ocr_kh.recognition.second_look.cuts import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ocr_kh.imaging.prepare import Prepared
    from ocr_kh.recognition.hocr import EngineWord

    Line = Sequence[EngineWord]

MIN_WORD_CONFIDENCE = 0.4
"""Least confidence of a word in a line that is not read again. Words missed on the 20 transcribed pages with 0, 0.4,
0.5, 0.6, 0.8: 110, 107, 107, 105, 103. On a clean scan the engine takes 1.23 times the time of one reading without
alternatives at 0.4, 1.44 at 0.6 (of 12 lines at most), 1.97 at 0.8 (of 24)."""
MAX_LINES = 8
"""Lines of a page that are read again, those of least confidence first; with 8 and 12 as many words are missed."""
CAREFUL_CONFIDENCE = 0.8
"""The same where a second model reads too (`--careful`), which sees other letters in the same pixels."""
CAREFUL_LINES = 20
"""Lines of a page that the second model reads, at most."""
CAREFUL_SCALE = 1.0
"""Times the text height of the first reading."""
SECOND_SCALE = 1.5
"""Times the text height of the first reading: another scale goes wrong in other places. Words missed with 0.8, 1.25 and
1.5 (0.8 as MIN_WORD_CONFIDENCE): 118, 114, 103."""
_MIN_CONFIDENCE_GAIN = 0.1
"""By how much the second reading must be surer to be taken."""
_SURE_CONFIDENCE = 0.7
_SMALL_HEIGHT = 1.42
"""Height of the words of a line in small print, in the median, over the x-height of the page: recipients in 11 points
on a page in 14 have 1.2 to 1.36, the page itself 1.5 and more."""
_ROW_HEIGHT = 3.2
"""Height of a line over the x-height below which no row beside it is read with it: that takes time for nothing."""
_MOST_FINER = 6
"""Lines of a page that are read from the scan, at most: recipients have as many, as a rule."""
_SMALL_CONFIDENCE = 0.8
"""Confidence of a word below which a line in small print is read from the scan."""
_READ_CONFIDENCE = 0.45
"""Mean of a line below which it is none of print, see LineLimits.noise_confidence."""
_OTHER_LENGTH = 2
"""Letters by which two readings of one word do not differ."""
_NARROW_LETTERS = frozenset("iltjrfIíìỉĩị1.,:;()[]!|'\"/-")
_NARROW, _WIDE = 0.55, 1.5
"""Width of them, of m, w and capitals, over that of a common letter in Times New Roman."""
_SHORT_WORD, _LEAST_WIDTHS = 2, 5
"""Letters of a word whose width says little, and how many longer ones say how wide a letter is."""
_TOO_WIDE, _LOST_LETTER = 1.35, 0.6
"""Times a word is as wide as its letters, and by how much over the x-height, when one was passed over: so are 15 words
on 23 pages, of 650 lines."""
_MARGIN = (8, 5)
"""Pixels of paper kept at the sides of a line, and above and below."""
_MAX_WIDTH_RATIO = 1.5
"""Times that the wider of two readings of one word may be wider; else one of them is a speck or half the word."""
_MAX_LINE_HEIGHT = 60
"""Pixels; what is higher is no line of text."""
_PER_CONFIDENCE = 10.0
"""Natural log of likelihood for a unit of confidence, where letters cannot be compared one by one."""


def doubtful(lines: Sequence[Line], *, below: float = MIN_WORD_CONFIDENCE, most: int = MAX_LINES) -> list[int]:
    """Numbers of the lines that are read again, in order: `most` of those with a word `below` that confidence."""
    least = {number: min(word.confidence for word in line) for number, line in enumerate(lines) if line}
    wanted = sorted(
        (doubt, number)
        for number, doubt in least.items()
        if doubt < below and _height(lines[number]) < _MAX_LINE_HEIGHT
    )
    return sorted(number for _, number in wanted[:most])


def _height(line: Line) -> int:
    return max(word.top + word.height for word in line) - min(word.top for word in line)


def cut_out(image: NDArray[np.uint8], line: Line, scale: float = SECOND_SCALE) -> Cut:
    """The line as it stands on the page, to be read `scale` times as large."""
    left = max(0, min(word.left for word in line) - _MARGIN[0])
    top = max(0, min(word.top for word in line) - _MARGIN[1])
    right = max(word.left + word.width for word in line) + _MARGIN[0]
    bottom = max(word.top + word.height for word in line) + _MARGIN[1]
    return Cut(image[top:bottom, left:right], left, top, scale)


def cut_from_scan(page: Prepared, line: Line) -> Cut:
    """The line as it stands on the page, as fine as it was scanned."""
    cut = cut_out(page.image, line)
    height, width = cut.pixels.shape
    pixels = page.finer(Rect(cut.left, cut.top, width, height), cut.scale)
    return cut if pixels is None else cut._replace(pixels=pixels, is_enlarged=True)


def finer(lines: Sequence[Line], *, is_finer: bool) -> list[int]:
    """Numbers of the lines that are read again from the scan, in order, _MOST_FINER at most.

    Those in print smaller than that of the page, where the scan `is_finer` than the page as it was read, and those with
    a word that is too wide for the letters read in it.
    """
    wanted = (
        number
        for number, line in enumerate(lines)
        if line and _height(line) < _ROW_HEIGHT * X_HEIGHT and ((is_finer and _is_small(line)) or _has_too_wide(line))
    )
    return list(islice(wanted, _MOST_FINER))


def _is_small(line: Line) -> bool:
    """Whether it is a line in small print, and the engine read it, but is not sure of a word."""
    is_low = median(word.height for word in line) < _SMALL_HEIGHT * X_HEIGHT
    return len(line) > 1 and is_low and _mean(line) > _READ_CONFIDENCE and least_sure(line) < _SMALL_CONFIDENCE


def _unit(line: Line) -> float:
    """Width of a letter of common width, in pixels; 0 where the line is too short to tell."""
    widths = [word.width / _units(word.text) for word in line if len(word.text) > _SHORT_WORD]
    return median(widths) if len(widths) >= _LEAST_WIDTHS else 0.0


def _units(text: str) -> float:
    """Width of a text in letters of common width."""
    return sum(_NARROW if char in _NARROW_LETTERS else _WIDE if char in "mw" or char.isupper() else 1 for char in text)


def _has_too_wide(line: Line) -> bool:
    unit = _unit(line)
    return any(_too_wide(word, unit) for word in line)


def _too_wide(word: EngineWord, unit: float) -> bool:
    """Whether there is room in the box of a word for a letter more than was read (`(k cả` is (kể cả)."""
    if not unit or not any(map(str.isalnum, word.text)):
        return False
    width = unit * _units(word.text)
    return word.width > _TOO_WIDE * width and word.width - width > _LOST_LETTER * X_HEIGHT


def finer_reading(first: Line, second: Line) -> list[EngineWord]:
    """The line with the words of a reading from the scan: that of which the engine is surer, that fills its box."""
    unit = _unit(first)
    surer = bool(second) and _mean(second) > _mean(first)
    return [
        word
        for old, new in pairs(first, second)
        for word in (new if _is_finer_word(old, new, unit, surer=surer) else old)
    ]


def _is_finer_word(old: list[EngineWord], new: list[EngineWord], unit: float, *, surer: bool) -> bool:
    """Whether both are one word, and the new one is no stroke beside the print that letters were made of."""
    if not len(old) == len(new) == 1 or not _as_wide(old[0], new[0]):
        return False
    if _too_wide(old[0], unit):
        return new[0].confidence >= _SURE_CONFIDENCE and not _too_wide(new[0], unit)
    is_as_long = abs(len(new[0].text) - len(old[0].text)) < _OTHER_LENGTH
    return surer and is_as_long and new[0].confidence >= old[0].confidence


def _mean(line: Line) -> float:
    return sum(word.confidence for word in line) / len(line)


def combine_readings(first: Line, second: Line) -> list[EngineWord]:
    """The line out of two readings of it."""
    return [word for old, new in pairs(first, second) for word in _better(old, new)]


def combine_letters(first: Line, second: Line) -> list[EngineWord]:
    """The line out of two models' readings: words of letters as both saw them, all else as the first one did.

    Another model parts words elsewhere, and has its own hyphens and figures: nothing else weighs those.
    """
    return [word for old, new in pairs(first, second) for word in (_better(old, new) if _are_words(old, new) else old)]


def _are_words(old: list[EngineWord], new: list[EngineWord]) -> bool:
    return len(old) == len(new) == 1 and all(_core(word.text).isalpha() for word in (*old, *new))


def pairs(first: Line, second: Line) -> Iterator[tuple[list[EngineWord], list[EngineWord]]]:
    """What stands in the same place in both, from left to right: one word and one, as a rule."""
    rest = sorted(second, key=lambda word: word.left)
    old: list[EngineWord] = []
    new: list[EngineWord] = []
    for word in sorted(first, key=lambda word: word.left):
        if old and not (new and _share_width(word, new[-1])):
            yield old, new
            old, new = [], []
        old.append(word)
        while rest and (_share_width(word, rest[0]) or rest[0].left + rest[0].width <= word.left):
            found = rest.pop(0)
            if _share_width(word, found):
                new.append(found)
    if old:
        yield old, new


def _share_width(a: EngineWord, b: EngineWord) -> bool:
    """Whether they share half of the shorter one's width."""
    shared = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
    return 2 * shared > min(a.width, b.width)


def _as_wide(a: EngineWord, b: EngineWord) -> bool:
    return max(a.width, b.width) < _MAX_WIDTH_RATIO * min(a.width, b.width)


def _better(old: list[EngineWord], new: list[EngineWord]) -> list[EngineWord]:
    if not new:
        return old
    if len(old) == len(new) == 1:
        return [_combine_words(old[0], new[0])] if _as_wide(old[0], new[0]) else old
    return new if _is_surer(new, old) else old


def _is_surer(new: Line, old: Line) -> bool:
    sure = min(word.confidence for word in new)
    return sure >= _SURE_CONFIDENCE and sure >= min(word.confidence for word in old) + _MIN_CONFIDENCE_GAIN


def _combine_words(old: EngineWord, new: EngineWord) -> EngineWord:
    """One word out of two readings of it."""
    if old.text == new.text:
        sure = max(old.confidence, new.confidence)
        return replace(old, confidence=sure, alternatives=tuple(_mean_alternatives(old, new)))
    letters = _core(old.text).isalpha() and _core(new.text).isalpha()
    if not letters and _is_surer([new], [old]):
        old, new = new, old
    alternatives = _mean_alternatives(old, new) if len(old.text) == len(new.text) else _parts(old, new)
    return replace(old, confidence=min(old.confidence, new.confidence), alternatives=tuple(alternatives))


def _core(text: str) -> str:
    return text.strip(".,:;()\"'-")


def _mean_alternatives(old: EngineWord, new: EngineWord) -> Iterator[Alternative]:
    """Alternatives of equally long readings, letter by letter: the mean of what both saw."""
    seen = {(a.at, a.text): a.loss for a in old.alternatives if len(a.read) == 1}
    also = {(a.at, a.text): a.loss for a in new.alternatives if len(a.read) == 1}
    for at, (read, other) in enumerate(zip(old.text, new.text, strict=True)):
        base = 0.0 if read == other else also.get((at, read), MIN_LOG_LIKELIHOOD)
        texts = {text for place, text in (*seen, *also) if place == at} | {other}
        for text in sorted(texts - {read}):
            there = 0.0 if text == other else also.get((at, text), MIN_LOG_LIKELIHOOD)
            loss = (seen.get((at, text), MIN_LOG_LIKELIHOOD) + there - base) / 2
            if loss > MIN_LOG_LIKELIHOOD:
                yield Alternative(at, read, text, round(loss, 2))


def _parts(old: EngineWord, new: EngineWord) -> Iterator[Alternative]:
    """The first reading's own alternatives, and the parts in which the second differs."""
    yield from old.alternatives
    loss = _PER_CONFIDENCE * min(0.0, new.confidence - old.confidence) - 1
    for op in Levenshtein.opcodes(old.text, new.text):
        if op.tag != "equal":
            start = max(0, op.src_start - (op.src_start == op.src_end))  # an insertion takes the letter before it along
            shift = op.src_start - start
            read = old.text[start : op.src_end] or old.text[:1]
            text = new.text[op.dest_start - shift : op.dest_end] + (
                "" if old.text[start : op.src_end] else old.text[:1]
            )
            yield Alternative(start, read, text, round(loss, 2))
