# SPDX-License-Identifier: Apache-2.0
"""A hồ sơ in one file: cover and contents list are cut from the documents, read, and held against them."""

from __future__ import annotations

import datetime as dt
import io
import json

import pikepdf
import pytest

from bench.handover_pages import Invented, printed
from bench.handover_papers import CoverSays, as_scanned, contents, cover
from ocr_kh.cli import main
from ocr_kh.errors import ExitCode
from ocr_kh.writing.tables.index import read_index

DAY = dt.date(2008, 3, 14)
DOCUMENTS = [Invented(1, at, f"{at:02}/KH-UBND", DAY.replace(month=at + 2)) for at in (1, 2, 3)]
SAYS = CoverSays(("ỦY BAN NHÂN DÂN", "XÃ BẢO HÒA"), "Về việc chung năm 2008", "14/03/2008", "14/05/2008", 3, 15)


def bundle(path, *parts):
    with pikepdf.new() as pdf:
        for data in parts:
            with pikepdf.open(io.BytesIO(data)) as part:
                pdf.pages.extend(part.pages)
        pdf.save(path)


def row(at, code=""):
    return (
        str(at),
        code or DOCUMENTS[at - 1].code,
        f"14/{at + 2:02}/2008",
        "Kế hoạch của xã về việc chung",
        "UBND xã",
        str(at),
        "",
    )


@pytest.mark.parametrize("style", [0, 1])
@pytest.mark.parametrize("scan", [as_scanned, lambda data, _: data], ids=["scanned", "born-digital"])
def test_a_dossier_in_one_file_is_cut_read_and_reconciled(tmp_path, capsys, scan, style):
    rows = [row(1), row(2, "52/KH-UBND"), row(3)]
    papers = [scan(cover(SAYS, style), 1), scan(contents("H99.15", "2008", rows, style), 2)]
    (tmp_path / "in").mkdir()
    bundle(tmp_path / "in/01.pdf", *papers, *map(printed, DOCUMENTS))
    out = tmp_path / "out"
    assert (
        main(["convert", str(tmp_path / "in"), "--out", str(out), "--jobs", "1", "--formats", "json"]) == ExitCode.DONE
    )
    table = {row["folder"]: row["paper"] for row in read_index(out)}
    parts = {f"01.pdf/0{at}": "" for at in (3, 4, 5)}
    assert table == {"01.pdf/01": "cover", "01.pdf/02": "contents", **parts}
    front, listed = (
        json.loads((out / f"01.pdf/0{at}/plan.json").read_text(encoding="utf-8"))["dossier_paper"] for at in (1, 2)
    )
    assert (front["start"], front["end"], front["sheets"]) == ("2008-03-14", "2008-05-14", 3)
    assert (front["fonds"], front["catalogue"], front["dossier"]) == ("12", "01", "15")
    assert [(each["code"], each["date"]) for each in listed["documents"]] == [
        ("01/KH-UBND", "2008-03-14"),
        ("52/KH-UBND", "2008-04-14"),
        ("03/KH-UBND", "2008-05-14"),
    ]
    capsys.readouterr()
    assert main(["lint", str(out)]) == ExitCode.PARTLY
    found = [
        line.split("\t")[1:4] for line in capsys.readouterr().out.splitlines() if not line.startswith("look\tscan")
    ]
    assert found == [["contents.number", "01.pdf/04", "/header/number"]]
