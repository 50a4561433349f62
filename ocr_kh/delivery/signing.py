# SPDX-License-Identifier: Apache-2.0
"""The signing order: which files are to be signed, whether they are ready, and whether signing did them no harm.

An office signs a digitised document at the top right of its first page (Nghị định 30/2020/NĐ-CP, Phụ lục I, as others
tell of it). PDF/A comes first: a signature is put behind the file (ISO 32000-1, 7.5.6), and what changes the file later
breaks it. No signature is made or verified here; who signed is for the tool of the authority to say.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
import pypdfium2 as pdfium

from ocr_kh.messages import translate
from ocr_kh.plan.review.pdf_signatures import digital_signatures
from ocr_kh.writing.pdf.pdf_file import save_pdf
from ocr_kh.writing.pdf.pdfa.conformity import check_conformity
from ocr_kh.writing.pdf.pdfa.signature_fields import take_out_signatures
from ocr_kh.writing.tables.index import PDFA

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "signing.csv"
COLUMNS = ("file_code", "folder", "original", "original_signatures", "pdfa", "corner", "state", "reason")
_CORNER = (170.0, 57.0)
"""Points from the top right corner: the right half of the top margin of 20 mm (Phụ lục I, II.2), where the lines of a
signature (office, time) fit in a type of 10 points. Their size is our guess."""
_EDGE = 3.0
"""Points at the edge of the paper that scanners leave dark."""
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_WORD = re.compile(r"\w+")


class Order(NamedTuple):
    """A document that is to be signed."""

    folder: str
    path: str
    """Of its input: the original that is kept."""
    pdf: Path
    """Its searchable.pdf."""
    signed: Path
    """Where the signed copy lies, or will."""
    pdfa: str
    """Whether it is PDF/A, as index.csv says."""
    original: Path | None = None
    """The input itself, where it can be found."""


def signing_row(code: str, order: Order) -> dict[str, str]:
    """A row of signing.csv: `to sign`, `not ready`, `signed`, or `sign again` with the reason."""
    own = len(digital_signatures(order.original)) if order.original else 0
    free = is_corner_free(order.pdf)
    if order.signed.is_file():
        reasons = list(harm_done(order.signed, order.pdf, was_pdfa=order.pdfa == PDFA))
        state = "sign again" if reasons else "signed"
    else:
        reasons = list(_hindrances(order.pdfa, is_free=free))
        state = "not ready" if order.pdfa not in {"", PDFA} else "to sign"
    cells = (code, order.folder, order.path, str(own or ""), order.pdfa, "free" if free else "taken", state)
    return dict(zip(COLUMNS, (*cells, "; ".join(reasons)), strict=True))


def _hindrances(pdfa: str, *, is_free: bool) -> Iterator[str]:
    if pdfa not in {"", PDFA}:
        yield translate("make it PDF/A first (`convert --pdfa embed` or `raster`): {reason}").format(reason=pdfa)
    if not is_free:
        yield translate("print stands at the top right of page 1: set the signature beside it")


def is_corner_free(pdf: Path) -> bool:
    """Whether no word of page 1 stands where a signature goes; True for a file that cannot be opened."""
    try:
        with pdfium.PdfDocument(pdf) as opened:
            page = opened[0]
            width, height = page.get_size()
            left, bottom = width - _CORNER[0], height - _CORNER[1]
            said = page.get_textpage().get_text_bounded(left, bottom, width - _EDGE, height - _EDGE)
    except (pdfium.PdfiumError, OSError):
        return True
    return not any(map(str.isalnum, said))


def harm_done(signed: Path, pdf: Path, *, was_pdfa: bool) -> Iterator[str]:
    """What is wrong with a signed copy of `pdf`: another file, no signature, bytes behind it, PDF/A or text lost."""
    before, after = pdf.read_bytes(), signed.read_bytes()
    if not after.startswith(before):
        yield translate("it is no copy of searchable.pdf: signed before that was made, or changed by the tool")
    ranges = _BYTE_RANGE.findall(after.removeprefix(before))
    if not ranges or len(digital_signatures(signed)) <= len(digital_signatures(pdf)):
        yield translate("there is no signature in it")
    elif max(int(start) + int(length) for *_, start, length in ranges) < len(after.rstrip()):
        yield translate("it was changed after it was signed")
    if was_pdfa and (fault := _pdfa_fault(signed)):
        yield translate("it is PDF/A no more: {reason}").format(reason=fault)
    if lost := sum((_words(pdf) - _words(signed)).values()):
        yield translate("{count} words of its text are lost").format(count=lost)


def _pdfa_fault(signed: Path) -> str:
    """What of a signed file is not PDF/A-2b, its signatures taken for the pictures they show; empty for nothing."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.pdf"
        try:
            with pikepdf.open(signed) as pdf:
                take_out_signatures(pdf)
                save_pdf(pdf, plain)
        except (OSError, pikepdf.PdfError) as error:
            return str(error)
        return "; ".join(check_conformity(plain).findings[:1])


def _words(pdf: Path) -> Counter[tuple[int, str]]:
    """The words of a PDF, each with its page; none of a file that cannot be opened."""
    found: Counter[tuple[int, str]] = Counter()
    try:
        with pdfium.PdfDocument(pdf) as opened:
            for number, page in enumerate(opened, 1):
                text = unicodedata.normalize("NFC", page.get_textpage().get_text_range())
                found.update((number, word) for word in _WORD.findall(text))
    except (pdfium.PdfiumError, OSError):
        return Counter()
    return found
