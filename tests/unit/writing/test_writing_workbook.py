# SPDX-License-Identifier: Apache-2.0
"""index.xlsx as a sheet to work in: lists to choose from, cells that stay text, colours where a look pays."""

from __future__ import annotations

import json

import pytest

from ocr_kh.corrections.checks import check
from ocr_kh.writing.document.record import FIELDS, record_text
from ocr_kh.writing.document.record_pointers import record_pointer
from ocr_kh.writing.tables.colours import CONFIRMED, LIMITS, colour_of
from ocr_kh.writing.tables.index import index_row, write_index
from ocr_kh.writing.tables.workbook import NAMES, write_workbook

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def book_of(tmp_path):
    def made(**plan):
        (tmp_path / "a").mkdir()
        fields = dict.fromkeys(FIELDS, "") | {"codeNumber": "05", "subject": "-1+1", "issuedDate": "04/03/2026"}
        (tmp_path / "a" / "record.xml").write_text(record_text(fields), encoding="utf-8")
        if plan:
            (tmp_path / "a" / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        write_index(tmp_path, [index_row(path="in/a", folder="a", status="done")])
        write_workbook(tmp_path)
        return openpyxl.load_workbook(tmp_path / "index.xlsx")

    return made


def cells(book):
    """The cells of the one document by field."""
    sheet = book["Danh mục"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    return {name: sheet.cell(2, columns[heading]) for name, heading in NAMES.items()}


def test_whatever_a_list_offers_is_a_value(book_of):
    book = book_of()
    lists = {}
    for each in book["Danh mục"].data_validations.dataValidation:
        heading = book["Danh mục"][str(each.sqref).partition(":")[0].rstrip("0123456789") + "1"].value
        sheet, _, area = each.formula1.partition("!")
        lists[heading] = [cell.value for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]
    assert lists[NAMES["mode"]] == ["01 Công khai", "02 Có điều kiện", "03 Mật"]
    assert "10 Kế hoạch" in lists[NAMES["typeName"]]
    for name, heading in NAMES.items():
        for offered in lists.pop(heading, ()):
            assert check(record_pointer(name), offered).value
    assert not lists


def test_what_is_typed_into_a_field_stays_text(book_of):
    book = book_of()
    found, columns = cells(book), book["Danh mục"].column_dimensions
    as_text = {name for name, cell in found.items() if columns[cell.column_letter].number_format == "@"}
    assert as_text == {*NAMES} - {"issuedDate", "numberOfPage"}
    assert found["codeNumber"].number_format == "@"
    assert (found["subject"].value, found["subject"].data_type) == ("-1+1", "s")


def test_fields_have_the_colour_of_their_probability(book_of):
    likely = {
        "/header/number": {"probability": 0.4},
        "/subject": {"probability": 0.9},
        "/header/date": {"probability": 1},
    }
    said = {"/subject": {"source": "page", "confirmed_by": "Lan"}, "/record/mode": {"source": "person"}}
    found = cells(book_of(fields=likely, evidence=said))
    colours = {name: cell.fill.fgColor.rgb[2:] for name, cell in found.items() if cell.fill.fill_type}
    assert colours == {"codeNumber": LIMITS[0][1], "subject": CONFIRMED, "mode": CONFIRMED}


@pytest.mark.parametrize("plan", [{}, {"fields": None}, {"fields": {"/header/number": {}}}])
def test_nothing_known_is_no_colour(book_of, plan):
    assert not [name for name, cell in cells(book_of(**plan)).items() if cell.fill.fill_type]


def test_the_less_likely_the_earlier_the_limit():
    assert [limit for limit, _ in LIMITS] == sorted(limit for limit, _ in LIMITS)
    assert [colour_of(limit) for limit, _ in LIMITS] == [*(colour for _, colour in LIMITS[1:]), ""]
