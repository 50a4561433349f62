# SPDX-License-Identifier: Apache-2.0
"""The language of a text against the field `language` of its record (record_codes.tsv)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.language.syllables import is_syllable
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.acceptance.lint.limits import Limits

VIETNAMESE = "01"
"""What record.xml says where no person said otherwise."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_MIXED = "Việt"
"""How the names of two languages together begin (`Việt - Anh`)."""


def share_of_vietnamese(texts: Sequence[str], limits: Limits) -> float | None:
    """The share of Vietnamese words; None where there are too few to tell.

    >>> from ocr_kh.acceptance.lint.limits import Limits
    >>> share_of_vietnamese(["Thôn Đông trồng cây"], Limits(language_words=4))
    1.0
    """
    words = [word for text in texts for word in _WORD.findall(text)]
    if len(words) < max(limits.language_words, 1):
        return None
    return sum(map(is_syllable, words)) / len(words)


def is_other(language: str, share: float | None, limits: Limits) -> bool:
    """Whether a text, with its share of Vietnamese words, is in another language than the code of the field says.

    One in two languages may be of any share; of a text of few words, or a code that is not known, nothing is said.
    """
    name = choices("language").get(language)
    if name is None or share is None or name.startswith(_MIXED):
        return False
    return (share >= limits.vietnamese) != (language == VIETNAMESE)
