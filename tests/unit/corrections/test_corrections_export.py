# SPDX-License-Identifier: Apache-2.0
"""Files made again from what was read and what a person decided; here without an engine."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from ocr_kh.batch.inputs import Job
from ocr_kh.batch.results.export import export
from ocr_kh.batch.results.making import make, write
from ocr_kh.cli import main
from ocr_kh.corrections import journal
from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.document import Box, Document, Line, Page, Word
from ocr_kh.errors import ExitCode, PathMissingError
from ocr_kh.reading.source import content_hash
from ocr_kh.settings import Settings
from ocr_kh.writing import write_index
from ocr_kh.writing.document.reading_file import NAME

LINES = ("ỦY BAN NHÂN DÂN XÃ BẢO HÒA", "Số: 05/KH-UBND", "KẾ HOẠCH", "Tuyên truyên phòng cháy", "1. Các thôn báo cáo.")
FORMATS = Settings(formats=("text", "json", "md", "pdf", "record", "hocr"))
WRONG = Correction("word", "truyên", "truyền", Anchor(1, None, "KẾ HOẠCH Tuyên", "phòng cháy"), who="Lan")


def page(number):
    lines = []
    for row, text in enumerate(LINES):
        words = [
            Word(part, Box(80 + 60 * at, 60.1 + 20 * row, 133.3 + 60 * at, 72.7 + 20 * row), 1 / 3)
            for at, part in enumerate(text.split())
        ]
        lines.append(Line.of_words(words, page=number))
    return Page(number, 595.28, 841.89, tuple(lines), source="ocr")


@pytest.fixture
def out(tmp_path):
    """A document converted and in the index."""
    pdf, stream = pikepdf.new(), BytesIO()
    pdf.add_blank_page(page_size=(595.28, 841.89))
    pdf.save(stream)
    scan = tmp_path / "in" / "a.pdf"
    scan.parent.mkdir()
    scan.write_bytes(stream.getvalue())
    job = Job((scan,), "in/a.pdf", tmp_path / "out" / "a.pdf", "a.pdf")
    read = Document("a.pdf", content_hash((scan,)), (page(1),))
    outcome = write(make(read, (), ()), job, job.paths, job.folder, FORMATS, started=datetime.now(UTC))
    write_index(tmp_path / "out", [outcome.row])
    return tmp_path / "out"


def files(out):
    return {path.name: path.read_bytes() for path in (out / "a.pdf").iterdir()}


def statuses(out):
    return [outcome.status for outcome in export(out)]


def pdf_words(out):
    return pypdfium2.PdfDocument(out / "a.pdf" / "searchable.pdf")[0].get_textpage().get_text_range().split()


def test_export_after_convert_changes_nothing(out):
    before = files(out)
    assert statuses(out) == ["unchanged"]
    assert files(out) == before


@pytest.mark.parametrize("gone", ["text.txt", "searchable.pdf", "plan.json", "all"])
def test_export_makes_files_that_are_gone_again_byte_for_byte(out, gone):
    before = files(out)
    for name in before:
        if name not in {"provenance.json", NAME} and gone in {name, "all"}:
            (out / "a.pdf" / name).unlink()
    assert statuses(out) == ["done"]
    assert files(out) == before
    assert statuses(out) == ["unchanged"]


def test_export_makes_everything_follow_a_correction(out):
    journal.append(out / "a.pdf" / journal.NAME, [WRONG])
    record = Correction("field", "", "Vĩnh viễn", pointer="/record/maintenance")
    number = Correction("field", "05", "15", pointer="/header/number")
    journal.append(out / "a.pdf" / journal.NAME, [record, number])
    lines = (out / "a.pdf" / journal.NAME).read_bytes()
    assert statuses(out) == ["done"]
    made = {name: content.decode("utf-8", "replace") for name, content in files(out).items()}
    for name in ("text.txt", "plan.json", "plan.md", "record.xml", "pages.hocr"):
        assert "truyên" not in made[name]
        assert "truyền" in made[name]
    assert "truyền" in pdf_words(out)
    assert "truyên" in made["original.txt"]
    assert '"source": "person"' in made["repairs.jsonl"]
    assert "<maintenance>Vĩnh viễn</maintenance>" in made["record.xml"]
    with pikepdf.open(out / "a.pdf" / "searchable.pdf") as pdf, pdf.open_metadata() as metadata:
        assert "15/KH-UBND" in str(metadata["dc:identifier"])
        assert "truyền" in metadata["dc:title"]
    index = (out / "index.csv").read_text(encoding="utf-8-sig")
    assert "truyền" in index
    assert ",15,KH-UBND," in index
    assert "truyền" in (out / "sections.csv").read_text(encoding="utf-8-sig") + index
    assert (out / "a.pdf" / journal.NAME).read_bytes() == lines
    assert statuses(out) == ["unchanged"]


def test_export_takes_hand_edits_in(out):
    text = out / "a.pdf" / "text.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("truyên", "truyền"), encoding="utf-8")
    assert statuses(out) == ["done"]
    assert "truyền" in pdf_words(out)
    assert [each.right for each in journal.read_journal(out / "a.pdf" / journal.NAME).corrections] == ["truyền"]


def test_export_a_torn_line_is_passed_over_and_told(out):
    (out / "a.pdf" / journal.NAME).write_bytes(journal.lines_of([WRONG, WRONG])[:-30])
    assert statuses(out) == ["done"]
    assert "corrections.unread" in files(out)["plan.json"].decode()
    assert "truyền" in pdf_words(out)


def test_export_without_the_scan_keeps_the_pdf_and_says_so(out, caplog):
    (out.parent / "in" / "a.pdf").unlink()
    journal.append(out / "a.pdf" / journal.NAME, [WRONG])
    before = files(out)["searchable.pdf"]
    assert statuses(out) == ["done"]
    assert files(out)["searchable.pdf"] == before
    assert "truyền" in files(out)["text.txt"].decode()
    assert "the scan is not at hand" in caplog.text


def test_export_goes_on_after_both_folders_were_moved(out):
    moved = out.parent / "elsewhere"
    moved.mkdir()
    for name in ("in", "out"):
        (out.parent / name).rename(moved / name)
    journal.append(moved / "out" / "a.pdf" / journal.NAME, [WRONG])
    assert statuses(moved / "out") == ["done"]
    assert "truyền" in pdf_words(moved / "out")


def test_export_without_what_was_read_says_what_to_do(out, capsys):
    (out / "a.pdf" / NAME).unlink()
    before = files(out)
    assert main(["export", str(out)]) == ExitCode.UNREADABLE
    assert "[E412]" in capsys.readouterr().err
    assert files(out) == before


def test_export_of_a_folder_without_results_is_wrong_usage(tmp_path):
    with pytest.raises(PathMissingError):
        list(export(tmp_path))


def test_tables_edited_by_hand_are_kept_beside(out, caplog):
    assert statuses(out) == ["unchanged"]
    table = out / "index.csv"
    written = table.read_bytes()
    edited = written.replace("truyên".encode(), "truyền".encode())
    table.write_bytes(edited)
    assert statuses(out) == ["unchanged"]
    assert (out / "index.edited.csv").read_bytes() == edited
    assert table.read_bytes() == written
    assert "index.csv was edited by hand" in caplog.text
    assert statuses(out) == ["unchanged"]
    (out / "sections.csv").write_bytes(b"mine")
    assert statuses(out) == ["unchanged"]
    assert (out / "sections.edited.csv").read_bytes() == b"mine"
    assert {path.name for path in out.iterdir() if ".edited" in path.name} == {
        "index.edited.csv",
        "sections.edited.csv",
    }
