# SPDX-License-Identifier: Apache-2.0
"""Files of a bundle made again without reading: each document from its own pages."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pikepdf

from ocr_kh.batch import finishing
from ocr_kh.batch.inputs import find_jobs
from ocr_kh.batch.results.export import export
from ocr_kh.corrections import journal
from ocr_kh.corrections.correction import Correction
from ocr_kh.document import Box, Line, Page, Word
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings
from ocr_kh.writing import write_index

HEADER = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ BẢO HÒA Độc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND Bảo Hòa, ngày 04 tháng 3 năm 2026
KẾ HOẠCH
Tuyên truyền phòng cháy lần {number}
I. MỤC ĐÍCH
1. Nâng cao nhận thức.
Nơi nhận:
- Các thôn;
- Lưu: VT.
CHỦ TỊCH
Nguyễn Văn An"""


def page(number):
    lines = [
        Line.of_words([Word(word, Box(80, 60 + 17 * at, 500, 72 + 17 * at)) for word in text.split()], page=number)
        for at, text in enumerate(HEADER.format(number=number).split("\n"))
    ]
    return Page(number, 595, 842, tuple(lines), source="ocr")


def finish(job, opened, pages, settings):
    """The input finished as it was read, with nothing repaired."""
    return finishing.finish(
        job, opened, finishing.tell_apart(job, opened, pages, settings), settings, datetime.now(UTC)
    )


def test_export_of_a_bundle_makes_each_document_of_its_own_pages(tmp_path):
    pdf, stream, out = pikepdf.new(), BytesIO(), tmp_path / "out"
    for _ in range(3):
        pdf.add_blank_page(page_size=(595, 842))
    pdf.save(stream)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(stream.getvalue())
    (job,) = find_jobs([tmp_path / "in"], out, Settings())
    opened, settings = open_source(job.paths[0], Settings()), Settings(formats=("pdf", "json", "text", "record"))
    outcomes = finish(job, opened, [page(number) for number in (1, 2, 3)], settings)
    write_index(out, [outcome.row for outcome in outcomes])
    assert [outcome.part for outcome in outcomes] == ["01", "02", "03"]
    before = {path: path.read_bytes() for path in job.folder.rglob("*") if path.is_file()}

    assert [outcome.status for outcome in export(out)] == ["unchanged"] * 3
    for path in job.folder.rglob("[rst]*.*"):
        path.unlink()
    assert [outcome.status for outcome in export(out)] == ["done"] * 3
    assert {path: path.read_bytes() for path in job.folder.rglob("*") if path.is_file()} == before

    mode = Correction("field", "", "Công khai", pointer="/record/mode")
    journal.append(job.folder / "02" / journal.NAME, [mode])
    assert [outcome.status for outcome in export(out)] == ["unchanged", "done", "unchanged"]
    finish(job, opened, [page(number) for number in (1, 2, 3)], settings)
    modes = [
        "<mode>Công khai</mode>" in path.read_text(encoding="utf-8") for path in sorted(job.folder.rglob("record.xml"))
    ]
    assert modes == [False, True, False]
