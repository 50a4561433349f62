# SPDX-License-Identifier: Apache-2.0
"""Words that are spelled as no Vietnamese syllable and stand in no dictionary: some are misread, the rest are names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.language.token_kinds import Kind, kind_of, split_edges
from ocr_kh.repair.dictionaries import load_lexicon

if TYPE_CHECKING:
    from pathlib import Path

_END = "./."
"""What ends a document (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
_LETTERS = re.compile(r"[^\W\d_]+")
_PURPOSE = re.compile(r"[a-zđ]/[a-zđ]")
"""Why a recipient gets it: `b/c`, `t/h`."""
_CODE = re.compile(r"\d+[a-z]?[/-](?:\d{4}/)?(.+)")
"""A code with its number; what is behind that is its symbol."""


@lru_cache(maxsize=8)
def _known_words(folders: tuple[Path, ...]) -> frozenset[str]:
    """All words of the dictionaries, in small letters, and the parts of those with a hyphen."""
    lexicon = load_lexicon(folders)
    titles = (split_edges(word)[1] for phrase in lexicon.phrases for word in phrase.split())
    written = (*lexicon.short_forms, *lexicon.words, *lexicon.symbols, *titles)
    return frozenset(part for word in written for part in (word, *re.split(r"[-/]", word)))


def is_known(word: str, folders: tuple[Path, ...] = ()) -> bool:
    """Whether a word as it is printed, with its marks, is one that may well stand there.

    Caught: `Lẫãm`, `I.MỤC`, `IIL`, `(b/C)`, a code torn from its number (`/KH-UBND`). Not caught: `Tống` for `Tổng`,
    which is a syllable too.

    >>> list(filter(is_known, ("hoạch,", "(t/h);", "12/KH-UBND", "30/11/2018.", "I.MỤC", "Lẫãm", "(b/C);")))
    ['hoạch,', '(t/h);', '12/KH-UBND', '30/11/2018.']
    """
    core = split_edges(word.removesuffix(_END))[1]
    kind = kind_of(core)
    if kind is Kind.CODE:
        code = _CODE.fullmatch(core)
        return bool(code) and _is_listed(code[1] if code else "", folders)
    if kind is not Kind.WORD or not core:
        return True
    return bool(_PURPOSE.fullmatch(core)) or _is_listed(core, folders) or _is_spelled(core)


def _is_listed(core: str, folders: tuple[Path, ...]) -> bool:
    known = _known_words(folders)
    return core in known or core.lower() in known or all(part in known for part in re.split(r"[-/]", core))


def _is_spelled(core: str) -> bool:
    """Syllables, joined by hyphens or strokes (`chăm-pi-ông`); a single letter counts."""
    parts = re.split(r"[-/–]", core)
    return all(
        _LETTERS.fullmatch(part) and (len(part) == 1 or is_syllable(place_tones(part.lower()))) for part in parts
    )
