# SPDX-License-Identifier: Apache-2.0
"""The dictionaries: what is shipped loads, what is malformed names its line."""

from __future__ import annotations

import shutil

import pytest

from ocr_kh.errors import DictionaryError, MachineError
from ocr_kh.language.dictionary_files import FILES
from ocr_kh.models import FOLDER
from ocr_kh.repair import repair_text
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.repair.resources import load_tools
from ocr_kh.repair.rules.own_words import load_words
from ocr_kh.settings import Settings


def test_shipped_dictionaries_load():
    lexicon = load_lexicon(())
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lexicon.phrases
    assert {"UBND", "ĐMST", "CĐS"} <= lexicon.short_forms
    assert any(entry.ambiguous for entry in lexicon.abbreviations if entry.short == "KH")


def test_a_province_that_became_a_city_is_both_by_date():
    rows = {(p.kind, p.since, p.until) for p in load_lexicon(()).places if p.name == "Bắc Ninh" and not p.province}
    assert ("tỉnh", "2025-07-01", "2026-09-20") in rows
    assert ("thành phố", "2026-09-20", "") in rows


def test_a_folder_of_ones_own_is_added(tmp_path):
    (tmp_path / "phrases.txt").write_text("# mine\nlàng nghề Đông Hồ\n", encoding="utf-8-sig")
    assert "làng nghề Đông Hồ" in load_lexicon((tmp_path,)).phrases


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("phrases.txt", b"one\ntwo\tthree\n", 2),
        ("loanwords.txt", b"# a\ntwo words\n", 2),
        ("abbreviations.tsv", b"UBND\n", 1),
        ("abbreviations.tsv", "KH\tKế hoạch\tx\tmaybe\n".encode(), 1),
        ("abbreviations.tsv", b"\tx\n", 1),
        ("places.tsv", "\n\nHuế\tthành phố\t\t1/1/2025\n".encode(), 3),
        ("places.tsv", "Huế\n".encode(), 1),
        ("places.tsv", "Khe Lẫm\tbản\n".encode(), 1),
        ("places.tsv", "Khe Lẫm\txã\t\t2025-02-30\n".encode(), 1),
        ("places.tsv", "Khe Lẫm\txã\t\t2025-07-01\t2024-01-01\n".encode(), 1),
        ("phrases.txt", b"ok\n\xff\xfe\n", 2),
        ("frases.txt", b"x\n", 0),
    ],
)
def test_a_malformed_line_is_named(tmp_path, name, content, line):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DictionaryError) as caught:
        load_lexicon((tmp_path,))
    assert caught.value.details["line"] == line
    assert caught.value.details["path"] == tmp_path / name


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(DictionaryError):
        load_lexicon((tmp_path / "nowhere",))


WRITTEN = {
    "phrases.txt": "Tổ hợp tác Bến Sỏi",
    "titles.txt": "QUYỀN TRƯỞNG BẢN",
    "organisations.txt": "Hợp tác xã Rẫy Bủn",
    "names.txt": "Êblôr",
    "loanwords.txt": "glucôzamin",
    "symbols.txt": "QĐ-TTHCĐ",
    "abbreviations.tsv": "ĐKCTĐ\tĐăng ký chứng thực điện tử",
    "places.tsv": "Khe Lẫm\txã",
    "organisations.tsv": "Tổng đội Lúa Nổi\t\t+\t+\t+",
    "document_types.tsv": "Hương ước Bện Sượng\tHƯ",
    "laws.txt": "Gìn giữ Cốc đế mỏ vồ",
}


@pytest.mark.parametrize(
    ("name", "line", "right"),
    [
        ("phrases.txt", "T6 hop tac Bén Soi", "Tổ hợp tác Bến Sỏi"),
        ("titles.txt", "QUYEN TRUONG BAN", "QUYỀN TRƯỞNG BẢN"),
        ("organisations.txt", "Hop tac xa Ray Bun", "Hợp tác xã Rẫy Bủn"),
        ("names.txt", "Bà H'Linh Eblor chủ trì cuộc họp của thôn", "Bà H'Linh Êblôr chủ trì cuộc họp của thôn"),
        ("loanwords.txt", "hàm lượng glucozamin trong mẫu nước", "hàm lượng glucôzamin trong mẫu nước"),
        (
            "symbols.txt",
            "Can cu Quyet dinh so 12/QD-TTHCD ngay 5/3/2026",
            "Căn cứ Quyết định số 12/QĐ-TTHCĐ ngày 5/3/2026",
        ),
        ("abbreviations.tsv", "Thực hiện DKCTD trên địa bàn xã", "Thực hiện ĐKCTĐ trên địa bàn xã"),
        ("abbreviations.tsv", "Thuc hién PKCTP trén dia ban xa", "Thực hiện ĐKCTĐ trên địa bàn xã"),
        ("organisations.tsv", "Tong doi Lua Noi", "Tổng đội Lúa Nổi"),
        ("document_types.tsv", "Huong uoc Ben Suong", "Hương ước Bện Sượng"),
        ("laws.txt", "Luat Gin giu Coc de mo vo", "Luật Gìn giữ Cốc đế mỏ vồ"),
        ("places.tsv", "trên địa bàn xã Khe Lãm trong năm nay", "trên địa bàn xã Khe Lẫm trong năm nay"),
    ],
)
def test_every_kind_of_file_takes_effect(tmp_path, name, line, right):
    (tmp_path / name).write_text(WRITTEN[name] + "\n", encoding="utf-8")
    mine = Settings(dictionaries=(tmp_path,))
    assert repair_text(line, mine).text == right
    assert repair_text(right, mine).text == right
    assert repair_text(line).text != right


def test_no_kind_of_file_is_left_out():
    # these have tests of their own: test_corrections_checks, test_plan_values, test_vocabulary, test_papers
    of_plans = {"acts", "comparisons", "counted", "fixed_lines", "labels", "plan_words", "record_codes"}
    assert set(WRITTEN) == FILES - {f"{name}.tsv" for name in (*of_plans, "dossier_papers")}


def test_a_channel_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path):
    shutil.copy(FOLDER / "english.npz", tmp_path / "vietnamese.npz")
    own, shipped = load_tools((tmp_path,)).source, load_tools().source
    assert own.clean_channel.memory == shipped.channel.memory != shipped.clean_channel.memory
    assert own.channel.memory == shipped.channel.memory


def test_a_channel_that_is_damaged_is_told(tmp_path):
    (tmp_path / "english.npz").write_bytes(b"PK")
    with pytest.raises(MachineError, match=r"channel model english\.npz"):
        load_tools((tmp_path,))


def test_the_shipped_dictionaries_are_read_once():
    """A call of a cached function that leaves out an argument is another call than one that gives its default."""
    load_lexicon.cache_clear()
    load_words.cache_clear()
    load_words(())
    assert load_lexicon.cache_info().misses == 1
