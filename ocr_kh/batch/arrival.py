# SPDX-License-Identifier: Apache-2.0
"""Signs that a file is still being written: its unrest, its name, or an end that is missing.

A copy over a network may stall for longer than anybody waits, and some systems give a file its full size first and
fill it later. Most formats end with a mark; what follows it, as some programs leave, is tolerated up to 1 KB.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

INTERVAL = 5.0
"""Seconds between two looks at a folder, unless told otherwise."""
SETTLE = 10.0
"""Seconds that size and times of a file must stay as they are: scanners and copies write at least every few seconds."""
_TAIL = 1024
"""Bytes at the end that are searched; readers of PDF look as far (ISO 32000-1, note 18 of annex H)."""
_ENDS = {
    ".pdf": b"%%EOF",
    ".png": b"IEND",
    ".jpg": b"\xff\xd9",
    ".jpeg": b"\xff\xd9",
    ".zip": b"PK\x05\x06",
}
"""TIFF has none: its pages are found from its head."""
_TEMPORARY_STARTS = ("~", "._")
_TEMPORARY_STEMS = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".filepart", ".download")
"""As an ending, or before one: `scan.pdf.part`, `scan.part.pdf`."""


def is_temporary(name: str) -> bool:
    """Whether programs name so what they have not finished.

    >>> [name for name in ("a.pdf", "~scan.pdf", "~$a.pdf", "scan.part.pdf", "scan.pdf.part") if is_temporary(name)]
    ['~scan.pdf', '~$a.pdf', 'scan.part.pdf', 'scan.pdf.part']
    """
    folded = name.casefold()
    return name.startswith(_TEMPORARY_STARTS) or any(
        each.endswith(_TEMPORARY_STEMS) for each in (folded, folded.rpartition(".")[0])
    )


def ends_well(path: Path) -> bool:
    """Whether the file ends as its kind does; of kinds without a mark, whether there is anything in it."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - _TAIL, 0))
            tail = file.read()
    except OSError:
        return False
    mark = _ENDS.get(path.suffix.lower(), b"")
    return mark in tail if tail else False
