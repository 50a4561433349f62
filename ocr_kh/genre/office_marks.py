# SPDX-License-Identifier: Apache-2.0
"""What offices put onto a document beside its text: degrees of urgency and secrecy, copy marks, receipts, notes.

Nghị định 30/2020, Phụ lục I, ô 10a, 10b, 11, 14; the notes of officials (bút phê) and the stamp of receipt (đến)
are those of the receiving office.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import bare, fold, plain_of
from ocr_kh.language.spellings import alternatives, bare_capitals, loosely
from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.genre.vocabulary import Vocabulary

_GRADES = ("secrecy", "urgency")
_KINDS = (*_GRADES, "copy", "circulation")


@from_vocabulary
def _marks(words: Vocabulary) -> dict[str, tuple[str, str]]:
    """Each mark in capitals without marks, with its kind and what it says: `SAO Y BẢN CHÍNH` is `SAO Y`."""
    told: dict[str, tuple[str, str]] = {}
    for kind in _KINDS:
        names = sorted(words.fixed(kind, "whole"), key=len)
        for name in names:
            told[bare_capitals(name)] = (kind, next(short for short in names if name.startswith(short)))
    return told


@from_vocabulary
def _mark(words: Vocabulary) -> re.Pattern[str]:
    """A mark, its label before it or not, and what stands behind it."""
    labels = alternatives((label for kind in _GRADES for label in words.fixed(kind, "label")), bare_capitals)
    return re.compile(
        rf"\W*(?:(?:{labels})\s?:\s?)?(?P<mark>{alternatives(_marks(words))})(?P<rest>(?![A-Z]).*)", re.DOTALL
    )


@from_vocabulary
def _labels(words: Vocabulary) -> tuple[str, ...]:
    return tuple(bare(label).capitalize() for kind in _GRADES for label in words.fixed(kind, "label"))


@from_vocabulary
def _parts(words: Vocabulary) -> tuple[str, ...]:
    """What may stand behind a degree without saying another: by which hour it is to be there."""
    return tuple(bare_capitals(part) for kind in _GRADES for part in words.fixed(kind, "part"))


_COPY_REST = re.compile(r"\s?[;,:.(]|\s(?:SO|NGAY)\b")
"""Behind a copy mark: number, body and time of the copy."""


_MAX_LENGTH = 200
"""Characters of the longest line of marks: a copy mark with body and time."""


def office_marks(text: str, plain: str | None = None) -> dict[str, str] | None:
    """The marks that a line consists of (`urgency`, `secrecy`, `copy`, `circulation`); None for any other line.

    >>> office_marks("HỎA TỐC"), office_marks("Độ mật: Mật"), office_marks("MẬT ĐỘ DÂN SỐ")
    ({'urgency': 'HỎA TỐC'}, {'secrecy': 'MẬT'}, None)
    >>> office_marks("SAO Y; UBND xã Tân An; 05/01/2026 08:00:00 +07:00")
    {'copy': 'SAO Y'}
    """
    if len(text) > _MAX_LENGTH:
        return None
    plain = " ".join((bare(text) if plain is None else plain).split())
    if not plain[:4].isupper() and not plain.startswith(_labels()):
        return None
    found = _mark().fullmatch(plain.upper())
    if not found:
        return None
    name, value = _marks()[found["mark"]]
    rest = found["rest"].strip(" .:,;")
    if not rest or (name == "copy" and _COPY_REST.match(found["rest"])) or rest.startswith(_parts()):
        return {name: value}
    more = office_marks(rest)
    return {name: value, **more} if more else None


def is_grade(text: str) -> bool:
    """Whether a line says how secret or how urgent the document is, and nothing else.

    >>> is_grade("TỐI MẬT"), is_grade("HỎA TỐC HẸN GIỜ"), is_grade("SAO Y")
    (True, True, False)
    """
    return not set(_GRADES).isdisjoint(office_marks(text) or ())


_LETTERS_A_FAULT = 3
"""Letters of a mark that may differ in one; those twice as long, in two. `MẬT` may in none: too much is like it."""
_BEFORE_CAPITALS = re.compile(r"^[^A-ZĐ]+(?=[A-ZĐ])")
"""What a piece of the frame was read as: marks are in capitals."""
_LEAST_CERTAINTY = 0.3
"""How much nearer a misread line must be to its mark than to the next, as a share of the distance to that."""


def nearest_grade(text: str) -> tuple[str, float] | None:
    """The mark of secrecy or urgency that a misread line is nearest to, and how sure that is; None where it is none.

    That is 1 - (distance to it) / (distance to the next). A line of words of the language says what it says, unless
    they differ from those of a mark in nothing but signs.

    >>> nearest_grade("HöA röCc"), nearest_grade("TÔI MẬT"), nearest_grade("ĐÃ NHẬN"), nearest_grade("745/GN")
    (('HỎA TỐC', 0.67), ('TỐI MẬT', 1.0), None, None)
    """
    reads = {_letters(text), _letters(_BEFORE_CAPITALS.sub("", text))}
    grades = [mark for kind, mark in _marks().values() if kind in _GRADES]
    costs = sorted((min(Levenshtein.distance(read, _letters(mark)) for read in reads), mark) for mark in grades)
    (cost, mark), (next_cost, _) = costs[0], costs[1]
    if cost and all(is_syllable(word.lower()) for word in re.findall(r"\w+", text)):
        return None
    certainty = round(1 - cost / max(next_cost, 1), 2)
    long_enough = len(_letters(mark)) > _LETTERS_A_FAULT and cost <= len(_letters(mark)) // _LETTERS_A_FAULT
    return (mark, certainty) if long_enough and certainty >= _LEAST_CERTAINTY else None


def _letters(text: str) -> str:
    """Small letters alone, without marks and what engines make of letters (`rö€` is roe)."""
    return "".join(filter(str.isalpha, fold(text)))


_COMMENT = re.compile(r"[^:;.]{3,70}\(\s?(?:\d{1,2}:\d{2}(?::\d{2})?,?\s)?\d{1,2}/\d{1,2}/\d{4}[^)]{0,20}\)\s?:\s?\S")
"""`Trần Văn An - Chủ tịch (05/3/2026 08:12): Giao ...`, as document systems print comments."""


@from_vocabulary
def _note(words: Vocabulary) -> re.Pattern[str]:
    """A note of an official, or the first line of a stamp of receipt."""
    start = loosely((*words.fixed("note", "start"), *words.fixed("receipt", "start")))
    whole, asked = loosely(words.fixed("receipt", "whole")), loosely(words.fixed("asked", "inside"))
    return re.compile(rf"{start}|{whole}$|(?:d/c|dong chi) [\w ]{{2,40}}{asked}", re.IGNORECASE)


def is_note(text: str, plain: str | None = None) -> bool:
    """Whether `text` is a note of an official or a stamp of receipt.

    >>> is_note("Kính chuyển: Phòng Kinh tế tham mưu"), is_note("CÔNG VĂN ĐẾN Số: 512"), is_note("Kính gửi: Sở Y tế")
    (True, True, False)
    """
    plain = bare(text[:160]) if plain is None else plain[:160]
    return bool(_note().match(plain) or ("(" in text and _COMMENT.match(text[:200])))


_RECEIPT = 45
"""Characters of the longest line of a stamp of receipt."""
_RECEIVED = r"ngay\s?:?\s?\d{1,2}\s?[/.\-]|ngay\s?:?\s?[.…]{3}|so\s?:\s?[\d.…]{1,8}$"
"""Day and number on lines of their own, as a stamp of receipt has them."""


@from_vocabulary
def _receipt(words: Vocabulary) -> re.Pattern[str]:
    """The stamp of receipt (Nghị định 30/2020, Phụ lục IV, mẫu dấu đến)."""
    start = loosely((*words.fixed("receipt", "start"), *words.fixed("receipt line", "start")))
    return re.compile(
        rf"\W{{0,2}}(?:{start}|{loosely(words.fixed('receipt', 'whole'))}\W*$|{_RECEIVED})", re.IGNORECASE
    )


def is_receipt(text: str) -> bool:
    """Whether a line is one of those that a stamp of receipt consists of."""
    return len(text) < _RECEIPT and bool(_receipt().match(plain_of(text)))


@from_vocabulary
def _receipt_rows(words: Vocabulary) -> dict[str, str]:
    """The rows of a stamp of receipt by their word without marks; those before a colon are written with it."""
    heads = {bare(word).lower(): word.upper() for word in words.fixed("receipt", "whole")}
    return heads | {bare(word).lower(): f"{word.capitalize()}:" for word in words.fixed("receipt line", "label")}


@from_vocabulary
def _telling_rows(words: Vocabulary) -> frozenset[str]:
    return frozenset(_receipt_rows()[bare(word).lower()] for word in words.fixed("receipt", "whole"))


_LETTERS = re.compile(r"\W*([^\W\d_]+)")
_LEAST_ROWS = 2


def receipt_row(word: str) -> str | None:
    """The row of a stamp of receipt that `word` begins, as it is printed, whatever was read behind its letters.

    >>> receipt_row("ĐỀN"), receipt_row("Ngày:4.L-.."), receipt_row("SỐi......"), receipt_row("Kính")
    ('ĐẾN', 'Ngày:', 'Số:', None)
    """
    letters = _LETTERS.match(word)
    plain = bare(letters[1]).lower() if letters else ""
    return _receipt_rows().get(plain) or _receipt_rows().get(plain[:-1])  # a colon may be read as a letter


def is_stamp_of_receipt(words: Iterable[str]) -> bool:
    """Whether words are the rows of a stamp of receipt: two of them at least, one of those that any such stamp has.

    >>> is_stamp_of_receipt(["ĐẾN", "Ngày:", "13/03/2025"]), is_stamp_of_receipt(["Số:", "12", "Ngày:", "13/03/2025"])
    (True, False)
    """
    rows = {row for word in words if (row := receipt_row(word)) == word}
    return len(rows) >= _LEAST_ROWS and not rows.isdisjoint(_telling_rows())
