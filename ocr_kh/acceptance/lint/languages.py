# SPDX-License-Identifier: Apache-2.0
"""The language of a text against the field `language` of its record (record_codes.tsv)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.acceptance.lint.kinds import finding
from ocr_kh.language.syllables import is_syllable
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.acceptance.lint.kinds import Finding
    from ocr_kh.acceptance.lint.limits import Limits
    from ocr_kh.acceptance.lint.seen import Seen

VIETNAMESE = "01"
"""What record.xml says where no person said otherwise."""
_POINTER = "/record/language"
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


def other_language(document: Seen, limits: Limits) -> Iterator[Finding]:
    """A text in another language than the field says; one in two languages may be of any share."""
    if document.vietnamese is None or document.language not in choices("language"):
        return
    name = choices("language")[document.language]
    is_vietnamese = document.vietnamese >= limits.vietnamese
    if name.startswith(_MIXED) or is_vietnamese == (document.language == VIETNAMESE):
        return
    share = f"{document.vietnamese:.0%}"
    yield finding("language.other", document.dossier, document.folder, _POINTER, language=name, share=share)
