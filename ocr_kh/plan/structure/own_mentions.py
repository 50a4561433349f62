# SPDX-License-Identifier: Apache-2.0
"""What a document's annexes say of itself: `(Kèm theo Kế hoạch số 146/KH-UBND ngày 12/5/2026 của ...)`.

Nghị định 30/2020 (Phụ lục I, mục III.1) has number, symbol and date of a document on each of its annexes. They are
often printed there where the header has them by hand or leaves them blank.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.codes import codes, whole_code
from ocr_kh.genre.dates import date_behind
from ocr_kh.genre.organisations import UNITS
from ocr_kh.language.letters import plain_of
from ocr_kh.plan.review.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocr_kh.plan.model import Header, Warning  # noqa: A004 - the contract's word
    from ocr_kh.plan.structure.items import Item


_UNIT = re.compile(rf"\b{UNITS}(?!\w)")
"""The word that tells of what kind an administrative unit is."""


class OwnMention(NamedTuple):
    """Number and date of a document as the note of an annex gives them."""

    number: str
    date: str | None
    """ISO 8601, as far as it is given."""
    item: Item
    """The note."""

    def differs(self, header: Header) -> bool:
        """Whether the header has another number; zeros before it make none."""
        return bool(header.number) and self.number.lstrip("0") != str(header.number).lstrip("0")

    def adds_to(self, header: Header) -> dict[str, str]:
        """Number and date, by the keys of the header, of which the header has nothing or less."""
        if self.differs(header):
            return {}
        added = {} if header.number else {"number": self.number}
        if self.date and len(self.date) > len(header.date or ""):
            added["date"] = self.date
        return added

    def warnings(self, header: Header, page: int | None) -> Iterator[Warning]:
        """What a person should look at: what it adds, and where it contradicts."""
        added = self.adds_to(header)
        if self.differs(header):
            yield warn("header.number_differs", page=page, number=self.number)
        if "number" in added:
            yield warn("header.number_annex", page=page, value=added["number"])
        if "date" in added:
            yield warn("header.date_annex", page=page, value=added["date"])


def own_mention(header: Header, items: Iterable[Item]) -> OwnMention | None:
    """The document whose header this is, as notes among `items` give it; None where none does, or they differ.

    Of the most complete date, the first. A note names the document where it has its symbol, a date that may be that of
    the header, and no body of another unit: what is attached to another one, of another day or of the province, tells
    nothing. Nor does any where the header has no date at all.
    """
    found = list(_mentions(header, items))
    if len({each.number for each in found}) != 1:
        return None
    return max(found, key=lambda each: len(each.date or ""))


def _mentions(header: Header, items: Iterable[Item]) -> Iterator[OwnMention]:
    own = next(codes(whole_code("1", header.symbol)), None) if header.symbol and header.date else None
    for item in items if own else ():
        code = next(codes(item.text), None) if item.line.is_attached_note else None
        if code is None or own is None or code.groups != own.groups:
            continue
        date, end = date_behind(item.text, code.end)
        may_be = may_be_same(date, header.date) and may_be_same(code.year, header.date)
        if may_be and not is_of_another(item.text[end:], header):
            yield OwnMention(code.number, date, item)


def is_of_another(behind: str, header: Header) -> bool:
    """Whether the body named behind a code is of another kind of unit than the issuer: `của UBND tỉnh`, not `xã`."""
    named, own = (_UNIT.search(plain_of(text).upper()) for text in (behind, header.issuer or ""))
    return named is not None and own is not None and named.group() != own.group()


def may_be_same(one: str | None, other: str | None) -> bool:
    """Whether two dates, as far as they are given, can be that of one document."""
    shorter, longer = sorted((one or "", other or ""), key=len)
    return longer.startswith(shorter)
