# SPDX-License-Identifier: Apache-2.0
"""Which of the images in a TIFF are pages: its directories are walked, nothing is decoded (TIFF 6.0, section 2).

A directory may hold a preview or a transparency mask of another one; it says so in NewSubfileType (tag 254), in old
files in SubfileType (tag 255).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_NEW_SUBFILE_TYPE, _SUBFILE_TYPE = 254, 255
_REDUCED, _MASK = 1, 4
"""Bits of NewSubfileType: a smaller version of another image; a transparency mask."""
_OLD_REDUCED = 2
"""What SubfileType calls a smaller version."""
_SHORT = 3
"""The type of a value of two bytes; the values looked at here are of two bytes or four."""
_BIG_TIFF = 43


class _Layout(NamedTuple):
    """How numbers are written in a file: of TIFF, or of BigTIFF with its longer ones."""

    order: str
    """As `struct` has it."""
    offset: str
    """Of an offset and, behind it, of the number of entries in a directory."""
    entries: str
    value_at: int
    """Bytes of an entry before its value."""
    entry_size: int


def page_directories(file: BinaryIO) -> tuple[int, ...]:
    """Which directories are pages, counted from 0; all that are no masks where there are only previews.

    Raises EOFError where the file ends before its last directory, as an interrupted copy leaves it.
    """
    kinds = list(_kinds(file))
    pages = tuple(at for at, kind in enumerate(kinds) if not kind & (_REDUCED | _MASK))
    return pages or tuple(at for at, kind in enumerate(kinds) if not kind & _MASK) or tuple(range(len(kinds)))


def _kinds(file: BinaryIO) -> Iterator[int]:
    """NewSubfileType of each directory in turn."""
    file.seek(0)
    order = "<" if file.read(2) == b"II" else ">"
    (version,) = struct.unpack(f"{order}H", _read(file, 2))
    layout = _Layout(order, "Q", "Q", 12, 20) if version == _BIG_TIFF else _Layout(order, "I", "H", 8, 12)
    if version == _BIG_TIFF:
        _read(file, 4)  # the size of an offset, and nothing
    offset, seen = _number(file, layout, layout.offset), set[int]()
    while offset and offset not in seen:
        seen.add(offset)
        file.seek(offset)
        count = _number(file, layout, layout.entries)
        yield _kind(_read(file, count * layout.entry_size), layout)
        offset = _number(file, layout, layout.offset)


def _kind(entries: bytes, layout: _Layout) -> int:
    for start in range(0, len(entries), layout.entry_size):
        tag, form = struct.unpack_from(f"{layout.order}HH", entries, start)
        if tag in {_NEW_SUBFILE_TYPE, _SUBFILE_TYPE}:
            size = "H" if form == _SHORT else "I"
            (value,) = struct.unpack_from(f"{layout.order}{size}", entries, start + layout.value_at)
            return int(value) if tag == _NEW_SUBFILE_TYPE else _REDUCED * (value == _OLD_REDUCED)
    return 0


def _number(file: BinaryIO, layout: _Layout, form: str) -> int:
    form = f"{layout.order}{form}"
    return int(struct.unpack(form, _read(file, struct.calcsize(form)))[0])


def _read(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EOFError("the file ends before its last page")
    return data
