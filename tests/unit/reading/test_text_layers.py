# SPDX-License-Identifier: Apache-2.0
"""Text layers of PDFs: which are believed, and those in legacy encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from bench.layer_pages import FONTS, UNTOLD, encoded_pdf, representable, split, stripped
from ocr_kh import pipeline
from ocr_kh.batch.reading import read
from ocr_kh.document import Box, Word
from ocr_kh.errors import NotADocumentError
from ocr_kh.legacy.codec import encodings
from ocr_kh.reading import pdf, textfile, textlayer
from ocr_kh.reading.drawing import drawing
from ocr_kh.reading.layer import read_layer
from ocr_kh.reading.source import open_source
from ocr_kh.reading.verdict import judge
from ocr_kh.settings import Settings
from ocr_kh.writing.pdf.searchable import write_searchable

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.reading.layer import Layer

SETTINGS = Settings()
RIGHT = """
Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân xã ban hành Kế hoạch tuyên truyền, phổ biến, giáo dục
pháp luật năm 2026 với những nội dung sau đây: Mục đích, yêu cầu. Nâng cao nhận thức của cán bộ, công chức, viên chức và
Nhân dân về vị trí, vai trò của công tác phổ biến pháp luật; bảo đảm thiết thực, hiệu quả, tiết kiệm. Các ban, ngành,
đoàn thể phối hợp chặt chẽ trong quá trình tổ chức thực hiện, báo cáo kết quả trước ngày 15 tháng 12 hằng năm.
""".split()  # noqa: SIM905 - a list of a hundred quoted words reads worse
ENGLISH = """
The Committee shall report to the Government on the implementation of this Decree in the areas under its control, and
the ministries shall guide the units that are responsible for the data on household and population registration in
accordance with the provisions of the law on residence and other relevant regulations issued before this date.
""".split()  # noqa: SIM905 - a list of a hundred quoted words reads worse
GARBLED = """
Can ctr Luat T6 chtrc chinh quyén dia phuong, Uy ban nhan dan xa ban hanh K€é hoach tuyén truyén, ph6 bién, gido duc
phap luat nam 2026 véi nhitng ndi dung sau day: Muc dich, yéu cdu. Nang cao nhan thirc cia can b6, céng chirc,
vién chirc ve vi tri, vai trd cia cdng tdc phé bién phap luat; bdo dam thiét thuc, hiéu qua, tiét kiém.
""".split()  # noqa: SIM905 - a list of a hundred quoted words reads worse
CAPTION = "Người ký: Ủy ban nhân dân xã Hòa An. Email: ubnd@hoaan.example. Thời gian ký: 08.04.2026 15:20:11".split()  # noqa: SIM905


def on_page(texts: list[str]) -> list[Word]:
    """The words, ten a line, down an A4 page."""
    places = [divmod(number, 10) for number in range(len(texts))]
    boxes = [Box(40 + 50 * column, 60 + 20 * row, 80 + 50 * column, 72 + 20 * row) for row, column in places]
    return [Word(text, box) for text, box in zip(texts, boxes, strict=True)]


@pytest.mark.parametrize(
    ("texts", "over_image", "verdict"),
    [
        pytest.param(RIGHT, False, "right", id="right"),
        pytest.param(RIGHT, True, "right", id="right, over an image"),
        pytest.param(stripped(RIGHT), False, "wrong", id="stripped"),
        pytest.param(GARBLED, True, "wrong", id="garbled"),
        pytest.param(split(RIGHT, np.random.default_rng(1)), False, "wrong", id="split"),
        pytest.param(RIGHT + stripped(RIGHT), False, "wrong", id="half of it stripped"),
        pytest.param(RIGHT * 4 + GARBLED * 2, False, "wrong", id="a paragraph of it garbled"),
        pytest.param(RIGHT + ENGLISH, False, "right", id="a paragraph of it in English"),
        pytest.param(ENGLISH, False, "right", id="English"),
        pytest.param("12 35 47,5 60 2026 1.250 3/4".split() * 20, False, "right", id="figures"),  # noqa: SIM905
        pytest.param(CAPTION, True, "none", id="caption of a signature"),
        pytest.param([], False, "none", id="no text"),
    ],
)
def test_verdicts(texts: list[str], verdict: str, *, over_image: bool) -> None:
    judgement = judge(on_page(texts), over_image=over_image, size=(595, 842))
    assert judgement.layer.verdict == verdict, judgement.layer.reason
    assert judgement.usable == (verdict == "right")
    assert judgement.layer.reason


def test_few_words_all_over_the_page_are_no_caption() -> None:
    boxes = [Box(40, 60 + 30 * place, 90, 72 + 30 * place) for place in range(24)]
    words = [Word(text, box) for text, box in zip(stripped(RIGHT)[:24], boxes, strict=True)]
    assert judge(words, over_image=True, size=(595, 842)).layer.verdict == "wrong"


def test_caption_beside_a_picture_is_no_layer() -> None:
    words = on_page(CAPTION)
    assert judge(words, over_image=False, has_picture=True, size=(595, 842)).layer.verdict == "none"
    assert judge(words, over_image=False, size=(595, 842)).layer.verdict != "none"


def test_combining_marks_belong_to_the_letter_before_them() -> None:
    def box(left: float) -> tuple[float, float, float, float]:
        return (left, 100.0, left + 6, 112.0)

    shown = [("k", 10), ("e", 16), ("\u0302", 16), (" ", 22), ("\u0301", 18), (" ", 24), ("a", 30)]
    runs = textlayer.word_runs(textlayer.Glyph(text, box(left)) for text, left in shown)
    assert ["".join(glyph.text for glyph in run) for run in runs] == ["ke\u0302\u0301", "a"]


def layer_of(path: Path, data: bytes) -> Layer:
    path.write_bytes(data)
    return read_layer(open_source(path, SETTINGS), 1)


@pytest.mark.parametrize("encoding", FONTS)
@pytest.mark.parametrize("told", [True, False])
def test_legacy_layers_come_out_right(tmp_path: Path, encoding: str, *, told: bool) -> None:
    truth = representable([word for word in RIGHT if "à" not in word or encoding != "utf-8"], encoding)
    layer = layer_of(tmp_path / "a.pdf", encoded_pdf(truth, encoding, FONTS[encoding] if told else UNTOLD))
    assert [word.text for word in layer.words] == truth
    assert (layer.verdict.verdict, layer.verdict.encoding, layer.usable) == ("wrong", encoding, True)


def test_font_of_capitals_gives_capitals(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.pdf", encoded_pdf(representable(RIGHT, "tcvn3"), "tcvn3", "ABCDEF+VnTimeHBold"))
    assert [word.text for word in layer.words] == [word.upper() for word in RIGHT]


def test_legacy_page_without_image_is_read_from_its_layer(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(encoded_pdf(representable(RIGHT, "vni"), "vni", "VNI-Times"))
    page = pipeline.read_page(open_source(path, SETTINGS), 1, SETTINGS)
    assert (page.source, page.layer.encoding) == ("text", "vni")
    assert " ".join(line.text for line in page.lines).split() == RIGHT
    (inspected,) = pipeline.inspect(path).pages
    assert (inspected.source, inspected.layer) == ("text", page.layer)


@pytest.mark.parametrize("order", ["found", "columns", "rows"])
def test_lines_of_a_layer_are_laid_out_in_the_order_wanted(tmp_path: Path, monkeypatch, order: str) -> None:
    path, asked = tmp_path / "a.pdf", []
    path.write_bytes(encoded_pdf(representable(RIGHT, "vni"), "vni", "VNI-Times"))
    lay_out = pipeline.lay_out
    monkeypatch.setattr(pipeline, "lay_out", lambda *words, **how: asked.append(how["order"]) or lay_out(*words, **how))
    page = pipeline.read_page(open_source(path, SETTINGS), 1, SETTINGS, order=order)
    assert (page.order, asked, " ".join(line.text for line in page.lines).split()) == (order, [order], RIGHT)


def with_images(path: Path, data: bytes, strips: int = 1, *, share: float = 1.0, above: bool = True) -> bytes:
    """The PDF with `strips` images that cover `share` of its first page together, above or below its text."""
    path.write_bytes(data)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        image = document.make_stream(b"\xff" * 100)
        image.update(
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=10,
                Height=10,
                BitsPerComponent=8,
                ColorSpace=Name.DeviceGray,
            )
        )
        page = document.pages[0]
        page.obj.Resources.XObject = Dictionary(I=image)
        height = 842 * share / strips
        drawn = "".join(f"q 595 0 0 {height} 0 {place * height} cm /I Do Q\n" for place in range(strips))
        contents = [page.obj.Contents, document.make_stream(drawn.encode())]
        page.obj.Contents = Array(contents if above else contents[::-1])
        document.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("strips", [1, 7])
def test_images_that_cover_the_page_are_read_rather_than_a_legacy_layer(tmp_path: Path, strips: int) -> None:
    data = encoded_pdf(representable(RIGHT, "tcvn3"), "tcvn3", ".VnTime")
    layer = layer_of(tmp_path / "a.pdf", with_images(tmp_path / "b.pdf", data, strips))
    assert (layer.verdict.verdict, layer.verdict.encoding, layer.usable) == ("wrong", "tcvn3", False)
    with pdf.opened_page(tmp_path / "b.pdf", 0) as page:
        assert drawing(page).is_covered


def test_legacy_text_over_a_background_is_used(tmp_path: Path) -> None:
    data = encoded_pdf(representable(RIGHT, "tcvn3"), "tcvn3", ".VnTime")
    layer = layer_of(tmp_path / "a.pdf", with_images(tmp_path / "b.pdf", data, above=False))
    assert (layer.verdict.encoding, layer.usable) == ("tcvn3", True)


@pytest.mark.parametrize(("mode", "above", "covered"), [(0, False, False), (3, False, True), (0, True, True)])
def test_text_that_nobody_sees_is_an_earlier_reading(tmp_path: Path, mode: int, *, above: bool, covered: bool) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(encoded_pdf(stripped(RIGHT), "tcvn3", "Arial"))
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        contents = document.pages[0].obj.Contents
        contents.write(contents.read_bytes().replace(b"BT", b"BT %d Tr" % mode))
        document.save()
    with_images(path, path.read_bytes(), share=0.7, above=above)
    with pdf.opened_page(path, 0) as page:
        drawn = drawing(page)
    assert drawn.image_share == pytest.approx(0.7, abs=0.02)
    assert (drawn.is_covered, drawn.has_picture) == (covered, True)


@pytest.mark.parametrize("name", ["tcvn3", "vni", "viscii", "vps", "cp1258"])
def test_text_files_in_legacy_encodings(name: str) -> None:
    words = representable(RIGHT, name)
    found = textfile.decoded(encodings()[name].encode(" ".join(words)).encode("latin-1"), "a.txt")
    assert found.text.split() == words
    assert found.encodings == (name,)


def test_text_file_of_utf8_and_tcvn3() -> None:
    data = "Kế hoạch số 5\n".encode() + encodings()["tcvn3"].encode("căn cứ luật tổ chức\n").encode("latin-1")
    assert textfile.decode(data, "a.txt") == "Kế hoạch số 5\ncăn cứ luật tổ chức\n"


def test_windows_quotes_of_a_legacy_file_are_quotes() -> None:
    data = b"1. \x93KH\x94 \x96 A\n" + encodings()["vni"].encode("căn cứ luật tổ chức\n").encode("latin-1")
    assert textfile.decode(data, "a.txt") == "1. “KH” – A\ncăn cứ luật tổ chức\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Привет, мир и труд май".encode("cp1251"), id="Russian"),
        pytest.param("人民政府工作报告".encode("gbk"), id="Chinese"),
        pytest.param("Der Bär prüft größere Übungen".encode("latin-1"), id="German"),
        pytest.param(bytes(range(1, 256)), id="all bytes"),
    ],
)
def test_files_in_unknown_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(NotADocumentError, match="UTF-8"):
        textfile.decode(data, "a.txt")


def test_text_file_tells_of_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(encodings()["vni"].encode(" ".join(RIGHT)).encode("latin-1"))
    (page,) = pipeline.inspect(path).pages
    assert (page.layer.verdict, page.layer.encoding) == ("wrong", "vni")
    path.write_text(" ".join(RIGHT), "utf-8")
    (page,) = pipeline.inspect(path).pages
    assert (page.layer.verdict, page.layer.encoding) == ("right", None)


def test_legacy_page_can_be_searched_in_unicode(tmp_path: Path) -> None:
    source, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    source.write_bytes(encoded_pdf(representable(RIGHT, "tcvn3"), "tcvn3", ".VnTime"))
    write_searchable(source, read(source, SETTINGS), target)
    with pdf.opened_page(target, 0) as page:
        text = page.get_textpage().get_text_range()
    assert "căn cứ luật tổ chức chính quyền địa phương" in text
    assert "C¨n cø LuËt".lower() in text.lower()
