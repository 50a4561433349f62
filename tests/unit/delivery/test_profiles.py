# SPDX-License-Identifier: Apache-2.0
"""Workbooks as their readers want them, names that no file system refuses, and profiles of other packages."""

from __future__ import annotations

import openpyxl
import pytest

from ocr_kh.delivery.handing_over import NAME_COLUMNS
from ocr_kh.delivery.profiles import profile_of, shipped_profiles
from ocr_kh.delivery.profiles.flat_46 import COLUMNS
from ocr_kh.errors import ProfileError
from ocr_kh.writing.tables.csv_file import read_table

FIRST = "H99.01.2008.01"
TREE = "CSDL_SOHOA_MAU/UBND/2008/VV/P_MAU"


def sheets(path):
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def set_project(job, **changes):
    path = job / "ocr-kh.toml"
    text = path.read_text(encoding="utf-8")
    for key, value in changes.items():
        text += f'{key} = "{value}"\n'  # the last section is [delivery]
    path.write_text(text, encoding="utf-8")


def test_state_xlsx_has_two_sheets_with_names_in_row_1(handed, tmp_path):
    handed("state-xlsx")
    found = sheets(tmp_path / "delivery/NN-SIP.xlsx")
    assert list(found) == ["Metadata_HS", "MetadataVB"]
    dossiers, documents = ([dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for rows in found.values())
    assert len(dossiers) == 2
    assert dossiers[0]["fileCode"] == FIRST
    assert dossiers[0]["maintenance"] == "01"  # text, with its zero
    assert dossiers[0]["format"] == "Bình thường"
    assert dossiers[0]["fondsCode"] == "P_MAU"
    assert dossiers[0]["path"] == f"{TREE}/{FIRST}"
    assert len(documents) == 5
    assert documents[0]["docCode"] == f"{FIRST}.0000001"
    assert (documents[0]["typeName"], documents[0]["codeNumber"], documents[0]["codeNotation"]) == (
        "KẾ HOẠCH", "01", "/KH-UBND",
    )  # fmt: skip
    assert (tmp_path / "delivery" / documents[0]["path"]).is_file()


def test_a_workbook_that_was_edited_is_kept_beside_the_new_one(handed, tmp_path):
    handed("flat-46")
    path = tmp_path / "delivery/metadata-46.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["AR2"] = "12"
    book.save(path)
    handed("flat-46")
    assert openpyxl.load_workbook(path).active["AR2"].value is None
    assert openpyxl.load_workbook(path.with_name("metadata-46.edited.xlsx")).active["AR2"].value == "12"


def test_flat_46_parts_days_and_says_codes_in_words(handed, tmp_path):
    handed("flat-46")
    (rows,) = sheets(tmp_path / "delivery/metadata-46.xlsx").values()
    assert len(rows[0]) == len(COLUMNS) == 46
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5"]
    first = rows[1]
    assert first[4:12] == [FIRST, "Hồ sơ mẫu số 1", "Vĩnh viễn", "Công khai", "Tiếng Việt", "02", "02", "2008"]
    assert first[24:31] == ["1", "KẾ HOẠCH", "01", "KH-UBND", "02", "02", "2008"]
    assert first[45] == f"{TREE}/{FIRST}/{FIRST}.0000001.pdf"


def test_7197_names_files_after_agency_type_number_and_day(handed, job, tmp_path):
    with pytest.raises(ProfileError, match="scan_day"):
        handed("7197")
    set_project(job, scan_day="20261104")
    handed("7197")
    new = [row["new"] for row in read_table(tmp_path / "delivery/names.csv", NAME_COLUMNS)]
    assert new[0] == f"{FIRST}/H99.01_KH_000001_V1_20261104.pdf"
    assert new[4] == "H99.01.2008.02/H99.01_KH_000005_V1_20261104.pdf"
    (rows,) = sheets(tmp_path / "delivery/7197.xlsx").values()
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["DocCode"], first["IssuedDate"], first["PageAmount"]) == ("H99.01_KH_000001_V1", "2008-02-02", "2")


def test_a_template_is_filled_by_its_headings_and_other_columns_stay_empty(handed, job, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "DANG"
    sheet.append(["MỤC LỤC TÀI LIỆU SỐ HÓA"])
    sheet.append([])
    sheet.append(
        ["TÊN PHÔNG", "Hồ sơ  số", "Ngôn ngữ", "Cột lạ", "Ngôn ngữ", "Trích yếu nội dung", "Path gốc", "Người lập"]
    )
    sheet.append(["fonds", "no", "lang", "x", "lang2", "content", "old", "who"])
    listed = (job / "ho-so.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join(f"{line};{'Lê Văn Mẫu' if at else 'Người lập'}" for at, line in enumerate(listed))
    (job / "ho-so.csv").write_text(text, encoding="utf-8")
    book.save(job / "mau.xlsx")
    set_project(job, workbook="mau.xlsx")
    handed("template")
    ((title, rows),) = sheets(tmp_path / "delivery/metadata.xlsx").items()
    assert title == "DANG"
    assert rows[0][0] == "MỤC LỤC TÀI LIỆU SỐ HÓA"
    assert rows[3][5] == "content"
    assert rows[4] == [
        "Ủy ban nhân dân xã Mẫu", "1", "Tiếng Việt", None, "Tiếng Việt",
        "Kế hoạch mẫu số 1 năm 2008 & các năm sau", "scans/ho-so-000001/1.pdf",
        "Lê Văn Mẫu",
    ]  # fmt: skip


@pytest.mark.parametrize("headings", [["a", "b", "c"], ["Tên phông", "Hộp số"]])
def test_a_template_without_known_headings_is_refused(handed, job, headings):
    book = openpyxl.Workbook()
    book.active.append(headings)
    book.save(job / "mau.xlsx")
    set_project(job, workbook="mau.xlsx")
    with pytest.raises(ProfileError, match="headings"):
        handed("template")


def test_a_profile_of_another_package_is_found_by_its_entry_point(tmp_path, monkeypatch):
    (tmp_path / "their_profiles.py").write_text(
        "from ocr_kh.delivery.profiles.profile import Profile\nOURS = Profile('tinh-mau', has_packages=True)\nNO = 1\n",
        encoding="utf-8",
    )
    info = tmp_path / "their_profiles-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-profiles\nVersion: 1\n", encoding="utf-8")
    entries = "[ocr_kh.profiles]\ntinh-mau = their_profiles:OURS\nwrong = their_profiles:NO\n"
    (info / "entry_points.txt").write_text(entries, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert profile_of("tinh-mau").has_packages
    with pytest.raises(ProfileError, match="no profile"):
        profile_of("wrong")
    with pytest.raises(ProfileError, match="state-xlsx"):
        profile_of("state_xlsx")


def test_every_shipped_profile_has_its_name():
    assert all(name == each.name for name, each in shipped_profiles().items())
