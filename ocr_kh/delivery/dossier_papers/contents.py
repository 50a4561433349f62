# SPDX-License-Identifier: Apache-2.0
"""Mục lục văn bản, tài liệu: what a dossier holds, in the form of Nghị định 30/2020/NĐ-CP, Phụ lục V."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.delivery.dossier_papers.paper import Leaf, Line, Paper, said
from ocr_kh.genre.codes import whole_code
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.delivery.dossier import Document, Dossier
    from ocr_kh.project_file import Project

NAME = "MUCLUC"
"""Of the file, as the trade calls it; `deliver` knows a scan of that name again."""
_COLUMNS = {
    "STT": 1.1,
    "Số, ký hiệu văn bản": 2.6,
    "Ngày tháng năm văn bản": 2.3,
    "Tên loại và trích yếu nội dung văn bản": 4.7,
    "Tác giả văn bản": 2.7,
    "Tờ số/ Trang số": 1.4,
    "Ghi chú": 1.7,
}
"""Headings with their widths in centimetres, 16.5 together."""


def contents_list(dossier: Dossier, project: Project) -> Paper:
    """The list; a cell for which nothing is known is empty."""
    lines = (
        Line("MỤC LỤC VĂN BẢN, TÀI LIỆU", size=14, bold=True, centred=True),
        Line(f"Số, ký hiệu hồ sơ: {said(dossier.code)}", centred=True),
        Line(f"Năm {said(years(dossier))}", centred=True),
    )
    numbers = tuple(f"({at})" for at in range(1, len(_COLUMNS) + 1))
    rows = tuple(_row(each, first) for each, first in zip(dossier.documents, sheets_of(dossier), strict=True))
    leaf = Leaf(lines, (tuple(_COLUMNS), numbers, *rows), tuple(_COLUMNS.values()))
    return Paper(NAME, f"Mục lục văn bản, tài liệu {dossier.code}", project.agency.name, (leaf,))


def sheets_of(dossier: Dossier) -> list[int | None]:
    """The number of the first sheet of each document, where it can be only one."""
    pages = [_count(each.fields["numberOfPage"]) for each in dossier.documents]
    return first_sheets(pages, _count(dossier.fields["numberOfPaper"]))


def years(dossier: Dossier) -> str:
    """`2008`, or `2008-2010`; empty where neither start nor end is known."""
    ends = [day[-4:] for name in ("startDate", "endDate") if (day := dossier.fields[name])]
    return "-".join(dict.fromkeys(ends))


def first_sheets(pages: Sequence[int], sheets: int = 0) -> list[int | None]:
    """The number of the first sheet (tờ số) of each document, where it can be only one; else None.

    `pages` are those of the documents, `sheets` all sheets of the dossier, 0 where not known. So many pages lie on at
    least half as many sheets, and on as many at most; where the sheets of the dossier are the least or the most that
    its pages can lie on, every document is at that end.

    >>> first_sheets([1, 1, 3, 1]), first_sheets([5, 7, 24], 19), first_sheets([5, 7], 12)
    ([1, 2, 3, None], [1, 4, 8], [1, 6])
    """
    least, most = [(count + 1) // 2 for count in pages], list(pages)
    if sheets == sum(least):
        most = least
    elif sheets == sum(most):
        least = most
    found: list[int | None] = []
    low = high = 1
    for fewest, greatest in zip(least, most, strict=True):
        found.append(low if low == high else None)
        low, high = low + fewest, high + greatest
    return found


def _row(document: Document, first: int | None) -> tuple[str, ...]:
    fields = document.fields
    return (
        str(document.ordinal),
        whole_code(fields["codeNumber"], fields["codeNotation"]),
        fields["issuedDate"],
        _type_and_subject(fields["typeName"], fields["subject"]),
        fields["organName"],
        str(first or ""),
        "",
    )


def _type_and_subject(code: str, subject: str) -> str:
    """The type before the subject, which may begin with it already."""
    name = choices("typeName").get(code, "")
    return subject if subject.casefold().startswith(name.casefold()) else f"{name} {subject}".strip()


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
