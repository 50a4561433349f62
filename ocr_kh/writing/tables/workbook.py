# SPDX-License-Identifier: Apache-2.0
"""index.xlsx: the documents as archivists list them, and the pages to look at, from openpyxl.

The sheet `Danh mục` has the fields of record.xml (Thông tư 05/2025/TT-BNV) under their Vietnamese names, dates as
dates, and which fields are still missing; `Cần xem lại` is needs_review.csv. Rows are written one by one.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ocr_kh.writing.document.printed import for_xml
from ocr_kh.writing.document.record import FIELDS, read_record
from ocr_kh.writing.tables import review
from ocr_kh.writing.tables.by_record import Filed
from ocr_kh.writing.tables.csv_file import read_table
from ocr_kh.writing.tables.edited import table_write
from ocr_kh.writing.tables.index import index_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    from ocr_kh.writing.tables.csv_file import Row

Value = str | int | float | datetime | None

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
}
"""Columns of index.csv that the archive's fields do not have."""
_MISSING = "Còn thiếu"
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
    """Make `out/index.xlsx` from index.csv, needs_review.csv and the folders' record.xml. Raises OutputError."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    headings = [*_FILE.values(), *NAMES.values(), _MISSING, *_OTHER_COLUMNS.values()]
    _add_sheet(book, "Danh mục", headings, (_document_cells(row, out) for row in index_rows(out)))
    rows = read_table(out / "needs_review.csv", review.COLUMNS)
    _add_sheet(book, "Cần xem lại", list(_REVIEW.values()), (_review_cells(row) for row in rows))
    with table_write(out / "index.xlsx") as unfinished:
        book.save(unfinished)


def _document_cells(row: Row, out: Path) -> Iterator[Value]:
    written = row["status"] in {"done", "partly", "gone"}
    fields, missing = read_record(out / row["folder"] / "record.xml") if written else ({}, "")
    if row.get("file_code") and fields:
        fields["docCode"] = Filed(row["file_code"], int(row["ordinal"])).doc_code
        missing = missing.replace("docCode", "")
    yield from (row[name] for name in _FILE)
    yield from (_typed_value(name, fields.get(name, "")) for name in FIELDS)
    yield ", ".join(NAMES.get(name, name) for name in missing.split())
    yield from (int(row[name]) if row[name].isdecimal() else row[name] for name in _OTHER_COLUMNS)


def _typed_value(name: str, text: str) -> Value:
    """A date as a date and the pages as a number, so that Excel sorts them; codes such as 05 stay text."""
    if name == "issuedDate" and text:
        return datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 - a day, without an hour
    return int(text) if name == "numberOfPage" and text else text


def _review_cells(row: Row) -> Iterator[Value]:
    for name in _REVIEW:
        yield float(row[name]) if name in review.NUMBERS and row[name] else row[name]


def _add_sheet(book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Iterable[Value]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDE.get(heading, _WIDTH)
    top = [_cell(sheet, heading) for heading in headings]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    last = 1
    for values in rows:
        sheet.append([_cell(sheet, value) for value in values])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{last}"


def _cell(sheet: object, value: Value) -> WriteOnlyCell:
    """A cell whose text is text whatever it begins with: openpyxl takes `=...` for a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=for_xml(value) if isinstance(value, str) else value)
    if isinstance(value, str) and value:
        cell.data_type = "s"
    elif isinstance(value, datetime):
        cell.number_format = "DD/MM/YYYY"
    return cell
