# SPDX-License-Identifier: Apache-2.0
"""Pages by paper size equal a truth by hand, whichever way a page lies and whatever its unit."""

from __future__ import annotations

import re
from collections import Counter

import pikepdf
import pytest
from pikepdf import Array, Name
from PIL import Image

from ocr_kh.acceptance.counting import UNREADABLE, FileCounts, Rule, count_files, page_sizes
from ocr_kh.acceptance.counts import TOTAL, counted
from ocr_kh.acceptance.image_pages import image_sizes
from ocr_kh.cli import main
from ocr_kh.errors import EncryptedError, PathMissingError
from ocr_kh.writing import write_index
from ocr_kh.writing.tables.csv_file import read_table, write_table
from ocr_kh.writing.tables.index import index_row

PAGE = re.compile(r"(?:(\d+):)?([\d.]+)x([\d.]+)(?:\[([-\d.,]+)\])?(?:@(\d+))?(?:\*([\d.]+))?")


@pytest.fixture(scope="module")
def truth(root):
    """The rows of the table of cases, those of files and those of hồ sơ."""
    text = (root / "tests/cases/acceptance/page_counts.txt").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if not line.startswith("#")]
    return [row for row in rows if row[0][0] != "["], [row for row in rows if row[0][0] == "["]


@pytest.fixture(scope="module")
def scans(truth, tmp_path_factory):
    """The files of the table, made."""
    folder = tmp_path_factory.mktemp("scans")
    for path, pages, *_ in truth[0]:
        write_pdf(folder / path, pages)
    return folder


def write_pdf(path, pages):
    path.parent.mkdir(parents=True, exist_ok=True)
    pdf = pikepdf.new()
    for token in pages.split():
        times, width, height, crop, turned, unit = PAGE.fullmatch(token).groups()
        for _ in range(int(times or 1)):
            page = pdf.add_blank_page(page_size=(float(width), float(height))).obj
            if crop:
                page[Name.CropBox] = Array([float(number) for number in crop.split(",")])
            if turned:
                page[Name.Rotate] = int(turned)
            if unit:
                page[Name.UserUnit] = float(unit)
    pdf.save(path)


def sizes(text):
    return Counter({name: int(pages) for name, pages in (each.split(":") for each in text.split())})


def test_sixty_files_are_counted_as_by_hand(truth, scans):
    assert len(truth[0]) == 60
    found = {file.path.removeprefix(f"{scans}/"): file for file in count_files([scans])}
    assert list(found) == [path for path, *_ in truth[0]]
    for path, _, papers, units, sheets, near in truth[0]:
        counts = found[path].counts
        assert (path, counts.papers, counts.units) == (path, sizes(papers), int(units))
        assert (path, f"{counts.sheets_least}-{counts.sheets_most}") == (path, sheets)
        assert (path, [page.number for page in found[path].near]) == (path, [int(each) for each in near.split()])


def test_each_dossier_and_the_whole_are_counted_as_by_hand(truth, scans):
    delivery = counted(count_files([scans]), Rule())
    for name, papers, units, sheets in truth[1]:
        counts = delivery.dossiers[str(scans / name.strip("[]"))]
        assert (name, counts.papers, counts.units) == (name, sizes(papers), int(units))
        assert (name, f"{counts.sheets_least}-{counts.sheets_most}", counts.files) == (name, sheets, 10)
    assert delivery.total.units == sum(int(units) for _, _, units, _ in truth[1])
    assert delivery.total.pages == sum((sizes(papers) for _, papers, *_ in truth[1]), Counter()).total()


def test_a_turned_page_is_shown_as_viewers_show_it(tmp_path):
    write_pdf(tmp_path / "a.pdf", "595x842@90*2")
    assert page_sizes(tmp_path / "a.pdf") == ((1684.0, 1190.0),)


def test_what_a_page_inherits_counts(tmp_path):
    write_pdf(tmp_path / "a.pdf", "10x10")
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        del page[Name.MediaBox]
        pdf.Root.Pages[Name.MediaBox] = Array([0, 0, 842, 1190])
        pdf.Root.Pages[Name.Rotate] = 90
        pdf.save()
    assert page_sizes(tmp_path / "a.pdf") == ((1190.0, 842.0),)


def test_another_factor_pays_otherwise():
    def units(factor):
        return FileCounts("f4.pdf", "", ((595.3, 935.4),), Rule(factor)).counts.units

    assert (units(1.1), units(1.15)) == (2, 1)


def test_a_file_that_cannot_be_opened_has_minus_one_pages(tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    write_pdf(tmp_path / "whole.pdf", "595x842")
    pikepdf.open(tmp_path / "whole.pdf").save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption("a", "b"))
    found = {file.path.rpartition("/")[2]: file for file in count_files([tmp_path])}
    assert (found["broken.pdf"].counts.pages, found["locked.pdf"].counts.pages) == (UNREADABLE, UNREADABLE)
    assert "[E401]" in found["broken.pdf"].error
    total = counted(count_files([tmp_path]), Rule()).total
    assert (total.files, total.unreadable, total.pages, total.units) == (3, 2, 1, 1)
    with pytest.raises(EncryptedError):
        page_sizes(tmp_path / "locked.pdf")


def test_a_path_that_is_not_there_is_told(tmp_path):
    with pytest.raises(PathMissingError):
        list(count_files([tmp_path / "none"]))


def converted(out, blanks):
    """An output folder of three documents, two of them of one hồ sơ."""
    rows = []
    for name, pages in (("box/a.pdf", "2:595x842 842x1190"), ("box/b.pdf", "595x842"), ("c.pdf", "595x842")):
        write_pdf(out / name / "searchable.pdf", pages)
        (out / name / "plan.json").write_text("{}")
        rows.append(index_row(path=f"in/{name}", folder=name, status="done"))
    rows.append(index_row(path="in/copy.pdf", folder="c.pdf~1", status="duplicate"))
    rows.append(index_row(path="in/bad.pdf", folder="bad.pdf", status="failed", error="[E401] damaged"))
    write_index(out, rows)
    write_table(out / "blank_pages.csv", ("folder", "page"), blanks)
    return out


def test_a_converted_folder_is_counted_by_dossier_with_blanks_and_without(tmp_path):
    out = converted(tmp_path / "out", [{"folder": "box/a.pdf", "page": "3"}])
    delivery = counted(count_files([out]), Rule())
    box = delivery.dossiers["box"]
    assert (box.files, box.pages, box.units, box.blank.total(), box.units_written) == (2, 4, 5, 1, 3)
    assert (delivery.total.files, delivery.total.unreadable) == (4, 1)


def test_tables_hold_the_factor_and_open_as_they_are(tmp_path, scans):
    delivery = counted(count_files([scans], Rule(1.2)), Rule(1.2), tmp_path)
    rows = list(read_table(tmp_path / "dossier_counts.csv", ("dossier", "a4_units", "oversize", "blank_pages")))
    assert len(rows) == 7
    assert rows[-1] == {"dossier": TOTAL, "a4_units": str(delivery.total.units), "oversize": "1.2", "blank_pages": ""}
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "page_counts.xlsx")
    assert book.sheetnames == ["Hồ sơ", "Tệp", "Gần giới hạn"]
    assert book["Tệp"].max_row == 61
    assert book["Hồ sơ"]["L8"].value == delivery.total.units


def test_the_command_prints_a_row_a_dossier_and_tells_what_is_near(scans, capsys):
    assert main(["count", str(scans)]) == 0
    printed = capsys.readouterr()
    assert printed.out.count("hs-0") == 6
    assert "hs-05/01.pdf, page 1: 595.3 x 935.4 points, counted as A3; 101.0% of the limit of A4" in printed.err


def test_the_command_counts_unreadable_files_with_exit_code_5(tmp_path, capsys):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert main(["count", str(tmp_path), "--factor", "1.2"]) == 5
    assert "[E401]" in capsys.readouterr().err
    assert main(["count", str(tmp_path), "--factor", "3"]) == 2


IMAGES = {
    "a4.jpg": ((2480, 3508), (300, 300), "A4:1"),
    "a4.png": ((1654, 2339), (200, 200), "A4:1"),
    "a3-lying.jpg": ((4961, 3508), (300, 300), "A3:1"),
    "fax.tif": ((1728, 1078), (204, 98), "A4:1"),  # pixels that are no squares: 215 x 279 mm
    "a5.bmp": ((1748, 2480), (300, 300), "A5:1"),
    "telephone.jpg": ((3024, 4032), None, "unknown:1"),
    "screen.png": ((1240, 1754), (1, 1), "unknown:1"),
}


def write_images(folder):
    for name, (size, dpi, _) in IMAGES.items():
        Image.new("1" if name.endswith("tif") else "L", size, 1).save(folder / name, **({"dpi": dpi} if dpi else {}))


def test_images_are_counted_by_pixels_and_resolution(tmp_path):
    write_images(tmp_path)
    found = {file.path.rpartition("/")[2]: file.counts for file in count_files([tmp_path])}
    assert {name: counts.papers for name, counts in found.items()} == {
        name: sizes(papers) for name, (*_, papers) in IMAGES.items()
    }
    total = counted(count_files([tmp_path]), Rule()).total
    assert (total.pages, total.units, total.unreadable) == (7, 6, 0)


def test_each_page_of_a_tiff_counts_with_its_own_resolution(tmp_path):
    a4, a3 = Image.new("1", (1654, 2339), 1), Image.new("1", (1754, 2480), 1)
    a3.encoderinfo = {"dpi": (150, 150)}
    a4.save(tmp_path / "a.tif", save_all=True, append_images=[a3], dpi=(200, 200), compression="group4")
    (file,) = count_files([tmp_path])
    assert (file.counts.papers, file.counts.sheets_least) == (sizes("A4:1 A3:1"), 1)


def test_an_image_that_is_shown_turned_has_its_sides_exchanged(tmp_path):
    turned = Image.Exif()
    turned[274] = 6
    Image.new("L", (3508, 2480)).save(tmp_path / "a.jpg", dpi=(300, 300), exif=turned)
    ((width, height),) = image_sizes(tmp_path / "a.jpg")
    assert (round(width), round(height)) == (595, 842)


def test_an_image_without_resolution_is_told_and_a_broken_one_too(tmp_path, capsys):
    write_images(tmp_path)
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    assert main(["count", str(tmp_path), "--out", str(tmp_path / "out")]) == 5
    told = capsys.readouterr().err
    assert "telephone.jpg states no resolution" in told
    assert "broken.png" in told
    assert "a4.png states" not in told
    rows = {
        row["path"].rpartition("/")[2]: row
        for row in read_table(tmp_path / "out/page_counts.csv", ("path", "pages", "unknown", "a4_units"))
    }
    assert rows["telephone.jpg"]["unknown"] == "1"
    assert rows["telephone.jpg"]["a4_units"] == "0"
    assert rows["broken.png"]["pages"] == str(UNREADABLE)
