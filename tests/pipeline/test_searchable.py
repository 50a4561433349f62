# SPDX-License-Identifier: Apache-2.0
"""searchable.pdf as other programs read it: Poppler, PDFium."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import unicodedata
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ocr_kh.document import Box, Condition, Document, Line, Page, Role, Word
from ocr_kh.errors import DamagedError, EncryptedError, OcrKhError, OutputError
from ocr_kh.writing.pdf.pdf_file import save_pdf
from ocr_kh.writing.pdf.searchable import write_searchable

SIZE = (595.0, 842.0)
LINES = (
    "ỦY BAN NHÂN DÂN XÃ BẢO HÒA",
    "Số: 05/KH-UBND",
    "KẾ HOẠCH",
    "Tuyên truyền, phổ biến pháp luật năm 2026; ngày 04/3 đến xã",
    "- Đẩy mạnh ứng dụng khoa học, kỹ thuật “số” – ẩn ửng ữ ỵ",
)


def words(text, y, *, x=60.0, letter=6.0, height=11.0, slope=0.0):
    """Words as an engine finds them: boxes that hug the print, with gaps of less than a letter."""
    for token in text.split():
        width = letter * len(token)
        top = y + slope * (x + width / 2)
        yield Word(token, Box(x, top, x + width, top + height))
        x += width + 0.6 * letter


def page(number=1, *, lines=LINES, size=SIZE, slope=0.0, **changes):
    made = [Line.of_words(words(text, 80 + 22 * index, slope=slope), page=number) for index, text in enumerate(lines)]
    return Page(number, *size, lines=tuple(made), **{"source": "ocr"} | changes)


def document(*pages):
    return Document(name="a.pdf", sha256="00", pages=pages)


def scan(path, *, size=SIZE, pages=1, content=None, **keys):
    """A PDF of one grey image a page, with `keys` of the page dictionary."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=size)
        added = pdf.pages[-1]
        image = pdf.make_stream(
            bytes(range(256)) * 4,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=32,
            Height=32,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray,
        )
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        added.obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Im0=image), Font=pikepdf.Dictionary(F1=font)
        )
        drawn = f"{size[0]} 0 0 {size[1]} 0 0 cm /Im0 Do"  # as scanners write it: the matrix is never restored
        added.obj.Contents = pdf.make_stream((content or drawn).encode())
        for key, value in keys.items():
            added.obj[f"/{key}"] = value
    pdf.save(path)
    return path


def poppler(path, *options):
    done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def pdfium_text(path):
    with pdfium.PdfDocument(path) as opened:
        return "\n".join(opened[i].get_textpage().get_text_range() for i in range(len(opened)))


def poppler_words(path):
    """(text, centre in units of the page as it is shown, origin top left) of each word."""
    root = ET.fromstring(poppler(path, "-bbox", "-cropbox"))  # noqa: S314 - our own file
    for word in root.findall(".//{*}word"):
        x0, y0, x1, y1 = (float(word.get(key)) for key in ("xMin", "yMin", "xMax", "yMax"))
        yield word.text, ((x0 + x1) / 2, (y0 + y1) / 2)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "searchable.pdf"


@pytest.mark.parametrize("extract", [poppler, pdfium_text])
def test_searchable_lines_come_out_as_lines_of_words_in_nfc(tmp_path, target, extract):
    write_searchable(scan(tmp_path / "a.pdf"), document(page()), target)

    text = extract(target)
    assert [" ".join(line.split()) for line in text.splitlines() if line.strip()] == list(LINES)
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("degrees", [0.0, 0.4, -1.5, 3.0])
def test_searchable_lines_of_a_skewed_scan_stay_whole(tmp_path, target, degrees):
    from math import radians, tan

    skewed = page(slope=tan(radians(degrees)), condition=Condition(skew=degrees))
    write_searchable(scan(tmp_path / "a.pdf"), document(skewed), target)

    assert [" ".join(line.split()) for line in poppler(target).splitlines() if line.strip()] == list(LINES)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("already", [0, 90, 270])
def test_searchable_words_stand_at_their_boxes_and_the_page_upright(tmp_path, target, turned, already):
    sideways = (turned + already) % 180 == 90
    upright = SIZE[::-1] if sideways else SIZE
    read = page(size=upright, condition=Condition(rotation=turned))
    media = pikepdf.Array([10, 20, 30 + SIZE[0], 40 + SIZE[1]])
    crop = pikepdf.Array([20, 30, 20 + SIZE[0], 30 + SIZE[1]])

    write_searchable(scan(tmp_path / "a.pdf", Rotate=already, MediaBox=media, CropBox=crop), document(read), target)

    with pikepdf.open(target) as pdf:
        assert pdf.pages[0].get("/Rotate", 0) == (turned + already) % 360
    found = list(poppler_words(target))
    expected = [word for line in read.lines for word in line.words]
    assert [text for text, _ in found] == [word.text for word in expected]
    for (_, centre), word in zip(found, expected, strict=True):
        assert centre == pytest.approx(word.box.middle, abs=2)


def test_searchable_closing_of_two_columns_is_read_column_by_column(tmp_path, target):
    """The height of a line's letters says little of its size: the lines of a column stay together all the same."""
    rows = (
        ("Nơi nhận:", 85, 501, 9.7),
        ("- Sở Nông nghiệp và Môi trường;", 85, 516, 7.9),
        ("- Thường trực Đảng ủy phường;", 85, 530, 9.9),
        ("- CT, PCT UBND phường;", 85, 543, 7.4),
        ("- UBMTTQVN và các đoàn thể;", 85, 557, 7.9),
        ("- Lưu: VT.", 85, 585, 6.8),
        ("TM. ỦY BAN NHÂN DÂN", 346, 500, 12.0),
        ("CHỦ TỊCH", 390, 517, 10.8),
    )
    closing = (Line.of_words(words(text, y, x=x, letter=4.5, height=height), page=1) for text, x, y, height in rows)
    lines = (*page(lines=LINES[3:] * 5).lines, *closing)

    write_searchable(scan(tmp_path / "a.pdf"), document(Page(1, *SIZE, lines, "ocr")), target)

    shown = [line for line in poppler(target).splitlines() if line.strip()]
    assert shown[-len(rows) :] == [text for text, *_ in rows]


def test_searchable_words_fit_a_page_with_its_own_unit(tmp_path, target):
    """UserUnit 2: the page is twice as large as its numbers; boxes are in points."""
    read = page()
    small = (SIZE[0] / 2, SIZE[1] / 2)

    write_searchable(scan(tmp_path / "a.pdf", size=small, UserUnit=2), document(read), target)

    word = read.lines[0].words[0]
    _, centre = next(poppler_words(target))
    assert centre == pytest.approx((word.box.middle[0] / 2, word.box.middle[1] / 2), abs=1)


def test_searchable_words_fit_an_image_smaller_than_the_page(tmp_path, target):
    """The reader takes the image for the page; it covers 95 % of it, off the corner."""
    inner = (SIZE[0] * 0.96, SIZE[1] * 0.95)
    content = f"{inner[0]} 0 0 {inner[1]} 20 10 cm /Im0 Do"
    read = page(size=inner)

    write_searchable(scan(tmp_path / "a.pdf", content=content), document(read), target)

    word = read.lines[0].words[0]
    _, centre = next(poppler_words(target))
    top = SIZE[1] - 10 - inner[1]
    assert centre == pytest.approx((word.box.middle[0] + 20, word.box.middle[1] + top), abs=2)


def test_searchable_keeps_images_byte_for_byte(tmp_path, target):
    source = scan(tmp_path / "a.pdf")
    write_searchable(source, document(page()), target)

    with pikepdf.open(source) as before, pikepdf.open(target) as after:
        images = [pdf.pages[0].resources.XObject.Im0 for pdf in (before, after)]
        assert images[0].read_raw_bytes() == images[1].read_raw_bytes()
        assert dict(images[0].items()).keys() == dict(images[1].items()).keys()


def test_searchable_looks_as_the_scan_did(tmp_path, target):
    source = scan(tmp_path / "a.pdf")
    write_searchable(source, document(page()), target)

    assert picture(source) == picture(target)


def picture(path):
    with pdfium.PdfDocument(path) as opened:
        return opened[0].render(scale=0.5).to_pil().tobytes()


def test_searchable_is_the_same_whenever_it_is_made(tmp_path, target):
    source = scan(tmp_path / "a.pdf")
    write_searchable(source, document(page()), target)
    first = target.read_bytes()
    write_searchable(source, document(page()), target)

    assert target.read_bytes() == first


def test_searchable_font_is_embedded_with_a_unicode_map(tmp_path, target):
    write_searchable(scan(tmp_path / "a.pdf"), document(page()), target)

    done = subprocess.run(["pdffonts", str(target)], capture_output=True, check=True)
    assert re.search(r"OcrKhGlyphless\s+CID TrueType\s+Identity-H\s+yes \w+ +yes", done.stdout.decode())


@pytest.mark.parametrize(
    ("content", "gone"),
    [
        ("q 595 0 0 842 0 0 cm /Im0 Do Q BT /F1 9 Tf 3 Tr 60 700 Td (Vietnarn) Tj T* (xau) ' ET", True),
        ("BT /F1 9 Tf 60 700 Td (Vietnarn) Tj ET q 595 0 0 842 0 0 cm /Im0 Do Q", True),
        ("q 595 0 0 842 0 0 cm /Im0 Do Q BT /F1 9 Tf 60 700 Td (Vietnarn) Tj ET", False),
        ("BT /F1 9 Tf 60 700 Td (Vietnarn) Tj ET q 300 0 0 300 0 0 cm /Im0 Do Q", False),
        ("q 3 Tr Q BT /F1 9 Tf 60 700 Td [(Viet) -10 (narn)] TJ ET", False),
    ],
    ids=["invisible", "beneath-the-scan", "over-the-scan", "beside-a-small-image", "mode-restored"],
)
def test_searchable_drops_only_text_nobody_sees(tmp_path, target, content, gone):
    write_searchable(scan(tmp_path / "a.pdf", content=content), document(page()), target)

    assert ("Vietnarn" not in poppler(target)) == gone
    assert LINES[0] in poppler(target)


def test_searchable_drops_hidden_text_inside_forms(tmp_path, target):
    source = scan(tmp_path / "a.pdf", pages=2, content="q 595 0 0 842 0 0 cm /Im0 Do Q /Fm0 Do /Fm1 Do")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        resources = pikepdf.Dictionary(Font=pdf.pages[0].resources.Font)
        box = pikepdf.Array([0, 0, 595, 842])
        keys = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "BBox": box, "Resources": resources}
        hidden = pdf.make_stream(b"BT /F1 9 Tf 3 Tr 60 700 Td (Vietnarn) Tj ET", **keys)
        both = pdf.make_stream(b"BT /F1 9 Tf 60 60 Td (Seen) Tj 3 Tr (Ghost) Tj ET", **keys)
        shared = pdf.pages[0].obj.Resources
        shared.XObject.Fm0, shared.XObject.Fm1 = pdf.make_indirect(hidden), pdf.make_indirect(both)
        pdf.pages[1].obj.Resources = pdf.make_indirect(shared)
        pdf.pages[0].obj.Resources = pdf.pages[1].obj.Resources
        pdf.save(source)

    write_searchable(source, document(page(), Page(2, *SIZE, source="text")), target)

    first, second = poppler(target, "-f", "1", "-l", "1"), poppler(target, "-f", "2", "-l", "2")
    assert "Seen" in first
    assert not re.search("Vietnarn|Ghost", first)
    assert re.search("Vietnarn", second)  # its own text layer was right


def test_searchable_leaves_pages_whose_text_layer_was_used(tmp_path, target):
    source = scan(tmp_path / "a.pdf", content="BT /F1 9 Tf 60 700 Td (Right) Tj ET")
    write_searchable(source, document(page(source="text")), target)

    with pikepdf.open(source) as before, pikepdf.open(target) as after:
        contents = [pdf.pages[0].Contents.read_bytes() for pdf in (before, after)]
    assert contents[0] == contents[1]
    assert poppler(target).split() == ["Right"]


def test_searchable_keeps_pages_that_failed(tmp_path, target):
    failed = Page(1, error="[E501] too slow")
    write_searchable(scan(tmp_path / "a.pdf", pages=2), document(failed, page(2)), target)

    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == 2
    assert poppler(target, "-f", "1", "-l", "1").strip() == ""
    assert LINES[0] in poppler(target, "-f", "2", "-l", "2")


def test_searchable_leaves_noise_out_and_words_without_boxes_in(tmp_path, target):
    row = Line(
        "Lễ | ngày 4",
        "Lễ | ngày 4",
        (Word("Lễ", Box(60, 80, 72, 90)), Word("|"), Word("ngày", Box(100, 80, 124, 90)), Word("4", None)),
        page=1,
        role=Role.TABLE,
    )
    seal = Line.of_words(words("Ký bởi", 300), page=1, role=Role.NOISE)
    write_searchable(scan(tmp_path / "a.pdf"), document(Page(1, *SIZE, (row, seal), "ocr")), target)

    assert poppler(target).split() == ["Lễ", "|", "ngày", "4"]


BOXES = st.tuples(st.floats(0, 450), st.floats(0, 10), st.floats(0, 120), st.floats(5, 20))
TEXTS = st.text(st.sampled_from("aạẫđƯỷ-.,()|0123456789xyz𝔸"), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(TEXTS, BOXES), min_size=1, max_size=5), max_size=5))
def test_searchable_loses_no_word_whatever_its_box(tmp_path, target, rows):
    lines = [Line.of_words((Word(text, Box(x, y, x + w, y + h)) for text, (x, y, w, h) in row), page=1) for row in rows]
    write_searchable(scan(tmp_path / "a.pdf"), document(Page(1, *SIZE, tuple(lines), "ocr")), target)

    found = "".join(poppler(target, "-raw").split())
    assert sorted(found) == sorted("".join(text for row in rows for text, _ in row))


PICTURES = {
    "grey.png": ("L", {}),
    "colour.png": ("RGB", {}),
    "bilevel.png": ("1", {}),
    "palette.png": ("P", {}),
    "sixteen.png": ("I;16", {}),
    "glass.png": ("RGBA", {}),
    "colour.jpg": ("RGB", {"quality": 80}),
    "ink.jpg": ("CMYK", {"quality": 80}),
    "fax.tif": ("1", {"compression": "group4"}),
    "packed.tif": ("RGB", {"compression": "tiff_lzw"}),
}


@pytest.mark.parametrize("name", PICTURES)
def test_searchable_is_made_of_images_without_loss(tmp_path, target, name):
    mode, options = PICTURES[name]
    source = tmp_path / name
    image = Image.linear_gradient("L").resize((596, 842))
    (image.convert("I;16") if mode == "I;16" else image.convert(mode)).save(source, **options)

    write_searchable(source, document(page()), target)

    with pikepdf.open(target) as pdf:
        (made,) = pdf.pages[0].resources.XObject.values()
        pixels = pikepdf.PdfImage(made).as_pil_image()
        assert [float(v) for v in pdf.pages[0].mediabox[2:]] == pytest.approx(SIZE, rel=0.01)
        if name.endswith(".jpg"):
            assert made.read_raw_bytes() == source.read_bytes()
        else:
            with Image.open(source) as original:
                assert original.convert("RGB").tobytes() == pixels.convert("RGB").tobytes()
    assert LINES[0] in poppler(target)


def test_searchable_turns_a_photograph_as_its_camera_says(tmp_path, target):
    """EXIF orientation 6: the camera was held upright, the pixels lie on their side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.linear_gradient("L").resize((842, 595)).save(tmp_path / "a.jpg", exif=exif)

    write_searchable(tmp_path / "a.jpg", document(page()), target)

    word = page().lines[0].words[0]
    _, centre = next(poppler_words(target))
    assert centre == pytest.approx(word.box.middle, abs=2)


def test_searchable_joins_files_and_the_frames_of_a_tiff(tmp_path, target):
    frames = [Image.new("L", (595, 842), shade) for shade in (50, 100, 150)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:2])
    frames[2].save(tmp_path / "b.png")

    pages = [page(n, lines=(f"Trang {n}",)) for n in (1, 2, 3)]
    write_searchable([tmp_path / "a.tif", tmp_path / "b.png"], document(*pages), target)

    texts = [" ".join(part.split()) for part in poppler(target).split("\f")]
    assert texts == ["Trang 1", "Trang 2", "Trang 3", ""]


def test_searchable_holds_many_images_in_files(tmp_path, target, monkeypatch):
    monkeypatch.setattr("ocr_kh.writing.pdf.page_images._MAX_HELD_BYTES", 2000)
    paths = [tmp_path / f"{n}.png" for n in range(7)]
    for n, path in enumerate(paths):
        Image.effect_noise((60, 80), 50 + n).save(path)

    pages = [page(n + 1, lines=(f"Trang {n}",)) for n in range(7)]
    write_searchable(paths, document(*pages), target)

    assert re.findall(r"Trang (\d)", poppler(target)) == list("0123456")


def test_searchable_gives_an_image_that_failed_an_empty_page(tmp_path, target):
    Image.new("L", (595, 842)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:60])
    paths = [tmp_path / "b.png", tmp_path / "a.png"]

    write_searchable(paths, document(Page(1, error="[E401] damaged"), page(2)), target)

    with pikepdf.open(target) as pdf:
        assert ["/XObject" in p.resources for p in pdf.pages] == [False, True]
    with pytest.raises(DamagedError):
        write_searchable(paths, document(page(), page(2)), target)


def test_searchable_says_when_a_pdf_cannot_be_opened(tmp_path, target):
    scan(tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="x", owner="y"))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing")

    with pytest.raises(EncryptedError):
        write_searchable(tmp_path / "locked.pdf", document(page()), target)
    with pytest.raises(DamagedError):
        write_searchable(tmp_path / "broken.pdf", document(page()), target)
    assert not target.exists()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(b"[]<>/()0R n\xff")), min_size=1, max_size=8))
def test_searchable_of_a_damaged_pdf_is_made_or_refused(tmp_path, target, blows):
    data = bytearray(scan(tmp_path / "a.pdf").read_bytes())
    for place, byte in blows:
        data[place % len(data)] = byte
    (tmp_path / "damaged.pdf").write_bytes(data)
    target.unlink(missing_ok=True)

    try:
        write_searchable(tmp_path / "damaged.pdf", document(page()), target)
    except OcrKhError:
        assert not target.exists()
    else:
        with pikepdf.open(target) as pdf:
            assert len(pdf.pages) >= 1


def test_searchable_leaves_nothing_behind_when_the_disk_is_full(tmp_path, monkeypatch):
    source = scan(tmp_path / "a.pdf")

    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("ocr_kh.writing.pdf.searchable.save_pdf", full)
    out = tmp_path / "out"
    with pytest.raises(OutputError, match="No space left on device"):
        write_searchable(source, document(page()), out / "searchable.pdf")
    assert list(out.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_searchable_survives_a_disk_that_fills_while_qpdf_writes(tmp_path):
    """qpdf itself would end the process."""
    with pikepdf.open(scan(tmp_path / "a.pdf")) as pdf, pytest.raises(OSError, match="No space left"):
        save_pdf(pdf, Path("/dev/full"))
