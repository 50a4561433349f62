# SPDX-License-Identifier: Apache-2.0
"""What became of one document, and how far a conversion is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.errors import (
        OcrKhError,
    )


Status = Literal["done", "partly", "failed", "held", "unchanged", "skipped", "duplicate"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; a file that holds several has as many outcomes."""

    path: str
    """As the index names it."""
    folder: Path | None
    """Where its files lie; None when there are none."""
    status: Status
    """`partly`: some pages failed; `held`: marked secret, and so nothing of it was written; `unchanged`: it was done
    before, with the same content and settings; `skipped`: no document, its row says why; `duplicate`: the same bytes
    as another input, whose folder it names."""
    pages: int = 0
    failed_pages: tuple[int, ...] = ()
    blank_pages: int = 0
    """How many pages are blank; they count among `pages`."""
    error: OcrKhError | None = None
    seconds: float = 0.0
    row: dict[str, str] | None = None
    """Its row of index.csv; None when the one of an earlier run holds, and for what is held back."""
    secrecy: str | None = None
    """The degree of secrecy it is marked with."""
    part: str | None = None
    """Which of the documents of its file it is: `01`, `02`, ...; None where it is the only one."""

    @property
    def label(self) -> str:
        """The path, with the part, for people."""
        return label(self.path, self.part)


Outcomes = tuple[Outcome, ...]
"""Of the documents of one input, in their order."""


def label(path: str, part: str | None) -> str:
    """How a document is called that has no folder.

    >>> label("scans/a.pdf", None), label("scans/a.pdf", "02")
    ('scans/a.pdf', 'scans/a.pdf/02')
    """
    return f"{path}/{part}" if part else path


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a conversion is; `pages` counts those of the documents opened so far."""

    documents_done: int
    documents: int
    pages_done: int
    pages: int
    current: str
