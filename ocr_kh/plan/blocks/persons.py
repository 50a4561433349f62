# SPDX-License-Identifier: Apache-2.0
"""The name of one who signs, from the line that it was read on: without specks, its academic title mended."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from ocr_kh.genre.people import begins_with_family_name, has_surname, is_name, mended_name, without_rank
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocr_kh.genre.vocabulary import Vocabulary

_EDGES = re.compile(r"^[\W\d_]+(?:[a-z]\s)?|[\W\d_]+$")
_HONOUR = re.compile(r"^(?:[A-Z]\w{0,6}\.)")
_DEGREE_WORDS = 2
"""Words of such a title, at most, and that long each."""
_LONGEST_DEGREE_WORD = 7
_LONGEST_SPECK = 3
"""Letters of what an engine made of a piece of a seal before a name, at most."""
_ALIKE = 40
"""Likeness (0 to 100) to a title of what an engine made of one, at least: nothing else stands before a name there."""


def person(text: str, *, is_read: bool = False) -> str:
    """A name without the specks, figures and strokes around it; `is_read`: an engine read it, and may be wrong.

    >>> person(". Lê Văn Ba _"), person("PŒS TS Lê Văn Ba", is_read=True), person("PŒS TS Lê Văn Ba")
    ('Lê Văn Ba', 'PGS.TS. Lê Văn Ba', 'PŒS TS Lê Văn Ba')
    >>> person("Nó Lê Văn Ba", is_read=True), person("Hồ Lê Văn Ba", is_read=True)
    ('Lê Văn Ba', 'Hồ Lê Văn Ba')
    """
    if is_read:
        text = with_degree(text)
    core = _EDGES.sub("", text) if not _HONOUR.match(text) else text.rstrip(" .,;:")
    name = without_rank(core)
    rank = core[: len(core) - len(name)]
    words = [word if word.isupper() else word[:1].upper() + word[1:] for word in name.split()]
    name = mended_name(" ".join(words))
    return " ".join([*rank.split(), _without_speck(name) if is_read else name])


def is_readable(text: str) -> bool:
    """Whether the first letters of a name were read: no writer begins one with a small letter and no syllable."""
    first = _EDGES.sub("", text).partition(" ")[0]
    return not first[:1].islower() or is_syllable(first.lower())


@lru_cache(maxsize=1_024)
def with_degree(text: str) -> str:
    """A name with the academic title that words before it were, which are none of the language; else as it is.

    >>> with_degree("PUS. 1». Lê Văn Ba"), with_degree("TS. Lê Văn Ba"), with_degree("Xã Lê Văn Ba")
    ('PGS.TS. Lê Văn Ba', 'TS. Lê Văn Ba', 'Xã Lê Văn Ba')
    """
    words = text.split()
    for at in range(1, min(_DEGREE_WORDS + 1, len(words) - 1)):
        before, name = words[:at], " ".join(words[at:])
        if is_name(name) and has_surname(name) and without_rank(name) == name and all(map(_may_be_degree, before)):
            if without_rank(text) == name:
                return text
            read = "".join(filter(str.isalnum, "".join(before)))
            found = process.extractOne(read, tuple(_degrees()), scorer=fuzz.ratio, score_cutoff=_ALIKE)
            return f"{_degrees()[found[0]]} {name}" if found else text
    return text


@from_vocabulary
def _degrees(words: Vocabulary) -> Mapping[str, str]:
    """Letters of academic titles to these as they are written."""
    return {title.replace(".", ""): title for title in words.fixed("degree", "start")}


def _may_be_degree(word: str) -> bool:
    """Whether a word is none of the language, and begins in capitals as titles do."""
    strange = not is_syllable(word.strip(".").lower()) and not word[:1].islower()
    return strange and len(word) <= _LONGEST_DEGREE_WORD


def _without_speck(name: str) -> str:
    """A name without a word before its family name that is none (`Nó Lê Văn Ba`): what an engine made of a seal."""
    first, _, rest = name.partition(" ")
    is_whole = rest.count(" ") > 1 and begins_with_family_name(rest) and not has_surname(name)
    return rest if is_whole and len(first) <= _LONGEST_SPECK else name
