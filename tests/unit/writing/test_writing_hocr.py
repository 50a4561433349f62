# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from ocr_kh.document import Box, Condition, Document, Line, Page, Role, Word
from ocr_kh.writing.document.hocr import hocr_of
from ocr_kh.writing.document.word_boxes import write_word_boxes

SCANNED = Condition(width=1240, height=1754, dpi=150)
"""A4 at 150 dpi: 2.0833 pixels a point."""


def line(text, y=72.0, role=Role.BODY, page=1):
    words = (Word(token, Box(72 * i, y, 72 * i + 36, y + 12), 0.876) for i, token in enumerate(text.split(), 1))
    return Line.of_words(words, page=page, role=role)


def document(*lines, name="a.pdf", **changes):
    page = Page(1, 595.2, 841.92, lines, "ocr", **{"condition": SCANNED} | changes)
    return Document(name, "00", (page, Page(2, 595.2, 841.92)))


def elements(hocr, kind):
    return ET.fromstring(hocr).findall(f".//*[@class='{kind}']")  # noqa: S314 - our own


def test_hocr_words_stand_in_pixels_with_their_confidence():
    hocr = hocr_of(document(line("Kế hoạch")))

    first, second = elements(hocr, "ocrx_word")
    assert (first.text, first.get("title")) == ("Kế", "bbox 150 150 225 175; x_wconf 88")
    assert second.get("title").startswith("bbox 300 150 375 175")
    pages = [page.get("title") for page in elements(hocr, "ocr_page")]
    assert pages[0] == 'image "a.pdf"; bbox 0 0 1240 1754; ppageno 0; scan_res 150 150'
    assert len(pages) == 2


@pytest.mark.parametrize(
    ("condition", "size"),
    [
        (Condition(width=1754, height=1240, rotation=90), "1240 1754"),
        (Condition(), "2480 3508"),
    ],
    ids=["turned", "no-image"],
)
def test_hocr_page_has_the_size_of_its_upright_image(condition, size):
    (first, _) = elements(hocr_of(document(line("Kế"), condition=condition)), "ocr_page")

    assert f"bbox 0 0 {size};" in first.get("title")


def test_hocr_has_areas_for_roles_and_leaves_noise_out():
    lines = (line("UBND", role=Role.ISSUER), line("Điều 1", 90), line("Điều 2", 110), line("Ký bởi", 300, Role.NOISE))

    hocr = hocr_of(document(*lines))

    assert [len(area.findall(".//*[@class='ocr_line']")) for area in elements(hocr, "ocr_carea")] == [1, 2]
    identifiers = [element.get("id") for element in ET.fromstring(hocr).iter() if element.get("id")]  # noqa: S314
    assert len(identifiers) == len(set(identifiers))
    assert "Ký" not in hocr


def test_hocr_is_xml_whatever_the_page_and_the_file_say():
    hocr = hocr_of(document(line("a&b <c> \x01\ufffe Ke\u0302\u0301"), name="\"x\\' & y.pdf"))

    assert [word.text for word in elements(hocr, "ocrx_word")] == ["a&b", "<c>", None, "Kế"]
    assert elements(hocr, "ocr_page")[0].get("title").startswith('image "\\"x\\\\\' & y.pdf"; ')


def test_word_boxes_have_a_row_a_word(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    row = Line("Lễ | 4", "Lễ | 4", (Word("Lễ", Box(1, 2, 3, 4), 0.5), Word("|"), Word("4")), 1, Role.TABLE)

    write_word_boxes(tmp_path / "words.parquet", document(line("Kế hoạch"), row))

    rows = parquet.read_table(tmp_path / "words.parquet").to_pylist()
    assert [(each["line"], each["word"], each["text"]) for each in rows] == [
        (1, 1, "Kế"),
        (1, 2, "hoạch"),
        (2, 1, "Lễ"),
        (2, 2, "|"),
        (2, 3, "4"),
    ]
    assert rows[2] | {"pixels_a_point": 0} == {
        "page": 1,
        "line": 2,
        "word": 1,
        "text": "Lễ",
        "confidence": 0.5,
        "role": "table",
        "source": "ocr",
        "x0": 1.0,
        "y0": 2.0,
        "x1": 3.0,
        "y1": 4.0,
        "pixels_a_point": 0,
    }
    assert rows[3]["x0"] is None
