# SPDX-License-Identifier: Apache-2.0
"""Capitals that TCVN3 has no codes for: `CéNG HOµ X· HéI` is `CỘNG HOÀ XÃ HỘI`, though its codes say `CộNG HOà Xã HộI`.

They were shown by a font of their own (.VnTimeH), which text does not tell of. The capitals without marks, which do
have codes, show where they stood.
"""

from __future__ import annotations

import re

from ocr_kh.language.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_CONTEXT_WORDS = 2
"""Words on either side that are asked about a word which does not show it by itself."""


def restore_capitals(line: str) -> str:
    """A line that was decoded from TCVN3, with its words in capitals whole.

    >>> restore_capitals("CộNG HOà Xã HộI CHủ NGHĩA VIệT NAM"), restore_capitals("Uỷ ban nhân dân xã, Hà Nội")
    ('CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Uỷ ban nhân dân xã, Hà Nội')
    """
    matches = list(_WORD.finditer(line))
    kinds = [_is_capitals(match.group()) for match in matches]
    pieces, end = [], 0
    for place, match in enumerate(matches):
        word = match.group()
        shown = kinds[place]
        if shown or (shown is None and _among_capitals(matches, kinds, place)):
            word = word.upper()
        pieces += [line[end : match.start()], word]
        end = match.end()
    return "".join([*pieces, line[end:]])


def _is_capitals(word: str) -> bool | None:
    """Whether a word is in capitals, marks aside; None where its letters do not tell."""
    if any(letter.isascii() and letter.islower() for letter in word):
        return False
    return True if sum(letter.isupper() for letter in word) >= 2 else None


def _among_capitals(matches: list[re.Match[str]], kinds: list[bool | None], place: int) -> bool:
    """Whether all words nearby that tell are in capitals, and one of them is no abbreviation."""
    reach = range(max(0, place - _CONTEXT_WORDS), min(len(kinds), place + _CONTEXT_WORDS + 1))
    near = [other for other in reach if kinds[other] is not None]
    return all(kinds[other] for other in near) and any(is_syllable(matches[other].group()) for other in near)
