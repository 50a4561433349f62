# SPDX-License-Identifier: Apache-2.0
"""index.xlsx out, changed in a spreadsheet, in again: record, XMP, names by record and tables follow.

By LibreOffice where it is installed; in any case as openpyxl writes a workbook that it read.
"""

from __future__ import annotations

import shutil
import subprocess
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from openpyxl import load_workbook

from ocr_kh.cli import main
from ocr_kh.errors import ExitCode
from ocr_kh.writing.tables.index import read_index

SCAN = "chi-thi-hoa-don-dien-tu.png"
CODE = "H49.64.2026.01"
CHANGES = {
    "Thời hạn lưu trữ": "01 Vĩnh viễn",
    "Chế độ sử dụng": "Công khai",
    "Số": "077",
    "Trích yếu": "Hóa đơn điện tử ở chợ Bảo Hòa",
}
SOFFICE = shutil.which("localc") and shutil.which("soffice")  # some have its Writer alone
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def by_openpyxl(table, folder):
    """The sheet as it would come from Excel: cells changed, sorted, a column hidden."""
    book = load_workbook(table)
    sheet = book["Danh mục"]
    for cell in sheet[1]:
        if cell.value in CHANGES:
            sheet.cell(2, cell.column).value = CHANGES[cell.value]
    sheet.column_dimensions["A"].hidden = True
    book.save(folder / "checked.xlsx")
    return folder / "checked.xlsx"


def by_libreoffice(table, folder):
    """Opened by LibreOffice, changed in its own flat XML, saved by it as XLSX."""
    flat = _saved_as("fods", table, folder)
    for prefix, uri in {each for _, each in ET.iterparse(flat, events=["start-ns"])}:  # noqa: S314 - LibreOffice wrote it
        ET.register_namespace(prefix, uri)
    tree = ET.parse(flat)  # noqa: S314 - LibreOffice wrote it
    sheet = next(each for each in tree.iter(f"{{{_TABLE}}}table") if each.get(f"{{{_TABLE}}}name") == "Danh mục")
    heading, row = [[*_cells(each)] for each in sheet.iter(f"{{{_TABLE}}}table-row")][:2]
    for at, cell in enumerate(heading):
        if (name := "".join(cell.itertext()).strip()) in CHANGES:
            _set(row[at], CHANGES[name])
    tree.write(flat, encoding="utf-8", xml_declaration=True)
    (folder / "again").mkdir()
    return _saved_as("xlsx", flat, folder / "again")


def _saved_as(kind, source, folder):
    home = (folder / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={home}", "--headless", "--convert-to", kind, "--outdir", folder, source]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{kind}"


def _cells(row):
    """The cells of a row one by one: LibreOffice writes equal neighbours once."""
    for at, cell in reversed([*enumerate(row)]):
        count = int(cell.attrib.pop(f"{{{_TABLE}}}number-columns-repeated", 1))
        for _ in range(min(count, 40) - 1):  # the last stands for all the empty ones to the right
            row.insert(at, ET.fromstring(ET.tostring(cell)))  # noqa: S314 - a copy
    return list(row)


def _set(cell, text):
    cell.attrib = {name: value for name, value in cell.attrib.items() if not name.endswith("value")}
    cell.set(f"{{{_OFFICE}}}value-type", "string")
    for child in [*cell]:
        cell.remove(child)
    ET.SubElement(cell, f"{{{_TEXT}}}p").text = text


HANDS = [
    by_openpyxl,
    pytest.param(by_libreoffice, marks=pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")),
]


@pytest.fixture(scope="module")
def converted(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("round-trip")
    (folder / "list.csv").write_text(f"folder,file_code\n{root / 'samples' / SCAN},{CODE}\n", encoding="utf-8")
    formats = "text,json,md,record,pdf,xlsx"
    command = ["convert", str(root / "samples" / SCAN), "--out", str(folder / "out"), "--formats", formats]
    assert (
        main([*command, "--records", str(folder / "list.csv"), "--name-by", "record", "--jobs", "1"]) == ExitCode.DONE
    )
    return folder


@pytest.mark.parametrize("hand", HANDS)
def test_what_is_corrected_in_a_spreadsheet_is_followed_by_everything(converted, tmp_path, hand, capsys):
    out = tmp_path / "out"
    shutil.copytree(converted / "out", out)
    table = hand(out / "index.xlsx", tmp_path)

    assert main(["import", str(out), str(table), "--dry-run"]) == ExitCode.DONE
    told = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[1] for line in told] == [
        "/record/maintenance",
        "/header/number",
        "/subject",
        "/record/mode",
    ]
    assert main(["import", str(out), str(table), "--who", "Lan"]) == ExitCode.DONE

    record = (out / SCAN / "record.xml").read_text(encoding="utf-8")
    filed = next((out / "by-record" / CODE).glob("*.xml")).read_text(encoding="utf-8")
    for text in (record, filed):
        assert "<maintenance>01</maintenance>" in text
        assert "<mode>01</mode>" in text
        assert "<codeNumber>077</codeNumber>" in text
        assert f"<subject>{CHANGES['Trích yếu']}</subject>" in text
    with pikepdf.open(next((out / "by-record" / CODE).glob("*.pdf"))) as pdf, pdf.open_metadata() as metadata:
        assert "077/" in str(metadata["dc:identifier"])
        assert CHANGES["Trích yếu"] in metadata["dc:title"]
    (row,) = read_index(out)
    assert (row["number"], row["subject"]) == ("077", CHANGES["Trích yếu"])
    sheet = load_workbook(out / "index.xlsx")["Danh mục"]
    written = dict(zip(*([cell.value for cell in line] for line in (sheet[1], sheet[2])), strict=True))
    assert (written["Số"], written["Chế độ sử dụng"]) == ("077", "01")

    capsys.readouterr()
    assert main(["import", str(out), str(table), "--dry-run"]) == ExitCode.DONE
    assert main(["import", str(out), str(out / "index.xlsx"), "--dry-run"]) == ExitCode.DONE
    assert not capsys.readouterr().out
