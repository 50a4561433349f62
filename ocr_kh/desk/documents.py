# SPDX-License-Identifier: Apache-2.0
"""Which documents there are to check, in the order of what a minute gains; nothing but the tables is read."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from ocr_kh.errors import PathMissingError
from ocr_kh.writing.tables.csv_file import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from ocr_kh.writing.tables.csv_file import Row

LISTED = ("issuer", "parent_issuer", "place", "symbol")
"""Columns of index.csv whose values complete what is typed: most documents of an archive come from the same bodies."""
_COLUMNS = ("folder", "path", "status", "document_type", "number", "subject", *LISTED)
"""Columns of index.csv that a pile is made of."""
_MOST_LISTED = 500
"""Values of a column that are offered, the most frequent ones."""


@dataclass(frozen=True, slots=True)
class Card:
    """A document on the pile."""

    folder: str
    """As index.csv names it, `/` between its parts."""
    path: str
    """Of its scan."""
    title: str
    gain: float
    """Faults mended a minute, by needs_review.csv; 0 where nothing is known against it."""


@dataclass(frozen=True, slots=True)
class Pile:
    """All documents of an output folder."""

    cards: Mapping[str, Card]
    """By folder, the one where a minute gains most first."""
    listed: Mapping[str, tuple[str, ...]]
    """Values that the columns `LISTED` have, by column."""


def read_pile(out: Path, only: Collection[str] | None = None) -> Pile:
    """The documents that were read, or of them those in `only`. Raises PathMissingError where nothing was converted."""
    if not (out / "index.csv").is_file():
        raise PathMissingError(path=str(out / "index.csv"))
    index = read_table(out / "index.csv", _COLUMNS)
    rows = [row for row in index if row["status"] in {"done", "partly", "gone"} and _is_below(row["folder"])]
    rows = [row for row in rows if only is None or row["folder"] in only]
    gains = _gains(out)
    cards = sorted(
        (Card(row["folder"], row["path"], _title(row), gains.get(row["folder"], 0.0)) for row in rows),
        key=lambda card: (-card.gain, card.folder),
    )
    listed = {column: _frequent(row[column] for row in rows) for column in LISTED}
    return Pile({card.folder: card for card in cards}, listed)


class Piles:
    """The pile as it is now: files that are made again, and documents that come in, change the tables."""

    def __init__(self, out: Path, only: Collection[str] | None = None) -> None:
        self._out, self._only = out, only
        self._lock = Lock()
        self._stamp = self._written()
        self.latest = read_pile(out, only)

    def look_again(self) -> Pile:
        """The pile, read again where its tables were written since."""
        with self._lock:
            stamp = self._written()
            if stamp != self._stamp:
                self.latest, self._stamp = read_pile(self._out, self._only), stamp
        return self.latest

    def _written(self) -> tuple[int, ...]:
        tables = (self._out / "index.csv", self._out / "needs_review.csv")
        return tuple(table.stat().st_mtime_ns for table in tables if table.is_file())


def _is_below(folder: str) -> bool:
    """Whether it is a folder of the output folder: a table that people edit may say anything."""
    return not {"", ".", ".."} & set(folder.split("/"))


def _gains(out: Path) -> dict[str, float]:
    """The gain of the best look at each document: the table has the most useful ones first."""
    gains: dict[str, float] = {}
    for row in read_table(out / "needs_review.csv", ("folder", "gain")):
        gains.setdefault(row["folder"], float(row["gain"] or 0))
    return gains


def _title(row: Row) -> str:
    code = "/".join(filter(None, (row["number"], row["symbol"])))
    return " ".join(filter(None, (row["document_type"], code, row["subject"]))) or row["path"]


def _frequent(values: Iterable[str]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return tuple(sorted(counts, key=lambda value: (-counts[value], value))[:_MOST_LISTED])
