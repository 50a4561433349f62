# SPDX-License-Identifier: Apache-2.0
"""Codes of record.xml and their names (Thông tư 05/2025/TT-BNV, Phụ lục III), out of the dictionaries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import bare, composed
from ocr_kh.language.syllables import place_tones

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocr_kh.genre.vocabulary import Vocabulary

TYPE = "typeName"
_CODE_AND_NAME = re.compile(r"(\d+)\s*[-–.:)]?\s*(\D.*)")


@from_vocabulary
def record_codes(words: Vocabulary) -> dict[str, dict[str, str]]:
    """Each field of codes with its codes and their names, in their order."""
    found: dict[str, dict[str, str]] = {TYPE: {}}
    for each in words.types:
        if each.archive_code:
            found[TYPE][each.archive_code] = each.name
    found[TYPE] = dict(sorted(found[TYPE].items()))
    for code in words.codes:
        found.setdefault(code.field, {})[code.code] = code.name
    return found


@from_vocabulary
def _code_of_key(words: Vocabulary) -> dict[tuple[str, str], str]:
    """The codes by field and what may be written for them; what is written in two ways for two codes is neither."""
    found: dict[tuple[str, str], str] = {}
    named = [(field, code, name) for field, codes in record_codes(words).items() for code, name in codes.items()]
    also = [(each.field, each.code, name) for each in words.codes for name in each.also]
    for field, code, name in (*named, *also):
        found.setdefault((field, key(name)), code)
    return found | {(field, way): code for field, code, _ in named for way in (code, code.lstrip("0") or "0")}


def key(text: str) -> str:
    """What is left of a name when case, white space and signs do not count; marks do.

    >>> key("Việt - Anh"), key(" VIỆT-ANH")
    ('việtanh', 'việtanh')
    """
    return "".join(filter(str.isalnum, place_tones(composed(text)).casefold()))


def code_of(field: str, text: str) -> str | None:
    """The code that `text` writes, by code, name or both; None where it writes none.

    >>> [code_of("maintenance", text) for text in ("01", "1", "vĩnh viễn", "Vinh vien", "01 Vĩnh viễn", "02 Vĩnh viễn")]
    ['01', '01', '01', '01', '01', None]
    """
    both = _CODE_AND_NAME.fullmatch(text.strip())
    if both and _known(field, text) is None:
        code, name = (_known(field, part) for part in both.groups())
        return code if code == name else None
    return _known(field, text)


def _known(field: str, text: str) -> str | None:
    """The code by its own figures, by its name, or by a name without marks where only one has these letters."""
    codes = _code_of_key()
    if found := codes.get((field, key(text))):
        return found
    alike = {code for (of, name), code in codes.items() if of == field and bare(name) == key(text)}
    return alike.pop() if len(alike) == 1 else None


def choices(field: str) -> Mapping[str, str]:
    """The codes of a field with their names; none for a field without codes."""
    return record_codes().get(field, {})


def written(field: str) -> Iterator[str]:
    """The codes of a field as a list to choose from has them: `01 Vĩnh viễn`."""
    return (f"{code} {name}" for code, name in choices(field).items())
