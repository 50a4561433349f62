# SPDX-License-Identifier: Apache-2.0
"""What a person did in a document's folder comes into the one that takes its place."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime

import pytest

from ocr_kh.batch.finishing import finish_alone
from ocr_kh.batch.inputs import Job
from ocr_kh.batch.results.making import make, write
from ocr_kh.corrections import journal
from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.corrections.folder import Work, share, work_in, works_below
from ocr_kh.corrections.written import edited_files
from ocr_kh.document import Box, Condition, Document, LayerVerdict, LeftOut, Line, Page, Part, Repair, Role, Word
from ocr_kh.plan.fields import DigitalSignature
from ocr_kh.reading.source import Source
from ocr_kh.settings import Settings
from ocr_kh.writing.document.reading_file import NAME, Reading, read_reading, reading_bytes

TEXT = """ỦY BAN NHÂN DÂN
XÃ BẢO HÒA
Số: 05/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Bảo Hòa, ngày 04 tháng 3 năm 2026
KẾ HOẠCH
Tuyên truyền phòng cháy năm 2026
I. MỤC ĐÍCH
1. Nâng cao nhận thức của nhân dân trên địa bàn xã;
2. Hạn chế thấp nhất số vụ cháy xay ra trong năm.
II. TỔ CHỨC THỰC HIỆN
Các thôn báo cáo trước ngày 05 hằng tháng."""
FORMATS = Settings(formats=("text", "json", "record", "md"))


def page(number=1, text=TEXT):
    lines = []
    for row, line in enumerate(text.split("\n")):
        x, words = 80.0, []
        for part in line.split():
            words.append(Word(part, Box(x, 60.0 + 20 * row, x + 6 * len(part), 72.0 + 20 * row), 0.9))
            x += 6 * len(part) + 6
        lines.append(Line.of_words(words, page=number))
    return Page(number, 595, 842, tuple(lines), source="ocr")


@pytest.fixture
def job(tmp_path):
    scan = tmp_path / "a.pdf"
    scan.write_bytes(b"%PDF-1.7")
    return Job((scan,), "a.pdf", tmp_path / "out" / "a.pdf", "a.pdf")


def convert(job, text=TEXT, settings=FORMATS, sha256="ab" * 32):
    """The document as it is read, with what a person did in its folder."""
    read = Document("a.pdf", sha256, (page(text=text),))
    works = share(works_below(job.folder, discard_edits=settings.overwrite), [read.page_range])[0]
    made = make(read, (), works)
    return write(made, job, job.paths, job.folder, settings, started=datetime.now(UTC)), made.plan


def edit(job, name, *changes):
    path = job.folder / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def content(job, name):
    return (job.folder / name).read_text(encoding="utf-8")


def names(job):
    return {path.name for path in job.folder.iterdir()}


def decisions(job):
    return journal.read_journal(job.folder / journal.NAME).corrections


def test_reading_comes_back_as_it_was(job):
    convert(job)
    reading = read_reading(job.folder)
    assert reading.document == Document("a.pdf", "ab" * 32, (page(),))
    assert reading.texts == {"text.txt": content(job, "text.txt"), "record.xml": content(job, "record.xml")}
    assert reading_bytes(reading) == (job.folder / NAME).read_bytes()
    assert NAME not in json.loads(content(job, "provenance.json"))["outputs"]


def test_reading_has_every_field_of_what_flows(tmp_path):
    """A field that is added to the document is added to the file, or export would make something else."""
    box = Box(1.25, 2, 3, 4.5)
    word = Word("05", box, 0.5, by_hand=True, likely="06", known="08")
    condition = Condition(10, 20, 200.5, "grey", 90, 0.5, 0.25, "no words", 0.125, stamp=True, facing=True, cut=True)
    full = Page(
        2, 595.5, 842.5, (Line("05", "O5", (word,), 2, Role.TABLE),), "ocr", condition,
        LayerVerdict("wrong", "marks", "tcvn3", over_image=True), 7,
        (LeftOut("|", "sign", box), LeftOut("2", "page number", None, 3, 2)), "E501", order="rows",
    )  # fmt: skip
    repair = Repair(1, 0, 2, "O5", "05", "rule", "printed_fault", 0.75, "06", doubtful=True, page=2, box=box)
    whole = Document("a.pdf", "ab", (full,), (repair,), False, Part(2, 3, 4), (1, 2))
    for value in (word, full, full.condition, full.layer, full.left_out[1], repair, whole):
        empty = [each.name for each in fields(value) if getattr(value, each.name) == _default(each)]
        assert empty in ([], ["alternatives", "may_be"], ["box"], ["seconds"]), (
            "a new field: give it a value here, and a place in the file"
        )
    signature = DigitalSignature(signer="Lan", time="2026-01-02")
    reading = Reading(whole, (signature,), ("../a.pdf",), {"text.txt": "05"}, "cd", "1.0")
    (tmp_path / NAME).write_bytes(reading_bytes(reading))
    assert read_reading(tmp_path) == reading


def _default(each):
    return each.default_factory() if each.default_factory is not MISSING else each.default


@pytest.mark.parametrize("damage", [b"", b"no gzip", reading_bytes(Reading(Document("a", "b", ())))[:-9]])
def test_reading_that_is_damaged_is_none(tmp_path, damage):
    (tmp_path / NAME).write_bytes(damage)
    assert read_reading(tmp_path) is None


def test_a_folder_nobody_touched_holds_no_work(job):
    convert(job)
    assert not work_in(job.folder)
    convert(job)
    assert journal.NAME not in names(job)


def test_edits_of_text_become_corrections_and_hold(job):
    convert(job)
    edit(job, "text.txt", ("xay ra", "xảy ra"), ("05/KH", "06/KH"))
    outcome, plan = convert(job)
    assert outcome.kept == ()
    assert "số vụ cháy xảy ra trong năm" in content(job, "text.txt")
    assert plan.header.number == "06"
    assert "<codeNumber>06</codeNumber>" in content(job, "record.xml")
    assert [(each.read, each.right, each.anchor.page) for each in decisions(job)] == [
        ("05/KH-UBND", "06/KH-UBND", 1),
        ("xay", "xảy", 1),
    ]
    assert all(each.when for each in decisions(job))
    assert names(job) & {"text.edited.txt", "record.edited.xml"} == set()


def test_edits_of_the_record_become_corrections_and_hold(job):
    convert(job)
    edit(
        job,
        "record.xml",
        ("<maintenance />", "<maintenance>Vĩnh viễn</maintenance>"),
        ("04/03/2026", "05/03/2026"),
        ("<typeName>10<", "<typeName>07<"),
    )
    _, plan = convert(job)
    assert {each.pointer: each.right for each in decisions(job)} == {
        "/record/maintenance": "Vĩnh viễn",
        "/header/date": "2026-03-05",
        "/document_type": "THÔNG BÁO",
    }
    assert (plan.header.date, plan.document_type, plan.record) == (
        "2026-03-05", "THÔNG BÁO", {"maintenance": "Vĩnh viễn"},
    )  # fmt: skip
    assert plan.evidence["/header/date"].source == plan.evidence["/record/maintenance"].source == "person"
    assert "<maintenance>Vĩnh viễn</maintenance>" in content(job, "record.xml")
    assert "maintenance" not in content(job, "record.xml").split("?>")[1]


def test_corrections_outlive_any_number_of_conversions(job):
    convert(job)
    edit(job, "text.txt", ("xay ra", "xảy ra"))
    convert(job)
    first, text = (job.folder / journal.NAME).read_bytes(), content(job, "text.txt")
    convert(job)
    convert(job, TEXT.replace("cháy xay", "chay xạy"))
    assert (job.folder / journal.NAME).read_bytes() == first
    assert content(job, "text.txt") == text.replace("vụ cháy", "vụ chay")


def test_a_correction_that_has_no_place_is_told_and_stays(job):
    convert(job)
    edit(job, "text.txt", ("xay ra", "xảy ra"))
    convert(job)
    _, plan = convert(job, TEXT.replace("2. Hạn chế thấp nhất số vụ cháy xay ra trong năm.", "2. Nơi nhận"))
    assert [each.code for each in plan.warnings if each.code.startswith("corrections")] == ["corrections.unplaced"]
    assert len(decisions(job)) == 1
    convert(job)
    assert "xảy ra" in content(job, "text.txt")


def test_a_field_that_now_reads_otherwise_stays_and_is_told(job):
    convert(job)
    edit(job, "record.xml", ("<codeNumber>05<", "<codeNumber>15<"))
    _, plan = convert(job)
    assert plan.header.number == "15"
    assert "corrections.read_anew" not in {each.code for each in plan.warnings}
    _, plan = convert(job, TEXT.replace("Số: 05", "Số: 08"))
    assert plan.header.number == "15"
    assert "corrections.read_anew" in {each.code for each in plan.warnings}


def test_a_scan_that_took_the_place_of_another_is_told(job):
    """It may be the same document, scanned again: decisions hold. It may be another one: a person must look."""
    convert(job)
    edit(job, "text.txt", ("xay ra", "xảy ra"))
    _, plan = convert(job)
    assert "corrections.other_scan" not in {each.code for each in plan.warnings}
    for _ in range(2):
        _, plan = convert(job, sha256="cd" * 32)
        assert "corrections.other_scan" in {each.code for each in plan.warnings}
    assert "xảy ra" in content(job, "text.txt")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("I. MỤC ĐÍCH\n", ""),
        ("I. MỤC ĐÍCH\n", "I. MỤC ĐÍCH\nMột dòng người dùng thêm vào.\n"),
        ("nhận thức của nhân dân", "nhận thức\ncủa nhân dân"),
    ],
    ids=["line gone", "line new", "line cut"],
)
def test_edits_of_text_that_cannot_be_told_are_kept_beside(job, old, new):
    convert(job)
    edit(job, "text.txt", (old, new))
    edited = content(job, "text.txt")
    outcome, plan = convert(job)
    assert outcome.kept == (("text.txt", "text.edited.txt"),)
    assert content(job, "text.edited.txt") == edited
    assert "text.edited.txt" in next(each.message for each in plan.warnings if each.code == "corrections.kept_beside")
    edit(job, "text.txt", (old, new), ("xay", "xoay"))
    convert(job)
    assert content(job, "text.edited.txt") == edited
    assert "xoay" in content(job, "text.edited-2.txt")


@pytest.mark.parametrize("name", ["plan.md", "plan.json", "original.txt", "repairs.jsonl"])
def test_other_files_edited_are_kept_beside(job, name):
    convert(job)
    with (job.folder / name).open("a", encoding="utf-8") as file:
        file.write("\nghi chú\n")
    edited = content(job, name)
    outcome, _ = convert(job)
    ((_, kept),) = outcome.kept
    assert content(job, kept) == edited


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<mode />", "<mode>" + "x" * 40 + "</mode>"),
        ("<mode />", "<mode>Công khai"),
        ("<mode />", "<mode /><shelf>12</shelf>"),
    ],
    ids=["too long", "no XML", "a field of their own"],
)
def test_a_record_that_cannot_be_told_is_kept_beside(job, old, new):
    convert(job)
    edit(job, "record.xml", (old, new))
    edited = content(job, "record.xml")
    convert(job)
    assert content(job, "record.edited.xml") == edited
    assert decisions(job) == ()


def test_files_that_a_person_put_there_stay(job):
    convert(job)
    (job.folder / "ghi-chu.txt").write_text("của tôi", encoding="utf-8")
    (job.folder / "anh").mkdir()
    (job.folder / "anh" / "1.txt").write_text("ảnh", encoding="utf-8")
    (job.folder / "document.docx").write_text("thư của tôi", encoding="utf-8")
    outcome, _ = convert(job, settings=replace(FORMATS, formats=("text", "docx")))
    assert content(job, "ghi-chu.txt") == "của tôi"
    assert content(job, "anh/1.txt") == "ảnh"
    assert outcome.kept == (("document.docx", "document.edited.docx"),)
    assert content(job, "document.edited.docx") == "thư của tôi"


def test_without_provenance_nothing_is_known_to_be_ours_and_all_stays(job):
    convert(job)
    edit(job, "text.txt", ("xay ra", "xảy ra"))
    (job.folder / "provenance.json").unlink()
    convert(job)
    assert "xảy ra" in content(job, "text.edited.txt")
    assert not (job.folder / "record.edited.xml").exists()


def test_overwrite_discards_edits_and_keeps_decisions(job):
    convert(job)
    edit(job, "text.txt", ("xay ra", "xảy ra"))
    convert(job)
    edit(job, "text.txt", ("nhân dân", "dân"))
    assert edited_files(job.folder) == ("text.txt",)
    convert(job, settings=replace(FORMATS, overwrite=True))
    assert "xảy ra" in content(job, "text.txt")
    assert "nhận thức của nhân dân" in content(job, "text.txt")


def test_decisions_follow_their_pages_when_a_file_is_cut_otherwise(tmp_path):
    kept = Correction("word", "a", "b", Anchor(page=3))
    other = Correction("word", "c", "d", Anchor(page=1))
    field = Correction("field", "", "x", pointer="/record/mode")
    work = Work(tmp_path, (1, 4), journal.lines_of([kept, other, field]), own=("ghi-chu.txt",))
    first, second = share([work], [(1, 2), (3, 4)])
    assert [each.corrections for each in first] == [(other, field)]
    assert [each.own for each in first] == [("ghi-chu.txt",)]
    assert [each.corrections for each in second] == [(replace(kept, anchor=Anchor(page=1)),)]
    (whole,) = share([replace(each, pages=pages) for (each,), pages in ((first, (1, 2)), (second, (3, 4)))], [(1, 4)])
    assert {each for work in whole for each in work.corrections} == {kept, other, field}


def test_a_secret_document_with_decisions_is_left_as_it_is(job):
    """Written with --allow-secret once: nothing new is written of it, nothing that a person did goes."""
    secret = TEXT.replace("KẾ HOẠCH\n", "MẬT\nKẾ HOẠCH\n", 1)
    source = Source(job.paths, "pdf", "a.pdf", "ab" * 32, 1)
    open_settings = replace(FORMATS, allow_secret=True, repair=False, split=False)
    job.paths[0].write_bytes(_pdf())
    (outcome,) = finish_alone(job, source, [page(text=secret)], open_settings, datetime.now(UTC))
    assert (outcome.status, outcome.secrecy) == ("done", "MẬT")
    edit(job, "record.xml", ("<mode />", "<mode>Mật</mode>"))
    (outcome,) = finish_alone(
        job, source, [page(text=secret)], replace(open_settings, allow_secret=False), datetime.now(UTC)
    )
    assert outcome.status == "held"
    assert "<mode>Mật</mode>" in content(job, "record.xml")


def _pdf():
    from io import BytesIO

    import pikepdf

    pdf, stream = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(stream)
    return stream.getvalue()
