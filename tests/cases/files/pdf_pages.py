# SPDX-License-Identifier: Apache-2.0
"""PDF pages for cases, put together by pikepdf from the printed page, as an image or born digital."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from tests.cases.files.pages import printed_page

A4 = (595, 842)
STRIP_OFFSETS, STRIP_LENGTHS = 273, 279
BORN_DIGITAL = Path(__file__).parent / "freetext-digital" / "input" / "freetext-digital.pdf"


def image_of(pdf, pixels, **keys):
    """A grey (2 axes) or colour (3 axes) array as an image; `keys` of its dictionary besides, or instead."""
    image = Stream(pdf, b"")
    image.write(zlib.compress(pixels.tobytes()), filter=Name.FlateDecode)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Height, image.Width = pixels.shape[:2]
    image.BitsPerComponent = 8
    image.ColorSpace = Name.DeviceGray if pixels.ndim == 2 else Name.DeviceRGB
    for key, value in keys.items():
        image[Name("/" + key)] = value
    return image


def fax_of(pdf, page, share=1.0):
    """A black and white PIL image in Group 4, its data cut after a share of them."""
    buffer = io.BytesIO()
    page.save(buffer, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(buffer) as tiff:
        start, length = tiff.tag_v2[STRIP_OFFSETS][0], tiff.tag_v2[STRIP_LENGTHS][0]
    data = buffer.getvalue()[start : start + length]
    image = Stream(pdf, b"")
    parameters = Dictionary(K=-1, Columns=page.width, Rows=page.height, BlackIs1=False)
    image.write(data[: round(share * length)], filter=Name.CCITTFaxDecode, decode_parms=parameters)
    image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    image.Width, image.Height, image.BitsPerComponent = page.width, page.height, 1
    image.Decode = Array([1, 0])
    return image


def add_image_page(pdf, image, size=A4):
    """A page that the image covers."""
    page = pdf.add_blank_page(page_size=size)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=image))
    page.obj.Contents = Stream(pdf, b"q %d 0 0 %d 0 0 cm /Im Do Q" % size)
    return page


def add_scan(pdf, page=None):
    """The printed page as a grey scan."""
    return add_image_page(pdf, image_of(pdf, np.asarray(page or printed_page())))


def born_digital():
    """The printed page as it was typed: text and no image, the note on it taken off."""
    pdf = pikepdf.open(BORN_DIGITAL)
    del pdf.pages[0].obj[Name.Annots]
    return pdf


def draw(pdf, content, **resources):
    """More content after that of the first page."""
    page = pdf.pages[0]
    page.contents_add(Stream(pdf, content))
    for kind, found in resources.items():
        for name, value in found.items():
            page.add_resource(value, Name("/" + kind), Name("/" + name))


def typed_font(pdf, letters):
    """A font that is not embedded, each letter under a code of its own from 1; and the text as those codes."""
    codes = {letter: number for number, letter in enumerate(dict.fromkeys(letters), 1)}
    rows = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        FirstChar=0,
        LastChar=255,
        Widths=Array([500] * 256),
        ToUnicode=Stream(pdf, cmap.encode()),
    )
    return pdf.make_indirect(font), lambda text: "".join(f"{codes[letter]:02x}" for letter in text)
