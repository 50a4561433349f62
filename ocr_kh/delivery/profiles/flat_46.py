# SPDX-License-Identifier: Apache-2.0
"""`flat-46`: one sheet of 46 columns (A-AT), a row a document, its dossier repeated; days, months and years apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.delivery.profiles import tree
from ocr_kh.delivery.profiles.profile import Profile
from ocr_kh.delivery.profiles.sheets import text_sheets
from ocr_kh.writing.document.record_codes import choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ocr_kh.delivery.dossier import Document, Dossier
    from ocr_kh.project_file import Project

SHEET = "Metadata"
COLUMNS = (
    ("STT", "row"), ("Phông", "fonds"), ("Mục lục", "catalogue"), ("Hộp số", "box"),
    ("Số và ký hiệu hồ sơ", "hs fileCode"), ("Tiêu đề hồ sơ", "hs title"), ("Thời hạn bảo quản", "hs maintenance"),
    ("Chế độ sử dụng", "hs mode"), ("Ngôn ngữ", "hs language"), ("Ngày bắt đầu", "hs startDate 0"),
    ("Tháng bắt đầu", "hs startDate 1"), ("Năm bắt đầu", "hs startDate 2"), ("Ngày kết thúc", "hs endDate 0"),
    ("Tháng kết thúc", "hs endDate 1"), ("Năm kết thúc", "hs endDate 2"),
    ("Tổng số văn bản trong hồ sơ", "hs totalDoc"), ("Chú giải", ""), ("Ký hiệu thông tin", "hs inforSign"),
    ("Từ khóa", "hs keyword"), ("Số lượng tờ", "hs numberOfPaper"), ("Tình trạng vật lý", "hs format"),
    ("Mức độ tin cậy", "hs confidenceLevel"), ("Mã hồ sơ giấy gốc (nếu có)", "hs paperFileCode"),
    ("Ghi chú", "hs description"), ("Số thứ tự văn bản trong hồ sơ", "ordinal"), ("Tên loại văn bản", "vb typeName"),
    ("Số của văn bản", "vb codeNumber"), ("Ký hiệu của văn bản", "vb codeNotation"),
    ("Ngày văn bản", "vb issuedDate 0"), ("Tháng văn bản", "vb issuedDate 1"), ("Năm văn bản", "vb issuedDate 2"),
    ("Tên cơ quan, tổ chức ban hành văn bản", "vb organName"), ("Trích yếu nội dung", "vb subject"),
    ("Ngôn ngữ", "vb language"), ("Số lượng trang của văn bản", "vb numberOfPage"), ("Ghi chú", "vb description"),
    ("Ký hiệu thông tin", "vb inforSign"), ("Từ khóa", "vb keyword"), ("Chế độ sử dụng", "vb mode"),
    ("Mức độ tin cậy", "vb confidenceLevel"), ("Bút tích", "vb autograph"), ("Tình trạng vật lý", "vb format"),
    ("Quy trình xử lý (nếu có)", "vb process"), ("Tờ số", ""), ("Loại tài liệu", ""), ("Đường dẫn file", "path"),
)  # fmt: skip
"""Headings, which repeat, with what stands below: `hs` a field of the dossier, `vb` of the document, a figure behind it
the part of a date. Nothing is known for Chú giải, Tờ số and Loại tài liệu."""


def write(path: Path, dossiers: Iterable[Dossier], project: Project) -> None:
    """The workbook. Raises OutputError, ProfileError."""
    with text_sheets(path, {SHEET: [heading for heading, _ in COLUMNS]}) as put:
        row = 0
        for dossier in dossiers:
            for each in dossier.documents:
                row += 1
                put[SHEET](_cells(row, dossier, each, project))


def _cells(row: int, dossier: Dossier, document: Document, project: Project) -> list[str]:
    said = dossier.listed.cells
    places = {
        "": "",
        "row": str(row),
        "fonds": said.get("fonds_name") or project.archive.fonds_name or project.archive.fonds_code,
        "catalogue": said.get("catalogue") or project.archive.catalogue,
        "box": said.get("box", ""),
        "ordinal": str(document.ordinal),
        "path": tree.file_name(dossier, document, project),
    }
    values = {"hs": dossier.fields, "vb": document.fields}
    return [places[what] if what in places else _cell(what, values) for _, what in COLUMNS]


def _cell(what: str, values: Mapping[str, Mapping[str, str]]) -> str:
    of, name, *part = what.split()
    value = values[of][name]
    if part:
        return value.split("/")[int(part[0])] if value else ""
    shown = choices(name).get(value, value)
    return shown.upper() if name == "typeName" else shown


PROFILE = Profile(
    "flat-46",
    file_name=tree.file_name,
    faults=tree.faults,
    workbook="metadata-46.xlsx",
    write_workbook=write,
)
