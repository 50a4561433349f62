# SPDX-License-Identifier: Apache-2.0
"""Names of places: what the shipped list and the user's own prove, and what they leave alone."""

from __future__ import annotations

import pytest

from ocr_kh.repair import apply, repair_text
from ocr_kh.repair.dictionaries import Place
from ocr_kh.repair.rules.places import Gazetteer, document_day, load_gazetteer
from ocr_kh.settings import Settings


@pytest.fixture
def own(tmp_path):
    (tmp_path / "places.tsv").write_text(
        "Khe Lẫm\txã\tTân Hải\t2025-07-01\nBến Sỏi\tphường\tTân Hải\n", encoding="utf-8"
    )
    return Settings(dictionaries=(tmp_path,))


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Ủy ban nhân dân xã Khe Lãm ban hành kế hoạch này", "Ủy ban nhân dân xã Khe Lẫm ban hành kế hoạch này"),
        ("ỦY BAN NHÂN DÂN XÃ KHE LÃM", "ỦY BAN NHÂN DÂN XÃ KHE LẪM"),
        ("Khe Lâm, ngày 04 tháng 3 năm 2026", "Khe Lẫm, ngày 04 tháng 3 năm 2026"),
        ("Uy ban nhan dan xa Khe Lam ban hanh ke hoach nay", "Ủy ban nhân dân xã Khe Lẫm ban hành kế hoạch này"),
        ("Uy ban nhân dan phudng Bén S6i ban hanh ké hoach", "Ủy ban nhân dân phường Bến Sỏi ban hành kế hoạch"),
    ],
)
def test_a_place_of_ones_own_mends_its_name(own, line, right):
    repaired = repair_text(line, own)
    assert repaired.text == right
    assert apply(line, repaired.repairs) == right
    assert repair_text(right, own).text == right
    assert "lexicon" in {repair.source for repair in repaired.repairs}


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("TP. Hà Chí Minh, ngày 05 tháng 3 năm 2026", "TP. Hồ Chí Minh, ngày 05 tháng 3 năm 2026"),
        ("TP. Hà Chí Minh, ngày4€ tháng 3 năm 2026", "TP. Hồ Chí Minh, ngày4€ tháng 3 năm 2026"),
        ("Hồ Chi Minh, ngày 05 tháng 3 năm 2026", "Hồ Chí Minh, ngày 05 tháng 3 năm 2026"),
        ("Khe Lãm, ngày 05 tháng 3 năm 2026", "Khe Lãm, ngày 05 tháng 3 năm 2026"),  # no long name
        ("Ông Hà Chí Minh là trưởng thôn.", "Ông Hà Chí Minh là trưởng thôn."),  # no place
        ("Hồ Chí Minh, ngày 05 tháng 3 năm 2026", "Hồ Chí Minh, ngày 05 tháng 3 năm 2026"),
    ],
)
def test_a_long_name_of_a_province_is_told_by_all_letters_but_one(line, right):
    assert repair_text(line, Settings()).text == right


@pytest.mark.parametrize(
    "line",
    [
        "Ủy ban nhân dân xã Khe Lãm ban hành kế hoạch này",
        "Ông Khe Lãm ở thôn Khe Lãm",
        "Ủy ban nhân dân xã Bến Sói ban hành kế hoạch này",
    ],
)
def test_a_name_that_nothing_proves_wrong_stays(own, line):
    settings = Settings() if "xã Khe" in line else own
    assert repair_text(line, settings).text == line


def test_a_name_the_document_has_often_stays(own):
    text = "Ủy ban nhân dân xã Khe Lãm ban hành kế hoạch.\n" * 4
    assert repair_text(text, own).text == text


def place(name, kind="xã", since="", until=""):
    return Place(name, kind, "", since, until)


OLD, NEW = place("An Hòa", until="2025-06-30"), place("An Hóa", since="2025-07-01")
BOTH = Gazetteer(frozenset({"an hòa", "an hóa"}), {"an hoa": [OLD, NEW]}, frozenset())


@pytest.mark.parametrize(("day", "name"), [("2024-05-01", "an hòa"), ("2026-05-01", "an hóa"), ("", None)])
def test_the_day_of_the_document_decides_between_names(day, name):
    assert BOTH.meant("an hoa", "xã", day, own=False) == name


def test_a_place_of_ones_own_goes_before_the_others():
    gazetteer = Gazetteer(BOTH.names, BOTH.by_letters, frozenset({OLD}))
    assert gazetteer.meant("an hoa", "xã", "2026-05-01", own=False) == "an hòa"
    assert gazetteer.meant("an hoa", "phường", "", own=False) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Khe Lẫm, ngày 04 tháng 3 năm 2026", "2026-03-04"),
        ("Khe Lam, ngay 15 thang 12 nam 2024", "2024-12-15"),
        ("không có ngày", ""),
    ],
)
def test_document_day(line, day):
    assert document_day(["CỘNG HÒA", line]) == day


def test_a_commune_made_a_ward_in_2026_is_both_by_day():
    found = {(p.kind, p.since, p.until) for p in load_gazetteer().by_letters["trang bom"] if p.province == "Đồng Nai"}
    assert {("xã", "2025-07-01", "2026-04-30"), ("phường", "2026-04-30", "")} <= found


def test_shipped_places_have_the_cities_of_2026_by_day():
    found = {(p.kind, p.since, p.until) for p in load_gazetteer().by_letters["dong nai"] if not p.province}
    assert {("tỉnh", "2025-07-01", "2026-04-30"), ("thành phố", "2026-04-30", "")} <= found
