# SPDX-License-Identifier: Apache-2.0
"""What a delivery knows of itself, in a hidden SQLite file in it: numbers that were given, packages that were written.

The documents of the converted folder are entered anew by every run, so that dossiers come one after the other however
the folder is sorted, and no list of all is held in memory.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from ocr_kh.delivery.dossier_list import Listed
from ocr_kh.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NAME = ".ocr-kh.delivery.sqlite"
UNCODED = "?"
"""How the code of a listed dossier begins here that has none."""
_TABLES = """
CREATE TABLE IF NOT EXISTS given (code TEXT, folder TEXT, ordinal INTEGER, PRIMARY KEY (code, folder));
CREATE TABLE IF NOT EXISTS packed (
    code TEXT PRIMARY KEY, objid TEXT, digest TEXT, dossier TEXT, done INTEGER, run INTEGER
);
CREATE TABLE IF NOT EXISTS named (name TEXT PRIMARY KEY, code TEXT);
CREATE TABLE IF NOT EXISTS serials (serial INTEGER PRIMARY KEY, folder TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY);
DROP TABLE IF EXISTS listed;
DROP TABLE IF EXISTS found;
CREATE TABLE listed (code TEXT PRIMARY KEY, folder TEXT, cells TEXT);
CREATE TABLE found (
    folder TEXT PRIMARY KEY, code TEXT, ordinal INTEGER, path TEXT, status TEXT, signer TEXT, pdfa TEXT, paper TEXT
);
CREATE INDEX by_folder ON listed (folder);
CREATE INDEX by_code ON found (code);
"""
_ROWS = 100
"""Read at once: of dossiers with all their values some hundred kilobytes."""
_PRAGMAS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"


@dataclass(frozen=True, slots=True)
class Found:
    """A document in the converted folder that belongs to a dossier."""

    folder: str
    code: str
    ordinal: int
    """That convert gave it; 0 for none."""
    path: str
    status: str
    signer: str
    pdfa: str
    """Whether its searchable.pdf is PDF/A, as index.csv says."""
    paper: str = ""
    """Which paper of the dossier it is, as index.csv says: cover or contents; empty for a document."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was handed over of a dossier."""

    objid: str
    digest: str
    """Of all it was made of."""
    dossier: str
    """Its values as JSON, for the workbook, and to know the names of its files again."""
    is_done: bool = False
    """All of it is written; else a run was ended while it wrote."""


class DeliveryLedger:
    """The file, open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        with connection:
            self._run = connection.execute("INSERT INTO runs DEFAULT VALUES").lastrowid

    def enter_list(self, dossiers: Iterable[Listed]) -> None:
        """Take in the list of dossiers; rows without a code by their number."""
        rows = (
            (each.code or f"{UNCODED}{number}", each.folder, json.dumps(dict(each.cells)))
            for number, each in enumerate(dossiers, 1)
        )
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO listed VALUES (?, ?, ?)", rows)

    def enter_documents(self, documents: Iterable[Found]) -> None:
        """Take in the documents that belong to a dossier."""
        with self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(astuple, documents)
            )

    def listed(self, code: str) -> Listed:
        """What the list says of a dossier; nothing where it is not in it."""
        row = self._db.execute("SELECT code, cells FROM listed WHERE code = ?", (code,)).fetchone()
        return Listed(code, json.loads(row[1])) if row else Listed(code)

    def code_of_folder(self, folder: str) -> str | None:
        """The dossier that the list has for a folder."""
        row = self._db.execute("SELECT code FROM listed WHERE folder = ? AND folder <> ''", (folder,)).fetchone()
        return row[0] if row else None

    def codes(self) -> Iterator[str]:
        """The dossiers that have documents, and those of the list that have none."""
        query = """SELECT code FROM found WHERE code > ?1 UNION SELECT code FROM listed WHERE code > ?1
            ORDER BY code LIMIT ?2"""
        yield from (code for (code,) in self._page_by_page(query))

    def _page_by_page(self, query: str, *more: int | None) -> Iterator[tuple[str, ...]]:
        """The rows of a query, some at a time; their last column is the code, which the next ones are to be behind.

        A query that stays open while a delivery is written keeps SQLite from emptying its log: of 100,000 documents it
        had grown to 1.6 GB.
        """
        last = ""
        while rows := self._db.execute(query, (last, _ROWS, *more)).fetchall():
            yield from rows
            last = rows[-1][-1]

    def documents_of(self, code: str) -> list[Found]:
        """The documents of a dossier."""
        rows = self._db.execute("SELECT * FROM found WHERE code = ?", (code,))
        return [Found(*row) for row in rows]

    def given(self, code: str) -> dict[str, int]:
        """The numbers that were handed over, by folder; those of documents that left are among them."""
        return dict(self._db.execute("SELECT folder, ordinal FROM given WHERE code = ?", (code,)))

    def give(self, code: str, numbers: Iterable[tuple[str, int]], *, anew: bool = False) -> None:
        """Give numbers for good; `anew` takes back all that were given in the dossier."""
        with self._db:
            if anew:
                self._db.execute("DELETE FROM given WHERE code = ?", (code,))
            rows = [(code, *each) for each in numbers]
            self._db.executemany("INSERT OR REPLACE INTO given VALUES (?, ?, ?)", rows)

    def serial(self, folder: str) -> int:
        """The number of a document in the delivery, from 1: given when it is first asked for, and for good."""
        self._db.execute("INSERT OR IGNORE INTO serials (folder) VALUES (?)", (folder,))
        return int(self._db.execute("SELECT serial FROM serials WHERE folder = ?", (folder,)).fetchone()[0])

    def packed(self, code: str) -> Packed | None:
        """What was handed over of a dossier, or is about to be."""
        query = "SELECT objid, digest, dossier, done FROM packed WHERE code = ?"
        row = self._db.execute(query, (code,)).fetchone()
        return Packed(row[0], row[1], row[2], bool(row[3])) if row else None

    def enter_packed(self, code: str, packed: Packed) -> None:
        """Enter what is about to be written, or is written now."""
        row = (code, packed.objid, packed.digest, packed.dossier, packed.is_done, self._run)
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO packed VALUES (?, ?, ?, ?, ?, ?)", row)

    def handed_over(self) -> Iterator[str]:
        """The dossiers of this run as JSON, in the order of their codes."""
        query = "SELECT dossier, code FROM packed WHERE code > ?1 AND done AND run = ?3 ORDER BY code LIMIT ?2"
        yield from (dossier for dossier, _ in self._page_by_page(query, self._run))

    def owner_of(self, name: str, code: str) -> str:
        """The dossier that has a name in the tree: `code`, where no other had it before."""
        with self._db:
            self._db.execute("INSERT OR IGNORE INTO named VALUES (?, ?)", (name.casefold(), code))
        row = self._db.execute("SELECT code FROM named WHERE name = ?", (name.casefold(),)).fetchone()
        return str(row[0])


@contextmanager
def open_ledger(to: Path) -> Iterator[DeliveryLedger]:
    """The ledger of a delivery. Raises LedgerError."""
    path = to / NAME
    try:
        connection = sqlite3.connect(path)
        try:
            connection.executescript(_PRAGMAS + _TABLES)
            yield DeliveryLedger(connection)
            connection.commit()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise LedgerError(path=str(path), reason=str(error)) from error
