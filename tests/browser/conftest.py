# SPDX-License-Identifier: Apache-2.0
"""Debian's chromium before a desk over an archive that is made without an engine."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest

from bench.desk_browser import CHROMIUM, DRIVER, Person, browser
from ocr_kh.batch.inputs import Job
from ocr_kh.batch.results.making import make, write
from ocr_kh.document import Box, Document, Line, Page, Repair, Word
from ocr_kh.reading.source import content_hash
from ocr_kh.settings import Settings
from ocr_kh.writing import write_index
from tests.warm_desk import warm_desk

HEAD = (
    "ỦY BAN NHÂN DÂN XÃ BẢO HÒA",
    "Số: {number}/KH-UBND",
    "Bảo Hòa, ngày 04 tháng 3 năm 2026",
    "KẾ HOẠCH",
    "Tuyên truyên phòng cháy năm 2026",
)
BODY = ("1. Các thôn tuyên truyên tới từng hộ <b>dân</b>.", "2. Trạm y tế Kxaro truyên đạt, báo cáo.")


def _page(number, texts):
    lines = []
    for row, text in enumerate(texts):
        words = [
            Word(part, Box(60 + 55 * at, 60.1 + 24 * row, 110.3 + 55 * at, 72.7 + 24 * row))
            for at, part in enumerate(text.split())
        ]
        lines.append(Line.of_words(words, page=number))
    return Page(number, 595.28, 841.89, tuple(lines), source="ocr")


def _written(folder, name, number):
    pdf, stream = pikepdf.new(), BytesIO()
    for _ in range(2):
        pdf.add_blank_page(page_size=(595.28, 841.89))
    pdf.save(stream)
    scan = folder / "in" / name
    scan.parent.mkdir(exist_ok=True)
    scan.write_bytes(stream.getvalue() + f"% {name}".encode())
    job = Job((scan,), f"in/{name}", folder / "out" / name, name)
    head = tuple(line.format(number=number) for line in HEAD)
    doubt = Repair(5, 6, 12, "truyên", "truyên", "channel", probability=0.6, runner_up="truyền", doubtful=True, page=1)
    pages = (_page(1, head), _page(2, BODY))
    read = Document(name, content_hash((scan,)), pages, (doubt,))
    settings = Settings(formats=("text", "json", "pdf", "record"))
    return write(make(read, (), ()), job, job.paths, job.folder, settings, started=datetime.now(UTC)).row


@pytest.fixture
def out(tmp_path):
    """Three documents converted and in the index."""
    write_index(tmp_path / "out", [_written(tmp_path, f"{name}.pdf", f"0{at}") for at, name in enumerate("abc", 5)])
    return tmp_path / "out"


@pytest.fixture(scope="session")
def chromium():
    """One chromium for all tests; each person in it has cookies of their own."""
    if not (CHROMIUM.exists() and DRIVER.exists()):
        pytest.fail("Debian's chromium and chromium-driver are not installed: .ci/debian-packages test")
    with browser() as driver:
        yield driver


@pytest.fixture
def sit_down(chromium, out):
    """Opens a desk, in these ways, and sits somebody down at it."""
    desks = []

    def open_one(name="Lan", *arguments, language="en"):
        context = warm_desk(out, *arguments, language=language)
        process, address = context.__enter__()
        desks.append(context)
        chromium.delete_all_cookies()
        return Person(chromium, address, name), process, address

    yield open_one
    chromium.get("about:blank")
    for context in desks:
        context.__exit__(None, None, None)
