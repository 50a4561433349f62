# SPDX-License-Identifier: Apache-2.0
"""How texts and queries are compared: as they are written, and without marks."""

from __future__ import annotations

import re
import unicodedata

from ocr_kh.language.letters import bare
from ocr_kh.language.syllables import place_tones

_WORD = re.compile(r"[^\W_]+")
"""What the tokenizer `unicode61` of SQLite takes for a word."""


def exact(text: str) -> str:
    """`text` with its marks, in small letters, tone marks the old way (`hòa`): letter for letter.

    >>> exact("Uỷ ban HOÀ Bình")
    'ủy ban hòa bình'
    """
    composed = place_tones(unicodedata.normalize("NFC", text))
    lowered = composed.lower()
    return lowered if len(lowered) == len(composed) else composed


def folded(text: str) -> str:
    """`text` without marks, in small letters: what is typed without them, and what a scan lost, is found.

    >>> folded("Tổ công tác Đề án 06")
    'to cong tac de an 06'
    """
    return bare(exact(text))


def words(text: str) -> list[str]:
    """The words of a text as the index has them.

    >>> words("05/KH-UBND, tổ_công")
    ['05', 'KH', 'UBND', 'tổ', 'công']
    """
    return _WORD.findall(text)
