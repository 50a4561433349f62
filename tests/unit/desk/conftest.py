# SPDX-License-Identifier: Apache-2.0
"""An archive of two invented documents, made without an engine, and a desk over it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from shutil import copytree

import pikepdf
import pytest
from starlette.testclient import TestClient

from ocr_kh.batch.inputs import Job
from ocr_kh.batch.results.making import make, write
from ocr_kh.desk.app import Desk, build
from ocr_kh.desk.dictionary import OwnWords
from ocr_kh.desk.documents import Piles
from ocr_kh.desk.guard import Keys
from ocr_kh.desk.register import NAME, Register
from ocr_kh.document import Box, Document, Line, Page, Repair, Word
from ocr_kh.reading.source import content_hash
from ocr_kh.settings import Settings
from ocr_kh.writing import write_index

PORT = 8123
LINES = (
    "ỦY BAN NHÂN DÂN XÃ BẢO HÒA",
    "Số: 05/KH-UBND",
    "KẾ HOẠCH",
    "Tuyên truyên phòng cháy",
    "1. Các thôn báo cáo <script>alert('x')</script> & truyên đạt Kxaro.",
)
DOUBT = Repair(4, 6, 12, "truyên", "truyên", "channel", probability=0.6, runner_up="truyền", doubtful=True, page=1)


def page(number=1):
    lines = []
    for row, text in enumerate(LINES):
        words = [
            Word(part, Box(80 + 60 * at, 60.1 + 20 * row, 133.3 + 60 * at, 72.7 + 20 * row))
            for at, part in enumerate(text.split())
        ]
        lines.append(Line.of_words(words, page=number))
    return Page(number, 595.28, 841.89, tuple(lines), source="ocr")


def write_one(tmp_path, name):
    pdf, stream = pikepdf.new(), BytesIO()
    pdf.add_blank_page(page_size=(595.28, 841.89))
    pdf.save(stream)
    scan = tmp_path / "in" / name
    scan.parent.mkdir(exist_ok=True)
    scan.write_bytes(stream.getvalue() + f"% {name}".encode())
    job = Job((scan,), f"in/{name}", tmp_path / "out" / name, name)
    read = Document(name, content_hash((scan,)), (page(),), (DOUBT,))
    settings = Settings(formats=("text", "json", "pdf", "record"))
    return write(make(read, (), ()), job, job.paths, job.folder, settings, started=datetime.now(UTC)).row


@pytest.fixture
def written(tmp_path):
    """Converts a document; gives its row of the index."""
    return lambda name: write_one(tmp_path, name)


@pytest.fixture(scope="session")
def two(tmp_path_factory):
    """Two documents converted and in the index, to be copied, with their scans."""
    folder = tmp_path_factory.mktemp("two")
    write_index(folder / "out", [write_one(folder, name) for name in ("a.pdf", "b.pdf")])
    return folder


@pytest.fixture
def out(tmp_path, two):
    """Two documents converted and in the index."""
    copytree(two, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out"


@pytest.fixture(scope="session")
def four(tmp_path_factory):
    """Four documents converted and in the index, to be copied, with their scans."""
    folder = tmp_path_factory.mktemp("four")
    write_index(folder / "out", [write_one(folder, f"{name}.pdf") for name in "abcd"])
    return folder


@pytest.fixture
def keys():
    return Keys(PORT, frozenset({"127.0.0.1", "localhost"}))


@pytest.fixture
def opened_desk(out, tmp_path):
    """Opens a desk with these keys; gives what makes clients of it."""
    registers = []

    @contextmanager
    def at(keys, dictionary=None):
        register = Register(out / NAME)
        registers.append(register)
        desk = Desk(out, Piles(out), register, keys, None, OwnWords(dictionary))
        app = build(desk)

        def client(name="Lan", **headers):
            made = TestClient(app, f"http://127.0.0.1:{PORT}", headers={"Origin": f"http://127.0.0.1:{PORT}"} | headers)
            made.cookies.set(keys.cookie_name, keys.cookie)
            if name:
                assert made.post("/who", json={"name": name}).json() == {"name": name}
            return made

        yield client

    yield at
    for register in registers:
        register.close()


@pytest.fixture
def lan(opened_desk, keys):
    """Somebody at the desk."""
    with opened_desk(keys) as client:
        yield client()
