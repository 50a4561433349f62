# SPDX-License-Identifier: Apache-2.0
"""A file that is not PDF/A-2b as it is, and what the archivist chose for such files (`Settings.pdfa`)."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import LayerVerdict
from ocr_kh.writing.pdf.page_text import add_text_layers
from ocr_kh.writing.pdf.pdf_file import save_pdf
from ocr_kh.writing.pdf.pdfa.conformity import Conformity, check_conformity, pages_at_fault

if TYPE_CHECKING:
    from pikepdf import Pdf

    from ocr_kh.document import Document, Page
    from ocr_kh.settings import Pdfa


@dataclass(frozen=True, slots=True)
class Changes:
    """What was done to pages for the sake of PDF/A."""

    fonts: tuple[str, ...] = ()
    """Names of fonts that were missing, and were put in as viewers show them."""
    dropped: int = 0
    """Things that PDF/A forbids."""
    redrawn: tuple[int, ...] = ()
    """Pages that are images now."""

    def as_record(self) -> dict[str, object]:
        """For provenance.json."""
        return {"fonts_embedded": list(self.fonts), "dropped": self.dropped, "redrawn_pages": list(self.redrawn)}


class Mended(NamedTuple):
    """A file after that."""

    conformity: Conformity
    changes: Changes
    document: Document
    """As it was read; the pages that are images now count as read from an image."""


def mend(pdf: Pdf, document: Document, path: Path, found: Conformity, choice: Pdfa) -> Mended:
    """Do to `pdf`, which was written to `path` and does not conform, what was chosen; `path` is written anew.

    Raises OSError when that fails.
    """
    if choice == "embed":
        return _embed(pdf, document, path)
    if choice == "raster":
        return _redraw(pdf, document, path)
    return Mended(found, Changes(), document)


def _embed(pdf: Pdf, document: Document, path: Path) -> Mended:
    """Put in the missing fonts and drop what PDF/A forbids."""
    from ocr_kh.writing.pdf.pdfa.embedding import embed_fonts
    from ocr_kh.writing.pdf.pdfa.forbidden import drop_forbidden

    changes = Changes(dropped=drop_forbidden(pdf), fonts=embed_fonts(pdf))
    save_pdf(pdf, path)
    return Mended(check_conformity(path), changes, document)


def _redraw(pdf: Pdf, document: Document, path: Path) -> Mended:
    """Make images of the pages that do not conform by themselves; of all, where the fault lies in none of them."""
    from ocr_kh.writing.pdf.pdfa.redrawing import keep_pages_only, redraw_pages

    every = tuple(page.number for page in document.pages)
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        shown = Path(folder) / "shown.pdf"
        shutil.copyfile(path, shown)
        for numbers in filter(None, (pages_at_fault(shown), every)):
            redrawn = redraw_pages(pdf, numbers, shown)
            if redrawn == every:
                keep_pages_only(pdf)
            result = _as_images(document, redrawn)
            add_text_layers(pdf, replace(result, pages=tuple(result.pages[number - 1] for number in redrawn)))
            save_pdf(pdf, path)
            conformity = check_conformity(path)
            if conformity.conforms or numbers == every:
                break
    return Mended(conformity, Changes(redrawn=redrawn), result)


def _as_images(document: Document, numbers: tuple[int, ...]) -> Document:
    chosen = set(numbers)
    return replace(document, pages=tuple(_as_image(page) if page.number in chosen else page for page in document.pages))


def _as_image(page: Page) -> Page:
    """`page` as if read from its image, which stands upright."""
    condition = replace(page.condition, rotation=0)
    return replace(page, source="ocr", condition=condition, layer=LayerVerdict())
