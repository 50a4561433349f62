# SPDX-License-Identifier: Apache-2.0
"""The caption of a digital signature (Nghị định 30/2020, Phụ lục I, ô 14): who signed, of which body, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import bare
from ocr_kh.language.spellings import loosely

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary

_SIGNED_AT = r"\bng\w{1,3} ky\s?:|\+07:?00|\w@\w|gov\.vn"
"""What else only the caption of a digital signature has: `Người ký:` misread, a time with its zone, an address."""


@from_vocabulary
def _caption_label(words: Vocabulary) -> re.Pattern[str]:
    """At its start, before a colon."""
    return re.compile(rf".{{0,12}}{loosely(words.fixed('caption', 'label'))}\s?:")


@from_vocabulary
def _caption_inside(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\b{loosely(words.fixed('caption', 'inside'))}|{_SIGNED_AT}")


@from_vocabulary
def _caption_signs(words: Vocabulary) -> tuple[str, ...]:
    """Without any of which a line need not be searched: it takes a while."""
    return (
        "@",
        "gov.vn",
        "+07",
        " ky:",
        " ky :",
        *(bare(each).strip(":") for each in words.fixed("caption", "inside")),
    )


def is_caption(lower: str) -> bool:
    """Whether a line, in small letters without marks, is one of such a caption.

    >>> is_caption("nguoi ky: uy ban nhan dan xa tan an"), is_caption("can bo ky luat")
    (True, False)
    """
    if ":" in lower and _caption_label().match(lower):
        return True
    return any(sign in lower for sign in _caption_signs()) and bool(_caption_inside().search(lower))
