# SPDX-License-Identifier: Apache-2.0
"""The story of an archivist: what was edited by hand is still there after everything is run again."""

from __future__ import annotations

import json
import shutil

import pypdfium2
import pytest
from openpyxl import load_workbook

from ocr_kh.cli import main
from ocr_kh.corrections import journal
from ocr_kh.errors import ExitCode
from ocr_kh.writing.document import reading_file

RIGHT = "ĐÍNHCHÍNH"


def _command(root, out):
    return ["convert", str(root / "samples/chi-thi-hoa-don-dien-tu.png"), "--out", str(out)]


@pytest.fixture(scope="module")
def once(root, tmp_path_factory):
    """The folder of results of a sample."""
    out = tmp_path_factory.mktemp("once") / "out"
    assert main([*_command(root, out), "--jobs", "1"]) == ExitCode.DONE
    return out


@pytest.fixture
def converted(root, once, tmp_path):
    """A sample converted, and the command that does it."""
    out = tmp_path / "out"
    shutil.copytree(once, out)
    return _command(root, out), out / "chi-thi-hoa-don-dien-tu.png"


def _edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "provenance.json"}


def _provenance(folder):
    return json.loads((folder / "provenance.json").read_text(encoding="utf-8"))


def test_an_edit_is_taken_in_without_what_was_read_too(converted):
    command, folder = converted
    _edit(folder / "record.xml", "<mode />", "<mode>02</mode>")
    (folder / reading_file.NAME).unlink()
    assert main([*command, "--jobs", "1"]) == ExitCode.DONE
    assert "exported" not in _provenance(folder)
    assert "<mode>02</mode>" in (folder / "record.edited.xml").read_text(encoding="utf-8")  # what it was is not known


def test_edits_by_hand_outlive_every_command(converted, capsys):
    command, folder = converted
    untouched = _contents(folder)
    longest = max((folder / "text.txt").read_text(encoding="utf-8").splitlines(), key=len)
    words = longest.split()
    _edit(folder / "text.txt", longest, " ".join([*words[:4], RIGHT, *words[5:]]))
    _edit(folder / "record.xml", "<maintenance />", "<maintenance>Vĩnh viễn</maintenance>")

    assert main([*command, "--overwrite"]) == ExitCode.USAGE  # nobody is there to be asked
    assert "[E205]" in capsys.readouterr().err
    assert main([*command, "--jobs", "1"]) == ExitCode.DONE
    assert "exported" in _provenance(folder)  # no page was read again
    after = _contents(folder)
    assert "<maintenance>Vĩnh viễn</maintenance>" in after["record.xml"].decode()
    assert after["text.txt"].decode() == untouched["text.txt"].decode().replace(
        longest, " ".join([*words[:4], RIGHT, *words[5:]])
    )
    pdf = pypdfium2.PdfDocument(folder / "searchable.pdf")
    assert RIGHT in pdf[0].get_textpage().get_text_range().split()
    assert len(journal.read_journal(folder / journal.NAME).corrections) == 2
    assert after["original.txt"] == untouched["original.txt"]

    capsys.readouterr()
    assert main(command) == ExitCode.DONE
    assert main(["export", str(folder.parent)]) == ExitCode.DONE
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == ["unchanged", "unchanged"]
    for name in json.loads((folder / "provenance.json").read_text(encoding="utf-8"))["outputs"]:
        (folder / name).unlink()
    assert main(["export", str(folder.parent)]) == ExitCode.DONE
    assert _contents(folder) == after

    assert main([*command, "--jobs", "1", "--formats", "text,json,record"]) == ExitCode.DONE
    again = _contents(folder)
    assert {name: again[name] for name in ("text.txt", "record.xml", "plan.json", journal.NAME)} == {
        name: after[name] for name in ("text.txt", "record.xml", "plan.json", journal.NAME)
    }


def _cell(table, column, book=None):
    """The cell of the one document."""
    sheet = (book or load_workbook(table))["Danh mục"]
    return next(sheet.cell(2, cell.column) for cell in sheet[1] if cell.value == column)


def test_edits_of_record_text_and_index_outlive_everything_that_is_run(converted, capsys):
    command, folder = converted
    out = folder.parent
    formats = ["--formats", "text,json,md,record,pdf,xlsx", "--jobs", "1"]
    assert main([*command, *formats]) == ExitCode.DONE
    longest = max((folder / "text.txt").read_text(encoding="utf-8").splitlines(), key=len)
    _edit(folder / "text.txt", longest, longest.replace(longest.split()[4], RIGHT, 1))
    _edit(folder / "record.xml", "<mode />", "<mode>02</mode>")
    book = load_workbook(out / "index.xlsx")
    _cell(None, "Thời hạn lưu trữ", book).value = "70 năm"
    book.save(out / "index.xlsx")

    def lost():
        """What of it is nowhere any more."""
        is_there = {
            "text": RIGHT in (folder / "text.txt").read_text(encoding="utf-8"),
            "record": "<mode>02</mode>" in (folder / "record.xml").read_text(encoding="utf-8"),
            "index": {"70 năm", "02"} & {_cell(path, "Thời hạn lưu trữ").value for path in out.glob("index*.xlsx")},
        }
        return [name for name, found in is_there.items() if not found]

    again = (
        [*command, *formats],
        [*command, *formats, "--retry-failed"],
        [*command, "--formats", "text,json,record,xlsx", "--jobs", "1"],
        ["export", str(out)],
        [*command, *formats],
    )
    for each in again:
        assert main(each) == ExitCode.DONE
        assert not lost(), each
    assert "index.edited.xlsx" in capsys.readouterr().err
    assert main(["import", str(out), str(out / "index.edited.xlsx")]) == ExitCode.DONE
    for each in again:
        assert main(each) == ExitCode.DONE
        assert not lost(), each
        assert "<maintenance>02</maintenance>" in (folder / "record.xml").read_text(encoding="utf-8")
    made = [(each.kind, each.right) for each in journal.read_journal(folder / journal.NAME).corrections]
    assert made == [("field", "02"), ("word", RIGHT), ("field", "02")]
