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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pikepdf

from ocr_kh.errors import DamagedError, EncryptedError
from ocr_kh.messages import translate
from ocr_kh.reading.hidden_layers import DAMAGE_ERRORS
from ocr_kh.writing.atomic import atomic_write
from ocr_kh.writing.pdf.page_text import add_text_layers, has_layer
from ocr_kh.writing.pdf.pdf_file import only_pages, save_pdf
from ocr_kh.writing.pdf.pdfa.archival import Description, Removed, make_archival, withdraw_claim
from ocr_kh.writing.pdf.pdfa.conformity import Conformity, check_conformity
from ocr_kh.writing.pdf.pdfa.mending import Changes, mend
from ocr_kh.writing.pdf.readback import Readback, read_back

if TYPE_CHECKING:
    from ocr_kh.document import Document
    from ocr_kh.plan.model import Plan, Warning  # noqa: A004 - the contract's word
    from ocr_kh.settings import Pdfa

Sources: TypeAlias = Path | Sequence[Path]

_MAX_REASONS = 3
"""Findings that the warning names; provenance.json has more."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """What became of searchable.pdf."""

    conformity: Conformity
    removed: Removed
    readback: Readback
    changes: Changes
    """For the sake of PDF/A, where the archivist chose so."""

    def as_record(self) -> dict[str, object]:
        """For provenance.json."""
        return {
            "pdfa": {"flavour": "2b", **self.conformity.as_record(), **self.changes.as_record()},
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


def write_searchable(
    sources: Sources, document: Document, target: Path, plan: Plan | None = None, *, pdfa: Pdfa = "keep"
) -> Searchable:
    """Write the pages of `sources` (a PDF, or the image or images of one document) with `document`'s words.

    Images stay as they are, byte for byte where PDF/A knows their compression; pages whose own text layer was used stay
    untouched, unless it is in a legacy encoding; unseen text of an earlier OCR goes from the pages that were read,
    signature fields from all. The metadata are those of `plan`. `pdfa` says what is done where the file is not PDF/A-2b
    so. Tells whether it is; one that is not does not claim it. Raises EncryptedError or DamagedError about a source,
    OutputError about the target; nothing half-written is left.
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
            conformity, changes = check_conformity(unfinished), Changes()
            if not conformity.conforms:
                conformity, changes, document = mend(pdf, document, unfinished, conformity, pdfa)
            if not conformity.conforms:
                withdraw_claim(pdf)
                save_pdf(pdf, unfinished)
            readback = read_back(unfinished, [page for page in document.pages if has_layer(page)])
    return Searchable(conformity, removed, readback, changes)


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Raise DamagedError for what pikepdf raises where a PDF is damaged; its doubts are for the check to tell."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            yield
    except DAMAGE_ERRORS as error:
        raise DamagedError(path=str(path), reason=str(error)) from error


def _check_pages(pdf: pikepdf.Pdf, document: Document, path: Path) -> None:
    """Raises DamagedError when qpdf finds fewer pages than were read: none may be lost without a word."""
    found, read = len(pdf.pages), max((page.number for page in document.pages), default=0)
    if found < read:
        reason = translate("{found} of {pages} pages can be copied").format(found=found, pages=read)
        raise DamagedError(path=str(path), reason=reason)


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
    except (OSError, *DAMAGE_ERRORS) as error:
        raise DamagedError(path=str(paths[0]), reason=str(error)) from error


def _is_pdf(path: Path) -> bool:
    """Whether `path` holds a PDF, by its content as readers judge it (the header within the first 1024 bytes)."""
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError as error:
        raise DamagedError(path=str(path), reason=error.strerror or str(error)) from error
