# SPDX-License-Identifier: Apache-2.0
"""Image files as a PDF, a page an image: JPEG, CCITT and plain PNG data go in as they are (img2pdf).

Others are packed anew with the same pixels, but that deep grey (12, 16 bits, floats) becomes 8 bits, as it was read.
"""

from __future__ import annotations

import logging
from functools import partial
from io import BytesIO
from itertools import islice
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

import img2pdf
import pikepdf

from ocr_kh.errors import DamagedError
from ocr_kh.reading.images import BROKEN, ORIENTATION, SQUARE, as_seen, opened, page_frames, resolution
from ocr_kh.writing.pdf.pdf_file import save_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from PIL import Image

    from ocr_kh.document import Page

    Layout = Callable[[int, int, tuple[float, float]], tuple[float, float, float, float]]

_A4 = (595.28, 841.89)
"""Points; the size of a page whose image could not be read."""
_MAX_HELD_BYTES = 64 << 20
"""Bytes of images held in memory; more than that wait in a file."""
_AS_IS = frozenset({"PNG", "JPEG", "MPO", "TIFF", "JPEG2000"})
"""Formats whose data PDF can hold."""
_NOT_FOR_IMG2PDF = (
    img2pdf.AlphaChannelError,
    img2pdf.ExifOrientationError,
    img2pdf.ImageOpenError,
    img2pdf.JpegColorspaceError,
    img2pdf.NegativeDimensionError,
    img2pdf.UnsupportedColorspaceError,
    SyntaxError,  # of Pillow, for a mask behind the pages of a TIFF
)
logging.getLogger("img2pdf").setLevel(logging.ERROR)


class _Held(NamedTuple):
    """Pages made so far, and how many bytes of images they hold in memory."""

    pdf: pikepdf.Pdf
    size: int


def images_as_pdf(paths: Sequence[Path], pages: Sequence[Page], folder: Path) -> pikepdf.Pdf:
    """A PDF with the images of `paths` (a TIFF has several) as its pages, as large as `pages` say.

    Temporary files go into `folder`, which has to last as long as the PDF. An image that cannot be embedded
    gives an empty page where `pages` has an error for it. Raises DamagedError for any other.
    """
    parts = list(_parts(paths, pages, folder))
    if len(parts) == 1:
        return parts[0]
    whole = pikepdf.new()
    for part in parts:
        whole.pages.extend(part.pages)
    return whole


def _parts(paths: Sequence[Path], pages: Sequence[Page], folder: Path) -> Iterator[pikepdf.Pdf]:
    """The images in order, in PDFs that hold at most about `_MAX_HELD_BYTES` bytes in memory each."""
    remaining = iter(pages)
    held = _Held(pikepdf.new(), 0)
    for path in paths:
        embedded = _embed_frames(path, remaining)
        held.pdf.pages.extend(pikepdf.open(BytesIO(embedded)).pages)
        held = _Held(held.pdf, held.size + len(embedded))
        if held.size > _MAX_HELD_BYTES:
            waiting = folder / f"{path.name}-{len(held.pdf.pages)}.pdf"
            save_pdf(held.pdf, waiting)
            yield pikepdf.open(waiting)
            held = _Held(pikepdf.new(), 0)
    if held.size:
        yield held.pdf


def _embed_frames(path: Path, remaining: Iterator[Page]) -> bytes:
    """All frames of `path` as a PDF; takes as many of the `remaining` pages."""
    pages = list(islice(remaining, _frame_count(path)))
    try:
        return _as_is(path, pages) or _by_frame(path, pages)
    except (*BROKEN, DamagedError) as error:
        if pages and all(page.error for page in pages):
            return _empty_pages(pages)
        raise DamagedError(path=str(path), reason=str(error)) from error


def _as_is(path: Path, pages: Sequence[Page]) -> bytes | None:
    """The images as img2pdf embeds them; None for those it does not, or not one a page."""
    with opened(path) as image:
        if not _can_stay(image):
            return None
    try:
        embedded = _by_img2pdf(path.read_bytes(), pages)
    except _NOT_FOR_IMG2PDF:
        return None
    return embedded if len(pages) == 1 or _page_count(embedded) == len(pages) else None


def _can_stay(image: Image.Image) -> bool:
    """Whether img2pdf takes the file as it is seen; of TIFF no deep grey, and nothing turned: that it turns twice."""
    frames = page_frames(image)
    if image.format != "TIFF":
        return image.format in _AS_IS
    return frames == tuple(range(len(frames))) and not any(map(partial(_is_odd, image), frames))


def _is_odd(image: Image.Image, frame: int) -> bool:
    image.seek(frame)
    return image.mode[0] in "IF" or image.getexif().get(ORIENTATION, 1) != 1


def _by_img2pdf(data: bytes, pages: Sequence[Page]) -> bytes:
    """The image's own compressed data, as it is wherever PDF knows its compression, else repacked without loss."""
    return bytes(
        img2pdf.convert(
            data,
            layout_fun=_layout(iter(pages)),
            rotation=img2pdf.Rotation.ifvalid,
            first_frame_only=len(pages) == 1,
            nodate=True,
            engine=img2pdf.Engine.pikepdf,
        ),
    )


def _by_frame(path: Path, pages: Sequence[Page]) -> bytes:
    """Each page's frame as people see it, packed as PNG."""
    pdf = pikepdf.new()
    with opened(path) as image:
        for frame, page in zip(page_frames(image), pages, strict=False):
            image.seek(frame)
            buffer, dpi = BytesIO(), resolution(image)
            as_seen(image).save(buffer, "PNG", **({"dpi": dpi} if dpi else {}))
            pdf.pages.extend(pikepdf.open(BytesIO(_by_img2pdf(buffer.getvalue(), [page]))).pages)
    return _save_image(pdf)


def _layout(pages: Iterator[Page]) -> Layout:
    """Page and image size in points for each image in turn: the area of the page, the proportions of the image."""

    def layout(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, float, float, float]:
        page = next(pages)
        stretch = dpi[0] / dpi[1] if abs(dpi[0] / dpi[1] - 1) > SQUARE else 1.0
        area = page.width * page.height or _A4[0] * _A4[1]
        points = sqrt(area / (width * height * stretch))
        size = (width * points, height * stretch * points)
        return (*size, *size)

    return layout


def _empty_pages(pages: Sequence[Page]) -> bytes:
    pdf = pikepdf.new()
    for page in pages:
        pdf.add_blank_page(page_size=(page.width or _A4[0], page.height or _A4[1]))
    return _save_image(pdf)


def _save_image(pdf: pikepdf.Pdf) -> bytes:
    buffer = BytesIO()
    pdf.save(buffer, static_id=True)
    return buffer.getvalue()


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _frame_count(path: Path) -> int:
    """Pages as the reader counts them; 1 for a file that cannot be opened (the reader has it as a failed page)."""
    try:
        with opened(path) as image:
            return len(page_frames(image))
    except DamagedError:
        return 1
