# SPDX-License-Identifier: Apache-2.0
"""index.csv and the tables made from the folders, as a batch goes on."""

from __future__ import annotations

import logging
import time
from itertools import zip_longest
from typing import TYPE_CHECKING, Self

from ocr_kh.batch.filing import filed
from ocr_kh.errors import OcrKhError
from ocr_kh.messages import N_, translate
from ocr_kh.writing.tables.by_record import write_by_record
from ocr_kh.writing.tables.edited import keep_edited
from ocr_kh.writing.tables.index import COLUMNS, RECORD_COLUMNS, index_rows, record_cells, replace_index
from ocr_kh.writing.tables.overview import write_overviews

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ocr_kh.batch.ledger import Ledger
    from ocr_kh.settings import Settings
    from ocr_kh.writing.tables.by_record import Filed
    from ocr_kh.writing.tables.csv_file import Row

_log = logging.getLogger("ocr_kh")

_SECONDS = 5.0
"""How often a table is brought up to date, and ..."""
_SHARE = 0.01
"""... which share of the time that may take (an index of 100,000 rows takes seconds)."""


_TAKEN_BY_IMPORT = frozenset({"index.csv", "index.xlsx"})
_KEPT = N_("%s was edited by hand; it is kept as %s, and made anew.")
_KEPT_INDEX = N_("%s was edited by hand; it is kept as %s, and made anew. `ocr-kh import` takes in what was edited.")


class Index:
    """What the ledger has, written now and then, and when the run ends in whatever way."""

    def __init__(self, out: Path, ledger: Ledger, settings: Settings, *, taken: str = "") -> None:
        """`taken` is the table of which the edits are taken in already."""
        self._out = out
        self._taken = taken
        self._ledger = ledger
        self._settings = settings
        # A run that was killed may have left rows in the ledger only.
        rows = zip_longest(index_rows(out), self._rows(filed(ledger)))
        self._stale = not (out / "index.csv").exists() or any(one != other for one, other in rows)
        self._due = 0.0  # the first change at once: the tables made from the folders are older then, and known to be so
        self._overviews_stale = True
        self._overviews_due = 0.0
        self.left: set[str] = set()
        """Codes of hồ sơ that inputs belonged to before."""

    def __enter__(self) -> Self:
        """Keep what a person edited in the tables, before they are made anew."""
        for name, kept in keep_edited(self._out).items():
            if name != self._taken:
                _log.warning(translate(_KEPT_INDEX if name in _TAKEN_BY_IMPORT else _KEPT), name, kept)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._stale:
            self._write()
        if kind is None or issubclass(kind, OcrKhError):  # who breaks a run off is not kept waiting
            self._write_rest()

    def changed(self) -> None:
        """The ledger has a new entry."""
        self._stale = self._overviews_stale = True
        if time.monotonic() > self._due:
            self._write()

    def rest(self) -> None:
        """Nothing is under way: bring up to date what is old, the tables made from the folders when they are due."""
        if self._stale:
            self._write()
        if self._overviews_stale and time.monotonic() > self._overviews_due:
            began = time.monotonic()
            self._write_rest()
            self._overviews_stale = False
            self._overviews_due = _next(began)

    def _write(self) -> None:
        began = time.monotonic()
        numbers = filed(self._ledger)
        replace_index(self._out, self._rows(numbers), COLUMNS + RECORD_COLUMNS if numbers else COLUMNS)
        self._stale = False
        self._due = _next(began)

    def _rows(self, numbers: Mapping[str, Filed]) -> Iterator[Row]:
        """The rows, with the columns of hồ sơ as soon as one document belongs to one."""
        no_cells = dict.fromkeys(COLUMNS, "")  # of columns that are younger than a row
        for row in self._ledger.rows():
            yield no_cells | row | (record_cells(numbers.get(row["folder"])) if numbers else {})

    def _write_rest(self) -> None:
        """What is made of the folders."""
        write_overviews(self._out, self._settings.formats)
        numbers = filed(self._ledger)
        self._ledger.give_ordinals((each.code, folder, each.ordinal) for folder, each in numbers.items())
        if self._settings.name_by == "record":
            gone = self._ledger.folders_gone()
            there = {folder: each for folder, each in numbers.items() if folder not in gone}
            for kept in write_by_record(self._out, there, self.left):
                _log.warning(translate("A file that was edited by hand is kept as %s."), kept)


def _next(began: float) -> float:
    """When a table that was begun then may be written again."""
    now = time.monotonic()
    return now + max(_SECONDS, (now - began) / _SHARE)
