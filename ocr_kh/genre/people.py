# SPDX-License-Identifier: Apache-2.0
"""Names of persons as they stand under a signature, with the ranks and titles before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.forms import is_authority, is_enclosure
from ocr_kh.genre.titles import title_anywhere
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.syllables import is_syllable, place_tones

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary

MILITARY_RANK = (("Thiếu", "Trung", "Thượng", "Đại"), ("úy", "tá", "tướng"))
"""Both words of a military rank (Luật Sĩ quan Quân đội nhân dân 1999, Điều 10); no two differ by marks alone."""
_FIRST, _SECOND = ("|".join(map(plain_of, words)) for words in MILITARY_RANK)
_RANK = re.compile(
    rf"(?:(?:(?:{_FIRST})\s(?i:{_SECOND})\b|(?:Tien|Thac|Bac|Duoc|Luat) si|Ky su|"
    r"(?:GS|PGS|TSKH|TS|T[hH][sS]|Th\.S|B[sS]|CK[I1]{1,2}|CK2|B[sS]CK(?:[I1]{1,2}|2)|DS|DSCK(?:[I1]{1,2}|2)|KS|LS|CN|"
    r"TTND|TTUT|NGND|NGUT)\b\.?|[A-Z]{2}[A-Za-z]{0,5}\.(?=\s?[A-Z]))[\s.,-]*)+"
)
"""Military ranks and academic titles before a name, in text without marks; also those read wrongly (`BSCKIM.`), and
`Thượng Úy` as some write it."""


_LINKS = frozenset(("và", "của", "cho"))
"""Words that link others: no name of a person has one."""


def is_name(text: str, plain: str | None = None) -> bool:
    """Whether `text` is a person's name as it stands under a signature: 2-6 words, each with a capital.

    >>> is_name("Trần Thị Bích Ngọc"), is_name("PHÓ CHỦ TỊCH"), is_name("Đại tá Lê Văn Ba")
    (True, False, True)
    >>> is_name("PGS.TS. Lê Văn Ba"), is_name("BSCKII. Lê Văn Ba"), is_name("H'Yim Kđoh")
    (True, True, True)
    >>> is_name("HÀ TẦNG VÀ GIAO THÔNG"), is_name("LÊ VĂN BA")
    (False, True)
    """
    if not 4 < len(text) < 50 or any(map(str.isdigit, text)) or text.endswith((";", ":", ",")):
        return False
    plain = plain_of(text) if plain is None else plain
    if text.isupper() and title_anywhere().search(plain):
        return False
    words = without_rank(text, plain).rstrip(".").split()
    if not _LINKS.isdisjoint(text.lower().split()):
        return False
    if not 2 <= len(words) <= 6 or not all(word[0].isupper() and _is_of_name(word) for word in words):
        return False
    return not text.isupper() or (len(words) > 2 and _is_surname(words[0]) and not _is_heading(text))


@from_vocabulary
def _bare_surnames(words: Vocabulary) -> frozenset[str]:
    """Family names in small letters without marks."""
    return frozenset(plain_of(name).lower() for name in words.surnames)


def _is_heading(text: str) -> bool:
    """`DANH SÁCH CÁC THÔN` and `HẠNG MỤC CÔNG TRÌNH` begin as names do."""
    return is_authority(text) or is_enclosure(text)


def _is_surname(word: str) -> bool:
    """Whether a word is a family name, or begins as names of women of the highlands do (`H'Yim`)."""
    plain = plain_of(word).lower().replace("’", "'")
    prefix, apostrophe, _ = plain.partition("'")
    return not _bare_surnames().isdisjoint({plain, prefix + apostrophe} if apostrophe else {plain})


_JOINTS = dict.fromkeys(map(ord, "-'’‘"))


def _is_of_name(word: str) -> bool:
    """Letters alone, but for the hyphens and apostrophes of names of the highlands (`H'Yim`, `K' Brèm`)."""
    return word.isalpha() or word.translate(_JOINTS).isalpha()


def has_surname(text: str, plain: str | None = None) -> bool:
    """Whether the first word of `text` is one of the common family names."""
    words = without_rank(text, plain).split()
    return bool(words) and _is_surname(words[0])


def begins_with_family_name(text: str) -> bool:
    """Whether the first word of a name without rank is a family name to the last mark (`Lò`, not `Lo`)."""
    first = without_rank(text).split(maxsplit=1)[:1]
    return bool(first) and place_tones(first[0].capitalize()) in family_names()


@from_vocabulary
def family_names(words: Vocabulary) -> frozenset[str]:
    """The family names of the dictionaries, tones placed the old way."""
    return frozenset(map(place_tones, words.surnames))


def is_family_name_without_marks(word: str) -> bool:
    """Whether a word is a family name, or one that lost marks.

    >>> [is_family_name_without_marks(word) for word in ("Pham", "Phạm", "Trang")]
    [True, True, False]
    """
    return any(plain_of(name) == plain_of(word) for name in family_names())


def without_rank(text: str, plain: str | None = None) -> str:
    """A name without the military rank or academic title before it.

    >>> without_rank("Thượng Úy Lê Văn Ba"), without_rank("Thiều Tâm Ba")
    ('Lê Văn Ba', 'Thiều Tâm Ba')
    """
    found = _RANK.match(plain_of(text) if plain is None else plain)
    return text[found.end() :] if found else text


def is_rank(text: str) -> bool:
    """Whether `text` is a rank or academic title and nothing else: the name stands on the next line."""
    return bool(_RANK.fullmatch(plain_of(text)))


_END_OF_NAME = 4
"""Letters at the end of a family name that tell it, at least."""


def _family_name_of_end(word: str) -> str | None:
    """The one family name that ends as a word does, which is none of the language: a seal ate its first letters."""
    if is_syllable(word.lower()) or len(word) <= _END_OF_NAME:
        return None
    meant = {name for name in family_names() if len(name) > _END_OF_NAME and name.endswith(word[-_END_OF_NAME:])}
    return meant.pop() if len(meant) == 1 else None


_FOREIGN_LETTER = re.compile(r"[fjwzFJWZ]")
"""Letters that no Vietnamese word has."""


def mended_name(text: str) -> str:
    """A name whose family name a seal ran into, without what the engine made of the seal; else `text` as it is.

    One letter that no Vietnamese word has is put right when it leaves a single family name.

    >>> mended_name("ESzTfịnh Văn Toàn"), mended_name("Trịnh Văn Toàn"), mended_name("H'Yim Kđoh")
    ('Trịnh Văn Toàn', 'Trịnh Văn Toàn', "H'Yim Kđoh")
    >>> mended_name("Kfuyễn Văn Toàn"), mended_name("ương Văn Toàn")  # Trương, Dương, Lương, Vương
    ('Nguyễn Văn Toàn', 'ương Văn Toàn')
    """
    first, _, given = text.partition(" ")
    if _is_surname(first):
        return text
    capitals = [at for at in range(1, len(first) - 1) if first[at].isupper() and first[at + 1].islower()]
    name = first[capitals[-1] :] if capitals else first
    pattern = re.compile(_FOREIGN_LETTER.sub(".", re.escape(plain_of(name).lower())))
    meant = [surname for surname in _bare_surnames() if pattern.fullmatch(surname)]
    if len(meant) != 1 or not len(name) > 2:
        return f"{ended} {given}" if (ended := _family_name_of_end(first)) else text
    letters = zip(name, meant[0], strict=True)
    whole = "".join(right if _FOREIGN_LETTER.match(letter) else letter for letter, right in letters)
    return f"{whole[:1].upper()}{whole[1:]} {given}"
