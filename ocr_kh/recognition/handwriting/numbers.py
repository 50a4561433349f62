# SPDX-License-Identifier: Apache-2.0
"""A second look at the number and the date of a document, which are mostly written by hand.

Where the engine is not sure of a number in its place, the reader of written digits looks there. What it is sure of
takes the place of what the engine read and is marked as written by hand; where neither is sure, what the engine read
stays, marked as well, and is no number to rely on.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.language.code_fragments import NUMBER
from ocr_kh.language.confusions import TYPED_FIGURES, translation
from ocr_kh.recognition.handwriting.digits import (
    ANY_PEN_FILE,
    END_SIGN,
    MAX_STRIP_PIXELS,
    OTHER_SIGN,
    PIXELS_ABOVE,
    best,
    network_scores,
    probabilities,
    strip_of,
    without_sign,
)
from ocr_kh.recognition.handwriting.form_rules import without_rule
from ocr_kh.recognition.handwriting.glued import cut_glued
from ocr_kh.recognition.handwriting.single import digit_chances
from ocr_kh.recognition.handwriting.slots import PRINT_SIZE, slots

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
MIN_PROBABILITY = {"number": 0.95, "day": 0.9, "month": 0.9}
"""Probability from which a reading is taken: a number can be any, a day is one of 31. On pages such as the bench prints
(docs/handwriting.md) 1.8 % of the numbers, 0.8 % of the days and no month above it are wrong; of the
numbers above 0.9 2.6 %, an eighth more."""
_KNOWN_NUMBER_PROBABILITY = 0.5
"""Probability from which what is seen is taken to be a number, one of those that can stand there, and nothing else."""
_PERHAPS_NUMBER_PROBABILITY = 0.3
"""The same of one whose digits are looked at one by one, which tells digits from other signs too."""
_SUGGESTED_PROBABILITY = 0.5
"""Probability from which a number is offered to a person; of six such on the used offices five are right."""
_BORNE_OUT = 0.9
"""Probability from which a number is taken each of whose digits, looked at alone, is likelier itself than all else. Of
490 written numbers on drawn pages 14 of 19 between this and 0.95 are right, and 9 of the 9 that are borne out."""
_ALONE = 0.5
"""Probability from which a digit looked at alone bears a number out."""
_WELL_BORNE_OUT, _WELL_ALONE = 0.7, 0.6
"""The same of a number that is less sure, and of its digits: of 563 drawn ones 23 are, none wrongly."""
_LOST_DIGIT = 0.05
"""Probability, of that number with one digit more, from which it has perhaps lost one: so had both of those 563 that
were wrong else, a `1` beside others."""
_BOTH_AGREE, _BOTH_ALONE = 0.4, 0.65
"""Probabilities from which a number is taken that is likeliest to both networks, and neither sure: by each of them, and
of its least likely digit alone."""
_BOTH_LOST = 0.09
"""Probability, of that number with one digit more, from which it has perhaps lost one: of seven drawn ones that were
wrong else six had."""
_FIRST_SURE, _OTHER_AGREES = 0.89, 0.6
"""Probabilities by the first network and by the other from which a number likeliest to both is taken, whatever its
digits are alone: of 2,000 drawn lines 64 are, one wrongly; from 0.45 by the other on five more, one wrongly."""
_POSSIBLE = 0.01
"""Probability from which an open number may be one that something else in the file tells."""
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
MAX_DIGITS = 4
"""Digits of a number that is believed; a fifth is likelier a letter (`3176B`)."""
_MONTHS, _DAYS = range(1, 13), range(1, 32)
_ZERO = {"day": 10, "month": 3}
"""Days and months below are written with a zero before them (Decree 30/2020/NĐ-CP, appendix I): a lone digit is not
believed, since another may be hidden in it. On the bench a tenth of those read were wrong."""
_INK_CONTRAST = 70
"""Grey levels by which ink is darker than paper."""


class Reading(NamedTuple):
    """What stands in a slot, and how probable that is."""

    text: str
    probability: float


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
    strips, columns = _seen(slot, image)
    if slot.kind == "number":
        again = partial(network_scores, strips, ANY_PEN_FILE)
        reading = read_twice(columns, again, partial(least_alone, strips))
    else:
        reading = read_of(columns, _possible(slot), _ZERO[slot.kind])
    engine = _number(slot, slot.read)
    same = engine is not None and _is_same_number(engine, reading.text)
    if reading.probability >= MIN_PROBABILITY[slot.kind] and reading.text.isdecimal():
        sure = min(_MAX_SURE, reading.probability)
        if same and not slot.before and len(reading.text) <= len(engine or ""):
            return [replace(word, confidence=max(word.confidence, sure)) for word in words]
        return _rewritten(slot, line, reading.text, sure, image)
    if same:
        return words  # neither is sure, but they agree
    if not words or (not reading.text and reading.probability >= MIN_PROBABILITY[slot.kind]):
        return words  # nothing is written there, or nothing was read that could be doubted
    if engine is not None and _stands_as_print(slot, words, len(engine), image):
        return words  # print is not what the reader of writing knows
    doubted = [replace(word, confidence=min(word.confidence, _UNSURE_CONFIDENCE), by_hand=True) for word in words]
    if slot.kind != "number":
        return doubted
    may_be = possible_numbers(columns, network_scores(strips, ANY_PEN_FILE))
    return [replace(doubted[0], likely=_suggested(columns), may_be=may_be), *doubted[1:]]


def _suggested(columns: NDArray[np.float64]) -> str:
    """The number that a person is offered where none is sure: the likeliest of digits alone."""
    text, chance = _likeliest(without_sign(columns, OTHER_SIGN))
    return text if chance >= _SUGGESTED_PROBABILITY and text.isdecimal() else ""


def possible_numbers(*seen: NDArray[np.float64]) -> tuple[tuple[str, float], ...]:
    """Numbers that may stand there, near what a look shows, and how probable each is: the likeliest first.

    Each of `seen` is what one network sees, as `network_scores` gives it; the mean of them is taken.
    """
    digits = [without_sign(each, OTHER_SIGN) for each in seen]
    heads = {best(look).partition(END_SIGN)[0] for looks in digits for look in looks}
    near = sorted({text for head in heads for text in _near(head) if _is_number(text)})
    if not near:
        return ()
    chances: NDArray[np.float64] = np.mean([_chances(looks, near) for looks in digits], axis=0)
    order = np.argsort(-chances, kind="stable")
    return tuple((near[at], round(float(chances[at]), 3)) for at in order if chances[at] >= _POSSIBLE)


def _near(text: str) -> set[str]:
    """`text`, and what it is with a digit other, more or less."""
    found = {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}
    for at in range(len(text) + 1):
        found |= {text[:at] + digit + rest for digit in "0123456789" for rest in (text[at:], text[at + 1 :])}
    return found


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


def _seen(slot: Slot, image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Looks at the slot, and what the network sees: of a number as far to the right as the sign behind it is seen."""
    strips = _strips(slot, image)
    columns = network_scores(strips)
    for further in _FURTHER if slot.kind == "number" and not slot.has_year and any(map(best, columns)) else ():
        if any(END_SIGN in best(look) for look in columns):
            break
        wider = _strips(slot._replace(right=slot.right + further), image)
        again = network_scores(wider)
        if all(END_SIGN in best(look) for look in again):
            return wider, again
    return strips, columns


def _strips(slot: Slot, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Several looks at the slot, (looks, height, width)."""
    left, right = _window(slot)
    return np.stack([strip_of(image, left + x, slot.base + y, right + x) for x, y in LOOK_OFFSETS])


def read_twice(
    looks: NDArray[np.float64],
    again: Callable[[], NDArray[np.float64]],
    alone: Callable[[NDArray[np.float64], str], float],
) -> Reading:
    """A number as the first network reads it, or, where that is not sure, as the one for any pen does and both agree.

    `looks` is what the first sees, `again` what the other does, both as `network_scores` gives it; `alone` tells how
    likely the least likely of some digits is by itself, cut where looks show them.
    """
    first = read_number(looks, lambda digits: alone(looks, digits))
    if not first.text or (first.text.isdecimal() and first.probability >= MIN_PROBABILITY["number"]):
        return first
    among_digits = without_sign(looks, OTHER_SIGN)
    one = _likeliest(among_digits)
    if one.probability < _BOTH_AGREE or not _is_number(one.text) or _has_letter_behind(looks):
        return first
    seen = again()
    others = without_sign(seen, OTHER_SIGN)
    other = _likeliest(others)
    taken = (
        one.text == other.text
        and _chances(looks, [one.text])[0] >= _PERHAPS_NUMBER_PROBABILITY
        and (
            (one.probability >= _FIRST_SURE and other.probability >= _OTHER_AGREES)
            or (
                other.probability >= _BOTH_AGREE
                and max(_longer(each, one.text) for each in (among_digits, others)) < _BOTH_LOST
                and alone(seen, one.text) >= _BOTH_ALONE
            )
        )
    )
    return Reading(one.text, MIN_PROBABILITY["number"]) if taken else first


def _longer(looks: NDArray[np.float64], digits: str) -> float:
    """The probability of `digits` with one more among them."""
    more = {f"{digits[:at]}{digit}{digits[at:]}" for at in range(len(digits) + 1) for digit in "0123456789"}
    return float(_chances(looks, sorted(more)).sum())


def _is_number(digits: str) -> bool:
    return len(digits) <= MAX_DIGITS and bool(digits.strip("0"))


def _has_letter_behind(looks: NDArray[np.float64]) -> bool:
    """Whether a letter may stand behind the digits."""
    return any(best(look).partition(END_SIGN)[0][1:].endswith(OTHER_SIGN) for look in looks)


def read_number(looks: NDArray[np.float64], alone: Callable[[str], float] | None = None) -> Reading:
    """The likeliest number and its probability; OTHER_SIGN for what is no digit, no text where nothing stands there.

    Where digits are likelier in all, what a sign is that may be none is told among digits alone; not where a letter may
    stand behind the number. One that is a little unsure is looked at digit by digit: `alone` tells how likely the least
    likely of some digits is by itself.
    """
    among_all, among_digits = (_likeliest(each) for each in (looks, without_sign(looks, OTHER_SIGN)))
    letter_behind = _has_letter_behind(looks)
    if not among_all.text or (letter_behind and OTHER_SIGN in among_all.text):
        return among_all
    reading = among_all if letter_behind else among_digits
    known = float(_chances(looks, [reading.text])[0]) if _is_number(reading.text) else 0.0
    least = MIN_PROBABILITY["number"]
    is_sure = known >= _KNOWN_NUMBER_PROBABILITY and reading.probability >= least
    may_be = not letter_behind and reading.text.isdecimal() and reading.probability >= _WELL_BORNE_OUT
    if alone and may_be and not is_sure and _is_borne_out(looks, reading, known, alone(reading.text)):
        return reading._replace(probability=max(reading.probability, least))
    return reading if known >= _KNOWN_NUMBER_PROBABILITY else Reading(OTHER_SIGN, 0.0)


def _is_borne_out(looks: NDArray[np.float64], reading: Reading, known: float, alone: float) -> bool:
    """Whether a number that is a little unsure is taken: `alone`, how likely its least likely digit is by itself."""
    if reading.probability >= _BORNE_OUT and known >= _PERHAPS_NUMBER_PROBABILITY and alone >= _ALONE:
        return True
    if known < _KNOWN_NUMBER_PROBABILITY or alone < _WELL_ALONE:
        return False
    return _longer(without_sign(looks, OTHER_SIGN), reading.text) < _LOST_DIGIT


def least_alone(strips: NDArray[np.uint8], looks: NDArray[np.float64], digits: str) -> float:
    """How likely the least likely of `digits` is when each is looked at alone; `looks` is what `strips` show."""
    return float(digit_chances(strips, without_sign(looks, OTHER_SIGN), digits).min())


def _likeliest(looks: NDArray[np.float64]) -> Reading:
    """Of what stands before END_SIGN, or before the end, in the looks, the likeliest in all of them.

    Digits behind which no sign is seen are no number: a slot that is too narrow hides others.
    """
    heads = sorted({best(look).partition(END_SIGN)[0] for look in looks})
    chances = _chances(looks, heads)
    at = int(chances.argmax())
    ended, open_ended = probabilities(looks, [heads[at] + END_SIGN, heads[at]])
    return Reading(heads[at], float(chances[at]) if ended >= open_ended or not heads[at] else 0.0)


def _chances(looks: NDArray[np.float64], heads: Sequence[str]) -> NDArray[np.float64]:
    """Of each of `heads`, whether or not the sign behind a number was seen."""
    both: NDArray[np.float64] = probabilities(looks, [*(head + END_SIGN for head in heads), *heads])
    chances: NDArray[np.float64] = both.reshape(2, -1).sum(axis=0)
    return chances


def read_of(looks: NDArray[np.float64], numbers: range, zero: int) -> Reading:
    """The likeliest of `numbers`, as it is written, and its probability; no text where none stands there.

    Where some number that cannot stand there was seen as well, that was a mistake: its probability goes to the others.
    One below `zero` is believed only with a zero before it.
    """
    texts = ["", *(text for number in numbers for text in sorted({str(number), f"{number:02}"}))]
    chances = probabilities(looks, texts)
    chances /= max(float(chances.sum()), _KNOWN_NUMBER_PROBABILITY)
    text = texts[int(chances.argmax())]
    same = [bool(each) == bool(text) and int(each or 0) == int(text or 0) for each in texts]
    believed = len(text) != 1 or int(text) >= zero
    return Reading(text, float(chances[same].sum()) if believed else 0.0)


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
