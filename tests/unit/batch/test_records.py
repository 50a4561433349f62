# SPDX-License-Identifier: Apache-2.0
"""Lists of hồ sơ, and the documents numbered and named by them."""

from __future__ import annotations

import unicodedata

import pytest

from ocr_kh.batch.filing import filed
from ocr_kh.batch.ledger import Entry, Ledger
from ocr_kh.batch.records import Record, read_records
from ocr_kh.errors import PathMissingError, RecordListError, UsageError
from ocr_kh.settings import Settings
from ocr_kh.writing.document.record import FIELDS, read_record, record_text
from ocr_kh.writing.tables.by_record import Filed, write_by_record

CODE = "H49.64.33.2001.160"


@pytest.fixture
def scans(tmp_path):
    for name in ("hs1/a.pdf", "hs1/sâu/b.pdf", "hs2/c.pdf", "d.pdf"):
        path = tmp_path / "scans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "scans"


def listed(scans, text, name="list.csv"):
    path = scans.parent / name
    path.write_bytes(text.encode("utf-8-sig"))
    return read_records(path, [scans])


@pytest.mark.parametrize(
    "text",
    [
        f"thư mục;mã hồ sơ\r\nhs1;{CODE}\r\n\r\nscans/d.pdf;A-2\r\n",
        f"STT,Mã hồ sơ,Đường dẫn\n1,{CODE},scans/hs1\n2,A-2,d.pdf\n",
        f"path\tfile_code\nhs1\t {CODE} \nd.pdf\tA-2\n",
        f"Folder,Code\n.\\hs1,{CODE}\n{{scans}}/d.pdf,A-2\n",
    ],
)
def test_records_tables_as_people_make_them(scans, text):
    records = listed(scans, text.replace("{scans}", scans.as_posix()))
    assert records.of([scans / "hs1/a.pdf"]) == Record(CODE, whole=False)
    assert records.of([scans / "hs1/sâu/b.pdf"]) == Record(CODE, whole=False)
    assert records.of([scans / "d.pdf"]) == Record("A-2", whole=True)
    assert records.of([scans / "hs2/c.pdf"]) is None


def test_records_from_a_workbook(scans):
    from openpyxl import Workbook

    book = Workbook()
    for row in (("Thư mục", "Mã hồ sơ", "Ghi chú"), ("hs1", CODE, None), ("hs2", 160, "mã là số")):
        book.active.append(row)
    book.save(scans.parent / "list.xlsx")
    records = read_records(scans.parent / "list.xlsx", [scans])
    assert [records.of([scans / name]).code for name in ("hs1/a.pdf", "hs2/c.pdf")] == [CODE, "160"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"], ids=lambda encoding: encoding
)
def test_records_below_titles_in_the_encodings_of_excel(scans, encoding):
    text = f"DANH MỤC HỒ SƠ, TÀI LIỆU\n\nPhông: UBND xã An Bình,,\nSTT\tThư mục\tMã hồ sơ\n1\ths1\t{CODE}\n"
    path = scans.parent / "list.txt"
    path.write_bytes(text.encode(encoding))
    assert read_records(path, [scans]).of([scans / "hs1/a.pdf"]) == Record(CODE, whole=False)


def test_records_behind_a_cover_sheet(scans):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(("MỤC LỤC HỒ SƠ",))
    sheet = book.create_sheet("Danh mục")
    for row in (("MỤC LỤC HỒ SƠ",), ("Mã hồ sơ", "Thư mục"), (CODE, "hs1")):
        sheet.append(row)
    book.save(scans.parent / "list.xlsx")
    assert read_records(scans.parent / "list.xlsx", [scans]).of([scans / "hs1/a.pdf"]).code == CODE


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("in_list", ["NFC", "NFD"])
def test_records_know_composed_and_decomposed_names(tmp_path, on_disk, in_list):
    name = "hồ sơ đất đai/tờ trình.pdf"
    file = tmp_path / "scans" / unicodedata.normalize(on_disk, name)
    file.parent.mkdir(parents=True)
    file.touch()
    path = tmp_path / "list.csv"
    path.write_text(f"tệp,mã hồ sơ\n{unicodedata.normalize(in_list, name)},A-1\n", encoding="utf-8")
    assert read_records(path, [tmp_path / "scans"]).of([file]) == Record("A-1", whole=True)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("thư mục,mã hồ sơ\nhs3,A\n", 2, "hs3"),
        ("thư mục,mã hồ sơ\nhs1,A\nhs1,B\n", 3, "twice"),
        ("thư mục,mã hồ sơ\nhs1,A\n\nhs2,a\n", 4, "line 2"),
        ("thư mục,mã hồ sơ\nhs1,01/KH\n", 2, "01/KH"),
        ("thư mục,mã hồ sơ\nhs1,..\n", 2, "letters"),
        ("thư mục,mã hồ sơ\nhs1,A.\n", 2, "letters"),
        ("thư mục,mã hồ sơ\nhs1,\n", 2, "letters"),
        ("thư mục,mã hồ sơ\n,A\n", 2, "no file or folder"),
        (f"thư mục,mã hồ sơ\nhs1,{'A' * 91}\n", 2, "letters"),
        ("thư mục,tên\nhs1,A\n", 1, "mahoso"),
        ("", 1, "column"),
    ],
)
def test_records_that_are_wrong_are_told_with_their_line(scans, text, line, told):
    with pytest.raises(RecordListError) as caught:
        listed(scans, text)
    assert caught.value.details["line"] == line
    assert told in str(caught.value)


def test_records_that_cannot_be_read(scans):
    with pytest.raises(PathMissingError):
        read_records(scans / "none.csv", [scans])
    (scans / "broken.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(RecordListError):
        read_records(scans / "broken.xlsx", [scans])
    (scans / "old.csv").write_bytes("thư mục;mã hồ sơ\n".encode() + b"h\xff;A-1\n")
    with pytest.raises(RecordListError, match="line 2: not UTF-8"):
        read_records(scans / "old.csv", [scans])
    with pytest.raises(UsageError):
        Settings(name_by="record")


def entry(name, state="done", job=None):
    return Entry(name, job or name, name, state)


def test_filing_numbers_documents_in_natural_order(tmp_path):
    with Ledger(tmp_path / "ledger") as ledger:
        for job, entries in {
            "hs/p10.pdf": [entry("hs/p10.pdf")],
            "hs/p2.pdf": [entry(f"hs/p2.pdf/0{part}", "held" if part == 2 else "done", "hs/p2.pdf") for part in (1, 2)],
            "x.pdf": [entry("x.pdf")],
            "y.pdf": [entry("y.pdf")],
        }.items():
            ledger.put(entries)
            if job.startswith("hs"):
                ledger.file_under(job, (CODE, False))
        ledger.file_under("x.pdf", ("B", True))
        assert {folder: each.name for folder, each in filed(ledger).items()} == {
            "hs/p2.pdf/01": f"{CODE}.1", "hs/p2.pdf/02": f"{CODE}.2", "hs/p10.pdf": f"{CODE}.3", "x.pdf": "B",
        }  # fmt: skip
        assert filed(ledger)["hs/p10.pdf"].doc_code == f"{CODE}.0000003"


def test_filing_keeps_the_numbers_that_it_gave(tmp_path):
    def numbers():
        return {folder: each.ordinal for folder, each in filed(ledger).items()}

    with Ledger(tmp_path / "ledger") as ledger:
        for name in ("p2.pdf", "p4.pdf"):
            ledger.put([entry(name)])
            ledger.file_under(name, (CODE, False))
        ledger.give_ordinals((each.code, folder, each.ordinal) for folder, each in filed(ledger).items())
        for name in ("p1.pdf", "p3.pdf"):
            ledger.put([entry(name)])
            ledger.file_under(name, (CODE, False))
        assert numbers() == {"p2.pdf": 1, "p4.pdf": 2, "p1.pdf": 3, "p3.pdf": 4}
        ledger.give_ordinals((each.code, folder, each.ordinal) for folder, each in filed(ledger).items())
        ledger.file_under("p3.pdf", None)
        ledger.put([entry("p0.pdf")])
        ledger.file_under("p0.pdf", (CODE, False))
        assert numbers() == {"p2.pdf": 1, "p4.pdf": 2, "p1.pdf": 3, "p0.pdf": 5}, "4 is not given again"


def test_by_record_holds_what_there_is_under_its_names(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "searchable.pdf").write_bytes(name.encode())
    (tmp_path / "a/record.xml").write_text(record_text(dict.fromkeys(FIELDS, "")), encoding="utf-8")
    numbers = {"a": Filed(CODE, 1), "held": Filed(CODE, 2), "b": Filed("B", 1, whole=True)}
    write_by_record(tmp_path, numbers)
    made = tmp_path / "by-record"
    assert sorted(path.relative_to(made).as_posix() for path in made.rglob("*.*") if path.is_file()) == [
        "B/B.pdf", f"{CODE}/{CODE}.1.pdf", f"{CODE}/{CODE}.1.xml",
    ]  # fmt: skip
    fields, missing = read_record(made / CODE / f"{CODE}.1.xml")
    assert fields["docCode"] == f"{CODE}.0000001"
    assert "docCode" not in missing.split()
    assert "docId" in missing.split()

    before = (made / CODE).stat().st_ino
    write_by_record(tmp_path, numbers)
    assert (made / CODE).stat().st_ino == before, "what is up to date stays"
    (tmp_path / "a/searchable.pdf").unlink()
    (tmp_path / "a/searchable.pdf").write_bytes(b"another")
    write_by_record(tmp_path, {"a": Filed(CODE, 2)}, left={"B"})
    assert (made / CODE / f"{CODE}.2.pdf").read_bytes() == b"another"
    assert not (made / CODE / f"{CODE}.1.pdf").exists()
    assert not (made / "B").exists()


@pytest.fixture
def dossier(tmp_path):
    """A hồ sơ with one document, and what brings it up to date."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/searchable.pdf").write_bytes(b"scan")

    def renew(subject="Phòng cháy", ordinal=1, **left):
        (tmp_path / "a/record.xml").write_text(record_text(dict.fromkeys(FIELDS, "") | {"subject": subject}), "utf-8")
        return write_by_record(tmp_path, {} if left else {"a": Filed(CODE, ordinal)}, **left)

    assert renew() == []
    return tmp_path / "by-record" / CODE, renew


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_by_record_what_a_person_did_there_stays(dossier):
    folder, renew = dossier
    (folder / "ghi-chu.txt").write_text("xem lại", encoding="utf-8")
    (folder / f"{CODE}.1.xml").write_text("<edited/>", encoding="utf-8")
    (folder / f"{CODE}.1.pdf").unlink()
    (folder / f"{CODE}.1.pdf").write_bytes(b"signed")
    assert renew("Phòng cháy rừng") == [f"by-record/{CODE}/{CODE}.1.edited.{kind}" for kind in ("pdf", "xml")]
    assert _names(folder) == [
        f"{CODE}.1.edited.pdf", f"{CODE}.1.edited.xml", f"{CODE}.1.pdf", f"{CODE}.1.xml", "ghi-chu.txt",
    ]  # fmt: skip
    assert (folder / f"{CODE}.1.edited.pdf").read_bytes() == b"signed"
    assert "Phòng cháy rừng" in (folder / f"{CODE}.1.xml").read_text(encoding="utf-8")

    before = folder.stat().st_ino
    assert renew("Phòng cháy rừng") == []
    assert folder.stat().st_ino == before, "what is up to date stays"
    renew(ordinal=2)
    assert _names(folder) == [
        f"{CODE}.1.edited.pdf", f"{CODE}.1.edited.xml", f"{CODE}.2.pdf", f"{CODE}.2.xml", "ghi-chu.txt",
    ]  # fmt: skip


def test_by_record_of_a_code_that_is_left_only_a_persons_files_stay(dossier):
    folder, renew = dossier
    (folder / "ghi-chu.txt").write_text("xem lại", encoding="utf-8")
    renew(left={CODE})
    assert _names(folder) == ["ghi-chu.txt"]
    (folder / "ghi-chu.txt").unlink()
    renew(left={CODE})
    assert not folder.exists()


def test_workbook_has_the_code_of_a_filed_document(tmp_path):
    from openpyxl import load_workbook

    from ocr_kh.writing.tables.index import COLUMNS, RECORD_COLUMNS, index_row, read_index, record_cells, replace_index
    from ocr_kh.writing.tables.workbook import NAMES, write_workbook

    rows = [
        index_row(path=name, folder=name, status="done") | record_cells(place)
        for name, place in (("a", Filed(CODE, 3)), ("b", None))
    ]
    for row in rows:
        (tmp_path / row["folder"]).mkdir()
        (tmp_path / row["folder"] / "record.xml").write_text(record_text(dict.fromkeys(FIELDS, "")), encoding="utf-8")
    replace_index(tmp_path, rows, COLUMNS + RECORD_COLUMNS)
    assert read_index(tmp_path) == rows
    write_workbook(tmp_path)
    head, *found = load_workbook(tmp_path / "index.xlsx")["Danh mục"].iter_rows(values_only=True)
    codes = [dict(zip(head, row, strict=True)) for row in found]
    assert [row[NAMES["docCode"]] for row in codes] == [f"{CODE}.0000003", None]
    assert [NAMES["docCode"] in row["Còn thiếu"] for row in codes] == [False, True]
