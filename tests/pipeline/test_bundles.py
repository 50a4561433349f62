# SPDX-License-Identifier: Apache-2.0
"""A file that holds several documents, from the scan to the folders, the index and the ledger."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import img2pdf
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from ocr_kh.batch import finishing
from ocr_kh.batch.inputs import find_jobs
from ocr_kh.cli import main
from ocr_kh.document import Box, Condition, Line, Page, Word
from ocr_kh.errors import ExitCode
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings
from ocr_kh.writing.tables.index import read_index

NAMES = ["01", "02", "03"]


@pytest.fixture(scope="module")
def bundle(root, tmp_path_factory):
    """A born-digital sample three times over, a blank back in the first and one behind the second."""
    target = tmp_path_factory.mktemp("scans") / "hồ sơ.pdf"
    digital = pikepdf.open(root / "samples/ke-hoach-hoc-tap-suot-doi.pdf")
    whole = pikepdf.new()
    whole.pages.append(digital.pages[0])
    whole.add_blank_page(page_size=(595, 842))
    whole.pages.append(digital.pages[1])
    whole.pages.extend(digital.pages)
    whole.add_blank_page(page_size=(595, 842))
    whole.pages.extend(digital.pages)
    whole.save(target)
    return target


def convert(capsys, *arguments):
    code = main(["convert", *map(str, arguments), "--jobs", "1", "--formats", "json,pdf"])
    return code, [tuple(line.split("\t")) for line in capsys.readouterr().out.splitlines()]


def test_bundle_becomes_documents_that_stand_alone(bundle, capsys, tmp_path):
    out = tmp_path / "out"
    folder = out / bundle.name
    code, lines = convert(capsys, bundle, "--out", out)
    assert code == ExitCode.DONE
    assert lines == [("done", str(folder / name)) for name in NAMES]
    plans = [json.loads((folder / name / "plan.json").read_text(encoding="utf-8")) for name in NAMES]
    assert [plan["source"]["page_range"] for plan in plans] == [[1, 3], [4, 6], [7, 8]]
    assert [plan["source"]["pages"] for plan in plans] == [3, 3, 2]
    assert len({json.dumps([plan["header"], plan["sections"][0]["title"]]) for plan in plans}) == 1
    assert {each["page"] for each in plans[2]["evidence"].values()} <= {1, 2, None}
    for name, pages in zip(NAMES, (3, 3, 2), strict=True):
        with pikepdf.open(folder / name / "searchable.pdf") as pdf:
            assert len(pdf.pages) == pages
    text = pypdfium2.PdfDocument(folder / "02/searchable.pdf")[0].get_textpage().get_text_range()
    assert "KẾ HOẠCH" in text
    assert [(row["folder"], row["pages"]) for row in read_index(out)] == [
        (f"{bundle.name}/{name}", pages) for name, pages in zip(NAMES, "332", strict=True)
    ]
    sections = (out / "sections.csv").read_text(encoding="utf-8-sig")
    assert all(f"\n{bundle.name}/{name}," in sections for name in NAMES)
    record = json.loads((folder / "03/provenance.json").read_text(encoding="utf-8"))
    assert (record["input"]["page_range"], record["input"]["documents"]) == ([7, 8], 3)

    # Done again with other choices, and without its ledger.
    assert convert(capsys, bundle, "--out", out) == (0, [("unchanged", str(folder / name)) for name in NAMES])
    for path in out.glob(".ocr-kh.sqlite*"):
        path.unlink()
    assert convert(capsys, bundle, "--out", out)[1][0][0] == "unchanged", "known by the folders alone"
    assert main(["status", str(out), "--json"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["documents"]["done"] == 3
    assert convert(capsys, bundle, "--out", out, "--no-split") == (0, [("done", str(folder))])
    assert not any((folder / name).exists() for name in NAMES)
    assert [row["pages"] for row in read_index(out)] == ["8"]
    assert convert(capsys, bundle, "--out", out)[1] == [("done", str(folder / name)) for name in NAMES]
    assert not (folder / "plan.json").exists()
    assert len(read_index(out)) == 3


HEADER = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH
Số: {number}/KH-UBND
{mark}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Bình, ngày 04 tháng 3 năm 2026
KẾ HOẠCH
Tuyên truyền năm 2026
I. MỤC ĐÍCH
1. Nâng cao nhận thức của cán bộ.
Nơi nhận:
- Lưu: VT.
CHỦ TỊCH
Nguyễn Văn An"""


def page(number, mark=""):
    """A page as the engine reads it."""
    lines = [
        Line.of_words([Word(word, Box(80, 60 + 17 * at, 500, 72 + 17 * at)) for word in text.split()], page=number)
        for at, text in enumerate(HEADER.format(number=number, mark=mark).split("\n"))
        if text
    ]
    return Page(number, 595, 842, tuple(lines), source="ocr")


@pytest.fixture(params=["tiff", "joined", "pdf"])
def source(request, tmp_path):
    """Four page images: one TIFF, four PNGs, or a PDF."""
    images = [Image.new("1", (100, 141), at % 2) for at in range(4)]
    folder = tmp_path / "in"
    folder.mkdir()
    if request.param == "tiff":
        images[0].save(folder / "a.tiff", save_all=True, append_images=images[1:], compression="group4")
    else:
        for at, image in enumerate(images):
            image.save(folder / f"{at}.png")
    if request.param == "pdf":
        parts = sorted(folder.iterdir())
        (folder / "a.pdf").write_bytes(img2pdf.convert(*parts))
        for part in parts:
            part.unlink()
    (job,) = find_jobs([folder], tmp_path / "out", Settings(join=True))
    return job, open_source(job.paths if len(job.paths) > 1 else job.paths[0], Settings())


def finish(job, opened, pages, settings):
    """The input finished as it was read, with nothing repaired."""
    return finishing.finish(
        job, opened, finishing.tell_apart(job, opened, pages, settings), settings, datetime.now(UTC)
    )


def test_bundle_of_any_kind_holds_back_what_is_secret(source):
    job, opened = source
    blank = Page(2, 595, 842, condition=Condition(blank_reason="no letters"))
    pages = [page(1), blank, page(3, "MẬT"), page(4)]
    formats = Settings(formats=("pdf", "json", "text"))

    outcomes = finish(job, opened, pages, formats)

    assert [(outcome.part, outcome.status, outcome.pages) for outcome in outcomes] == [
        ("01", "done", 2), ("02", "held", 1), ("03", "done", 1),
    ]  # fmt: skip
    assert [outcome.row and outcome.row["number"] for outcome in outcomes] == ["1", None, "4"]
    assert sorted(path.name for path in job.folder.iterdir()) == ["01", "03"]
    for name, count in (("01", 2), ("03", 1)):
        with pikepdf.open(job.folder / name / "searchable.pdf") as pdf:
            assert len(pdf.pages) == count
    record = json.loads((job.folder / "03/provenance.json").read_text(encoding="utf-8"))
    assert [each["name"] for each in record["input"]["files"]] == [path.name for path in job.paths]

    (outcome,) = finish(job, opened, pages, Settings(formats=("json",), split=False))
    assert (outcome.status, outcome.secrecy, outcome.part) == ("held", "MẬT", None)
    assert not job.folder.exists()

    outcomes = finish(job, opened, [page(1, "MẬT"), blank, page(3, "MẬT"), page(4, "MẬT")], formats)
    assert {outcome.status for outcome in outcomes} == {"held"}
    assert not job.folder.exists()


def test_bundle_what_a_person_put_beside_the_documents_stays_there(source):
    job, opened = source
    pages, settings = [page(number) for number in (1, 2, 3, 4)], Settings(formats=("json",))
    finish(job, opened, pages, settings)
    (job.folder / "ghi-chu.txt").write_text("xem lại", encoding="utf-8")
    finish(job, opened, pages, settings)
    assert sorted(path.name for path in job.folder.iterdir()) == ["01", "02", "03", "04", "ghi-chu.txt"]
    finish(job, opened, pages, Settings(formats=("json",), split=False))
    assert (job.folder / "ghi-chu.txt").read_text(encoding="utf-8") == "xem lại"
    assert (job.folder / "plan.json").is_file()


def test_bundle_with_all_its_images_keeps_the_bytes_of_each(source):
    job, opened = source
    finish(job, opened, [page(number) for number in (1, 2, 3, 4)], Settings(formats=("pdf",)))
    names = {pikepdf.open(path).open_metadata()["xmpMM:DocumentID"] for path in job.folder.rglob("*.pdf")}
    assert len(names) == 4
    whole = {at: (at - 1) % 2 for at in (1, 2, 3, 4)}
    for at, white in whole.items():
        pdf = pypdfium2.PdfDocument(job.folder / f"{at:02}/searchable.pdf")
        assert len(pdf) == 1
        assert (pdf[0].render().to_numpy().mean() > 128) == bool(white)


def test_bundle_leaves_nothing_of_a_secret_page_in_the_files_of_others(tmp_path):
    """Outlines and links of the file lead to the pages of other documents; what they hold must not come along."""
    from ocr_kh.writing.pdf.pdf_file import only_pages, save_pdf

    pdf = pikepdf.new()
    for at in range(2):
        pdf.add_blank_page()
        pdf.pages[at].obj.Contents = pdf.make_stream(f"% page {at}".encode())
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    link.Dest = pikepdf.Array([pdf.pages[1].obj, pikepdf.Name.Fit])
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
    kids = [pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9])) for _ in range(2)]
    shared = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="a", Kids=kids, V="% page 1"))
    for kid, each in zip(kids, pdf.pages, strict=True):
        kid.Parent = shared
        each.obj.Annots = pikepdf.Array([*each.obj.get("/Annots", []), kid])
    pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=[shared]))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Trang mật", 1))
    save_pdf(only_pages(pdf, 1, 1), tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as part:
        streams = [each.read_bytes() for each in part.objects if isinstance(each, pikepdf.Stream)]
        assert not any(b"page 1" in stream for stream in streams)
        assert any(b"page 0" in stream for stream in streams)
        assert "/Outlines" not in part.Root
        assert not any("page 1" in str(each.get("/V")) for each in part.objects if isinstance(each, pikepdf.Dictionary))


def test_bundle_part_names_sort():
    from ocr_kh.document import Part

    assert [Part(number, 120, 1).name for number in (1, 12, 120)] == ["001", "012", "120"]
