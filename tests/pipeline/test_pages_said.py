# SPDX-License-Identifier: Apache-2.0
"""What a person says of pages at the desk: the next conversion does it, and it stays done."""

from __future__ import annotations

import json
from urllib.parse import quote

import pikepdf
import pytest
from PIL import Image

from bench.review import Reader
from ocr_kh.cli import main
from ocr_kh.errors import ExitCode
from ocr_kh.writing.document.reading_file import read_reading
from tests.warm_desk import warm_desk


def convert(scan, out, capsys):
    assert main(["convert", str(scan), "--out", str(out), "--jobs", "1", "--formats", "text,json,pdf"]) == ExitCode.DONE
    return [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]


def say(out, folder, *decisions):
    """With the keys of the pages' way of working: page, name and value of each decision."""
    with warm_desk(out) as (_, address):
        reader = Reader(address)
        for page, name, value in decisions:
            shown = reader.ask(f"/document/{quote(folder)}?way=pages")["pages"][page - 1]
            reader.decide("pages", folder, shown["said"][name], value)
            said = reader.ask(f"/document/{quote(folder)}?look")["pages"][page - 1]["said"][name]
            assert said["to"] == value


def plan(out, folder):
    return json.loads((out / folder / "plan.json").read_text(encoding="utf-8"))


@pytest.fixture
def bundle(root, tmp_path):
    """A born-digital sample of two pages, twice over."""
    digital, whole = pikepdf.open(root / "samples/ke-hoach-hoc-tap-suot-doi.pdf"), pikepdf.new()
    for _ in range(2):
        whole.pages.extend(digital.pages)
    whole.save(tmp_path / "a.pdf")
    return tmp_path / "a.pdf"


def test_where_a_document_begins_and_which_page_is_blank(bundle, tmp_path, capsys):
    out = tmp_path / "out"
    assert convert(bundle, out, capsys) == ["done", "done"]
    assert [plan(out, f"a.pdf/{name}")["source"]["page_range"] for name in ("01", "02")] == [[1, 2], [3, 4]]
    say(out, "a.pdf/02", (2, "blank", "yes"), (1, "columns", "rows"))
    assert convert(bundle, out, capsys) == ["done", "done"]
    second = plan(out, "a.pdf/02")
    assert second["blank_pages"] == [2]
    assert read_reading(out / "a.pdf/02").document.pages[0].order == "rows"
    assert second["quality"]["pages"][1]["blank_reason"] == "person"
    assert {each["reason"] for each in second["left_out"] if each["page"] == 2} == {"blank page"}

    say(out, "a.pdf/02", (1, "begins", "no"))
    assert convert(bundle, out, capsys) == ["done"]
    assert plan(out, "a.pdf")["source"]["pages"] == 4
    assert plan(out, "a.pdf")["blank_pages"] == [4]  # what was said of it went along with its page
    assert convert(bundle, out, capsys) == ["unchanged"]

    say(out, "a.pdf", (3, "begins", "yes"), (4, "blank", "no"))
    assert convert(bundle, out, capsys) == ["done", "done"]
    assert plan(out, "a.pdf/02")["blank_pages"] == []
    assert (out / "a.pdf/02/text.txt").read_bytes() == (out / "a.pdf/01/text.txt").read_bytes()


def test_how_a_page_lies(root, tmp_path, capsys):
    """A page that is turned wrongly by a person is read so, and comes back when they say otherwise."""
    out, scan = tmp_path / "out", tmp_path / "b.png"
    with Image.open(root / "samples/chi-thi-hoa-don-dien-tu.png") as image:
        image.convert("L").crop((0, 0, image.width, image.height // 3)).save(scan, dpi=image.info["dpi"])
    assert convert(scan, out, capsys) == ["done"]
    text = (out / "b.png/text.txt").read_text(encoding="utf-8")
    assert "CHỈ THỊ" in text
    say(out, "b.png", (1, "turned", "180"))
    assert convert(scan, out, capsys) == ["done"]
    assert "CHỈ THỊ" not in (out / "b.png/text.txt").read_text(encoding="utf-8")
    say(out, "b.png", (1, "turned", "0"))
    assert convert(scan, out, capsys) == ["done"]
    assert (out / "b.png/text.txt").read_text(encoding="utf-8") == text
