# SPDX-License-Identifier: Apache-2.0
"""What of a printed line is none of its print: words of a stamp beside or over it, strokes at its ends."""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import fmean, median
from typing import TYPE_CHECKING

from ocr_kh.genre.dates import stamp
from ocr_kh.genre.enumerators import bullet
from ocr_kh.genre.office_marks import is_receipt
from ocr_kh.genre.organisations import begins_as_body
from ocr_kh.genre.titles import is_title
from ocr_kh.language.confusions import translation
from ocr_kh.language.letters import plain_of
from ocr_kh.plan.blocks.number_line import number_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.document import Line, Word

_UNSURE, _SURE = 0.6, 0.85
"""Mean confidence of the words of a stamp that ran into a line at most, and of those of the line at least."""
_STROKE = 0.4
"""Confidence below which a word that is none of letters is a stroke, or print of the other side."""
_STAMP_GAP = 0.8
"""Gap between a line of a stamp of receipt and the print beside it, in heights of the line, at least."""
_STAMP_WORDS = 3
"""Words of a stamp, and of the line it ran into, at least."""
_OUTSIDE = 2.0
"""Heights of a line from which on it begins left of the text: what stands there is no print."""
_SHORTEST = 2
"""Words of a line that may have strokes at its ends, and letters of a word, at least."""
_ROUND_WORDS = ".,;:()"
_FIGURES_MEANT = translation("figure")
_TO = re.compile(r"Kinh gui\s?:")
_NUMBER_HEAD = re.compile(r"\W{0,3}s[o06]\b", re.IGNORECASE)


def words_of_stamp(line: Line, left: float) -> int:
    """How many words at the start of a line are those of a stamp; `left` is where the text begins, in points."""
    words = line.words
    boxes = [word.box for word in words if word.box]
    outside = bool(boxes) and boxes[0].x0 < left - _OUTSIDE * median(box.height for box in boxes)
    if outside and (at := _strokes_before_print(words)):
        return at
    return _receipt_before(words) or _stamp_before(words) or (_office_before(words) if outside else 0)


def without_unsure_words(line: Line) -> Line:
    """The line without what an engine made of strokes and of the other side: unsure, and no words.

    `11/1 †. QUYẾT ĐỊNH` is `QUYẾT ĐỊNH`; figures at the end of a line (`năm 2026`) and those of a number are print.
    Between words only a lone small letter is left out (`bổ sung í trong lĩnh vực`) that is no word.
    """
    words = line.words
    if _NUMBER_HEAD.match(plain_of(line.text)) or len(words) < _SHORTEST:
        return line
    first, last = 0, len(words)
    while first < last and (_is_stroke(words[first]) or _is_before_capitals(words[first:])):
        first += 1
    while last > first and _is_stroke(words[last - 1]) and not words[last - 1].text.strip(_ROUND_WORDS).isdigit():
        last -= 1
    kept = tuple(word for word in words[first:last] if not _is_lone_letter(word))
    if kept == words or not kept or fmean(word.confidence for word in kept) < _SURE:
        return line
    return replace(line, text=" ".join(word.text for word in kept), words=kept)


def _is_stroke(word: Word) -> bool:
    """Whether a word is unsure, and a lone letter or none of letters alone; an enumerator (`I.`, `2)`) is none."""
    core = word.text.strip(_ROUND_WORDS)
    if core.isalnum() and len(core) <= _SHORTEST and word.text.endswith((".", ")")):
        return False
    return word.confidence < _STROKE and (len(core) < _SHORTEST or not core.isalpha())


def _is_lone_letter(word: Word) -> bool:
    """Whether a word is unsure, and one small letter that an engine makes of a stroke and no list has (`í`)."""
    one = word.text
    is_stroke = len(one) == 1 and one.islower() and not one.isascii() and _FIGURES_MEANT.get(ord(one.upper())) == "1"
    return is_stroke and word.confidence < _STROKE


def _is_before_capitals(words: Sequence[Word]) -> bool:
    """Whether an unsure word stands before the name of a body in capitals: what is left of a stamp.

    It is in small letters, or of figures behind a sign (`#97 BỘ TRƯỞNG BỘ Y TẾ`).
    """
    text, name = words[0].text, " ".join(word.text for word in words[1:])
    strange = text.islower() or (not text[:1].isalnum() and text[1:].isdigit())
    return strange and words[0].confidence < _UNSURE and name.isupper() and begins_as_body(plain_of(name))


def _receipt_before(words: Sequence[Word]) -> int:
    """How many words at the start of a line are a line of a stamp of receipt, with a gap behind it; 0 for none.

    `Ngày: 28/11/2026   BÁO CÁO`: the stamp stands beside the title. `Ngày: 28/11/2026` alone is one line, and so is a
    number with room before its symbol (`Số: 26   /BC-UBND`).
    """
    gaps = [0.0, *(gap_before(words, at) for at in range(1, len(words)))]
    at = max(range(len(words)), key=lambda at: gaps[at], default=0)
    height = max((word.box.height for word in words if word.box), default=0.0)
    if not at or gaps[at] <= _STAMP_GAP * height or plain_of(words[0].text).lower().startswith("so"):
        return 0
    before, behind = (" ".join(word.text for word in part) for part in (words[:at], words[at:]))
    return at if is_receipt(before) and not is_receipt(behind) and any(map(str.isalpha, behind)) else 0


def _stamp_before(words: Sequence[Word]) -> int:
    """How many words at the start of a line are those of a stamp beside it: unsure ones before sure ones; 0 for none.

    Of the places where it may end, it is the widest gap; none is inside of a day that was half written by hand, nor
    behind the title of one who signs, however unsure: it stands under a seal.
    """
    scores = [word.confidence for word in words]
    ends = [
        at
        for at in range(_STAMP_WORDS, len(scores) - _STAMP_WORDS + 1)
        if fmean(scores[:at]) < _UNSURE
        and fmean(scores[at:]) > _SURE
        and not _parts_day(words, at)
        and not is_title(" ".join(word.text for word in words[:at]))
    ]
    return max(ends, key=lambda at: gap_before(words, at), default=0)


def _office_before(words: Sequence[Word]) -> int:
    """How many words at the start of a line are the office on a stamp of receipt, in capitals; 0 for none.

    It is read with a line in small letters over which it was stamped.
    """
    small = (at for at, word in enumerate(words) if word.text[:1].islower() and len(word.text) > 1)
    at = next(small, 0)
    office = " ".join(word.text for word in words[:at])
    return at if at >= _STAMP_WORDS and len(words) - at >= _STAMP_WORDS and begins_as_body(plain_of(office)) else 0


def _strokes_before_print(words: Sequence[Word]) -> int:
    """How many words at the start of a line are what an engine made of a stamp or a note in the margin; or 0.

    It stands beside the number, `Kính gửi` or an entry of a list.
    """
    for at in range(1, min(_STAMP_WORDS, len(words))):
        rest = " ".join(word.text for word in words[at:])
        unsure = min(word.confidence for word in words[:at]) < _UNSURE
        listed = max(len(word.text) for word in words[:at]) <= _SHORTEST and bullet(rest)
        if _TO.match(plain_of(rest)) or listed or (unsure and number_line(rest)):
            return at
    return 0


def _parts_day(words: Sequence[Word], at: int) -> bool:
    """Whether the words state a day, and neither those before the one at `at` nor the others do."""
    whole, *parts = (" ".join(word.text for word in part) for part in (words, words[:at], words[at:]))
    return stamp(whole) is not None and not any(map(stamp, parts))


def gap_before(words: Sequence[Word], at: int) -> float:
    """White space between a word and the one before it, in points."""
    before, after = words[at - 1].box, words[at].box
    return after.x0 - before.x1 if before and after else 0.0
