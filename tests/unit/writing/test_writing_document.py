# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import json
from datetime import datetime

import pytest

from ocr_kh.document import Box, Condition, Document, Line, Page, Repair, Role, Word
from ocr_kh.errors import DamagedError
from ocr_kh.plan.model import Header, Plan
from ocr_kh.settings import Settings
from ocr_kh.writing import write_document
from ocr_kh.writing.document.text_files import original_of, repairs_jsonl, text_of

REPAIR = Repair(
    line=2,
    start=0,
    end=2,
    before="Ké",
    after="Kế",
    source="channel",
    probability=0.98765432,
    runner_up="Kề",
    page=1,
    box=Box(1, 2, 3.14159, 4),
)
PLAN = Plan(header=Header(issuer="ỦY BAN NHÂN DÂN XÃ BẢO HÒA"))


def line(text, original=None, role=Role.BODY, page=1):
    return Line(text, original or text, tuple(map(Word, text.split())), page, role)


def document(*lines, **changes):
    pages = (Page(1, lines=lines, source="text", condition=Condition(rotation=90, skew=0.31234), seconds=1.5),)
    return Document(**{"name": "a.txt", "sha256": "ab" * 32, "pages": pages, "repairs": (REPAIR,)} | changes)


def test_writing_original_has_every_line_as_it_came():
    lines = (line("1", role=Role.PAGE_NUMBER), line("Kế hoạch", "Ké hoach"), line("Ký bởi", role=Role.NOISE))

    assert original_of(document(*lines)) == "1\nKé hoach\nKý bởi\n"


def test_writing_text_is_nfc_and_without_page_numbers_and_noise():
    lines = (line("2", role=Role.PAGE_NUMBER), line("Ke\u0302\u0301 hoạch"), line("Ký bởi", role=Role.NOISE))

    assert text_of(document(*lines)) == "Kế hoạch\n"


def test_writing_repairs_have_the_keys_of_the_contract():
    (record,) = map(json.loads, repairs_jsonl([REPAIR]).splitlines())

    assert record == {
        "line": 2,
        "start": 0,
        "end": 2,
        "before": "Ké",
        "after": "Kế",
        "source": "channel",
        "kind": "misread",
        "probability": 0.9877,
        "runner_up": "Kề",
        "doubtful": False,
        "page": 1,
        "box": [1, 2, 3.14, 4],
    }
    assert "Kế" in repairs_jsonl([REPAIR])  # letters, not escapes


def test_writing_document_makes_the_files_that_were_asked_for(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("Ké hoạch")
    folder = tmp_path / "out" / "a.txt"

    settings = Settings(formats=("text", "json", "record", "xlsx"))
    write_document(document(line("Kế hoạch")), PLAN, source, folder, settings)

    names = {path.name for path in folder.iterdir()}
    assert names == {"text.txt", "original.txt", "repairs.jsonl", "plan.json", "record.xml", "provenance.json"}
    assert "ỦY BAN NHÂN DÂN XÃ BẢO HÒA" in (folder / "plan.json").read_text(encoding="utf-8")
    assert json.loads((folder / "plan.json").read_text(encoding="utf-8"))["schema_version"] == "1.0"


def test_writing_provenance_tells_with_what_and_from_what(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("Ké hoạch")
    settings = Settings(formats=("text",))
    began = datetime.fromisoformat("2026-11-21T08:00:00+07:00")

    write_document(document(line("Kế hoạch")), PLAN, [source], tmp_path / "out", settings, started=began)

    record = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert record["settings"] == settings.as_dict()
    assert record["settings_fingerprint"] == settings.fingerprint
    assert record["input"] == {
        "name": "a.txt",
        "sha256": "ab" * 32,
        "files": [{"name": "a.txt", "sha256": "ab" * 32}],
        "documents": 1,
        "page_range": [1, 1],
    }
    text = (tmp_path / "out" / "text.txt").read_bytes()
    assert record["outputs"]["text.txt"] == hashlib.sha256(text).hexdigest()
    assert record["outputs"].keys() == {"original.txt", "repairs.jsonl", "text.txt"}
    assert record["pages"] == [
        {
            "page": 1,
            "source": "text",
            "rotation": 90,
            "skew": 0.31,
            "words": 2,
            "mean_confidence": 1.0,
            "error": None,
            "seconds": 1.5,
        }
    ]
    assert datetime.fromisoformat(record["started"]) == began
    assert datetime.fromisoformat(record["ended"]) > began
    assert {"tool", "python", "tesseract", "poppler", "models", "dictionaries"} <= record.keys()
    assert "phrases.txt" in record["dictionaries"]


def test_writing_document_that_fails_leaves_nothing(tmp_path):
    source = tmp_path / "a.pdf"
    source.write_bytes(b"%PDF-1.7 and nothing more")

    with pytest.raises(DamagedError):
        write_document(
            document(line("Kế")), PLAN, source, tmp_path / "out" / "a.pdf", Settings(formats=("text", "pdf"))
        )

    assert list((tmp_path / "out").iterdir()) == []


def test_writing_no_pdf_is_made_of_text(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("Kế")

    write_document(document(line("Kế"), has_pages=False), PLAN, source, tmp_path / "out", Settings(formats=("pdf",)))

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["provenance.json"]
