# SPDX-License-Identifier: Apache-2.0
"""Save a PDF with its streams as they are, on a disk that may be full."""

from __future__ import annotations

import io
import warnings
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import pikepdf

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Buffer


_OF_PAGES = ("/OutputIntents", "/Lang")
"""Entries of a document that hold for each of its pages: what its colours mean, its language."""
_BUFFER_BYTES = 1 << 20
"""Bytes written at a time; qpdf hands over a few at a time."""


def only_pages(pdf: pikepdf.Pdf, first: int, last: int) -> pikepdf.Pdf:
    """A PDF of the pages `first` to `last`, from 1, and of nothing that only other pages use.

    The outline stays behind; so do the fields of forms where one is shared with other pages. `pdf` is to stay open.
    """
    part = pikepdf.new()
    if part.add_pages_from(pdf, range(first - 1, last), outlines="ignore").partial_fields:
        part = pikepdf.new()
        part.add_pages_from(pdf, range(first - 1, last), outlines="ignore", forms="strip")
    for key in _OF_PAGES:
        if key in pdf.Root:
            part.Root[key] = part.copy_foreign(pdf.make_indirect(pdf.Root[key]))
    return part


def save_pdf(pdf: pikepdf.Pdf, path: Path) -> None:
    """Save without decoding or packing any stream anew; the same input gives the same bytes. Raises OSError."""
    pdf.remove_unreferenced_resources()
    with path.open("wb", buffering=_BUFFER_BYTES) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # form fields that the source itself had lost
        sink = _Sink(file)
        pdf.save(
            cast("BinaryIO", sink),
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        sink.check()


class _Sink(io.RawIOBase):
    """A file that keeps the first refusal of the system to itself until `check`.

    qpdf writes its last bytes while it cleans up after a failed write; when that fails too, on a full disk, C++ ends
    the whole process (pikepdf 10.17). So it is not told.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._refusal: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        if self._refusal is None:
            try:
                self._file.write(data)
            except OSError as error:
                self._refusal = error
        return memoryview(data).nbytes

    def check(self) -> None:
        """Write what is held back. Raises OSError if anything was refused."""
        if self._refusal is not None:
            raise self._refusal
        self._file.flush()
