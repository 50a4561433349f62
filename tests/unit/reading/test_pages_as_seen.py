# SPDX-License-Identifier: Apache-2.0
"""What a person sees of a PDF page is the page: masks, boxes, layers, typed words, fonts, and data that end early."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from pdf2image.exceptions import PDFPopplerTimeoutError
from pikepdf import Array, Dictionary, Name
from PIL import Image

from ocr_kh.errors import PageTimeoutError
from ocr_kh.legacy.runs import Run, decode_words
from ocr_kh.pipeline import read_page
from ocr_kh.reading import page_image
from ocr_kh.reading.layer import read_layer
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings
from tests.cases.files.pdf_pages import add_image_page, draw, fax_of, image_of, typed_font

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.reading.layer import Layer
    from ocr_kh.reading.raster import Raster

SIZE = (595, 842)
WORDS = "Ủy ban nhân dân xã ban hành kế hoạch phòng cháy và chữa cháy"


def picture() -> np.ndarray:
    """A light page with a dark bar in its upper half."""
    pixels = np.full((842, 595), 250, np.uint8)
    pixels[100:200, 100:400] = 10
    return pixels


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    return Pdf(tmp_path / "a.pdf")


class Pdf:
    """A PDF to be filled, and then read."""

    def __init__(self, path: Path) -> None:
        self.path, self.made = path, pikepdf.new()

    def text(self, text: str, *, at: str = "80 560", before: str = "", after: str = "", **resources: object) -> None:
        """Set `text` on the first page."""
        if not self.made.pages:
            self.made.add_blank_page(page_size=SIZE)
        name = f"F{len(self.made.objects)}"
        font, coded = typed_font(self.made, text)
        content = f"{before} BT /{name} 12 Tf {at} Td <{coded(text)}> Tj ET {after}"
        draw(self.made, content.encode(), Font={name: font}, **resources)

    def raster(self) -> Raster:
        self.made.save(self.path)
        return page_image.read_page(self.path, 0, 10**7, 60)

    def layer(self) -> Layer:
        self.made.save(self.path)
        return read_layer(open_source(self.path, Settings()), 1)


def words_of(layer: Layer) -> str:
    return " ".join(word.text for word in layer.words)


def darkest(raster: Raster) -> tuple[float, float]:
    """Of the upper and the lower half."""
    half = len(raster.pixels) // 2
    return float(raster.pixels[:half].min()), float(raster.pixels[half:].min())


@pytest.mark.parametrize("kind", ["stencil", "stencil swapped", "soft mask", "swapped"])
def test_image_that_is_not_what_is_seen_is_drawn(pdf: Pdf, kind: str) -> None:
    pixels = picture()
    dark = (pixels < 128).astype(np.uint8)
    if kind.startswith("stencil"):
        swapped = kind.endswith("swapped")
        bits = np.packbits(dark if swapped else 1 - dark, axis=1)
        keys = {"Decode": Array([1, 0])} if swapped else {}
        image = image_of(pdf.made, bits, ImageMask=True, BitsPerComponent=1, Width=595, **keys)
        del image.ColorSpace
    elif kind == "soft mask":
        image = image_of(pdf.made, np.zeros_like(pixels), SMask=image_of(pdf.made, dark * 255))
    else:
        image = image_of(pdf.made, 255 - pixels, Decode=Array([1, 0]))
    add_image_page(pdf.made, image)
    upper, lower = darkest(pdf.raster())
    assert upper < 60
    assert lower > 200


def test_image_is_cut_to_the_crop_box_without_drawing(pdf: Pdf) -> None:
    page = add_image_page(pdf.made, image_of(pdf.made, picture()))
    page.obj.CropBox = Array([0, 421, 595, 842])
    raster = pdf.raster()
    assert np.array_equal(raster.pixels, picture()[:421])
    assert raster.size == pytest.approx((595, 421), abs=0.5)


def test_text_outside_the_crop_box_is_no_text(pdf: Pdf) -> None:
    pdf.text(WORDS)
    pdf.text("Bản in thử", at="80 100")
    pdf.made.pages[0].obj.CropBox = Array([0, 300, 595, 842])
    assert words_of(pdf.layer()) == WORDS


@pytest.mark.parametrize(
    ("policy", "states", "seen"),
    [
        (None, "on", True),
        (None, "off", False),
        (Name.AnyOn, "on off", True),
        (Name.AnyOn, "off off", False),
        (Name.AllOn, "on off", False),
        (Name.AnyOff, "on on", False),
        (Name.AllOff, "on off", False),
        (Name.AllOff, "off off", True),
    ],
)
def test_layers_are_seen_as_their_groups_say(pdf: Pdf, policy: Name | None, states: str, *, seen: bool) -> None:
    made = pdf.made
    groups = [(made.make_indirect(Dictionary(Type=Name.OCG, Name="lớp")), state) for state in states.split()]
    off = [group for group, state in groups if state == "off"]
    made.Root.OCProperties = Dictionary(OCGs=Array([group for group, _ in groups]), D=Dictionary(OFF=Array(off)))
    owner = groups[0][0]
    if policy is not None:
        members = Array([group for group, _ in groups])
        owner = made.make_indirect(Dictionary(Type=Name.OCMD, OCGs=members, P=policy))
    pdf.text(WORDS)
    pdf.text("dự thảo", at="80 300", before="/OC /Lop BDC", after="EMC", Properties={"Lop": owner})
    assert ("dự thảo" in words_of(pdf.layer())) is seen
    assert WORDS in words_of(pdf.layer())


def annotated(pdf: Pdf, **keys: object) -> Layer:
    """The layer of a page with one annotation in its upper left quarter."""
    page = pdf.made.add_blank_page(page_size=SIZE)
    note = Dictionary(Type=Name.Annot, Rect=Array([60, 700, 260, 720]), **keys)
    page.obj.Annots = Array([pdf.made.make_indirect(note)])
    pdf.made.Root.AcroForm = Dictionary(Fields=page.obj.Annots)
    return pdf.layer()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ({"Subtype": Name.FreeText, "Contents": "Đã đối chiếu"}, "Đã đối chiếu"),
        ({"Subtype": Name.Widget, "FT": Name.Tx, "V": "118"}, "118"),
        ({"Subtype": Name.Widget, "FT": Name.Tx, "V": "１２/KH\u2011UBND"}, "12/KH-UBND"),
        ({"Subtype": Name.Widget, "Parent": Dictionary(FT=Name.Tx, V="Thôn Hạ")}, "Thôn Hạ"),
        ({"Subtype": Name.Widget, "FT": Name.Ch, "V": "2", "Opt": Array([Array(["2", "Hai"])])}, "Hai"),
        ({"Subtype": Name.Widget, "FT": Name.Tx, "V": "mật", "Ff": 1 << 13}, ""),
        ({"Subtype": Name.Widget, "FT": Name.Btn, "V": Name.Yes}, ""),
        ({"Subtype": Name.Widget, "FT": Name.Sig, "V": Dictionary(Name="Ký bởi")}, ""),
        ({"Subtype": Name.FreeText, "Contents": "ẩn", "F": 2}, ""),
        ({"Subtype": Name.Text, "Contents": "ghi chú riêng"}, ""),
    ],
)
def test_typed_words_are_those_that_are_seen(pdf: Pdf, keys: dict[str, object], text: str) -> None:
    typed = annotated(pdf, **keys).typed
    assert " ".join(word.text for word in typed) == text
    for box in (word.box for word in typed):
        assert box
        assert 60 <= box.x0 < box.x1 <= 260
        assert 122 <= box.y0 < box.y1 <= 142


@pytest.mark.parametrize(
    ("drawn", "typed"),
    [("1207", "1207"), ("08", "08"), ("3176b", "3176b"), ("Ký bởi: Sở Hạ", ""), ("08 giờ", ""), ("08.09", "")],
)
def test_figures_that_a_signature_draws_are_typed(pdf: Pdf, drawn: str, typed: str) -> None:
    """Registries number and date documents so; what else a signature shows is its caption."""
    font, coded = typed_font(pdf.made, drawn)
    look = pikepdf.Stream(pdf.made, f"BT /F1 12 Tf 2 4 Td <{coded(drawn)}> Tj ET".encode())
    look.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 200, 20]),
        Resources=Dictionary(Font=Dictionary(F1=font)),
    )
    layer = annotated(pdf, Subtype=Name.Widget, FT=Name.Sig, F=4, AP=Dictionary(N=pdf.made.make_indirect(look)))
    assert [word.text for word in layer.typed] == ([typed] if typed else [])


def test_typed_lines_go_down_from_the_top_of_their_field(pdf: Pdf) -> None:
    page = pdf.made.add_blank_page(page_size=SIZE)
    note = Dictionary(Subtype=Name.FreeText, Contents="Dòng một\rDòng hai", Rect=Array([60, 600, 260, 700]))
    page.obj.Annots = Array([pdf.made.make_indirect(note)])
    first, _, third, _ = (word.box for word in pdf.layer().typed)
    assert first
    assert third
    assert first.y1 <= third.y0
    assert first.y0 == pytest.approx(142, abs=3)


def test_marks_in_any_order_make_one_letter() -> None:
    words = ["Ké\u0302 hoa\u0323ch so\u0302\u0301", "UỶ BAN", "đê\u0300 nghi\u0323"]
    runs = [[Run(word, "Arial")] for text in words for word in text.split()]
    texts, encodings = decode_words(runs)
    assert " ".join(texts) == "Kế hoạch số UỶ BAN đề nghị"
    assert encodings == ()


def test_characters_of_a_layer_are_what_they_stand_for() -> None:
    words = ["\uf0b7", "Số:", "45/KH\u2011UBND", "năm\u200b", "２０２６", "\u22125", "ﬁ\u00adle"]
    texts, _ = decode_words([[Run(word, "Arial")] for word in words])
    assert texts == ["•", "Số:", "45/KH-UBND", "năm", "2026", "-5", "file"]


@pytest.mark.parametrize("first", [0xE000, 0x21])
def test_fonts_that_name_no_letters_are_not_believed(pdf: Pdf, first: int) -> None:
    signs = [chr(first + place) for place in range(15)]
    pdf.text(" ".join("".join(signs[place % 10 : place % 10 + 4]) for place in range(30)))
    layer = pdf.layer()
    assert (layer.verdict.verdict, layer.usable) == ("wrong", False)


@pytest.mark.parametrize(("share", "cut"), [(1.0, False), (0.6, True)])
@pytest.mark.parametrize("kind", ["fax", "jpeg", "flate"])
def test_data_that_end_early_are_told(pdf: Pdf, kind: str, share: float, *, cut: bool) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (842, 595)).astype(np.uint8)
    if kind == "fax":
        image = fax_of(pdf.made, Image.fromarray(noise).convert("1"), share)
    else:
        image = image_of(pdf.made, noise)
        data, how = (jpeg(noise), Name.DCTDecode) if kind == "jpeg" else (image.read_raw_bytes(), image.Filter)
        image.write(data[: round(share * len(data))], filter=how)
    add_image_page(pdf.made, image)
    assert pdf.raster().cut is cut


def jpeg(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG")
    return buffer.getvalue()


def test_time_that_poppler_has_is_that_of_the_page(pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, timeout: int, **__: object) -> None:
        raise PDFPopplerTimeoutError(f"{timeout} s are over")

    monkeypatch.setattr(page_image, "convert_from_path", slow)
    pdf.text(WORDS)
    pdf.made.save(pdf.path)
    with pytest.raises(PageTimeoutError, match=r"E501.*Page 1.*7 seconds"):
        page_image.read_page(pdf.path, 0, 10**7, 7)


def test_words_typed_onto_a_blank_sheet_are_its_text(pdf: Pdf) -> None:
    page = add_image_page(pdf.made, image_of(pdf.made, np.full((842, 595), 255, np.uint8)))
    note = Dictionary(Subtype=Name.FreeText, Contents="Đã đối chiếu với bản chính", Rect=Array([60, 700, 360, 720]))
    page.obj.Annots = Array([pdf.made.make_indirect(note)])
    pdf.made.save(pdf.path)
    read = read_page(open_source(pdf.path, Settings()), 1, Settings())
    assert [line.text for line in read.lines] == ["Đã đối chiếu với bản chính"]
    assert not read.condition.blank


def test_right_layer_is_used_where_its_image_cannot_be_looked_at(pdf: Pdf) -> None:
    add_image_page(pdf.made, image_of(pdf.made, picture()))
    pdf.text(f"{WORDS} {WORDS} {WORDS}", before="3 Tr", at="20 500")
    pdf.made.save(pdf.path)
    small = Settings(max_pixels=1000)
    read = read_page(open_source(pdf.path, small), 1, small)
    assert (read.source, read.error) == ("text", None)
