# SPDX-License-Identifier: Apache-2.0
"""Lines above a signature that an engine read in part: what they can only go on with, and what is ink behind them.

Who signs is a closed list (Nghị định 30/2020, Điều 13): `TM. ỦY BAN NHÂN` ends with `DÂN`, `PHÓ CHỦ TỊ` with the
letters of one title; above a deputy's title stands `KT.` and that of the head.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ocr_kh.genre.organisations import begins_as_body
from ocr_kh.genre.titles import deputy_title, is_head, is_title, titles
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary

_INK = 3
"""Letters of a pen's stroke behind a title, at most."""
_LONGEST_SIGN = 4
"""Letters and dots of `KT.`, however it was read, at most."""
_OTHER_SIGN = re.compile(r"(?:T/?[ML]|TUQ|Q|P)\b")
_ALIKE = 40
"""Likeness (0 to 100) of a misread word to that of a known name, at least."""
_BODY_SIGN = re.compile(r"T[ML]\.|TUQ\.|T/[ML]")
_ROMAN = re.compile(r"[IVX]+")
_LEFT = 2
"""Letters of a word that broke off, at least: `TM. U` may be any."""
_BY_ITSELF = 2
"""Words from which on the rest of a formula tells which it was: `TM. ỦY BAN` may be any."""


def whole_lines(lines: Sequence[str]) -> list[str]:
    """The lines of one stack, each with what it lost at its end and without ink behind it.

    >>> whole_lines(["TM. ỦY BAN NHÂN", "KT. CHỦ nên", "PHÓ CHỦ TỊ"])
    ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']
    >>> whole_lines(["TM. ỦY BAN NHÂN", "DÂN XÃ TÂN AN"]), whole_lines(["KT. TRƯỞNG BAN", "PHÓ CHỦ TỊCH"])
    (['TM. ỦY BAN NHÂN', 'DÂN XÃ TÂN AN'], ['KT. TRƯỞNG BAN', 'PHÓ CHỦ TỊCH'])
    >>> whole_lines(["KT. BỘ TRƯỞNG BỘ NỘI VỤ", "THỨ TRƯỞNG"])
    ['KT. BỘ TRƯỞNG BỘ NỘI VỤ', 'THỨ TRƯỞNG']
    >>> whole_lines(["BỘ TRƯỞNG", "VỤ TRƯỞNG VỤ PHÁP CHẾ"]), whole_lines(["CHỦ TỊCH", "PHÓ GIÁM ĐỐC SỞ TÀI CHÍNH"])
    (['TL. BỘ TRƯỞNG', 'VỤ TRƯỞNG VỤ PHÁP CHẾ'], ['CHỦ TỊCH', 'PHÓ GIÁM ĐỐC SỞ TÀI CHÍNH'])
    >>> whole_lines(["Lí. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"]), whole_lines(["TRƯỞNG BAN", "Phó Trưởng ban"])
    (['KT. HIỆU TRƯỞNG', 'PHÓ HIỆU TRƯỞNG'], ['KT. TRƯỞNG BAN', 'Phó Trưởng ban'])
    """
    ended = _deputy_below([whole_title(without_ink(line)) for line in lines])
    formulas = [_whole_formula(line, below) for line, below in pairwise([*ended, ""])]
    heads = [_head_above(line, below) for line, below in pairwise([*formulas, ""])]
    return [_by_order(line, below) for line, below in pairwise([*_without_seal(heads), ""])]


def with_deputy(lines: Sequence[str]) -> list[str]:
    """The lines above a name, with the title of the deputy that nothing was read of below the head's.

    Who signs for a head (`KT.`) is the deputy, whose own title stands below (Nghị định 30/2020, Điều 13.1): so it is on
    all 240 signatures of real scans.

    >>> with_deputy(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"])[-1], with_deputy(["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])[-1]
    ('PHÓ CHỦ TỊCH', 'PHÓ CHỦ TỊCH')
    """
    sign, _, head = lines[-1].partition(" ") if lines else ("", "", "")
    return [*lines, deputy_title(head)] if sign == "KT." and is_head(head) else list(lines)


def _without_seal(lines: list[str]) -> list[str]:
    """The lines without a last one of a word that is no title below a whole one: what an engine made of a seal.

    >>> _without_seal(["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "CHÍNH"]), _without_seal(["TM. UBND", "TỈNH"])
    (['TL. CHỦ TỊCH', 'CHÁNH VĂN PHÒNG'], ['TM. UBND', 'TỈNH'])
    >>> _without_seal(["CHỦ TỊCH", "UBND"])
    ['CHỦ TỊCH', 'UBND']
    """
    *over, last = lines
    is_piece = last.isupper() and bool(is_syllable(last.lower())) and not is_title(last)
    return over if over and is_piece and is_title(over[-1]) and not _BODY_SIGN.match(over[-1]) else lines


def _by_order(line: str, below: str) -> str:
    """The bare title of a head above one of those who sign by its order (`TL.`), whose sign a seal ate."""
    subordinate = next((title for title in _subordinates() if f"{below} ".startswith(f"{title} ")), None)
    return f"TL. {line}" if subordinate and line != subordinate and is_head(line) else line


@from_vocabulary
def _subordinates(words: Vocabulary) -> tuple[str, ...]:
    return words.fixed("subordinate", "start")


def without_ink(line: str) -> str:
    """A title without what an engine made of a stroke behind it: a few letters that are no word.

    >>> without_ink("GIÁM ĐỐC IW"), without_ink("GIÁM ĐỐC SỞ"), without_ink("TRƯỞNG PHÒNG GD")
    ('GIÁM ĐỐC', 'GIÁM ĐỐC SỞ', 'TRƯỞNG PHÒNG GD')
    """
    title, _, rest = line.rpartition(" ")
    return title if is_title(title) and rest.isalpha() and len(rest) <= _INK and not _may_be_word(rest) else line


def _may_be_word(text: str) -> bool:
    """A syllable, a Roman number, or initials, which have hardly a vowel and no letter from abroad."""
    initials = text.isupper() and not set("AEIOUYJWZF") & set(plain_of(text))
    return bool(is_syllable(text.lower()) or _ROMAN.fullmatch(text) or (initials and len(text) > 1))


def whole_title(line: str) -> str:
    """The one title that a line begins which breaks off inside its last word.

    >>> whole_title("PHÓ CHỦ TỊ"), whole_title("KT. HIỆU TRƯ"), whole_title("TRƯỞNG B"), whole_title("KẾ TOÁN")
    ('PHÓ CHỦ TỊCH', 'KT. HIỆU TRƯỞNG', 'TRƯỞNG B', 'KẾ TOÁN')
    """
    if is_title(line):
        return line
    meant = _titles_broken_off().get(plain_of(line), ())
    return meant[0] if len(meant) == 1 else line


@from_vocabulary
def _titles_broken_off(words: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """Titles that break off inside their last word, in text without marks, to the whole ones."""
    found: dict[str, tuple[str, ...]] = {}
    for title in dict.fromkeys(titles(words)):
        plain = plain_of(title)
        for stop in range(plain.rfind(" ") + 1 + _LEFT, len(plain)) if " " in plain else ():
            found[plain[:stop]] = (*found.get(plain[:stop], ()), title)
    return found


def _whole_formula(line: str, below: str) -> str:
    """A body signed for, with its last word where the line below does not begin with it."""
    last = _last_words().get(plain_of(line), ())
    return f"{line} {last[0]}" if len(last) == 1 and plain_of(below).split()[:1] != [plain_of(last[0])] else line


@from_vocabulary
def _last_words(words: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """Formulas of bodies signed for without their last word, in text without marks, to the words that may follow.

    What is a body of its own without it (`TM. HỘI ĐỒNG`) needs none.
    """
    found: dict[str, tuple[str, ...]] = {}
    for body in dict.fromkeys(words.collectives):
        rest, _, last = body.rpartition(" ")
        if rest.count(" ") >= _BY_ITSELF:
            found[f"TM. {plain_of(rest)}"] = (*found.get(f"TM. {plain_of(rest)}", ()), last)
    return found


def with_known_body(line: str, bodies: Sequence[str]) -> str:
    """A line with its office as one of `bodies` has it, those that issue, where words of its name were misread.

    >>> with_known_body("KT. BỘ TRƯỞNG .!Ô RỪNG BIỂN", ["BỘ RỪNG BIỂN - BỘ SÔNG NÚI"])
    'KT. BỘ TRƯỞNG BỘ RỪNG BIỂN'
    >>> with_known_body("GIÁM ĐỐC SỞ RỪNG BIỂN", ["BỘ RỪNG BIỂN"])
    'GIÁM ĐỐC SỞ RỪNG BIỂN'
    >>> with_known_body("CHỦ TỊCH UBND XÃ", ["ỦY BAN NHÂN DÂN XÃ"])
    'CHỦ TỊCH UBND XÃ'
    """
    words = line.split()
    starts = (at for at in range(len(words) - 1, 0, -1) if _is_before_body(" ".join(words[:at])))
    at = next(starts, 0)
    office = words[at:]
    if not at or all(map(_is_sure, office)) or not any(map(_is_sure, office)):
        return line
    names = [names[first : first + len(office)] for names in map(str.split, bodies) for first in range(len(names))]
    meant = {" ".join(name) for name in names if len(name) == len(office) and all(map(_may_be, office, name))}
    meant = {name for name in meant if name in bodies or begins_as_body(plain_of(name))}
    return " ".join([*words[:at], *meant]) if len(meant) == 1 else line


def _is_before_body(text: str) -> bool:
    return is_title(text) or bool(_BODY_SIGN.fullmatch(text))


def _is_sure(word: str) -> bool:
    return word.isdigit() or (word.isalpha() and word.isupper() and _may_be_word(word))


def _may_be(word: str, name: str) -> bool:
    """Whether a word may be that of a name: the same, or misread."""
    alike = 100 if _is_sure(word) else _ALIKE
    return fuzz.ratio(plain_of(word).upper(), plain_of(name)) >= alike


def _deputy_below(lines: list[str]) -> list[str]:
    """The lines, the last of them the title of the deputy where a seal ate its beginning.

    >>> _deputy_below(["KT. CHÁNH ÁN", "TÒA ÁN TỈNH SƠN LẠC", "CHÁNH ÁN"])
    ['KT. CHÁNH ÁN', 'TÒA ÁN TỈNH SƠN LẠC', 'PHÓ CHÁNH ÁN']
    >>> _deputy_below(["(J6. HIỆU TRƯỞNG", "TRƯỞNG"]), _deputy_below(["HIỆU TRƯỞNG", "TRƯỞNG"])
    (['(J6. HIỆU TRƯỞNG', 'PHÓ HIỆU TRƯỞNG'], ['HIỆU TRƯỞNG', 'TRƯỞNG'])
    """
    *over, last = lines
    for line in over:
        sign, _, head = line.partition(" ")
        if is_head(head) and _is_sign(sign) and f" {head}".endswith(f" {last}"):
            return [*over, deputy_title(head)]
    return lines


def _is_sign(text: str) -> bool:
    """`KT.`, or what an engine made of it, written by hand; no other sign, nor a word.

    >>> _is_sign("KT."), _is_sign("(J6."), _is_sign("TL."), _is_sign("PHÓ")
    (True, True, False, False)
    """
    return len(text) <= _LONGEST_SIGN and not _OTHER_SIGN.match(text) and not is_syllable(text.lower())


def _head_above(line: str, below: str) -> str:
    """The title of the head whose deputy's stands below it: behind `KT.`, and whole.

    The sign is written by hand now and then, and the title misread behind its first word.
    """
    below = below.upper()
    head = "BỘ TRƯỞNG" if below == "THỨ TRƯỞNG" else below.removeprefix("PHÓ ")
    sign, _, title = line.partition(" ")
    if head != below and is_head(head) and (line == head or (title == head and sign != "K/T" and _is_sign(sign))):
        return f"KT. {head}"
    if sign != "KT." or head == below == title or is_title(line) or not is_head(head):
        return line
    read, whole = plain_of(title).split(), plain_of(head).split()
    misread = len(read) <= len(whole) and read[:1] == whole[:1]  # more words: the office of the head
    return f"KT. {head}" if misread else line
