# SPDX-License-Identifier: Apache-2.0
"""The folder of a file that holds several documents, with a folder each, `01`, `02`, ...: whole or not at all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.writing.atomic import atomic_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.document import Document, Page
    from ocr_kh.reading.source import Source
    from ocr_kh.settings import Settings


@dataclass(frozen=True, slots=True)
class Bundle:
    """An unfinished folder for several documents."""

    folder: Path
    scan: Path | None
    """All pages as a PDF, where the input is images: so they are packed once, not once a document."""

    def place(self, document: Document) -> Path:
        """Where a document of it is to be written."""
        return self.folder / (document.part.name if document.part else "")


@contextmanager
def bundle_folder(folder: Path, source: Source, pages: Sequence[Page], settings: Settings) -> Iterator[Bundle]:
    """A bundle that takes the place of `folder` when the block ends without an error. Raises OutputError."""
    with atomic_folder(folder) as unfinished, tempfile.TemporaryDirectory(prefix="ocr-kh-") as scratch:
        is_packed = source.kind == "image" and "pdf" in settings.formats
        yield Bundle(unfinished, _packed(source, pages, Path(scratch)) if is_packed else None)


def _packed(source: Source, pages: Sequence[Page], scratch: Path) -> Path:
    from ocr_kh.writing.pdf.page_images import images_as_pdf
    from ocr_kh.writing.pdf.pdf_file import save_pdf

    scan = scratch / "scan.pdf"
    save_pdf(images_as_pdf(source.paths, pages, scratch), scan)
    return scan
