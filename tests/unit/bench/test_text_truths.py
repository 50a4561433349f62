# SPDX-License-Identifier: Apache-2.0
"""The bench of truths written as plain text: what it writes, and that it counts what is aside apart."""

from __future__ import annotations

import json

import pytest

from bench.offices_split import ASIDE, thirds
from bench.text_truths import SHAPES, beside, main, stacked, written

LETTER = {
    "parent_issuer": "UBND TỈNH QUẢNG HẢI",
    "issuer": "SỞ NỘI VỤ",
    "number": "12",
    "symbol": "SNV-TCBC",
    "place": "Quảng Hải",
    "date": "2026-03-04",
    "document_type": "CÔNG VĂN",
    "subject": "rà soát biên chế của các trạm y tế xã năm 2026",
    "addressees": ["Sở Y tế", "Sở Tài chính"],
    "authority_line": None,
    "recipients": ["Như trên", "Giám đốc Sở (b/c)", "Lưu: VT"],
    "signatures": [{"authority": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "signer": "Lò Thị Mến"}],
    "kind": "letter/department",
}
JUDGE = """
CORE = ["number", "signer"]
def judge(truth, plan):
    names = [each["signer"] for each in plan["signatures"]]
    return {
        "number": "right" if plan["header"]["number"] == truth["number"] else "wrong",
        "signer": "right" if names == [each["signer"] for each in truth["signatures"]] else "wrong",
        "outline": "wrong",
    }
"""


def test_a_letter_one_column_below_the_other():
    assert written(LETTER, stacked).splitlines()[:9] == [
        "UBND TỈNH QUẢNG HẢI",
        "SỞ NỘI VỤ",
        "Số: 12/SNV-TCBC",
        "V/v rà soát biên chế của các trạm y tế",
        "xã năm 2026",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Quảng Hải, ngày 04 tháng 3 năm 2026",
        "Kính gửi:",
    ]


def test_number_and_date_stand_on_one_row_beside_each_other():
    rows = written({**LETTER, "parent_issuer": None}, beside).splitlines()
    assert [row.split() for row in rows if row.startswith("Số:")] == [
        ["Số:", "12/SNV-TCBC", "Quảng", "Hải,", "ngày", "04", "tháng", "3", "năm", "2026"]
    ]


@pytest.mark.parametrize(
    ("date", "printed"),
    [("2026-02-09", "ngày 09 tháng 02 năm 2026"), ("2026-07", "ngày      tháng 7 năm 2026"), (None, "Quảng Hải")],
)
def test_a_date_is_written_as_precisely_as_it_is_known(date, printed):
    assert written({**LETTER, "date": date}, stacked).splitlines()[7].endswith(printed)


def test_the_authority_of_a_decision_stands_above_its_bases():
    decision = {**LETTER, "document_type": ["QUYẾT ĐỊNH"], "authority_line": "GIÁM ĐỐC SỞ NỘI VỤ", "addressees": []}
    lines = written(decision, stacked).splitlines()
    at = lines.index("GIÁM ĐỐC SỞ NỘI VỤ")
    assert lines[at + 1].startswith("Căn cứ")
    assert lines[at + 2] == "QUYẾT ĐỊNH:"


def letters_of(folder, offices):
    """Files of letters, one an office; the last of those bears its letter twice, once signed wrongly."""
    folder.mkdir(parents=True)
    for at, office in enumerate(offices):
        letter = {**LETTER, "issuer": office}
        (folder / f"d{at}.json").write_text(json.dumps({"documents": [letter, {**letter, "signatures": []}]}), "utf-8")


def test_documents_set_aside_are_counted_apart_and_never_named(tmp_path, capsys):
    folder = tmp_path / "scans" / "offices" / "truth"
    letters_of(folder, ["SỞ NỘI VỤ", "SỞ Y TẾ", "SỞ TÀI CHÍNH"])
    (folder / "score.py").write_text(JUDGE, "utf-8")
    aside = next(name for name, third in thirds(folder).items() if third == ASIDE)

    assert main([str(tmp_path), "--show"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("number               4/4    100.0% +0       2/2    100.0%") == len(SHAPES)
    assert f"  {aside}:" not in printed
    assert "outline" not in printed


def test_the_files_of_an_office_are_of_one_third(tmp_path):
    letters_of(tmp_path / "truth", ["SỞ NỘI VỤ", "Sở Nội vụ", "SỞ Y TẾ", "SỞ TÀI CHÍNH", "SỞ TƯ PHÁP", "SỞ XÂY DỰNG"])
    third = thirds(tmp_path / "truth")
    assert third["d0"] == third["d1"]
    assert sorted(third[f"d{at}"] for at in range(1, 6)) == [0, 0, 1, 1, 2]
