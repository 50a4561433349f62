# SPDX-License-Identifier: Apache-2.0
"""What a file is, and what is said about one that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr_kh.document import Box, Word
from ocr_kh.errors import (
    DamagedError,
    EmptyError,
    EncryptedError,
    InputError,
    NoPagesError,
    NotADocumentError,
    TooLargeError,
)
from ocr_kh.reading import images, page_image, textfile
from ocr_kh.reading.source import open_source
from ocr_kh.reading.verdict import judge
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = Settings()


def pdf_with_pages(path: Path, count: int, **save: object) -> Path:
    document = pikepdf.new()
    for _ in range(count):
        document.add_blank_page(page_size=(595, 842))
    document.save(path, **save)  # type: ignore[arg-type]
    return path


def scanned_page(path: Path, pixels: np.ndarray, *, rotate: int = 0, after: bytes = b"") -> Path:
    """A PDF of one A4 page that `pixels` (grey) cover, with more content drawn `after` it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    height, width = pixels.shape
    image = pikepdf.Stream(document, pixels.tobytes())
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = width, height, 8
    image.ColorSpace = pikepdf.Name.DeviceGray
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pikepdf.Stream(document, b"q 595 0 0 842 0 0 cm /Im0 Do Q " + after)
    page.Rotate = rotate
    document.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("empty.pdf", b"", EmptyError),
        ("text.pdf", "Đây là văn bản.".encode(), NotADocumentError),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj <<", DamagedError),
        ("noise.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, DamagedError),
        ("letter.docx", b"PK\x03\x04", NotADocumentError),
    ],
)
def test_open_source_names_the_fault(tmp_path: Path, name: str, content: bytes, error: type[InputError]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        open_source(path, SETTINGS)
    assert name in str(caught.value)


def test_open_source_refuses_a_pdf_without_pages(tmp_path: Path) -> None:
    with pytest.raises((NoPagesError, DamagedError)):
        open_source(pdf_with_pages(tmp_path / "none.pdf", 0), SETTINGS)


def test_open_source_asks_for_the_password(tmp_path: Path) -> None:
    locked = pdf_with_pages(tmp_path / "a.pdf", 1, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(EncryptedError):
        open_source(locked, SETTINGS)


def test_open_source_opens_a_pdf_that_only_forbids_printing(tmp_path: Path) -> None:
    path = pdf_with_pages(tmp_path / "a.pdf", 2, encryption=pikepdf.Encryption(owner="a", user=""))
    assert open_source(path, SETTINGS).page_count == 2


def test_open_source_counts_pages_within_the_limit(tmp_path: Path) -> None:
    path = pdf_with_pages(tmp_path / "a.pdf", 3)
    assert open_source(path, SETTINGS).page_count == 3
    with pytest.raises(TooLargeError):
        open_source(path, Settings(max_pages=2))


def test_open_source_checks_pixels_before_decoding(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    Image.new("1", (17_000, 17_000)).save(path)
    with pytest.raises(TooLargeError):
        open_source(path, SETTINGS)


def test_source_locates_pages_of_joined_images(tmp_path: Path) -> None:
    first, second = tmp_path / "1.tif", tmp_path / "2.png"
    frame = Image.new("L", (60, 80), 255)
    frame.save(first, save_all=True, append_images=[frame])
    frame.save(second)
    source = open_source((first, second), SETTINGS)
    assert source.page_count == 3
    assert [source.locate(number) for number in (1, 2, 3)] == [(first, 0), (first, 1), (second, 0)]
    with pytest.raises(IndexError):
        source.locate(4)


def test_sole_image_is_taken_out_as_it_is(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (842, 595), dtype=np.uint8)
    raster = page_image.read_page(scanned_page(tmp_path / "a.pdf", pixels), 0, 10**7, 60)
    assert np.array_equal(raster.pixels, pixels)
    assert raster.dpi == pytest.approx(72, abs=0.1)


def test_sole_image_is_turned_as_the_page_says(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (842, 595), dtype=np.uint8)
    raster = page_image.read_page(scanned_page(tmp_path / "a.pdf", pixels, rotate=90), 0, 10**7, 60)
    assert np.array_equal(raster.pixels, np.rot90(pixels, -1))


def test_page_with_something_drawn_over_its_image_is_rendered(tmp_path: Path) -> None:
    white = np.full((842, 595), 255, np.uint8)
    raster = page_image.read_page(
        scanned_page(tmp_path / "a.pdf", white, after=b"0 g 100 100 200 200 re f"), 0, 10**7, 60
    )
    assert raster.pixels.min() == 0


def test_image_gets_its_resolution_from_the_file_or_from_a4(tmp_path: Path) -> None:
    told, silent = tmp_path / "a.png", tmp_path / "b.png"
    page = Image.new("L", (1654, 2339), 255)
    page.save(told, dpi=(300, 300))
    page.save(silent)
    assert images.read_frame(told, 0, 10**7).dpi == pytest.approx(300, abs=0.1)
    assert images.read_frame(silent, 0, 10**7).dpi == pytest.approx(200, abs=0.1)


def test_image_of_a_fax_is_made_square(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    Image.new("1", (1728, 1146), 1).save(path, dpi=(204, 98))
    raster = images.read_frame(path, 0, 10**7)
    assert raster.pixels.shape == (2386, 1728)
    assert raster.size == pytest.approx((609.9, 842.1), abs=0.2)


def test_resolution_goes_round_with_a_turned_image(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    Image.new("L", (1146, 1728), 255).save(path, dpi=(98, 204), tiffinfo={274: 6})
    assert images.read_frame(path, 0, 10**7).size == pytest.approx((609.9, 842.1), abs=0.2)


@pytest.mark.parametrize("most", [4095, 65535])
def test_deep_grey_is_scaled_by_its_white(tmp_path: Path, most: int) -> None:
    path = tmp_path / "a.tif"
    grey = np.full((100, 100), most, np.uint16)
    grey[:20] = most // 2
    Image.fromarray(grey).save(path)
    pixels = images.read_frame(path, 0, 10**7).pixels
    assert pixels.max() == 255
    assert pixels[0, 0] == 127


def test_a_file_that_may_not_be_read_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pdf_with_pages(tmp_path / "a.pdf", 1)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(InputError, match="Permission denied") as caught:
        open_source(path, SETTINGS)
    assert caught.value.code == "E400"


def test_transparent_image_lies_on_white_paper(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(path)
    assert images.read_frame(path, 0, 1000).pixels.min() == 255


def test_decode_takes_utf8_with_and_without_mark() -> None:
    assert textfile.decode("\ufeffKế hoạch\r\n".encode(), "a") == "Kế hoạch\n"
    assert textfile.decode("Kế hoạch".encode("utf-16"), "a") == "Kế hoạch"
    with pytest.raises(NotADocumentError):
        textfile.decode(b"K\xe5\xff ho\xe1ch", "a")
    with pytest.raises(NotADocumentError):
        textfile.decode(b"a\0b", "a")


RIGHT = "Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân xã ban hành kế hoạch tuyên truyền năm nay " * 3
STRIPPED = "Can cu Luat To chuc chinh quyen dia phuong, Uy ban nhan dan xa ban hanh ke hoach tuyen truyen nam nay " * 3
GARBLED = "Tuyén truyén thue hién Nghi quyét s6 ciia B) Chinh trj vé dot pha phat trién khoa hoc, cong nghé¢ " * 3
SPLIT = "ĐIỀ U KHO ẢN THI HÀ NH c ủ a Ngh ị qu y ế t n à y đ ượ c th ự c hi ệ n t ừ ng à y k ý ban h à nh " * 3
TCVN3 = "C¨n cø LuËt Tæ chøc Héi ®ång nh©n d©n vµ Uû ban nh©n d©n ngµy 26 th¸ng 11 n¨m 2003 " * 3


@pytest.mark.parametrize(
    ("text", "over_image", "verdict"),
    [
        (RIGHT, False, "right"),
        (RIGHT, True, "right"),
        (STRIPPED, False, "wrong"),
        (GARBLED, True, "wrong"),
        (SPLIT, False, "wrong"),
        (TCVN3, False, "wrong"),
        ("", False, "none"),
        ("Người ký: Ủy ban nhân dân xã. Thời gian ký: 08.04.2026", True, "none"),
    ],
)
def test_judge_tells_right_layers_from_wrong_ones(text: str, *, over_image: bool, verdict: str) -> None:
    words = [Word(word, Box(0, 0, 1, 1)) for word in text.split()]
    found = judge(words, over_image=over_image).layer
    assert found.verdict == verdict
    assert found.reason
