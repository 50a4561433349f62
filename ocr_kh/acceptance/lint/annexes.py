# SPDX-License-Identifier: Apache-2.0
"""Annexes that the text of a document names as its own, and whether they are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.codes import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.plan.model import Plan

_MARK = r"(?:[IVX]{1,5}|\d{1,2}|[A-H])"
_MARKS = rf"{_MARK}(?:\s*(?:,|;|-|–|và|đến)\s*{_MARK})*"
_NAMED = re.compile(rf"(?i:phụ lục)(?:\s+(?i:số\s+)?(?P<marks>{_MARKS})(?![\w/]))?(?P<behind>[^.;)\n]*)")
"""An annex in running text: its mark, or marks, and what stands behind it in the clause."""
_ATTACHED = re.compile(r"\W{0,2}(?:(?:được |ban hành |đính )*kèm(?: theo)?\b)", re.IGNORECASE)
"""What says right behind an annex that it is this document's own: `Phụ lục ban hành kèm theo`."""
_ATTACHED_BEFORE = re.compile(r"\bkèm(?: theo)?\s*$", re.IGNORECASE)
_OF_THIS = re.compile(r"\W{0,2}(?:[^\W\d]+ ){1,8}?này\b", re.IGNORECASE)
"""The same of an annex with a mark: `Phụ lục II của Kế hoạch này`."""
_FOREIGN = re.compile(
    r"\b(?:nghị định|thông tư|luật|nghị quyết số|quyết định số|kế hoạch số|công văn số|của|nếu có)\b", re.IGNORECASE
)
"""Another document whose annex is meant, with its code or without; or an annex that there need not be."""
_ROMAN = {"I": 1, "V": 5, "X": 10}
_ANY = ""


class Named(NamedTuple):
    """An annex that a text names."""

    mark: str
    """As `number_of` has it; empty where it is named without one."""
    pointer: str
    """Of the text."""


def named_annexes(plan: Plan) -> Iterator[Named]:
    """The annexes that the body of a plan names as its own, each once, with the first text that does.

    `(Chi tiết tại Phụ lục II)` and `Phụ lục kèm theo Kế hoạch này` name one; `Phụ lục III Nghị định số 30/2020/NĐ-CP`
    names another document's, and `theo mẫu Phụ lục I` says nothing of whose it is.
    """
    seen = set()
    for unit in plan.texts():
        if unit.pointer.first == "appendices":
            continue
        for found in _NAMED.finditer(unit.text):
            if not _is_own(unit.text, found):
                continue
            for mark in _marks(found["marks"] or ""):
                if mark not in seen:
                    seen.add(mark)
                    yield Named(mark, str(unit.pointer))


def marks_there(plan: Plan) -> tuple[str, ...]:
    """The marks of the annexes that a plan has; empty for one without a mark."""
    found = (re.search(rf"\b{_MARK}$", annex.marker.strip().upper()) for annex in plan.appendices)
    return tuple(number_of(each[0]) if each else _ANY for each in found)


def missing_marks(named: tuple[Named, ...], there: tuple[str, ...]) -> Iterator[Named]:
    """Those that are named and not there; an annex without a mark may be any of them.

    >>> list(missing_marks((Named("1", "/a"), Named("2", "/b")), ("1", "")))
    []
    >>> [each.mark for each in missing_marks((Named("1", "/a"), Named("2", "/b")), ("1",))]
    ['2']
    """
    unmarked = there.count(_ANY)
    for each in named:
        if each.mark in there or (each.mark == _ANY and there):
            continue
        if unmarked:
            unmarked -= 1
            continue
        yield each


def number_of(mark: str) -> str:
    """A mark as a number, Roman or not, so that `II` and `2` are one; a letter stays one.

    >>> number_of("IV"), number_of("04"), number_of("A")
    ('4', '4', 'A')
    """
    if mark.isdecimal():
        return str(int(mark))
    if not set(mark) <= _ROMAN.keys():
        return mark
    values = [_ROMAN[letter] for letter in mark]
    behind = [*values[1:], 0]
    return str(sum(-value if value < after else value for value, after in zip(values, behind, strict=True)))


def _is_own(text: str, found: re.Match[str]) -> bool:
    """Whether the annex is said to be this document's: attached to it, of it, or told in brackets."""
    before, behind = text[: found.start()], found["behind"]
    if next(codes(behind), None):
        return False
    if found["marks"] and _OF_THIS.match(behind):
        return True
    if _FOREIGN.search(behind):
        return False
    in_brackets = before.rfind("(") > before.rfind(")")
    return bool(_ATTACHED.match(behind) or _ATTACHED_BEFORE.search(before) or (in_brackets and found["marks"]))


def _marks(text: str) -> list[str]:
    """The marks of a list; a range has all between."""
    if not text:
        return [_ANY]
    marks = [number_of(mark.upper()) for mark in re.findall(_MARK, text)]
    if re.search(r"đến|[-–]", text) and len(marks) == 2 and all(map(str.isdecimal, marks)):
        return [str(number) for number in range(int(marks[0]), int(marks[1]) + 1)]
    return marks
