# SPDX-License-Identifier: Apache-2.0
"""Which way up a page of few letters lies, told by reading it: upside down or on its side it makes no words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.document import Word

_SURE_SHARE = 0.5
"""Share of the words that are Vietnamese syllables or numbers, each weighed by its confidence."""
_NUMBER = re.compile(r"\d[\d.,/:-]*")
_EDGES = ".,;:()-–\"'"


def is_read(words: Sequence[Word]) -> bool:
    """Whether they are the words of a page that was read the right way up.

    >>> from ocr_kh.document import Word
    >>> is_read([Word("HỒ", confidence=0.9), Word("SƠ", confidence=0.9)])
    True
    >>> is_read([Word("OS", confidence=0.4), Word("ỌH|", confidence=0.3)])
    False
    """
    sure = sum(word.confidence for word in words if _is_usual(word.text.strip(_EDGES)))
    return bool(words) and sure >= _SURE_SHARE * len(words)


def _is_usual(core: str) -> bool:
    return bool(_NUMBER.fullmatch(core)) or (len(core) > 1 and is_syllable(core.lower()))
