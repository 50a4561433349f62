# SPDX-License-Identifier: Apache-2.0
"""index.xlsx: the documents as archivists list them, and the pages to look at, from openpyxl.

The sheet `Danh mục` has the fields of record.xml (Thông tư 05/2025/TT-BNV) under their Vietnamese names, dates as
dates, and which fields are still missing; `Cần xem lại` is needs_review.csv, `Mã` the codes that may be chosen. A
hidden sheet has the documents as they were written, so that `ocr-kh import` can tell what was changed. Rows are written
one by one.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.writing.document.printed import for_xml
from ocr_kh.writing.document.record import FIELDS, read_record
from ocr_kh.writing.document.record_codes import record_codes, written
from ocr_kh.writing.tables import review
from ocr_kh.writing.tables.by_record import Filed
from ocr_kh.writing.tables.colours import field_colours
from ocr_kh.writing.tables.csv_file import read_table
from ocr_kh.writing.tables.edited import table_write
from ocr_kh.writing.tables.index import index_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet
    from openpyxl.worksheet.datavalidation import DataValidation

    from ocr_kh.writing.tables.csv_file import Row

Value = str | int | float | datetime | None


class Marked(NamedTuple):
    """A value and how its cell looks."""

    value: Value
    colour: str = ""
    """RRGGBB behind it; empty for none."""
    as_text: bool = False
    """It has the number format of text."""


NAMES = {
    "docId": "Mã định danh tài liệu",
    "docCode": "Mã lưu trữ của tài liệu",
    "maintenance": "Thời hạn lưu trữ",
    "typeName": "Tên loại",
    "codeNumber": "Số",
    "codeNotation": "Ký hiệu",
    "issuedDate": "Ngày tháng năm",
    "organName": "Cơ quan ban hành",
    "subject": "Trích yếu",
    "language": "Ngôn ngữ",
    "numberOfPage": "Số trang",
    "inforSign": "Ký hiệu thông tin",
    "keyword": "Từ khóa",
    "mode": "Chế độ sử dụng",
    "confidenceLevel": "Mức độ tin cậy",
    "autograph": "Bút tích",
    "format": "Tình trạng vật lý",
    "riskRecovery": "Chế độ dự phòng",
    "riskRecoveryStatus": "Tình trạng dự phòng",
    "process": "Quy trình xử lý",
    "description": "Ghi chú",
}
"""The fields of record.xml as the circular names them."""
_FILE = {"path": "Tệp", "folder": "Thư mục"}
_OTHER_COLUMNS = {
    "signer": "Người ký",
    "recipients": "Nơi nhận",
    "doubtful": "Chỗ nghi ngờ",
    "warnings": "Cảnh báo",
    "needs_review": "Cần xem lại",
    "status": "Trạng thái",
    "error": "Lỗi",
    "pdfa": "PDF/A",
    "paper": "Bìa, mục lục",
}
"""Columns of index.csv that the archive's fields do not have."""
MISSING = "missing"
HEADINGS = {**_FILE, **NAMES, MISSING: "Còn thiếu", **_OTHER_COLUMNS}
"""The columns of the sheet of documents: fields of record.xml, columns of index.csv, and what is missing."""
DOCUMENTS = "Danh mục"
_CODES = "Mã"
_AS_TEXT = "@"
"""The number format of text (ECMA-376, 18.8.30)."""
_TEXT_COLUMNS = frozenset(NAMES.values()) - {NAMES["issuedDate"], NAMES["numberOfPage"]}
"""What is typed there stays text: `05` keeps its zero, `1/3` becomes no date."""
_LONGEST_CELL = 32_767
"""Characters that a cell may hold (Excel's own limit)."""
_LAST_ROW = 1_048_576
"""Of a sheet: the list is there too for rows that are pasted below."""
AS_WRITTEN = "Bản đã ghi"
"""A hidden sheet with the documents as they were written, each its folder and the texts of its cells as JSON: what
differs in the other one was changed by hand."""
_REVIEW = {
    "folder": "Thư mục",
    "path": "Tệp",
    "page": "Trang",
    "grade": "Xếp loại",
    "expected_errors": "Số từ sai ước tính",
    "reasons": "Lý do",
    "codes": "Mã",
    "details": "Chi tiết",
    "faults": "Số lỗi ước tính",
    "minutes": "Số phút ước tính",
    "gain": "Lỗi sửa được mỗi phút",
    "needed": "Bắt buộc",
}
_WIDE = {"Trích yếu": 60, "Tệp": 30, "Thư mục": 30, "Cơ quan ban hành": 40, "Nơi nhận": 40, "Lý do": 40, "Chi tiết": 60}
_WIDTH = 14
"""Widths of columns in characters."""


def write_workbook(out: Path) -> None:
    """Make `out/index.xlsx` from index.csv, needs_review.csv and the folders' files. Raises OutputError."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    kept = book.create_sheet(AS_WRITTEN)  # filled beside the first sheet; those put before it leave it the last
    kept.sheet_state = "hidden"
    headings = list(HEADINGS.values())
    documents = add_sheet(book, 0, DOCUMENTS, headings, _document_rows(out, kept), of_text=_TEXT_COLUMNS)
    rows = read_table(out / "needs_review.csv", review.COLUMNS)
    add_sheet(book, 1, "Cần xem lại", list(_REVIEW.values()), (_review_cells(row) for row in rows))
    add_sheet(book, 2, _CODES, [NAMES[field] for field in record_codes()], _code_rows())
    for each in _drop_downs(headings):
        documents.data_validations.append(each)
    with table_write(out / "index.xlsx") as unfinished:
        book.save(unfinished)


def _document_rows(out: Path, kept: WriteOnlyWorksheet) -> Iterator[list[Value | Marked]]:
    """The cells of each document; what they say goes into the sheet `kept` as well, one cell a document."""
    for row in index_rows(out):
        folder = out / row["folder"]
        texts = _texts(row, folder)
        has_record = any(texts[name] for name in FIELDS)
        said = json.dumps({name: text for name, text in texts.items() if text}, ensure_ascii=False)
        if has_record and len(said) <= _LONGEST_CELL:
            kept.append([_cell(kept, row["folder"]), _cell(kept, said)])
        colours = field_colours(folder) if has_record else {}
        yield [_shown(name, text, colours.get(name, "")) for name, text in texts.items()]


def _texts(row: Row, folder: Path) -> dict[str, str]:
    """What a document's cells say, by name of the column."""
    is_written = row["status"] in {"done", "partly", "gone"}
    fields, missing = read_record(folder / "record.xml") if is_written else ({}, "")
    if row.get("file_code") and fields:
        fields["docCode"] = Filed(row["file_code"], int(row["ordinal"])).doc_code
        missing = missing.replace("docCode", "")
    return {
        **{name: row[name] for name in _FILE},
        **{name: fields.get(name, "") for name in FIELDS},
        MISSING: ", ".join(NAMES.get(name, name) for name in missing.split()),
        **{name: row[name] for name in _OTHER_COLUMNS},
    }


def _shown(name: str, text: str, colour: str) -> Value | Marked:
    """A date as a date and figures as numbers, so that Excel sorts them; codes such as 05 stay text."""
    if name in FIELDS:
        return Marked(_typed_value(name, text), colour, as_text=NAMES[name] in _TEXT_COLUMNS)
    return int(text) if name in _OTHER_COLUMNS and text.isdecimal() else text


def _code_rows() -> Iterator[list[Value]]:
    """The codes of every field below its name."""
    return (list(row) for row in zip_longest(*map(written, record_codes()), fillvalue=""))


def _drop_downs(headings: Sequence[str]) -> Iterator[DataValidation]:
    """A list to choose from for every field of codes; a code alone may be typed too, so nothing is refused here."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for at, (field, codes) in enumerate(record_codes().items(), 1):
        column, source = get_column_letter(headings.index(NAMES[field]) + 1), get_column_letter(at)
        listed = f"'{_CODES}'!${source}$2:${source}${len(codes) + 1}"
        yield DataValidation(
            type="list",
            formula1=listed,
            sqref=f"{column}2:{column}{_LAST_ROW}",
            allow_blank=True,
            showErrorMessage=False,
        )


def _typed_value(name: str, text: str) -> Value:
    if name == "issuedDate" and text:
        return datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 - a day, without an hour
    return int(text) if name == "numberOfPage" and text else text


def _review_cells(row: Row) -> Iterator[Value]:
    for name in _REVIEW:
        yield float(row[name]) if name in review.NUMBERS and row[name] else row[name]


def add_sheet(  # noqa: PLR0913 - where it stands, and what is in it
    book: Workbook,
    at: int,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Iterable[Value | Marked]],
    *,
    of_text: Collection[str] = (),
) -> WriteOnlyWorksheet:
    """A sheet at a place from 0; empty cells of the columns `of_text` are made for text too."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title, at)
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = _WIDE.get(heading, _WIDTH)
        if heading in of_text:
            column.number_format = _AS_TEXT
    top = [_cell(sheet, heading) for heading in headings]
    for cell in filter(None, top):
        cell.font = Font(bold=True)
    sheet.append(top)
    last = 1
    for values in rows:
        sheet.append([_cell(sheet, value) for value in values])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{last}"
    return sheet


def _cell(sheet: object, shown: Value | Marked) -> WriteOnlyCell | None:
    """A cell whose text is text whatever it begins with: openpyxl takes `=...` for a formula; none for nothing."""
    from openpyxl.cell import WriteOnlyCell

    value, colour, as_text = shown if isinstance(shown, Marked) else Marked(shown)
    if value in {None, ""} and not colour:
        return None
    cell = WriteOnlyCell(sheet, value=for_xml(value) if isinstance(value, str) else value)
    if isinstance(value, datetime):
        cell.number_format = "DD/MM/YYYY"
    elif as_text:
        cell.number_format = _AS_TEXT
    if isinstance(value, str) and value:
        cell.data_type = "s"
    if colour:
        cell.fill = _fill(colour)
    return cell


@cache
def _fill(colour: str) -> PatternFill:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)
