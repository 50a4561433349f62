# SPDX-License-Identifier: Apache-2.0
"""Page numbers that plain text carries: alone on a line, or fallen into a sentence.

A number is taken out only on good evidence: it belongs to a run (2, 3, 4 ...) that rises by one over the
document at distances such as pages have, and it makes no sense where it stands (`hệ thống 3 huấn luyện`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.language.letters import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALONE = re.compile(r"^\s*(?:[-–—]\s*)?(?:trang\s+)?(\d{1,3})(?:\s*[-–—]|\s*/\s*\d{1,3})?\s*$", re.IGNORECASE)
_STRAY_NUMBER = re.compile(r"(\d(?<=[^\W\d_] .)\d{0,2}) (?=[^\W\d_])")
"""Begins with its first figure, so that the search goes from one figure to the next."""
_SHORTEST_GAP, _LONGEST_PAGE = 300, 4_800
"""Characters from one number to the next: 769 was met between two that a tool had put down late; a full page."""
_SHORTEST_PAGE = 1_100
"""Characters a page has at least, on the mean over the pages before: first pages have about 1,500."""
_SHORTEST_LINE = 20
"""Characters of a line that can be one of running text."""
_LONGEST_LINE = 200_000
"""Characters; a longer line is no text with page numbers."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COUNTED = _words(
    """
    khoan diem dieu chuong muc phan phu luc thang nam ngay quy so cap lop khoa ky thu tuan to dot nhom buoc loai
    hang bac trang tap quyen ban ve du an mau bieu o tren duoi khoang co tu den hon gom them con toi da dat la voi
    cua it nhat hoac va va/hoac duoc mot hai thon ap khu pho doi xom tieu vung giai doan lan vong hoi gio qua bang
    cho moi gan dung vao cac trong phong nha duong quoc lo tinh zone phien goi chi cau
    """
)
_COUNTERS = _words(
    """
    nam thang ngay tuan gio phut giay quy lan dot buoi nguoi ho xa phuong tinh thon ban ap to nhom doi lop truong
    co don phong nganh so cai chiec cum bo tin bai cuoc hoi ky khoa tap quyen trang muc khoan diem dieu chuong
    phan loai hang bac cap nhiem giai chi noi du de mo hinh san cong van luot trieu ty dong nghin ngan tram km ha
    m kg tan hoc giao can doanh hop dia huyen thanh quan thi ca dai trung khu vung mien nuoc quoc buoc tieu ung
    dich thu he
    sao khong sach tai cung ro dung nha bam tot giam thuc chinh nhat xin luon mat trong va hoac den tren la con
    """
)


@dataclass(frozen=True, slots=True)
class _Stray:
    index: int
    """The text it stands in."""
    start: int
    end: int
    place: int
    """Characters before it in the document."""
    value: int


def page_number_lines(texts: Sequence[str]) -> frozenset[int]:
    """The lines that are a page number alone; a lone number stays text but in a run, or in the middle of a sentence."""
    found, place = [], 0
    for index, text in enumerate(texts):
        if len(text) < 20 and (match := _ALONE.match(text)):
            found.append(_Stray(index, match.start(1), match.end(1), place, int(match[1])))
        place += len(text) + 1
    run = {stray.index for stray in _longest_run(found, least=1, start=True)}
    return frozenset(run | {stray.index for stray in found if _tears_sentence(texts, stray.index)})


def _tears_sentence(texts: Sequence[str], index: int) -> bool:
    """Whether the number stands between two lines of one sentence."""
    before = next((text.strip() for text in reversed(texts[max(0, index - 3) : index]) if text.strip()), "")
    after = next((text.strip() for text in texts[index + 1 : index + 4] if text.strip()), "")
    return len(before) > _SHORTEST_LINE and before[-1].islower() and after[:1].islower()


def without_strays(texts: Sequence[str]) -> dict[int, str]:
    """The texts that had page numbers in a sentence, without them, by index."""
    mended: dict[int, str] = {}
    for index, start, end in reversed(strays(texts)):
        text = mended.get(index, texts[index])
        mended[index] = text[:start] + text[end + 1 :]
    return mended


def strays(texts: Sequence[str]) -> list[tuple[int, int, int]]:
    """The page numbers within sentences, in order: index of the text, start and end in it."""
    found, place = [], 0
    for index, text in enumerate(texts):
        if len(text) < _LONGEST_LINE:
            found += [_Stray(index, m.start(1), m.end(1), place + m.start(1), int(m[1])) for m in _senseless(text)]
        place += len(text) + 1
    return [(stray.index, stray.start, stray.end) for stray in _longest_run(found, least=2, start=False)]


def _senseless(text: str) -> list[re.Match[str]]:
    """Numbers in `text` that neither count what follows nor belong to what precedes."""
    return [found for found in _STRAY_NUMBER.finditer(text) if found[1][0] != "0" and _is_out_of_place(text, found)]


def _is_out_of_place(text: str, found: re.Match[str]) -> bool:
    space = found.start() - 1
    before = bare(text[max(0, space - 12) : space]).lower().split()
    after = bare(text[found.end() : found.end() + 13]).strip().split(" ")[0]
    return bool(before) and before[-1] not in _COUNTED and after.islower() and after not in _COUNTERS


def _longest_run(strays: Sequence[_Stray], *, least: int, start: bool) -> list[_Stray]:
    """The longest run that rises by one at the distances of pages; empty when shorter than `least`.

    With `start`, a run must also begin where its first number says that page begins.
    """
    best: dict[int, list[_Stray]] = {}
    for stray in strays:
        previous = best.get(stray.value - 1, [])
        follows = (
            previous
            and _plausible(stray, start=start)
            and _SHORTEST_GAP <= stray.place - previous[-1].place <= _LONGEST_PAGE
        )
        chain = [*previous, stray] if follows else [stray] if _plausible(stray, start=start) else []
        if len(chain) > len(best.get(stray.value, [])):
            best[stray.value] = chain
    longest = max(best.values(), key=len, default=[])
    return longest if len(longest) >= least else []


def _plausible(stray: _Stray, *, start: bool) -> bool:
    """Whether a page of that number can begin there; at the start of a document only 1 can (`start`)."""
    pages = stray.value - 1
    shortest = _SHORTEST_GAP if start else _SHORTEST_PAGE
    return (start and pages == 0) or pages * shortest <= stray.place <= (pages + 1) * _LONGEST_PAGE
