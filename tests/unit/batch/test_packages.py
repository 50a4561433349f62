# SPDX-License-Identifier: Apache-2.0
"""ZIP archives and portfolios are unpacked within limits, and nothing in them leads anywhere else."""

from __future__ import annotations

import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_kh.batch.intake import packages
from ocr_kh.errors import DamagedError, EncryptedError, TooLargeError
from ocr_kh.settings import Settings

SETTINGS = Settings()


def packed(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


@given(st.text(st.sampled_from("./\\:aC \0ồ\n"), max_size=20))
def test_names_stay_below_where_they_are_put(name):
    parts = packages.safe_name(name).split("/")
    assert all(part.strip() not in {"", ".", ".."} for part in parts)
    assert "\0" not in "".join(parts)


def test_members_of_one_name_lie_apart(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = packed(tmp_path / "a.zip", [("x/a.txt", b"1"), ("x/a.txt", b"2"), ("../x/a.txt", b"3")])
    members = packages.unpack_zip(path, tmp_path / "to", SETTINGS)
    assert [each.name for each in members] == ["x/a.txt"] * 3
    assert [each.path.read_bytes() for each in members] == [b"1", b"2", b"3"]
    assert all(tmp_path / "to" in each.path.parents for each in members)


@pytest.mark.parametrize(
    ("name", "shown"), [("quét.txt", "quét.txt"), ("hồ sơ/đơn.txt", "hồ sơ/đơn.txt"), ("caf\xe9.txt", "café.txt")]
)
def test_names_of_all_ages(tmp_path, name, shown):
    (member,) = packages.unpack_zip(packed(tmp_path / "a.zip", [(name, b"1")]), tmp_path / "to", SETTINGS)
    assert member.name == shown


@pytest.mark.parametrize(("raw", "shown"), [("quét.txt".encode(), "quét.txt"), (b"caf\x82.txt", "café.txt")])
def test_names_that_are_not_marked_are_utf8_or_code_page_437(raw, shown):
    listed = zipfile.ZipInfo(raw.decode("cp437"))
    assert packages._decoded(listed) == shown


def test_a_name_too_long_for_a_file_costs_that_member_alone(tmp_path):
    path = packed(tmp_path / "a.zip", [("x" * 300 + ".txt", b"1"), ("a.txt", b"2")])
    long, short = packages.unpack_zip(path, tmp_path / "to", SETTINGS)
    assert long.error.code == "E400"
    assert short.path.read_bytes() == b"2"


def test_a_member_that_begins_before_the_archive_is_broken(tmp_path):
    path = packed(tmp_path / "a.zip", [("a.txt", b"1")])
    data = path.read_bytes()
    at = data.index(b"PK\5\6") + 16
    path.write_bytes(data[:at] + (1 << 31).to_bytes(4, "little") + data[at + 4 :])
    try:
        (member,) = packages.unpack_zip(path, tmp_path / "to", SETTINGS)
    except DamagedError:  # later versions of Python see it at once
        return
    assert member.error.code in {"E400", "E401"}


def test_bombs_are_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "MUCH", 1 << 20)
    path = packed(tmp_path / "a.zip", [("a.bmp", bytes(3 << 20))])
    with pytest.raises(TooLargeError, match="unpacked it has 3 MB"):
        packages.unpack_zip(path, tmp_path / "to", SETTINGS)
    assert not (tmp_path / "to").exists()


def test_white_pages_that_shrink_much_are_no_bomb(tmp_path):
    path = packed(tmp_path / "a.zip", [("a.bmp", bytes(3 << 20))])
    assert len(packages.unpack_zip(path, tmp_path / "to", SETTINGS)) == 1


@pytest.mark.parametrize(("settings", "most"), [(Settings(max_megabytes=1), 10_000), (SETTINGS, 1)])
def test_limits_hold_for_the_whole_package(tmp_path, monkeypatch, settings, most):
    monkeypatch.setattr(packages, "MOST_MEMBERS", most)
    path = packed(tmp_path / "a.zip", [("a", bytes(1 << 20)), ("b", bytes(1 << 20))])
    with pytest.raises(TooLargeError):
        packages.unpack_zip(path, tmp_path / "to", settings)


def test_a_locked_member_needs_its_password(tmp_path):
    path = packed(tmp_path / "a.zip", [("a.txt", b"1")])
    data = bytearray(path.read_bytes())
    for start, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(start) + flags] |= 1
    path.write_bytes(data)
    (member,) = packages.unpack_zip(path, tmp_path / "to", SETTINGS)
    assert isinstance(member.error, EncryptedError)
    (member,) = packages.unpack_zip(path, tmp_path / "to", Settings(password="x"))  # noqa: S106 - of a file made here
    assert member.error.code in {"E401", "E409"}


def test_what_is_named_zip_and_is_none(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"Rar!")
    (tmp_path / "a.docx").write_bytes(b"PK\3\4")
    (tmp_path / "b.zip").write_bytes(b"PK\3\4 and no more")
    assert not packages.is_zip(tmp_path / "a.zip")
    assert not packages.is_zip(tmp_path / "a.docx")
    with pytest.raises(DamagedError):
        packages.unpack_zip(tmp_path / "b.zip", tmp_path / "to", SETTINGS)


@pytest.mark.parametrize(("collection", "attached"), [(True, True), (True, False), (False, True)])
def test_a_portfolio_has_documents_and_says_so(tmp_path, collection, attached):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if attached:
        pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"a", filename="a.txt")
    if collection:
        pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
    pdf.save(tmp_path / "a.pdf")
    assert packages.is_portfolio(tmp_path / "a.pdf") == (collection and attached)


def test_the_own_pages_of_a_portfolio_are_a_document_where_they_say_something(tmp_path):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(b"0 0 100 100 re f")
    pdf.attachments["b/a.txt"] = pikepdf.AttachedFileSpec(pdf, b"a", filename="b/a.txt")
    pdf.save(tmp_path / "x.pdf")
    members = packages.unpack_portfolio(tmp_path / "x.pdf", tmp_path / "to", SETTINGS)
    assert [each.name for each in members] == ["x.pdf", "b/a.txt"]
    with pikepdf.open(members[0].path) as cover:
        assert len(cover.pages) == 1
        assert not cover.attachments
