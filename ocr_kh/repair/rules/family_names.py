# SPDX-License-Identifier: Apache-2.0
"""The family name that a syllable means which is none: the one that differs in a mark or stroke, else in a letter.

Vietnam has few family names, and `names.txt` lists them; ink over a name takes or gives a mark before it makes another
letter. Two names as near as each other are none.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.people import family_names
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.confusions import meanings
from ocr_kh.language.syllables import place_tones

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STROKE = "\u0335"
_SHORTEST = 3
"""Letters of a name of which one may be wrong."""


class _Parts(NamedTuple):
    """What a syllable is made of."""

    letters: str
    """Base letters, small."""
    shapes: tuple[str, ...]
    """Of each letter the marks that belong to it: circumflex, breve, horn, the stroke of `đ`."""
    tone: str


def meant_family_name(syllable: str) -> str | None:
    """The family name that `syllable` is, but for one mark or a lost stroke; None where none or several are as near.

    >>> meant_family_name("Trinh"), meant_family_name("Nguyên"), meant_family_name("Pỗ")
    ('Trịnh', 'Nguyễn', 'Đỗ')
    >>> meant_family_name("Lạm"), meant_family_name("Lượng")  # two marks from Lâm; Lương or Lường?
    (None, None)
    """
    read = _parts(syllable)
    near = [name for name, parts in _known() if _steps(read, parts) == 1]
    return near[0] if len(near) == 1 else None


def nearest_family_name(syllable: str) -> str | None:
    """The family name that differs in one base letter, the first one being the same if there is such a name.

    None where several do, where one has the same letters (then it is a mark that is wrong), and for what is so short
    that a letter makes another name of it (`A Lâm` is a man, `Y Lâm` a woman).

    >>> nearest_family_name("Bài"), nearest_family_name("Ấgô"), nearest_family_name("Lạm"), nearest_family_name("A")
    ('Bùi', 'Ngô', None, None)
    """
    read = _parts(syllable).letters
    if len(read) < _SHORTEST:
        return None
    apart = [(_letters_apart(read, parts.letters), name) for name, parts in _known() if len(parts.letters) == len(read)]
    if any(letters == 0 for letters, _ in apart):
        return None
    near = [name for letters, name in apart if letters == 1]
    meant = [name for name in near if name[0] == syllable[0]] or near
    return meant[0] if len(meant) == 1 else None


def _letters_apart(a: str, b: str) -> int:
    return sum(one != other for one, other in zip(a, b, strict=True))


@from_vocabulary
def _known(words: Vocabulary) -> tuple[tuple[str, _Parts], ...]:
    return tuple((name, _parts(name)) for name in sorted(family_names(words)))


def _parts(syllable: str) -> _Parts:
    letters, shapes, tone = "", [""], ""
    for char in unicodedata.normalize("NFD", place_tones(syllable.lower()).replace("đ", "d" + _STROKE)):
        if char in _TONES:
            tone += char
        elif unicodedata.combining(char):
            shapes[-1] += char
        else:
            letters += char
            shapes.append("")
    return _Parts(letters, tuple(shapes), tone)


def _steps(read: _Parts, name: _Parts) -> int:
    """In how many parts they differ; an unstroked letter read for another one (`P` for `Đ`) counts as its stroke."""
    unstroked = meanings("unstroked").get(read.letters[:1], "")
    if unstroked and unstroked == name.letters[:1]:
        read = read._replace(letters=unstroked + read.letters[1:])
    return 9 if read.letters != name.letters else (read.shapes != name.shapes) + (read.tone != name.tone)
