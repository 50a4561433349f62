# SPDX-License-Identifier: Apache-2.0
"""One vocabulary for all: bodies, titles, family names and types count alike wherever they are looked for."""

from __future__ import annotations

import json
import threading
import tomllib
from pathlib import Path

import pytest

import ocr_kh
from ocr_kh.cli import main
from ocr_kh.errors import DictionaryError
from ocr_kh.genre.codes import codes
from ocr_kh.genre.document_types import archive_codes, document_type, type_of_symbol
from ocr_kh.genre.forms import Form, is_authority
from ocr_kh.genre.likeness import landmark
from ocr_kh.genre.office_marks import is_note, office_marks
from ocr_kh.genre.organisations import body_at, is_body_name, is_unit
from ocr_kh.genre.people import is_name
from ocr_kh.genre.titles import titles
from ocr_kh.genre.vocabulary import in_force, load_vocabulary, using
from ocr_kh.language.dictionary_files import FILES, dictionary_folder, words
from ocr_kh.language.letters import bare
from ocr_kh.layout.paragraphs import paragraphs
from ocr_kh.plan import parse_text
from ocr_kh.plan.values.assignments.joints import units_in
from ocr_kh.reading.textfile import text_lines
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.settings import Settings

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "genre" / "bodies.toml").read_text("utf-8"))
HEADER = """{issuer}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-QH
Quảng Hải, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Trồng rừng ngập mặn
"""
BODY = """I. CĂN CỨ
- Theo Quyết định số 12/QĐ-QH ngày 05/01/2026 của {body} về trồng rừng.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: chủ trì đào tạo.
2. {body}: phối hợp đào tạo.
"""
CLOSING = """Nơi nhận:
- Như trên;
- Lưu: VT.
{authority}
{signer}
"""


@pytest.mark.parametrize("body", CASES["bodies"])
def test_a_body_is_issuer_of_a_citation_unit_of_a_task_and_issuer_of_a_document_alike(body):
    capitals = body.upper()
    plan = parse_text(HEADER.format(issuer=f"UBND TỈNH QUẢNG HẢI\n{capitals}") + BODY.format(body=body))
    assert plan.header.issuers[-1] == capitals  # the Front issues beside the State, all others below it
    assert [(each.issuer, each.title) for each in plan.citations] == [(body, "trồng rừng")]
    assert [each.unit for each in plan.assignments] == ["Sở Nội vụ", body]


@pytest.mark.parametrize("body", CASES["bodies"])
def test_a_body_is_known_without_marks_and_behind_a_comma_of_a_cell(body):
    assert is_body_name(bare(body).upper())
    assert units_in(f"Sở Nội vụ, {body}; Công an xã") == ("Sở Nội vụ", body, "Công an xã")


def test_a_body_that_acts_ends_the_title_of_a_ground_before_it():
    ground = "Thực hiện Quyết định số 12/QĐ-QH ngày 05/01/2026 về thanh toán, "
    acts = "Kho bạc Nhà nước tỉnh Quảng Hải xây dựng Kế hoạch như sau:"
    named = "quyết toán và chi trả của Bộ Nội vụ, Kho bạc Nhà nước tỉnh Quảng Hải;"
    for text, title in ((acts, "thanh toán"), (named, f"thanh toán, {named[:-1]}")):
        plan = parse_text(HEADER.format(issuer="TỈNH ỦY QUẢNG HẢI") + ground + text + "\nI. MỤC ĐÍCH\nGiữ đê.\n")
        assert [each.title for each in plan.citations] == [title]


@pytest.mark.parametrize("text", CASES["none"])
def test_what_begins_as_a_body_and_is_none(text):
    assert (is_unit(text), body_at(text, 0), is_body_name(text.upper())) == (False, 0, False)


@pytest.mark.parametrize("name", [*words(dictionary_folder() / "names.txt")])
def test_every_family_name_makes_a_signer_in_capitals(name):
    signer = f"{name.upper()} THỊ HOA" if name[-1] != "'" else f"{name}YIM THỊ HOA".upper()
    end = CLOSING.format(authority="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", signer=signer)
    plan = parse_text(HEADER.format(issuer="ỦY BAN NHÂN DÂN\nXÃ BẾN SỎI") + "I. MỤC ĐÍCH\nGiữ đê.\n" + end)
    assert [(each.authority, each.signer) for each in plan.signatures] == [
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), signer)
    ]


@pytest.mark.parametrize("text", ["HẠNG MỤC CÔNG TRÌNH", "DANH SÁCH CÁC THÔN", "TỔNG HỢP KẾT QUẢ", "CHU THỊ"])
def test_a_heading_that_begins_as_a_family_name_is_no_signer(text):
    assert not is_name(text)


def test_the_readme_tells_of_every_file():
    readme = (dictionary_folder() / "README.md").read_text("utf-8")
    assert [name for name in sorted(FILES) if f"| `{name}` |" not in readme] == []


@pytest.mark.parametrize(
    ("text", "correct"),
    [("77-KH/UBND", "77/KH-UBND"), ("77-KH/SNV", "77/KH-SNV"), ("77-KH/BTC", "77-KH/BTC"), ("7-NQ/TW", "7-NQ/TW")],
)
def test_a_code_of_a_body_of_the_state_has_the_shape_of_the_state(text, correct):
    assert [each.correct for each in codes(text)] == [correct]


def test_types_agree_with_the_abbreviations():
    listed = {
        entry.short: entry.expansion.upper()
        for entry in load_lexicon(()).abbreviations
        if entry.group == "nd30_loai_van_ban" and not entry.expansion.startswith("Bản sao") and entry.short != "TrS"
    }
    assert type_of_symbol() == listed


def test_every_type_of_the_decree_has_a_code_of_the_archive():
    state = [each for each in in_force().types if each.family == "state"]
    assert sorted(archive_codes().values()) == [f"{number:02d}" for number in range(1, len(state) + 1)]


MINE = {
    "organisations.tsv": "Tổng đội\t\t+\t+\t+\t+\n",
    "organisations.txt": "Lâm trường Sếu, Cò và Vạc\n",
    "names.txt": "Zơruôn\n",
    "titles.txt": "GIÀ LÀNG\n",
    "document_types.tsv": "Hương ước\tHG\tstate\tcode\t+\t+\n",
    "laws.txt": "Giữ đất, giữ nước và giữ rừng\n",
}


@pytest.fixture
def mine(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, content in MINE.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


TEXT = (
    HEADER.format(issuer="UBND TỈNH QUẢNG HẢI\nTỔNG ĐỘI BẾN SỎI")
    + BODY.format(body="Tổng đội Bến Sỏi")
    + "3. Lâm trường Sếu, Cò và Vạc có trách nhiệm chuẩn bị cây giống.\n4. Trồng rừng: giao Tổng đội Đá Bạc chủ trì.\n"
    + CLOSING.format(authority="GIÀ LÀNG", signer="ZƠRUÔN BÉ TƯ")
)


def found(plan):
    return {
        "issuers": (plan["header"]["parent_issuer"], plan["header"]["issuer"]),
        "cited": [each["issuer"] for each in plan["citations"]],
        "units": [each["unit"] for each in plan["assignments"]],
        "signatures": [(each["authority"], each["signer"]) for each in plan["signatures"]],
    }


RIGHT = {
    "issuers": ("UBND TỈNH QUẢNG HẢI", "TỔNG ĐỘI BẾN SỎI"),
    "cited": ["Tổng đội Bến Sỏi"],
    "units": ["Sở Nội vụ", "Tổng đội Bến Sỏi", "Lâm trường Sếu, Cò và Vạc", "Tổng đội Đá Bạc"],
    "signatures": [(["GIÀ LÀNG"], "ZƠRUÔN BÉ TƯ")],
}


def test_a_dictionary_of_ones_own_acts_in_the_plan(mine):
    plan = ocr_kh.parse(TEXT, settings=Settings(dictionaries=(mine,)))
    assert found(plan.model_dump(mode="json")) == RIGHT
    without = found(ocr_kh.parse(TEXT).model_dump(mode="json"))
    assert all(without[key] != RIGHT[key] for key in RIGHT)


def test_a_dictionary_of_ones_own_acts_in_parse_of_the_command_line(mine, tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["parse", str(path), "--dictionary", str(mine)]) == 0
    assert found(json.loads(capsys.readouterr().out)) == RIGHT


def test_a_dictionary_of_ones_own_acts_in_convert(mine, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    settings = Settings(dictionaries=(mine,), formats=("json",), jobs=1)
    (outcome,) = ocr_kh.convert(path, tmp_path / "out", settings=settings)
    assert found(json.loads((outcome.folder / "plan.json").read_text("utf-8"))) == RIGHT


def test_a_dictionary_of_ones_own_acts_in_layout(mine):
    lines = text_lines("Hoàn thành việc trồng rừng trong quý I.\nGIÀ LÀNG\nZƠRUÔN BÉ TƯ\n")
    with using((mine,)):
        assert [each.text for each in paragraphs(lines)][-2:] == ["GIÀ LÀNG", "ZƠRUÔN BÉ TƯ"]
        assert (is_authority("GIÀ LÀNG"), is_name("ZƠRUÔN BÉ TƯ"), is_body_name("TỔNG ĐỘI BẾN SỎI")) == (True,) * 3
        assert str(landmark("HƯƠNG ƯỚC")) == "type"
    assert (is_authority("GIÀ LÀNG"), is_name("ZƠRUÔN BÉ TƯ"), is_body_name("TỔNG ĐỘI BẾN SỎI")) == (False,) * 3


def test_a_sign_without_a_title_is_no_title(tmp_path):
    (tmp_path / "titles.txt").write_text("KT.\nTM.\nNơi nhận:\n", encoding="utf-8")
    with using((tmp_path,)) as own:
        assert own.titles == load_vocabulary(()).titles
        assert not is_authority("XÃ BẾN SỎI")


def test_bars_may_stand_between_spaces(tmp_path):
    (tmp_path / "organisations.tsv").write_text("Tổng đội\thình | trưởng |\t\t\tmuối | cá\n", encoding="utf-8")
    with using((tmp_path,)):
        names = ("Tổng đội muối", "Tổng đội Cá", "Tổng đội hình", "Tổng đội trưởng", "Tổng đội")
        assert [is_unit(name) for name in names] == [True, True, False, False, False]


def test_a_type_and_a_law_of_ones_own(mine):
    text = "Căn cứ Hương ước số 5/HG-QH; Luật Giữ đất, giữ nước và giữ rừng đã có hiệu lực.\n"
    with using((mine,)):
        assert document_type("HƯƠNG ƯỚC") == "HƯƠNG ƯỚC"
        cited = parse_text(text).citations
    assert [(each.type, each.code, each.title) for each in cited] == [
        ("Hương ước", "5/HG-QH", None),
        ("Luật", None, "Giữ đất, giữ nước và giữ rừng"),
    ]


def test_fixed_lines_of_ones_own(tmp_path):
    own = "note\tstart\ttrình già làng\nmotto\tinside\tRỪNG VÀNG BIỂN BẠC\n"
    (tmp_path / "fixed_lines.tsv").write_text(own, encoding="utf-8")
    lines = ("Trình già làng xem", "RUNG VANG BIẾN BAC", "Trình bày với già làng")
    seen = []
    for folders in ((tmp_path,), ()):
        with using(folders):
            seen.append([(is_note(line), landmark(line)) for line in lines])
    assert seen == [[(True, None), (False, Form.MOTTO), (False, None)], [(False, None)] * 3]


def test_marks_of_ones_own(tmp_path):
    own = "urgency\twhole\tCHẠY NGAY\nurgency\tlabel\tmức độ\ncopy\twhole\tCHÉP LẠI|CHÉP LẠI CHO BẢN\n"
    (tmp_path / "fixed_lines.tsv").write_text(own, encoding="utf-8")
    lines = ("CHAY NGAY", "Mức độ: Chạy ngay", "CHÉP LẠI CHO BẢN", "CHẠY NGAY VỀ BẢN")
    seen = []
    for folders in ((tmp_path,), ()):
        with using(folders):
            seen.append([office_marks(line) for line in lines])
    assert seen == [[{"urgency": "CHẠY NGAY"}, {"urgency": "CHẠY NGAY"}, {"copy": "CHÉP LẠI"}, None], [None] * 4]


def test_a_type_of_ones_own_that_needs_no_outline_and_no_number(tmp_path):
    text = "LỜI HẸN\nVề giữ rừng đầu nguồn\nHọ hàng trong bản cùng giữ rừng.\n"
    told = []
    for name, columns in (("brief", "\t\t\t+\t+"), ("usual", "")):
        (folder := tmp_path / name).mkdir()
        (folder / "document_types.tsv").write_text(f"Lời hẹn\tLH\tstate\tcode\t+{columns}\n", encoding="utf-8")
        warnings = ocr_kh.parse(text, settings=Settings(dictionaries=(folder,))).warnings
        told.append({each.code for each in warnings} & {"outline.empty", "header.symbol"})
    assert told == [set(), {"outline.empty", "header.symbol"}]


def test_the_vocabulary_in_force_is_that_of_the_innermost_block_and_of_its_thread(mine):
    seen = []
    with using((mine,)) as own:
        with using(()) as shipped:
            assert in_force() is shipped is load_vocabulary(())
        assert in_force() is own
        assert "GIÀ LÀNG" in titles()
        other = threading.Thread(target=lambda: seen.append(in_force()))
        other.start()
        other.join()
    assert seen == [load_vocabulary(())]
    assert in_force() is load_vocabulary(())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("organisations.tsv", "Tổng đội\t\t+\t+\t+\t+\tyes\n"),
        ("document_types.tsv", "Hương ước\tHƯ\tvillage\n"),
        ("document_types.tsv", "Hương ước\tHƯ\tstate\tyes\n"),
        ("document_types.tsv", "Hương ước\tHƯ\tstate\tcode\tyes\n"),
        ("organisations.tsv", "*\t\t+\n"),
        ("document_types.tsv", "\tHƯ\tstate\n"),
        ("laws.txt", "Giữ đất\tLuật\n"),
        ("fixed_lines.tsv", "stamp\tstart\tđã nhận\n"),
        ("fixed_lines.tsv", "note\tbehind\tđã nhận\n"),
        ("dossier_papers.tsv", "cover\tcolour\tlabel\town\tmàu bìa\n"),
        ("dossier_papers.tsv", "cover\tsign\tlabel\tmine\tký hiệu\n"),
    ],
)
def test_a_cell_that_cannot_be_understood_names_its_line(tmp_path, name, content):
    (tmp_path / name).write_text("# mine\n" + content, encoding="utf-8")
    with pytest.raises(DictionaryError) as caught, using((tmp_path,)):
        pass
    assert (caught.value.details["path"], caught.value.details["line"]) == (tmp_path / name, 2)
