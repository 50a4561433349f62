# SPDX-License-Identifier: Apache-2.0
"""Types of documents: their names in capitals and in running text, their letters in codes; names of laws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.specks import SPECKS
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import alternatives

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.genre.vocabulary import Vocabulary


@from_vocabulary
def type_of_bare(words: Vocabulary) -> dict[str, str]:
    """Each type of State and law, in capitals without marks, with its name in capitals; the longest first."""
    named = (each.capitals for each in words.types if each.family in {"state", "law"})
    return {plain_of(name): name for name in sorted(named, key=len, reverse=True)}


@from_vocabulary
def joined_types(words: Vocabulary) -> frozenset[str]:
    """The same types without the spaces between their words."""
    return frozenset(name.replace(" ", "") for name in type_of_bare(words))


@from_vocabulary
def party_types(words: Vocabulary) -> dict[str, str]:
    """Types of the Party that the State does not have, and those of no decree; elsewhere they are headings."""
    named = (each.capitals for each in words.types if each.family in {"party", "other"})
    return {plain_of(name): name for name in sorted(named, key=len, reverse=True)}


@from_vocabulary
def party_heads(words: Vocabulary) -> tuple[str, ...]:
    """These types as a line begins that says more."""
    return tuple(f"{name} " for name in party_types(words))


@from_vocabulary
def _types_by_first_word(words: Vocabulary) -> dict[str, tuple[tuple[str, str], ...]]:
    """What `type_of_bare` has, by the first word of the names."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for plain, name in type_of_bare(words).items():
        first = plain.partition(" ")[0]
        found[first] = (*found.get(first, ()), (plain, name))
    return found


@from_vocabulary
def archive_codes(words: Vocabulary) -> dict[str, str]:
    """Names of types in capitals, with their codes in the archive's records (Thông tư 05/2025/TT-BNV)."""
    return {each.capitals: each.archive_code for each in words.types if each.archive_code}


@from_vocabulary
def type_of_symbol(words: Vocabulary) -> dict[str, str]:
    """The letters of a type, which stand before the hyphen of a symbol, with its name in capitals."""
    return {each.symbol: each.capitals for each in words.types if each.symbol and each.family == "state"}


@from_vocabulary
def _type_of_group(words: Vocabulary) -> dict[str, str]:
    return {each.symbol: each.name for each in words.types if each.symbol}


def type_of_groups(groups: Sequence[str]) -> str | None:
    """The type that the letters of a code stand for; a body first means a letter (công văn: `12/UBND-VX`).

    >>> type_of_groups(("NQ", "TW")), type_of_groups(("UBND", "VX")), type_of_groups(("QH14",))
    ('Nghị quyết', 'Công văn', 'Luật')
    """
    known = _type_of_group().get(groups[0].rstrip("0123456789"))
    return known or ("Công văn" if len(groups) > 1 else None)


@from_vocabulary
def cited_type(words: Vocabulary) -> re.Pattern[str]:
    """The types of documents that are cited, in running text."""
    return re.compile(rf"(?<!\w)(?:{alternatives(_cited(words))})(?!\w)", re.IGNORECASE)


@from_vocabulary
def named_type(words: Vocabulary) -> str:
    """A pattern of the types that are cited by their names alone: `Luật`."""
    return words.documents(cited="name")


@from_vocabulary
def _cited(words: Vocabulary) -> tuple[str, ...]:
    return tuple(each.name for each in words.types if each.cited)


@from_vocabulary
def _type_by_fold(words: Vocabulary) -> dict[str, str]:
    return {name.casefold(): name for name in _cited(words)}


def spelled_type(text: str) -> str:
    """The type as it is written inside a sentence: `NGHỊ QUYẾT` is `Nghị quyết`."""
    return _type_by_fold().get(" ".join(text.split()).casefold(), text)


@from_vocabulary
def law_names(words: Vocabulary) -> tuple[str, ...]:
    """Names of laws in small letters without marks: a comma or `và` in them does not end them."""
    return tuple(plain_of(name).lower() for name in words.laws)


@from_vocabulary
def _brief(words: Vocabulary) -> frozenset[str]:
    return frozenset(each.capitals for each in words.types if each.brief)


@from_vocabulary
def _unnumbered(words: Vocabulary) -> frozenset[str]:
    return frozenset(each.capitals for each in words.types if each.unnumbered)


def is_brief(kind: str | None) -> bool:
    """Whether documents of this type are as often as not a few paragraphs: no section is missed in one.

    >>> is_brief("GIẤY MỜI"), is_brief("KẾ HOẠCH"), is_brief(None)
    (True, False, False)
    """
    return kind in _brief()


def is_unnumbered(kind: str | None) -> bool:
    """Whether documents of this type often bear neither number nor symbol.

    >>> is_unnumbered("BIÊN BẢN"), is_unnumbered("KẾ HOẠCH")
    (True, False)
    """
    return kind in _unnumbered()


def document_type(text: str, plain: str | None = None) -> str | None:
    """The type of document that `text` names, when it names nothing else and is set in capitals.

    >>> document_type("KẾ HOẠCH"), document_type("KE HOACH"), document_type("Kế hoạch")
    ('KẾ HOẠCH', 'KẾ HOẠCH', None)
    """
    if len(text) > 40 or not text.isupper():
        return None
    plain = plain_of(text) if plain is None else plain
    return type_of_bare().get(" ".join(plain.strip(SPECKS + "-–—").split()))


KIND_WORDS = 3
"""Words beside a type that say of what kind it is (`KẾ HOẠCH PHỐI HỢP`): the subject follows them."""


def type_and_rest(text: str, plain: str | None = None) -> tuple[str, str] | None:
    """The type that a line begins with, and what stands beside it; None when it begins with none.

    >>> type_and_rest("KẾ HOẠCH PHỐI HỢP"), type_and_rest("KẾ HOẠCH Phòng cháy"), type_and_rest("KẾ HOẠCH")
    (('KẾ HOẠCH', 'PHỐI HỢP'), ('KẾ HOẠCH', 'Phòng cháy'), None)
    """
    plain = plain_of(text[:30]) if plain is None else plain[:30]
    for name, kind in _types_by_first_word().get(plain.partition(" ")[0], ()):
        rest = text[len(name) :].strip() if plain.startswith(f"{name} ") else ""
        if rest and not rest.startswith(("VÀ ", "-", "–", ",")):  # the second line of `SỞ KẾ HOẠCH VÀ ĐẦU TƯ`
            return kind, rest
    return None


def names_kind(text: str, plain: str | None = None) -> bool:
    """Whether a line is a type and of what kind it is, in capitals."""
    found = type_and_rest(text, plain) if text.isupper() else None
    return found is not None and len(found[1].split()) <= KIND_WORDS
