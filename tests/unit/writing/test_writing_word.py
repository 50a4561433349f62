# SPDX-License-Identifier: Apache-2.0
"""document.docx: laid out as the decree asks, and its text is the plan's."""

from __future__ import annotations

import tomllib
from itertools import groupby
from pathlib import Path

import pytest

import ocr_kh
from ocr_kh.plan.model import Appendix, Block, Header, Plan, Recipient, Section, Signature

docx = pytest.importorskip("docx")

from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: E402 - needs docx

from ocr_kh.writing.document.word import write_docx  # noqa: E402 - needs docx

ROOT = Path(__file__).parents[3]
LEFT = WD_ALIGN_PARAGRAPH.LEFT
SAMPLES = sorted((ROOT / "samples" / "truth").glob("*.txt"))
CASES = [
    case
    for name in ("plans.toml", "outlines.toml", "genres.toml", "faults.toml")
    for case in tomllib.loads((ROOT / "tests/cases/plan" / name).read_text("utf-8"))["case"]
]


def lines(path):
    """The text of a Word file in the order of the page: a paragraph or a ruled row a line, columns cell by cell.

    Bold running text is marked as converters mark it; without that nothing tells a heading without a number.
    """
    for part in docx.Document(path).iter_inner_content():
        if hasattr(part, "text"):
            bold = part.alignment == LEFT and part.text and all(run.bold for run in part.runs)
            yield f"**{part.text}**" if bold else part.text
        elif part.style.name == "Table Grid":
            yield from (" | ".join(cell.text for cell in row.cells) for row in part.rows)
        else:
            yield from (paragraph.text for row in part.rows for cell in row.cells for paragraph in cell.paragraphs)


def text_of(plan, folder):
    write_docx(plan, folder / "document.docx")
    return "\n".join(line for line in lines(folder / "document.docx") if line)


def outline(sections):
    """Everything that the outline says, but not the pages, and not where the lines of wrapped text end."""
    return [(each.path, each.title, list(contents(each.blocks))) for each in sections.walk()]


def contents(blocks):
    for (kind, marker), group in groupby(blocks, key=lambda block: (block.kind, block.marker)):
        yield kind, marker, " ".join(block.text for block in group)


def facts(plan):
    header = plan.header
    return {
        "header": [header.parent_issuer, header.number, header.symbol, header.place, header.date],
        "issuer": header.issuer,
        "type": plan.document_type,
        "subject": plan.subject,
        "addressees": plan.addressees,
        "bases": plan.bases,
        "closing": plan.closing,
        "recipients": plan.recipients,
        "signatures": plan.signatures,
    }


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_word_text_parses_to_the_same_plan(tmp_path, path):
    plan = ocr_kh.parse(path.read_text("utf-8"))
    again = ocr_kh.parse(text_of(plan, tmp_path))
    assert facts(again) == facts(plan)
    assert outline(again.sections) == outline(plan.sections)
    assert [(each.marker, each.title, outline(each.sections)) for each in again.appendices] == [
        (each.marker, each.title, outline(each.sections)) for each in plan.appendices
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_word_text_of_hard_cases_has_the_same_outline(tmp_path, case):
    plan = ocr_kh.parse(case["text"])
    again = ocr_kh.parse(text_of(plan, tmp_path))
    assert outline(again.sections) == outline(plan.sections)


TABLE = Block(kind="table", text="", rows=(("1", "Họp"), ("2",)))
TEXT = Block(kind="paragraph", text="Giữ\x0c sạch.")
PLAN = Plan(
    header=Header(
        parent_issuer="ỦY BAN NHÂN DÂN XÃ BẢO HÒA",
        issuer="PHÒNG VĂN HÓA - XÃ HỘI",
        number="05",
        symbol="KH-VHXH",
        place="Bảo Hòa",
        date="2026-03-04",
    ),
    document_type="KẾ HOẠCH",
    subject="Vệ sinh môi trường",
    bases=("Căn cứ Luật Bảo vệ môi trường;",),
    sections=(Section(marker="I", level=1, path="I", title="MỤC ĐÍCH", blocks=(TEXT,)),),
    recipients=(Recipient(name="Như trên"), Recipient(name="Lưu: VT")),
    signatures=(Signature(authority=("TRƯỞNG PHÒNG",), signer="Lê Văn Mẫu"),),
    appendices=(Appendix(marker="Phụ lục", title="PHÂN CÔNG", blocks=(TABLE,)),),
)


def test_word_page_is_as_the_decree_asks(tmp_path):
    write_docx(PLAN, tmp_path / "a.docx")
    file = docx.Document(tmp_path / "a.docx")
    section = file.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    assert [round(side.mm) for side in (section.top_margin, section.bottom_margin)] == [20, 20]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [30, 15]
    assert file.styles["Normal"].font.name == "Times New Roman"
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml


def test_word_lines_are_in_the_letters_the_decree_asks_for(tmp_path):
    write_docx(PLAN, tmp_path / "a.docx")
    file = docx.Document(tmp_path / "a.docx")
    cells = [cell for table in (file.tables[0], file.tables[1]) for row in table.rows for cell in row.cells]
    every = [*file.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    found = {each.text: each.runs[0] for each in every if each.runs}

    def letters(text):
        run = found[text]
        return run.font.size.pt, bool(run.bold), bool(run.italic)

    assert letters("ỦY BAN NHÂN DÂN XÃ BẢO HÒA") == (13, False, False)
    assert letters("PHÒNG VĂN HÓA - XÃ HỘI") == (13, True, False)
    assert letters("Độc lập - Tự do - Hạnh phúc") == (14, True, False)
    assert letters("Số: 05/KH-VHXH") == (13, False, False)
    assert letters("Bảo Hòa, ngày 04 tháng 3 năm 2026") == (14, False, True)
    assert letters("KẾ HOẠCH") == (14, True, False)
    assert letters("Căn cứ Luật Bảo vệ môi trường;") == (14, False, True)
    assert letters("Giữ sạch.") == (14, False, False)
    assert letters("Nơi nhận:") == (12, True, True)
    assert letters("- Lưu: VT.") == (11, False, False)
    assert letters("Lê Văn Mẫu") == (14, True, False)
    assert found["Phụ lục"].font.size.pt == 14


def test_word_closing_has_recipients_and_signature_side_by_side(tmp_path):
    write_docx(PLAN, tmp_path / "a.docx")
    (row,) = docx.Document(tmp_path / "a.docx").tables[1].rows
    left, right = (cell.text for cell in row.cells)
    assert left.startswith("Nơi nhận:")
    assert right == "TRƯỞNG PHÒNG\nLê Văn Mẫu"


def test_word_of_the_party_has_its_own_header(tmp_path):
    plan = Plan(header=Header(issuer="BAN TỔ CHỨC", number="07", symbol="KH/BTC"))
    text = text_of(plan, tmp_path)
    assert "Số 07-KH/BTC" in text
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "CỘNG HÒA" not in text


def test_word_of_an_empty_plan_opens(tmp_path):
    assert "Tự do" in text_of(Plan(), tmp_path)
