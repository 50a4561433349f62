# SPDX-License-Identifier: Apache-2.0
"""One document as it stands with all decisions made, whether its files have them yet or not."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from ocr_kh.corrections import journal
from ocr_kh.errors import NoReadingError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ocr_kh.corrections.anchoring import Token
    from ocr_kh.corrections.correction import Correction
    from ocr_kh.document import Document
    from ocr_kh.plan.model import Plan

_MOST_HELD = 16
"""Documents kept in memory: those that a few people work on, and the next ones."""


@dataclass(frozen=True)
class Opened:
    """A document with its decisions made."""

    folder: Path
    document: Document
    plan: Plan
    corrections: tuple[Correction, ...]
    """The decisions that hold."""
    dictionaries: tuple[Path, ...]
    """The folders of dictionaries that it was converted with, beside the shipped one."""

    @cached_property
    def tokens(self) -> list[Token]:
        """Its words, as anchors are made of them."""
        from ocr_kh.corrections.anchoring import line_tokens

        return [token for index, line in enumerate(self.document.lines) for token in line_tokens(index, line)]

    @cached_property
    def decided(self) -> Mapping[str, str]:
        """What is right at the pointers that a person decided."""
        from ocr_kh.corrections.field_decisions import decided_fields

        return {pointer: said.right for pointer, said in decided_fields(self.corrections).items()}


def open_document(folder: Path) -> Opened:
    """The document in `folder`. Raises NoReadingError where what was read was not kept."""
    from ocr_kh.batch.results.making import make, settings_of
    from ocr_kh.corrections.folder import work_in
    from ocr_kh.corrections.written import PROVENANCE
    from ocr_kh.genre.vocabulary import using
    from ocr_kh.writing.document.reading_file import read_reading

    reading = read_reading(folder)
    if reading is None:
        raise NoReadingError(path=str(folder))
    dictionaries = settings_of((folder / PROVENANCE).read_text(encoding="utf-8")).dictionaries
    with using(dictionaries):
        work = work_in(folder)
        made = make(reading.document, reading.signatures, (work,))
    return Opened(folder, made.document, made.plan, work.corrections, dictionaries)


class Shelf:
    """The documents that were opened last, each until its folder or its decisions change."""

    def __init__(self) -> None:
        self._held: OrderedDict[Path, tuple[object, Opened]] = OrderedDict()
        self._lock = Lock()

    def take(self, folder: Path) -> Opened:
        """The document as it is now. Raises NoReadingError."""
        stamp = _stamp(folder)
        with self._lock:
            held = self._held.get(folder)
        if held and held[0] == stamp:
            return held[1]
        opened = open_document(folder)
        with self._lock:
            self._held[folder] = stamp, opened
            self._held.move_to_end(folder)
            while len(self._held) > _MOST_HELD:
                self._held.popitem(last=False)
        return opened


def _stamp(folder: Path) -> object:
    """What changes when the folder is replaced, or a decision comes in."""
    path = folder / journal.NAME
    try:
        return folder.stat().st_ino, path.stat().st_size if path.exists() else 0
    except OSError as error:
        raise NoReadingError(path=str(folder)) from error
