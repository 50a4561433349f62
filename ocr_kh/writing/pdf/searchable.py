# SPDX-License-Identifier: Apache-2.0
"""searchable.pdf: each page as it was, and the repaired words on it, invisible, where they are printed.

Compared on twelve real pages, 5,018 words of Vietnamese (words that Poppler, PDFium and pdfminer miss; a page's time
and size): pikepdf with a glyphless font 6/2/0, 7 ms, 9 kB; fpdf2 with Noto Sans, a call a word, 1572/2340/3853
(without spaces the words run together), 45 ms, 18 kB; OCRmyPDF's renderer on fpdf2 24/8/0, 64 ms, 15 kB, and it
wants hOCR. All three keep the accents in NFC. pikepdf also leaves the scan's own objects as they are, so it is taken.

The file is PDF/A-2b where that can be had without setting a page anew (`archival`); what was written is checked
(`conformity`), its words are read back (`readback`), and `Searchable` tells of both.
"""

from __future__ import annotations

import tempfile
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pikepdf
from pikepdf import Array, Name

from ocr_kh.errors import DamagedError, EncryptedError
from ocr_kh.messages import translate
from ocr_kh.writing.atomic import atomic_write
from ocr_kh.writing.pdf.archival import Description, Removed, make_archival, withdraw_claim
from ocr_kh.writing.pdf.conformity import Conformity, check_conformity
from ocr_kh.writing.pdf.glyphless import add_font, codes_of
from ocr_kh.writing.pdf.hidden_text import copy_dictionary, full_page_images, remove_hidden_text
from ocr_kh.writing.pdf.pdf_file import only_pages, save_pdf
from ocr_kh.writing.pdf.readback import Readback, read_back
from ocr_kh.writing.pdf.textlayer import FONT_RESOURCE, View, text_layer, written_text

if TYPE_CHECKING:
    from ocr_kh.document import Document, Page
    from ocr_kh.plan.model import Plan, Warning  # noqa: A004 - the contract's word
    from ocr_kh.writing.pdf.glyphless import Codes

Sources: TypeAlias = Path | Sequence[Path]

_SAME_SIZE = 0.005
"""Two sizes that differ by less, in share, are the same: boxes are rounded to points by some scanners."""
_MAX_REASONS = 3
"""Findings that the warning names; provenance.json has more."""
_DAMAGE = (pikepdf.PdfError, TypeError, ValueError, AttributeError, KeyError, RuntimeError)
"""What pikepdf raises where a PDF is damaged, or has an object of the wrong kind in a place."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """What became of searchable.pdf."""

    conformity: Conformity
    removed: Removed
    readback: Readback

    def as_record(self) -> dict[str, object]:
        """For provenance.json."""
        return {
            "pdfa": {"flavour": "2b", **self.conformity.as_record()},
            "signatures_removed": self.removed.signatures,
            "removed": list(self.removed.parts),
            "readback": self.readback.as_record(),
        }

    def warnings(self) -> tuple[Warning, ...]:
        """What a person should know, for the plan."""
        from ocr_kh.plan.review.warnings import warn

        found = []
        if not self.conformity.conforms:
            found.append(warn("pdf.conformity", reasons="; ".join(self.conformity.findings[:_MAX_REASONS])))
        if not self.readback.equal:
            missing, extra = self.readback.missing.total(), self.readback.extra.total()
            found.append(warn("pdf.words", missing=missing, extra=extra))
        return tuple(found)


def write_searchable(sources: Sources, document: Document, target: Path, plan: Plan | None = None) -> Searchable:
    """Write the pages of `sources` (a PDF, or the image or images of one document) with `document`'s words.

    Images stay as they are, byte for byte where PDF/A knows their compression; pages whose own text layer was used
    stay untouched, unless it is in a legacy encoding; unseen text of an earlier OCR goes from the pages that were
    read, signature fields from all. The metadata are those of `plan`. Tells whether the file is PDF/A-2b; one that is
    not does not claim it. Raises EncryptedError or DamagedError about a source, OutputError about the target; nothing
    half-written is left.
    """
    paths = [sources] if isinstance(sources, Path) else list(sources)
    with (
        tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder,
        _open_pages(paths, document, Path(folder)) as pdf,
        _damage_told(paths[0]),
    ):
        _check_pages(pdf, document, paths[0])
        add_text_layers(pdf, document)
        removed = make_archival(pdf, Description.of(document, plan))
        with atomic_write(target) as unfinished:
            save_pdf(pdf, unfinished)
            with pikepdf.open(unfinished) as written:  # qpdf saves some damaged PDFs so that it cannot open them
                _check_pages(written, document, paths[0])
            conformity = check_conformity(unfinished)
            if not conformity.conforms:
                withdraw_claim(pdf)
                save_pdf(pdf, unfinished)
            readback = read_back(unfinished, [page for page in document.pages if _has_layer(page)])
    return Searchable(conformity, removed, readback)


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Raise DamagedError for what pikepdf raises where a PDF is damaged; its doubts are for the check to tell."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            yield
    except _DAMAGE as error:
        raise DamagedError(path=str(path), reason=str(error)) from error


def add_text_layers(pdf: pikepdf.Pdf, document: Document) -> None:
    """Put the words of `document` on the pages of `pdf`, in place of unseen text that is there."""
    codes = codes_of(written_text(line) for page in document.pages if not _is_searchable(page) for line in page.lines)
    font = add_font(pdf, codes)
    for page in document.pages:
        if not _is_searchable(page):
            _add_text_layer(pdf, pdf.pages[page.number - 1], page, font, codes)


def _has_layer(page: Page) -> bool:
    """Whether our words are on `page`: one without a size has no place for them."""
    return not _is_searchable(page) and bool(page.lines and page.width and page.height)


def _is_searchable(page: Page) -> bool:
    """Whether the page's own text can be searched as it is; text in a legacy encoding can not."""
    return page.source == "text" and page.layer.encoding is None


def _add_text_layer(pdf: pikepdf.Pdf, target: pikepdf.Page, page: Page, font: pikepdf.Object, codes: Codes) -> None:
    """Turn the page upright, then put its words beneath its content, where no state of that content reaches them."""
    if page.source == "ocr" or page.condition.blank:
        remove_hidden_text(pdf, target)
    area = _area(target, page)
    rotation = (_rotation(target) + page.condition.rotation) % 360
    if page.condition.rotation:
        target.obj.Rotate = rotation
    layer = text_layer(page, View(area, rotation), codes)
    if not layer:
        return
    resources = copy_dictionary(target.resources)
    resources.Font = copy_dictionary(resources.get(Name.Font))
    resources.Font[FONT_RESOURCE] = font
    target.obj.Resources = resources
    stream = pdf.make_stream(deflate(layer), Filter=Name.FlateDecode)
    target.obj.Contents = Array([stream, *_contents(target)])


def deflate(content: bytes) -> bytes:
    """Instructions packed by Deflate, not ending with a carriage return.

    Before the line feed of `endstream` that would look like an end of line: a checker that searches for it
    (page-validation 0.11) then calls the length wrong. One stream in 256 would end so.
    """
    found = zlib.compress(content)
    return zlib.compress(content + b"\n") if found.endswith(b"\r") else found


def _check_pages(pdf: pikepdf.Pdf, document: Document, path: Path) -> None:
    """Raises DamagedError when qpdf finds fewer pages than were read: none may be lost without a word."""
    found, read = len(pdf.pages), max((page.number for page in document.pages), default=0)
    if found < read:
        reason = translate("{found} of {pages} pages can be copied").format(found=found, pages=read)
        raise DamagedError(path=str(path), reason=reason)


def _contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    """The page's content streams as they are."""
    contents = page.obj.get(Name.Contents)
    if contents is None:
        return []
    return list(contents) if isinstance(contents, Array) else [contents]


def _rotation(page: pikepdf.Page) -> int:
    """The page's own /Rotate as 0, 90, 180 or 270."""
    return round(int(page.get(Name.Rotate, 0)) / 90) * 90 % 360


def _area(target: pikepdf.Page, page: Page) -> tuple[float, float, float, float]:
    """The part of user space in which `page`'s boxes are measured.

    That is what viewers show, or the image that was read instead of the page, if that has the page's size.
    """
    visible = _visible(target)
    turned = (page.condition.rotation + _rotation(target)) % 180 != 0
    size = (page.height, page.width) if turned else (page.width, page.height)
    if not all(size) or _alike(visible, size):
        return visible
    drawn = [(area.llx, area.lly, area.urx, area.ury) for area in full_page_images(target)]
    return next((area for area in drawn if _alike(area, size)), visible)


def _alike(area: tuple[float, float, float, float], size: tuple[float, float]) -> bool:
    width, height = area[2] - area[0], area[3] - area[1]
    return abs(width - size[0]) <= _SAME_SIZE * size[0] and abs(height - size[1]) <= _SAME_SIZE * size[1]


def _visible(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The crop box within the media box, with its corners in order."""
    media, crop = (_order_pages(box) for box in (page.mediabox, page.cropbox))
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else media


def _order_pages(box: pikepdf.Object) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@contextmanager
def _open_pages(paths: Sequence[Path], document: Document, folder: Path) -> Iterator[pikepdf.Pdf]:
    """The pages of the document as a PDF. Raises EncryptedError or DamagedError."""
    with _whole(paths, document, folder) as pdf:
        if document.part is None:
            yield pdf
            return
        with _damage_told(paths[0]):
            part = only_pages(pdf, *document.page_range)
        yield part


def _whole(paths: Sequence[Path], document: Document, folder: Path) -> pikepdf.Pdf:
    """The source as a PDF. Raises EncryptedError or DamagedError."""
    if not _is_pdf(paths[0]):
        from ocr_kh.writing.pdf.page_images import images_as_pdf

        return images_as_pdf(paths, document.pages, folder)
    try:
        return pikepdf.open(paths[0])
    except pikepdf.PasswordError as error:
        raise EncryptedError(path=str(paths[0])) from error
    except (OSError, *_DAMAGE) as error:
        raise DamagedError(path=str(paths[0]), reason=str(error)) from error


def _is_pdf(path: Path) -> bool:
    """Whether `path` holds a PDF, by its content as readers judge it (the header within the first 1024 bytes)."""
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError as error:
        raise DamagedError(path=str(path), reason=error.strerror or str(error)) from error
