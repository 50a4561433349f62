# SPDX-License-Identifier: Apache-2.0
"""Packages as ZIP files: the same to the byte, verified as they lie there, and each fault of a package found."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ocr_kh.cli import main
from ocr_kh.delivery.packages import files
from ocr_kh.delivery.packages.files import ZipFiles, write_zip
from ocr_kh.delivery.verification import verify
from tests.unit.delivery.test_verification import CASES, INNER, findings, mutate

TIME = datetime(2026, 11, 29, 8, 30, tzinfo=UTC)
PDF = f"{INNER}data/H99.01.2008.01.1.pdf"


@pytest.fixture
def package(delivered_once, tmp_path):
    """The package of the first dossier, as a folder."""
    for folder in (delivered_once / "packages").iterdir():
        if "H99.01.2008.01<" in (folder / "METS.xml").read_text(encoding="utf-8"):
            return Path(shutil.copytree(folder, tmp_path / folder.name))
    raise AssertionError


@pytest.fixture
def zipped(package):
    return zip_of(package)


def zip_of(package):
    target = package.with_name(f"{package.name}.zip")
    write_zip(package, package.name, target, TIME)
    return target


def rewritten(path, change, compression=zipfile.ZIP_STORED):
    """The ZIP with other members: `change` has a name and gives the names and contents to write."""
    with zipfile.ZipFile(path) as before:
        members = [(name, before.read(name)) for name in before.namelist()]
    with zipfile.ZipFile(path, "w", compression) as after:
        for name, data in members:
            for new, content in change(name, data):
                after.writestr(new, content)
    return path


def codes(path):
    return {each.code for each in findings(path)}


def test_the_same_folder_makes_the_same_zip(package, tmp_path):
    first = zip_of(package).read_bytes()
    shutil.copytree(package, tmp_path / "again" / package.name)
    assert zip_of(tmp_path / "again" / package.name).read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 29, 8, 30, 0)}
        assert {name.partition("/")[0] for name in archive.namelist()} == {package.name}


def test_a_zip_of_ours_has_nothing_wrong_with_it(zipped):
    assert findings(zipped) == []
    (verified,) = verify(zipped.parent / zipped.name)
    assert (verified.kind, verified.path) == ("package", zipped)


def test_a_zip_that_another_program_compressed_is_read_too(zipped):
    assert findings(rewritten(zipped, lambda name, data: [(name, data)], zipfile.ZIP_DEFLATED)) == []


def test_a_large_file_in_a_compressed_zip_is_not_held(zipped, monkeypatch):
    monkeypatch.setattr(files, "_MOST_HELD", 100)
    assert findings(rewritten(zipped, lambda name, data: [(name, data)], zipfile.ZIP_DEFLATED)) == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_wrong_with_a_package_is_found_in_its_zip(package, case):
    mutate(package, case)
    found = {(each.code, each.path, each.key) for each in findings(zip_of(package))}
    assert found == {(each.code, each.path, each.key) for each in findings(package)}


def test_a_byte_that_changed_in_a_zip_is_found(zipped):
    data = zipped.read_bytes()
    zipped.write_bytes(data.replace(b"%PDF-1.3", b"%PDF-1.4", 1))
    (found,) = (each for each in findings(zipped) if each.is_certain)
    assert (found.code, found.path.rpartition("/data/")[2]) == ("file.unreadable", "H99.01.2008.01.1.pdf")


@pytest.mark.parametrize("left", [10, 0.5, 0.999])
def test_a_zip_that_broke_off_is_found(zipped, left):
    data = zipped.read_bytes()
    zipped.write_bytes(data[: left if left > 1 else int(len(data) * left)])
    assert codes(zipped) == {"zip.broken"}


def test_a_file_twice_in_a_zip_is_found(zipped):
    with pytest.warns(UserWarning, match="Duplicate name"):
        rewritten(zipped, lambda name, data: [(name, data)] * (1 + name.endswith("1.pdf")))
    assert codes(zipped) == {"zip.twice"}


@pytest.mark.parametrize("name", ["../x.txt", "other/x.txt", "x.txt", "{root}/../x.txt"])
def test_a_file_outside_of_the_package_is_found(zipped, name):
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr(name.format(root=zipped.stem), b"x")
    assert "zip.outside" in codes(zipped)


def test_a_file_that_no_mets_names_is_found(zipped):
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr(f"{zipped.stem}/{INNER}data/x.pdf", b"x")
    assert codes(zipped) == {"file.orphan"}


def test_what_a_zip_claims_of_its_size_is_not_believed(zipped, monkeypatch):
    monkeypatch.setattr("ocr_kh.delivery.verification.xml_files._MOST_BYTES", 100)
    assert codes(zipped) == {"xml.broken"}


def test_a_stored_file_is_read_here_and_there(zipped, package):
    whole = (package / PDF).read_bytes()
    with zipfile.ZipFile(zipped) as archive, ZipFiles(archive, package.name).seekable(PDF) as file:
        assert file.seek(-5, io.SEEK_END) == len(whole) - 5
        assert file.read() == whole[-5:]
        file.seek(3)
        assert file.read(4) == whole[3:7]
        file.seek(2, io.SEEK_CUR)
        assert file.read() == whole[9:]


def test_deliver_writes_zips_and_goes_on(handed, tmp_path, job):
    first = handed(project=in_zips(job))
    (one, two) = sorted((tmp_path / "delivery/packages").iterdir())
    assert {one.suffix, two.suffix} == {".zip"}
    assert {each.place for each in first} == {f"packages/{one.name}", f"packages/{two.name}"}
    assert main(["verify", str(tmp_path / "delivery")]) == 0
    before = [path.stat().st_mtime_ns for path in (one, two)]
    assert {each.status for each in handed(project=in_zips(job))} == {"unchanged"}
    assert [path.stat().st_mtime_ns for path in (one, two)] == before
    one.unlink()
    assert sorted(each.status for each in handed(project=in_zips(job))) == ["done", "unchanged"]
    assert one.is_file()


def test_a_zip_takes_the_place_of_the_folder_and_back(handed, tmp_path, job):
    handed()
    handed(project=in_zips(job))
    assert {path.suffix for path in (tmp_path / "delivery/packages").iterdir()} == {".zip"}
    handed()
    assert {path.suffix for path in (tmp_path / "delivery/packages").iterdir()} == {""}
    assert main(["verify", str(tmp_path / "delivery")]) == 0


def test_a_package_that_was_taken_away_is_written_again_beside_its_tree(handed, tmp_path):
    handed("state-xlsx")
    (one, _) = sorted((tmp_path / "delivery/packages").iterdir())
    shutil.rmtree(one)
    assert sorted(each.status for each in handed("state-xlsx")) == ["done", "unchanged"]
    assert one.is_dir()


def test_names_lead_into_the_zip(handed, tmp_path, job):
    handed(project=in_zips(job))
    names = (tmp_path / "delivery/names.csv").read_text(encoding="utf-8-sig")
    zipped = min((tmp_path / "delivery/packages").iterdir())
    assert f"packages/{zipped.name}/{zipped.stem}/representations/rep1/data/" in names
    rewritten(zipped, lambda name, data: [(name, data + b"\n" if name.endswith(".1.pdf") else data)])
    found = [each for verified in verify(tmp_path / "delivery") for each in verified.findings]
    assert {each.code for each in found if each.path.startswith("packages/")} == {"file.checksum"}


def test_the_option_makes_zips(job, tmp_path):
    assert main(["deliver", str(job / "result"), "--to", str(tmp_path / "d"), "--profile", "sip", "--zip"]) == 0
    assert {path.suffix for path in (tmp_path / "d/packages").iterdir()} == {".zip"}


def in_zips(job):
    from ocr_kh.project_file import read_project

    project = read_project(job / "ocr-kh.toml")
    return replace(project, delivery=replace(project.delivery, zip=True))
