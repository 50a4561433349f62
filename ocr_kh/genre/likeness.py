# SPDX-License-Identifier: Apache-2.0
"""The fixed lines that tell where the columns are, known even when the engine misread them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from ocr_kh.genre.document_types import type_of_bare
from ocr_kh.genre.forms import Form, form
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.genre.vocabulary import Vocabulary

_MIN_LIKENESS = 84
"""Least likeness (0 to 100, rapidfuzz's ratio without marks) of a misread line to a fixed one. Misread ones on the
development scans have 87 and more; `CHỦ TRÌ`, the head of a table's column, is like `CHỦ TỊCH` by 80."""
_EDGES = re.compile(r"^\W+|\W+$")
_MAX_LENGTH = 40
_PART_ALIKE = 80.0
"""Likeness of a part of a line to a motto: both columns may have fallen into one line."""


@from_vocabulary
def _mottos(words: Vocabulary) -> tuple[str, ...]:
    return tuple(map(plain_of, words.fixed("motto", "inside", "whole")))


@from_vocabulary
def _mottos_beside(words: Vocabulary) -> tuple[str, ...]:
    """Mottos that are told from the other column, with which they fell into one line."""
    return tuple(map(plain_of, words.fixed("motto", "inside")))


@from_vocabulary
def _authorities(words: Vocabulary) -> tuple[str, ...]:
    """The lines above a signature that titles.txt writes out, and their titles alone, without marks."""
    return tuple(dict.fromkeys(plain_of(line) for line in words.formulas))


@from_vocabulary
def _types(words: Vocabulary) -> tuple[str, ...]:
    return tuple(type_of_bare(words))


def landmark(text: str, plain: str | None = None) -> Form | None:
    """The fixed line of header or closing that `text` is, or is a misreading of."""
    found = form(text, plain)
    if found or len(text) > _MAX_LENGTH:
        return found
    plain = _EDGES.sub("", plain_of(text) if plain is None else plain)
    if fuzz.ratio(plain.lower(), "noi nhan") >= _MIN_LIKENESS:
        return Form.RECIPIENTS
    if any(fuzz.ratio(plain, motto) >= _MIN_LIKENESS for motto in _mottos()):
        return Form.MOTTO
    if sum(map(str.isupper, plain)) < len(plain) / 2:
        return None
    if process.extractOne(plain, _types(), scorer=fuzz.ratio, score_cutoff=_MIN_LIKENESS):
        return Form.TYPE
    return (
        Form.AUTHORITY
        if process.extractOne(plain, _authorities(), scorer=fuzz.ratio, score_cutoff=_MIN_LIKENESS)
        else None
    )


def nearest(plain: str, fixed: Sequence[str], least: float = _MIN_LIKENESS) -> str | None:
    """The one of some fixed lines, without marks, that `plain` is, or is a misreading of."""
    found = process.extractOne(plain, fixed, scorer=fuzz.ratio, score_cutoff=least)
    return found[0] if found else None


def has_motto(text: str) -> bool:
    """Whether a part of a line, without marks, is a motto of State or Party, or a misreading of one."""
    capitals = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    return any(
        len(text) > len(motto) / 2 and fuzz.partial_ratio(motto.upper(), text.upper()) >= _PART_ALIKE
        for motto in _mottos_beside()
        if capitals or not motto.isupper()
    )
