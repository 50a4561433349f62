# SPDX-License-Identifier: Apache-2.0
"""Codes of documents (`58/KH-UBND`, `16/2017/QH14`, `57-NQ/TW`): found in running text, and in their correct form.

State documents: number, slash, perhaps the year and a slash, symbol with hyphens (Nghị định 30/2020, Phụ lục I;
Luật Ban hành văn bản quy phạm pháp luật for those with a year). Party documents: number, hyphen, type, slash, body
(Hướng dẫn 36-HD/VPTW). Writers mix them up (`57/NQ-TW`) and put spaces in; what counts together is number, year and
the groups of letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary

_GROUP = r"[A-ZĐ](?:[A-ZĐ&\d]|[a-z](?![a-zà-ỹ]))*"
"""A group of letters in a symbol: capitals, now and then a small letter among them (TTg, CTr, QyĐ)."""
_CODE = re.compile(
    r"(?<![\w/.\-–])(?P<number>\d{1,5}[a-zđ]?)"
    r"(?:\s?[/⁄]\s?(?P<year>(?:19|20)\d\d)(?=\s?[/⁄\-]\s?[A-ZĐ]))?"
    r"\s?[-–/⁄]\s?(?:[-–]\s?)?"
    rf"(?P<symbol>{_GROUP}(?:(?:[-–/⁄]\s?|\s[-–/⁄](?=\S)){_GROUP}){{0,4}})(?P<term>(?<=QH)\s\d\d?)?(?:(?![\w])|(?=ngày\s))"
)
_JOINT = re.compile(r"\s?[-–/⁄]\s?")
_PARTY_BODY = re.compile(
    r"(?:TW|TU|TƯ|HU|QU|ThU|TxU|ĐU|ĐUK|ĐUX|ĐUP|BTVTU|(?:VP|BTC|BTG|BTGDV|BDV|BNC|UBKT|BCĐ|MTTQ|HĐLL)(?:TW|TU|HU|ĐU))"
)
"""Bodies of the Party, last in a symbol."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it stands in a text."""

    start: int
    end: int
    """Code points into the text."""
    printed: str
    number: str
    year: str | None
    groups: tuple[str, ...]
    """`("NQ", "TW")`, `("KH", "UBND")`."""
    party: bool
    """Printed with a hyphen behind the number and a slash in the symbol, as the Party does."""

    @property
    def key(self) -> tuple[str, str | None, tuple[str, ...]]:
        """What all printed forms of a code have in common."""
        return self.number.lstrip("0") or "0", self.year, self.groups

    @property
    def correct(self) -> str:
        """The code as the rules have it.

        >>> [next(codes(text)).correct for text in ("57/NQ-TW", "57- NQ/TW", "58 /KH- UBND", "07 -KH/BTC")]
        ['57-NQ/TW', '57-NQ/TW', '58/KH-UBND', '07-KH/BTC']
        """
        party = _PARTY_BODY.fullmatch(self.groups[-1]) or (self.party and self.groups[-1] not in _state_bodies())
        if party and len(self.groups) > 1 and not self.year:
            return f"{self.number}-{'-'.join(self.groups[:-1])}/{self.groups[-1]}"
        return "/".join(part for part in (self.number, self.year, "-".join(self.groups)) if part)


@from_vocabulary
def _state_bodies(words: Vocabulary) -> frozenset[str]:
    """Bodies of the State, which writers give a Party code's shape now and then (`77-KH/UBND`)."""
    return frozenset(each.symbol for each in words.organisations if each.symbol)


def codes(text: str) -> Iterator[Code]:
    """The codes in `text`, from left to right.

    >>> [code.correct for code in codes("theo Quyết định số 1169/QĐ-TTg ngày 16/6/2025 và Luật số 16/2017/QH14")]
    ['1169/QĐ-TTg', '16/2017/QH14']
    """
    for found in _CODE.finditer(text):
        groups = tuple(_JOINT.split(found["symbol"] + (found["term"] or "").strip()))
        signs = re.findall(r"[-–/⁄]", text[found.end("number") : found.end()])
        if len(groups) == 1 and not found["year"] and not _stands_alone(text, found):
            continue
        party = not found["year"] and signs[0] in "-–" and "/" in signs[1:]
        yield Code(found.start(), found.end(), found.group(), found["number"], found["year"], groups, party=party)


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """`24/CP` is a code only behind `số`."""
    return bool(re.search(r"số:?\s*$", text[max(0, found.start() - 6) : found.start()], re.IGNORECASE))
