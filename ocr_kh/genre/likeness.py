# SPDX-License-Identifier: Apache-2.0
"""The fixed lines that tell where the columns are, known even when the engine misread them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from ocr_kh.genre.document_types import TYPE_OF_BARE
from ocr_kh.genre.forms import Form, form
from ocr_kh.language.letters import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALIKE = 84
"""Least likeness (0 to 100, rapidfuzz's ratio without marks) of a misread line to a fixed one. Misread ones on the
development scans have 87 and more; `CHỦ TRÌ`, the head of a table's column, is like `CHỦ TỊCH` by 80."""
_AUTHORITIES = (
    "CHU TICH", "PHO CHU TICH", "KT. CHU TICH", "TM. UY BAN NHAN DAN", "TM. UBND", "TM. HOI DONG NHAN DAN",
    "GIAM DOC", "PHO GIAM DOC", "KT. GIAM DOC", "TL. CHU TICH", "CHANH VAN PHONG", "PHO CHANH VAN PHONG",
    "HIEU TRUONG", "PHO HIEU TRUONG", "TRUONG PHONG", "PHO TRUONG PHONG", "TRUONG BAN", "PHO TRUONG BAN",
    "CUC TRUONG", "CHI CUC TRUONG", "BO TRUONG", "THU TRUONG", "BI THU", "PHO BI THU", "TM. BAN THUONG VU",
)  # fmt: skip
"""Signing formulas without marks (Nghị định 30/2020, Điều 13)."""
_EDGES = re.compile(r"^\W+|\W+$")
_LONGEST = 40
_STATE, _SECOND, _PARTY, _UNION = (
    "CONG HOA XA HOI CHU NGHIA VIET NAM", "Doc lap - Tu do - Hanh phuc", "DANG CONG SAN VIET NAM",
    "DOAN TNCS HO CHI MINH",
)  # fmt: skip
_MOTTOS = (_STATE, _SECOND, _PARTY, _UNION)
_PART_ALIKE = 80.0
"""Likeness of a part of a line to a motto: both columns may have fallen into one line."""


def landmark(text: str, plain: str | None = None) -> Form | None:
    """The fixed line of header or closing that `text` is, or is a misreading of."""
    found = form(text, plain)
    if found or len(text) > _LONGEST:
        return found
    plain = _EDGES.sub("", bare(text) if plain is None else plain)
    if fuzz.ratio(plain.lower(), "noi nhan") >= _ALIKE:
        return Form.RECIPIENTS
    if any(fuzz.ratio(plain, motto) >= _ALIKE for motto in _MOTTOS):
        return Form.MOTTO
    if sum(map(str.isupper, plain)) < len(plain) / 2:
        return None
    if process.extractOne(plain, list(TYPE_OF_BARE), scorer=fuzz.ratio, score_cutoff=_ALIKE):
        return Form.TYPE
    return Form.AUTHORITY if process.extractOne(plain, _AUTHORITIES, scorer=fuzz.ratio, score_cutoff=_ALIKE) else None


def nearest(plain: str, fixed: Sequence[str], least: float = _ALIKE) -> str | None:
    """The one of some fixed lines, without marks, that `plain` is, or is a misreading of."""
    found = process.extractOne(plain, fixed, scorer=fuzz.ratio, score_cutoff=least)
    return found[0] if found else None


def has_motto(text: str) -> bool:
    """Whether a part of a line, without marks, is a motto of State or Party, or a misreading of one."""
    if fuzz.partial_ratio(_SECOND.upper(), text.upper()) >= _PART_ALIKE and len(text) > len(_SECOND) / 2:
        return True
    capitals = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    return capitals and any(
        len(text) > len(motto) / 2 and fuzz.partial_ratio(motto, text.upper()) >= _PART_ALIKE
        for motto in (_STATE, _PARTY)
    )
