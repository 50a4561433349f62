# SPDX-License-Identifier: Apache-2.0
"""A second look at the number and the date of a document, which are mostly written by hand.

Where the engine is not sure of a number in its place, the reader of written digits looks there. What it is sure of
takes the place of what the engine read and is marked as written by hand; where neither is sure, what the engine read
stays, marked as well, and is no number to rely on.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.language.code_fragments import NUMBER
from ocr_kh.language.confusions import TYPED_FIGURES, translation
from ocr_kh.recognition.handwriting.digits import (
    END_SIGN,
    MAX_STRIP_PIXELS,
    NETWORKS,
    OTHER_SIGN,
    PIXELS_ABOVE,
    best,
    network_scores,
    strip_of,
)
from ocr_kh.recognition.handwriting.form_rules import without_rule
from ocr_kh.recognition.handwriting.glued import cut_glued
from ocr_kh.recognition.handwriting.readings import (
    MIN_PROBABILITY,
    possible_numbers,
    read_number,
    read_of,
    suggested_number,
)
from ocr_kh.recognition.handwriting.slots import PRINT_SIZE, slots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocr_kh.recognition.handwriting.slots import Slot
    from ocr_kh.recognition.hocr import EngineWord

PRINTED_CONFIDENCE = 0.95
"""Confidence from which a number that the engine read is print. Of 53 such on the first pages of the development scans
none is written; a written `01` was read as `9` with 0.93."""
_PRINT_LIKE_CONFIDENCE = 0.7
"""The same of one that stands as print does: a number run together with a long symbol has less."""
_CLEAR_FIGURES = (0.4, -15.0)
"""The same of a number run together with its symbol, of whose figures the engine saw no other that is likelier than
that beside it (natural log): its doubts are the symbol's, `207/2024/ĐHĐCĐ` has 0.51."""
_SIGN_PIXELS = 7
"""Of the sign behind a number, which reaches below the line, as much as may be taken for the room of the number."""
_HEIGHT, _BELOW, _WIDE = (15, 20), 2, 20
"""Pixels: height of printed digits above their line, ink below it, width of a digit with its share of the blank. Of the
31 written numbers and days on the development scans the engine makes none that is clear and stands so."""
_UNSURE_DIGIT = 0.4
"""Confidence of the engine below which a lone digit may be the first of two, whatever the reader of writing sees."""
_UNSURE_CONFIDENCE = 0.3
"""Confidence of a number of which neither reader is sure."""
_MAX_SURE = 0.95
"""Confidence of a written number at most: a person should look."""
LOOK_OFFSETS = ((0, 0), (-2, -2), (3, 2))
"""Pixels by which each look at a slot lies beside it: to the right, downwards."""
_SEEN_BEFORE, _SEEN_BEHIND = 12, {"number": 24, "day": 12, "month": 12}
"""Pixels of the print on both sides that the reader sees, as it did when it learned."""
_FURTHER = (20, 40)
"""Pixels by which the print behind a number may begin further to the right than its widths in Times tell."""
_SIGN_ALONE = 10
"""Pixels of the sign before a year, as much as is seen behind the number: the figures behind are none of it."""
_CLEAR_NUMBER = re.compile(NUMBER)
_LETTER = re.compile("[a-zđ]")
_MONTHS, _DAYS = range(1, 13), range(1, 32)
_ZERO = {"day": 10, "month": 3}
"""Days and months below are written with a zero before them (Decree 30/2020/NĐ-CP, appendix I): a lone digit is not
believed, since another may be hidden in it. On the bench a tenth of those read were wrong."""
_INK_CONTRAST = 70
"""Grey levels by which ink is darker than paper."""


def written_numbers(words: Sequence[EngineWord], image: NDArray[np.uint8]) -> list[EngineWord]:
    """The words of one line, numbers in their places as the second look has them."""
    line = cut_glued(words, PRINT_SIZE)
    for slot in reversed(list(slots(line))):
        if _is_print(slot, line):
            continue
        seen = without_rule(image, slot.left, slot.right, slot.base)
        if _fits(slot, seen):
            line[slot.first : slot.last] = _decide_slot(slot, line, seen)
    return line


def _is_print(slot: Slot, line: Sequence[EngineWord]) -> bool:
    sure = min((word.confidence for word in line[slot.first : slot.last]), default=0.0)
    return not slot.before and sure >= PRINTED_CONFIDENCE and _number(slot, slot.read) is not None


def _window(slot: Slot) -> tuple[int, int]:
    """First and last column of what is looked at: of a wide slot its right part, where the sign ends the number."""
    right = slot.right + (_SIGN_ALONE if slot.has_year else _SEEN_BEHIND[slot.kind])
    return max(slot.left - _SEEN_BEFORE, right - MAX_STRIP_PIXELS), right


def _fits(slot: Slot, image: NDArray[np.uint8]) -> bool:
    """Whether all that is written in the slot can be seen at once."""
    outside = image[max(0, slot.base - PIXELS_ABOVE) : slot.base, slot.left : _window(slot)[0] + _SEEN_BEFORE]
    return not outside.size or bool((outside > int(outside.max()) - _INK_CONTRAST).all())


def _number(slot: Slot, text: str) -> str | None:
    """What was read as a number that can stand in the slot; None for what cannot."""
    if slot.kind == "number":
        return text if _CLEAR_NUMBER.fullmatch(text) else None
    digits = text.translate(translation("figure", TYPED_FIGURES))
    return digits if digits.isdecimal() and digits.isascii() and int(digits) in _possible(slot) else None


def _possible(slot: Slot) -> range:
    return _DAYS if slot.kind == "day" else _MONTHS


def _decide_slot(slot: Slot, line: Sequence[EngineWord], image: NDArray[np.uint8]) -> list[EngineWord]:
    """The words of a slot: as the engine read them, or with the number that was seen in their place.

    Of `02` engines lose the zero; both numbers are one, and what was seen whole stands.
    """
    words = list(line[slot.first : slot.last])
    seen = _seen(slot, image)
    engine = _number(slot, slot.read)
    if slot.kind == "number":
        reading = read_number(seen)
    else:
        reading = read_of(seen, _possible(slot), _ZERO[slot.kind], _told(engine, words))
    same = engine is not None and _is_same_number(engine, reading.text)
    if reading.probability >= MIN_PROBABILITY[slot.kind] and reading.text.isdecimal():
        sure = min(_MAX_SURE, reading.probability)
        if same and not slot.before and len(reading.text) <= len(engine or ""):
            return [replace(word, confidence=max(word.confidence, sure)) for word in words]
        return _rewritten(slot, line, reading.text, sure, image)
    if same and not _may_hide_another(words):
        return words  # neither is sure, but they agree
    if not words or (not reading.text and reading.probability >= MIN_PROBABILITY[slot.kind]):
        return words  # nothing is written there, or nothing was read that could be doubted
    if engine is not None and _stands_as_print(slot, words, len(engine), image):
        return words  # print is not what the reader of writing knows
    doubted = [replace(word, confidence=min(word.confidence, _UNSURE_CONFIDENCE), by_hand=True) for word in words]
    if slot.kind != "number":
        return doubted
    return [replace(doubted[0], likely=suggested_number(seen), may_be=possible_numbers(seen)), *doubted[1:]]


def _told(engine: str | None, words: Sequence[EngineWord]) -> int | None:
    """The day or month of which the engine was fairly sure, whole: of a lone figure another may be lost."""
    sure = min((word.confidence for word in words), default=0.0)
    return int(engine) if engine is not None and len(engine) > 1 and sure >= _PRINT_LIKE_CONFIDENCE else None


def _may_hide_another(words: Sequence[EngineWord]) -> bool:
    """Whether the engine doubts a lone digit: of a `21` whose `1` is a hair stroke both readers see the `2` alone."""
    return len("".join(word.text for word in words)) == 1 and words[0].confidence < _UNSURE_DIGIT


def _stands_as_print(slot: Slot, words: Sequence[EngineWord], digits: int, image: NDArray[np.uint8]) -> bool:
    """Whether the engine is fairly sure of digits as high and as wide as those printed beside them, on their line."""
    left, right, top, bottom = _ink_box(slot._replace(right=slot.right - _SIGN_PIXELS * bool(slot.after)), image)
    sure = min((word.confidence for word in words), default=0.0)
    return (
        (sure >= _PRINT_LIKE_CONFIDENCE or (sure >= _CLEAR_FIGURES[0] and _has_clear_figures(slot, words)))
        and _HEIGHT[0] <= slot.base - top <= _HEIGHT[1]
        and abs(bottom - slot.base) <= _BELOW
        and (right - left) / digits <= _WIDE
    )


def _has_clear_figures(slot: Slot, words: Sequence[EngineWord]) -> bool:
    """Whether the engine saw nothing else in the figures of a number that it ran together with its symbol alone."""
    if len(words) != 1 or slot.before or not slot.after or not words[0].text.startswith(slot.read):
        return False
    others = words[0].alternatives  # none at all: its letters could not be told apart
    return bool(others) and all(each.at >= len(slot.read) or each.loss < _CLEAR_FIGURES[1] for each in others)


def _is_same_number(engine: str, seen: str) -> bool:
    return _LETTER.sub(OTHER_SIGN, engine).lstrip("0") == seen.lstrip("0")


def _seen(slot: Slot, image: NDArray[np.uint8]) -> list[NDArray[np.float64]]:
    """What each network sees in the slot: of a number as far to the right as the sign behind it is seen."""
    strips = _strips(slot, image)
    first = network_scores(strips)
    for further in _FURTHER if slot.kind == "number" and not slot.has_year and any(map(best, first)) else ():
        if any(END_SIGN in best(look) for look in first):
            break
        wider = _strips(slot._replace(right=slot.right + further), image)
        again = network_scores(wider)
        if all(END_SIGN in best(look) for look in again):
            strips, first = wider, again
    return [first, *(network_scores(strips, network) for network in NETWORKS[1:])]


def _strips(slot: Slot, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Several looks at the slot, (looks, height, width)."""
    left, right = _window(slot)
    return np.stack([strip_of(image, left + x, slot.base + y, right + x) for x, y in LOOK_OFFSETS])


def _rewritten(
    slot: Slot, line: Sequence[EngineWord], text: str, sure: float, image: NDArray[np.uint8]
) -> list[EngineWord]:
    """The words of the slot, with `text` between the print on both sides."""
    words = line[slot.first : slot.last]
    left, right, top, bottom = _ink_box(slot, image)
    number = replace(line[max(0, slot.first - 1)], text=text, left=left, top=top, width=right - left,
                     height=bottom - top, confidence=sure, alternatives=(), by_hand=True)  # fmt: skip
    made = [number]
    if slot.before:
        made.insert(0, replace(words[0], text=slot.before, width=max(1, slot.left - words[0].left), alternatives=()))
    if slot.after:
        end = words[-1].left + words[-1].width
        if slot.kind == "number":
            made[-1] = replace(number, text=text + slot.after, width=max(1, end - left))
        else:
            made.append(replace(words[-1], text=slot.after, left=slot.right, width=end - slot.right, alternatives=()))
    return made


def _ink_box(slot: Slot, image: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, right, top and bottom of the ink in the slot."""
    top, bottom = max(0, slot.base - 26), slot.base + 8
    part = image[top:bottom, slot.left : slot.right]
    dark = part < int(part.max(initial=0)) - _INK_CONTRAST
    columns, rows = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    if not len(columns):
        return slot.left, slot.right, top, bottom
    return slot.left + int(columns[0]), slot.left + int(columns[-1]) + 1, top + int(rows[0]), top + int(rows[-1]) + 1
