# SPDX-License-Identifier: Apache-2.0
"""Save a PDF with its streams as they are, on a disk that may be full."""

from __future__ import annotations

import io
import warnings
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import pikepdf
from pikepdf import Name, String

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Buffer


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
    if Name.OutputIntents in pdf.Root:  # what its colours mean
        part.Root.OutputIntents = part.copy_foreign(pdf.make_indirect(pdf.Root.OutputIntents))
    if Name.Lang in pdf.Root:
        part.Root.Lang = String(str(pdf.Root.Lang))
    return part


def save_pdf(pdf: pikepdf.Pdf, path: Path) -> None:
    """Save without decoding or packing any stream anew; the same input gives the same bytes. Raises OSError."""
    pdf.remove_unreferenced_resources()
    with path.open("wb", buffering=_BUFFER_BYTES) as file:
        sink = _Sink(file)
        write_pdf(pdf, cast("BinaryIO", sink))
        sink.check()


def write_pdf(pdf: pikepdf.Pdf, file: BinaryIO) -> None:
    """Write `pdf` as `save_pdf` does, resources that nothing uses included."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # form fields that the source itself had lost
        pdf.save(
            file,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )


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
