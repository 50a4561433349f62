# SPDX-License-Identifier: Apache-2.0
"""From scans to packages that are valid: converted, corrected, handed over, verified."""

from __future__ import annotations

import shutil

import pytest
from lxml import etree

from ocr_kh.cli import main
from ocr_kh.corrections.correction import Correction
from ocr_kh.corrections.journal import append
from ocr_kh.errors import ExitCode

LIST = """Thư mục;Mã hồ sơ;Tiêu đề hồ sơ;Thời hạn bảo quản;Số tờ;Hộp số;Hồ sơ số
hs1;H99.01.{year}.01;Hồ sơ mẫu;Vĩnh viễn;2;01;01
"""
PROJECT = """[agency]
code = "H99.01"
[archive]
code = "H99"
fonds_code = "P_MAU"
[dossiers]
list = "ho-so.csv"
[defaults]
mode = "Công khai"
risk_recovery = "0"
[delivery]
profile = "state-xlsx"
project = "MAU"
agency_short = "UBND"
[convert]
formats = ["json", "pdf", "record"]
"""
SCAN = "chi-thi-hoa-don-dien-tu.png"


@pytest.fixture
def job(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scans/hs1").mkdir(parents=True)
    shutil.copy(root / "samples" / SCAN, tmp_path / "scans/hs1")
    (tmp_path / "ocr-kh.toml").write_text(PROJECT, encoding="utf-8")
    return tmp_path


def described(job, name):
    (path,) = job.glob(f"d/packages/*/**/{name}")
    return {child.tag: child.text for child in etree.fromstring(path.read_bytes())}


def test_scans_become_packages_that_are_valid(job, capsys):
    assert main(["convert", "scans", "--out", "result"]) == ExitCode.DONE
    folder = job / "result/hs1" / SCAN
    assert not (folder / "text.txt").exists()  # as the project file has it
    record = {child.tag: child.text for child in etree.fromstring((folder / "record.xml").read_bytes())}
    year = record["issuedDate"][-4:]
    (job / "ho-so.csv").write_text(LIST.format(year=year), encoding="utf-8")
    append(folder / "corrections.jsonl", [Correction("field", "", "02", pointer="/record/maintenance", who="Lan")])
    assert main(["deliver", "result", "--to", "d"]) == ExitCode.PARTLY  # the decision is in no file yet
    assert main(["export", "result"]) == ExitCode.DONE
    capsys.readouterr()
    assert main(["deliver", "result", "--to", "d"]) == ExitCode.DONE
    assert capsys.readouterr().out.startswith(f"done\tH99.01.{year}.01\tpackages/uuid-")
    assert main(["verify", "d"]) == ExitCode.DONE
    assert "invalid" not in capsys.readouterr().out
    document = described(job, f"EAD_DOC_H99.01.{year}.01.1.xml")
    assert document["maintenance"] == "02"  # the person's
    assert document["subject"] == record["subject"]
    assert document["numberOfPage"] == record["numberOfPage"] == described(job, "EAD.xml")["numberOfPage"]
    (pdf,) = job.glob("d/packages/*/representations/rep1/data/*.pdf")
    assert pdf.read_bytes() == (folder / "searchable.pdf").read_bytes()
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    assert main(["verify", "d", "--json"]) == ExitCode.PARTLY
    assert '"code": "file.checksum"' in capsys.readouterr().out
