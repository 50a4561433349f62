# SPDX-License-Identifier: Apache-2.0
"""The parts of the plan's parser, and what must hold of every plan."""

from __future__ import annotations

import json
import textwrap
import time
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocr_kh.document import Box, Document, Line, Page, Repair, Role, Word
from ocr_kh.genre.dates import stamp
from ocr_kh.genre.document_types import archive_codes, type_of_symbol
from ocr_kh.genre.enumerators import LETTERS, bullet, readings, roman, step, to_roman
from ocr_kh.genre.forms import Form, form
from ocr_kh.genre.issuers import bodies_of
from ocr_kh.genre.people import is_name
from ocr_kh.genre.titles import mended, titles
from ocr_kh.layout.paragraphs import paragraphs
from ocr_kh.plan import Plan, parse, parse_text, schema
from ocr_kh.plan.structure.sequence import Candidate, decide
from ocr_kh.reading.textfile import text_lines
from ocr_kh.writing.document.markdown import plan_markdown

CASES = Path(__file__).parents[2] / "cases" / "plan"
DOCUMENTS = tomllib.loads((CASES / "plans.toml").read_text("utf-8"))["case"]
BODIES = tomllib.loads((CASES / "outlines.toml").read_text("utf-8"))["case"]
VALIDATOR = jsonschema.Draft202012Validator(schema())


def label(case):
    return case["label"]


def tree(sections):
    """What an outline says, without pages."""
    return [
        (s.path, s.marker, s.level, s.title, [(b.kind, b.marker, b.text, b.rows) for b in s.blocks], tree(s.sections))
        for s in sections
    ]


# --- numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "style", "ordinal", "marker"),
    [
        ("I. MỤC ĐÍCH", "roman", (1,), "I"),
        ("IV/ KINH PHÍ", "roman", (4,), "IV"),
        ("HI- KINH PHÍ", "roman", (3,), "III"),
        ("11. NỘI DUNG", "roman", (2,), "II"),
        ("12. Nội dung", "decimal", (12,), "12"),
        ("2.1 Công tác", "decimal2", (2, 1), "2.1"),
        ("l.1. Công tác", "decimal2", (1, 1), "1.1"),
        ("đ) Hồ sơ", "lower", (5,), "đ"),
        ("(2) Họp dân", "paren", (2,), "(2)"),
        ("3) Họp dân", "bracket", (3,), "3"),
        ("Điều 7. Hiệu lực", "article", (7,), "Điều 7"),
        ("PHẦN II", "part", (2,), "PHẦN II"),
        ("Phần thứ ba", "part", (3,), "Phần thứ ba"),
        ("Mục tiêu 2: Giảm nghèo", "label muc tieu", (2,), "Mục tiêu 2"),
        ("©) Bảo đảm", "lower", (3,), "c"),
        ("§. Tỉnh đoàn", "decimal", (8,), "8"),
    ],
)
def test_line_head_has_the_reading(text, style, ordinal, marker):
    found = {(each.style, each.ordinal, each.marker) for each in readings(text)}
    assert (style, ordinal, marker) in found


@pytest.mark.parametrize(
    "text",
    [
        "57-NQ/TW của Bộ Chính trị",
        "57- NQ/TW của Bộ",
        "22/12/2024 về đột phá",
        "2026 trên địa bàn",
        "1.500 hộ dân",
        "2.500.000 đồng",
        "30.4.2025 tại xã",
        "01 cụm loa",
        "100% trường học",
        "1,5 triệu đồng",
        "Điều 5 của Luật",
        "Mục II của Phần A",
        "TT | Tên",
        "3.000181",
        "08h00 ngày",
        "Nội dung",
        "",
        "...",
    ],
)
def test_dates_amounts_and_codes_have_no_reading(text):
    assert readings(text) == ()


@given(st.integers(1, 399))
def test_roman_numbers_go_both_ways(value):
    assert roman(to_roman(value)) == value


def test_letters_nobody_uses_are_no_gap():
    index = {letter: LETTERS.index(letter) + 1 for letter in LETTERS}
    assert step("lower", index["e"], index["g"]) == 1
    assert step("lower", index["d"], index["e"]) == 2
    assert step("lower", index["i"], index["k"]) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- Phòng Kinh tế", ("-", "Phòng Kinh tế")),
        ("+ Loa", ("+", "Loa")),
        ("-Phòng", ("-", "Phòng")),
        ("~ Các thôn", ("-", "Các thôn")),
        ("-5 độ", None),
        ("Phòng", None),
    ],
)
def test_bullets(text, found):
    assert bullet(text) == found


def candidates(*heads):
    return [Candidate(readings(head), 3.0, capitals=False) for head in heads]


def test_a_lone_number_far_from_any_sequence_is_refused():
    places = decide(candidates("1. Một", "2. Hai", "57. Nghị quyết", "3. Ba"))
    assert [place and place.reading.marker for place in places] == ["1", "2", None, "3"]


def test_levels_close_and_open_again():
    places = decide(candidates("I. Một", "1. Một", "a) Một", "b) Hai", "2. Hai", "a) Một", "II. Hai", "1. Một"))
    assert [place.depth for place in places] == [0, 1, 2, 2, 1, 2, 0, 1]


# --- fixed lines ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Form.MOTTO),
        ("Déc 1ap - Tw do - Hanh phuc", Form.MOTTO),
        ("Số: 05/KH-UBND", Form.NUMBER),
        ("Tân An, ngày 02 tháng 01 năm 2026", Form.DATE),
        ("KE HOACH", Form.TYPE),
        ("Kế hoạch", None),
        ("QUYẾT ĐỊNH:", None),
        ("Căn cứ Luật Đất đai;", Form.BASIS),
        ("'Trên đây là Kế hoạch", Form.CLOSING),
        ("Mới nhận:", Form.RECIPIENTS),
        ("KT.CHỦ TỊCH", Form.AUTHORITY),
        ("Chủ tịch UBND xã", None),
        ("PHỤ LỤC II", Form.APPENDIX),
        ("Phụ lục kèm theo.", None),
    ],
)
def test_fixed_lines(text, kind):
    assert form(text) is kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hải Dương, ngày 04 tháng 03 năm 2026", ("Hải Dương", "2026-03-04")),
        ("Hà Long, ngày tháng 7 năm 2025", ("Hà Long", "2025-07")),
        ("Kiến Hải, ngày … tháng … năm 2025", ("Kiến Hải", "2025")),
        ("Tân An, ngày 31 tháng 02 năm 2025", ("Tân An", "2025-02")),
        ("Tân An, ngày 1O tháng l2 năm 2025", ("Tân An", "2025-12-10")),
        ("Tân An, ngày {O tháng 10 năm 2017", ("Tân An", "2017-10")),
        ("Tân An, ngày 5/8/2025", ("Tân An", "2025-08-05")),
    ],
)
def test_date_is_as_precise_as_the_page(text, expected):
    found = stamp(text)
    assert (found.place, found.date) == expected


@pytest.mark.parametrize(
    ("lines", "bodies"),
    [
        (["ỦY BAN NHÂN DÂN", "XÃ TÂN AN"], ["ỦY BAN NHÂN DÂN XÃ TÂN AN"]),
        (["UBND TỈNH X", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"], ["UBND TỈNH X", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"]),
        (["ỦY BAN NHÂN DÂN", "XÃ TÂN AN", "PHÒNG KINH TẾ"], ["ỦY BAN NHÂN DÂN XÃ TÂN AN", "PHÒNG KINH TẾ"]),
        (["BỘ CÔNG THƯƠNG", "TRƯỜNG ĐẠI HỌC", "ĐIỆN LỰC"], ["BỘ CÔNG THƯƠNG", "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC"]),
    ],
)
def test_names_of_bodies_over_lines(lines, bodies):
    assert bodies_of(lines) == bodies


@pytest.mark.parametrize("title", titles())
def test_right_titles_stay(title):
    assert mended(title) == title


@pytest.mark.parametrize(
    ("garbled", "title"),
    [
        ("GIÁM ĐÓC", "GIÁM ĐỐC"),
        ("HÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("PHÓ GIÁM H ĐỘC", "PHÓ GIÁM ĐỐC"),
        ("KẾ TOÁN", "KẾ TOÁN"),
    ],
)
def test_garbled_titles(garbled, title):
    assert mended(garbled) == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguyễn Văn An", True),
        ("Đại tá Lê Hữu Phước", True),
        ("PHÓ CHỦ TỊCH", False),
        ("HỒ THỊ MAI", True),
        ("Phòng 2", False),
        ("Như Điều 4;", False),
        ("Hạnh", False),
    ],
)
def test_names_of_signers(text, expected):
    assert is_name(text) is expected


# --- whole plans ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [*DOCUMENTS, *BODIES], ids=label)
def test_plan_validates_and_has_every_key(case):
    data = json.loads(parse_text(case["text"], "a.txt").to_json())
    VALIDATOR.validate(data)
    assert list(data) == [
        "schema_version",
        "source",
        "header",
        "document_type",
        "subject",
        "addressees",
        "authority_line",
        "bases",
        "preamble",
        "sections",
        "closing",
        "recipients",
        "signatures",
        "appendices",
        "citations",
        "assignments",
        "deadlines",
        "targets",
        "budget",
        "period",
        "warnings",
        "failed_pages",
        "blank_pages",
        "left_out",
        "quality",
        "notes",
        "digital_signatures",
        "dossier_paper",
        "record",
        "evidence",
        "fields",
    ]
    assert list(data["header"]) == [
        "parent_issuer",
        "issuer",
        "issuer_inferred",
        "number",
        "symbol",
        "place",
        "date",
        "urgency",
        "secrecy",
        "copy",
        "circulation",
        "issuers",
        "received",
    ]
    assert Plan.model_validate(data).to_json() == json.dumps(data, ensure_ascii=False, indent=2)


@pytest.mark.parametrize("case", [*DOCUMENTS, *BODIES], ids=label)
def test_markdown_gives_the_same_outline(case):
    plan = parse_text(case["text"])
    again = parse_text(plan_markdown(plan))
    assert tree(again.sections) == tree(plan.sections)
    assert (again.recipients, again.signatures, again.subject) == (plan.recipients, plan.signatures, plan.subject)


def wrapped(text, width):
    lines = (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
    return [part for line in lines for part in line or [""]]


def with_page_numbers(lines, every):
    """A page number after every so many lines, as text taken from pages has them."""
    pages = [lines[start : start + every] for start in range(0, len(lines), every)]
    return [line for number, page in enumerate(pages, 1) for line in ([str(number)] if number > 1 else []) + page]


def long_document():
    """The first case with paragraphs long enough to wrap."""
    filler = "gắn với việc thực hiện nhiệm vụ phát triển kinh tế, văn hóa, xã hội theo đúng quy định hiện hành"
    text = DOCUMENTS[0]["text"].strip()
    return text.replace(" của xã, giữ", f" {filler} của xã, giữ").replace(
        "trồng đúng thời vụ", f"trồng đúng thời vụ {filler}"
    )


@pytest.mark.parametrize(
    "shape", ["stream", "blank lines", "80 columns", "70 columns", "page numbers", "two columns in a line"]
)
def test_same_plan_from_every_shape_of_the_text(shape):
    text = long_document()
    stream = "\n".join(paragraph.text for paragraph in paragraphs(text_lines(text)))
    shapes = {
        "stream": stream,
        "blank lines": stream.replace("\n", "\n\n"),
        "80 columns": "\n".join(wrapped(stream, 80)),
        "70 columns": "\n".join(wrapped(stream, 70)),
        "page numbers": "\n".join(with_page_numbers(wrapped(stream, 80), 24)),
        "two columns in a line": "\n".join(
            [
                "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "XÃ TÂN LẠC THƯỢNG Độc lập - Tự do - Hạnh phúc",
                "Số: 57/KH-UBND Tân Lạc Thượng, ngày 09 tháng 02 năm 2026",
                *stream.split("\n")[6:],
            ]
        ),
    }
    expected, found = parse_text(stream), parse_text(shapes[shape])
    assert tree(found.sections) == tree(expected.sections)
    for part in ("header", "subject", "bases", "preamble", "closing", "recipients", "signatures"):
        assert getattr(found, part) == getattr(expected, part), part


words = st.sampled_from(["công tác", "tuyên truyền", "văn hóa", "kinh phí", "cơ sở", "nông thôn", "chuyển đổi số"])
phrase = st.lists(words, min_size=1, max_size=4).map(lambda parts: " ".join(parts).capitalize())
sentence = phrase.map(lambda text: f"{text} được triển khai theo kế hoạch.")


@st.composite
def outlines(draw):
    """A well-numbered outline as lines, with its paths."""
    lines, paths = [], []
    for first in range(1, draw(st.integers(1, 4)) + 1):
        top = to_roman(first)
        lines.append(f"{top}. {draw(phrase).upper()}")
        paths.append(top)
        for second in range(1, draw(st.integers(0, 4)) + 1):
            lines.append(f"{second}. {draw(phrase)}")
            paths.append(f"{top}.{second}")
            for third in range(draw(st.integers(0, 3))):
                lines.append(f"{'abc'[third]}) {draw(sentence)}")
                paths.append(f"{top}.{second}.{'abc'[third]}")
            lines += [f"- {text}" for text in draw(st.lists(sentence, max_size=2))]
        lines += draw(st.lists(sentence, max_size=1))
    return "\n".join(lines), paths


def every_path(sections):
    for section in sections:
        yield section.path
        yield from every_path(section.sections)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(outlines())
def test_well_numbered_outlines_are_found_and_survive_markdown(made):
    text, paths = made
    plan = parse_text(text)
    assert list(every_path(plan.sections)) == paths
    assert not [warning for warning in plan.warnings if warning.code.startswith("outline")]
    assert tree(parse_text(plan_markdown(plan)).sections) == tree(plan.sections)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_a_plan_with_unique_paths(text):
    plan = parse_text(text)
    assert Plan.model_validate_json(plan.to_json()) == plan
    paths = list(every_path(plan.sections))
    assert len(paths) == len(set(paths))


def recognized(*rows, confidence=0.9, repairs=()):
    """A document of one page as an engine reads it."""
    lines = []
    for number, text in enumerate(rows):
        y = 80.0 + 18 * number
        found = [
            Word(word, Box(85.0 + 40 * at, y, 120.0 + 40 * at, y + 12), confidence)
            for at, word in enumerate(text.split())
        ]
        lines.append(Line.of_words(found, page=1))
    page = Page(1, 595, 842, tuple(lines), source="ocr")
    return Document("a.pdf", "0" * 64, (page,), repairs)


HEADINGS = ("I. MỤC ĐÍCH", "II. YÊU CẦU", "II. NỘI DUNG", "IV. KINH PHÍ")


def test_a_lost_stroke_is_mended_where_an_engine_read_and_kept_where_it_did_not():
    assert [section.marker for section in parse(recognized(*HEADINGS)).sections] == ["I", "II", "III", "IV"]
    assert [section.path for section in parse_text("\n".join(HEADINGS)).sections] == ["I", "II", "II~2", "IV"]


def test_quality_and_source_of_a_scan():
    repair = Repair(1, 0, 1, "I", "I", "rule", doubtful=True)
    plan = parse(recognized("KẾ HOẠCH", "I. MỤC ĐÍCH", confidence=0.5, repairs=(repair,)))
    assert (plan.quality.mean_confidence, plan.quality.doubtful_words, plan.quality.needs_review) == (0.5, 1, True)
    assert (plan.source.pages, plan.source.page_range, plan.sections[0].page) == (1, (1, 1), 1)


@pytest.mark.parametrize("kind", archive_codes())
def test_each_type_of_the_decree_is_known(kind):
    head = "ỦY BAN NHÂN DÂN\nXÃ TÂN LẠC\nSố: 12/{}-UBND\nTân Lạc, ngày 03 tháng 3 năm 2026\n"
    body = "Chăm sóc rừng phòng hộ\nI. MỤC ĐÍCH\nGiữ nguồn nước.\n"
    plan = parse_text(f"{head.format('KH')}{kind}\n{body}")
    assert (plan.document_type, plan.subject) == (kind, "Chăm sóc rừng phòng hộ")


@pytest.mark.parametrize(("symbol", "kind"), type_of_symbol().items())
def test_a_symbol_tells_the_type_where_its_line_is_missing(symbol, kind):
    plan = parse_text(
        f"ỦY BAN NHÂN DÂN\nXÃ TÂN LẠC\nSố: 12/{symbol}-UBND\nTân Lạc, ngày 03 tháng 3 năm 2026\nI. MỤC ĐÍCH\n"
    )
    assert plan.document_type == kind


def test_a_row_that_a_page_cuts_in_two_is_one_again():
    rows = [("TT | Nội dung | Chủ trì", 1), ("1 | Họp thôn, tuyên | Phòng Kinh", 1), ("TT | Nội dung | Chủ trì", 2)]
    rows += [(" | truyền hằng tuần | tế", 2), ("2 | Tập huấn | Trạm Y tế", 2)]
    lines = [Line(text, text, page=page, role=Role.TABLE) for text, page in [("I. TIẾN ĐỘ", 1), *rows]]
    lines[0] = Line("I. TIẾN ĐỘ", "I. TIẾN ĐỘ", page=1)
    pages = tuple(Page(number, lines=tuple(row for row in lines if row.page == number)) for number in (1, 2))
    (table,) = parse(Document("a.pdf", "0" * 64, pages)).sections[0].blocks
    assert table.rows == (
        ("TT", "Nội dung", "Chủ trì"),
        ("1", "Họp thôn, tuyên truyền hằng tuần", "Phòng Kinh tế"),
        ("2", "Tập huấn", "Trạm Y tế"),
    )


def test_plain_text_has_no_pages():
    plan = parse_text(DOCUMENTS[0]["text"], "a.txt")
    assert (plan.source.name, plan.source.pages, plan.sections[0].page, plan.quality.mean_confidence) == (
        "a.txt",
        None,
        None,
        None,
    )


HOSTILE = {
    "repeats": lambda n: "1. A\n" * (20 * n),
    "one line of markers": lambda n: "1. a) I. (1) " * (20 * n),
    "5 MB line": lambda n: "Nội dung kế hoạch, " * (260 * n),
    "bars": lambda n: "| a " * (200 * n),
    "stars": lambda n: "*" * (2_000 * n),
    "braces": lambda n: "Nơi nhận:\n" + "- Sở A; } (để b/c)\n" * (20 * n),
    "100,000 markers": lambda n: "\n".join(["I. A", "1. B", "a) C", "- d", "(1) E"][at % 5] for at in range(100 * n)),
    "codes": lambda n: "Nghị quyết số 57-NQ/TW, " * (50 * n),
    "codes apart": lambda n: " ".join(f"số {at}/KH-UBND ngày 01/01/2025," for at in range(20 * n)),
    "laws": lambda n: "theo Luật Đất đai, " * (50 * n),
    "targets": lambda n: "đạt 100% hộ dân; " * (50 * n),
    "money": lambda n: "KẾ HOẠCH\nA\n" + "I. KINH PHÍ\n" * (10 * n),
    "units": lambda n: "I. TỔ CHỨC THỰC HIỆN\n" + "1. Phòng Kinh tế\nChủ trì.\n" * (10 * n),
    "signers": lambda n: "Nơi nhận:\n- A;\n" + "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn An\n" * (10 * n),
    "marks": lambda n: "KHẨN " * (200 * n),
}
"""What nobody writes, made as long as is asked for; 1,000 gives texts of up to 5 MB."""
_TRIES = 3
"""A machine under load may slow one measurement down, not all of them."""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends_in_time(text):
    """Four times the length takes less than six times as long; what is quadratic takes sixteen times as long.

    So at n = 1,000, where 5 to 20 seconds were allowed to become a minute, a quadratic part is at most 3.3 times the
    rest: it would show here.
    """

    def seconds(length):
        began = time.process_time()
        assert parse_text(text(length)).warnings
        return time.process_time() - began

    assert any(seconds(240) < 6 * max(seconds(60), 0.05) for _ in range(_TRIES))


@pytest.mark.slow
def test_time_is_linear_in_length():
    body = long_document()
    section = body[body.index("I. MỤC ĐÍCH") : body.index("Trên đây là")]

    def seconds(times):
        began = time.process_time()
        parse_text("KẾ HOẠCH\nThử nghiệm\n" + section * times)
        return time.process_time() - began

    seconds(5)
    assert seconds(320) < 8 * max(seconds(80), 0.1)
