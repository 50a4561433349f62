# SPDX-License-Identifier: Apache-2.0
"""Who works on which document, which are done, and what can be taken back (SQLite, beside the ledger).

No decision is kept here: those are in corrections.jsonl. A register that is lost costs the marks of what is done.
"""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.batch.output_folder import is_on_network
from ocr_kh.corrections.correction import correction_of
from ocr_kh.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from ocr_kh.corrections.correction import Correction

NAME = ".ocr-kh.review.sqlite"
"""Hidden, as the ledger is."""
TAKEN_SECONDS = 120.0
"""For which a document is its reader's after the last sign of life; the page gives one every half minute."""
RATE_SECONDS = 3600.0
"""Over which the rate is taken."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS decision (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, who TEXT NOT NULL, folder TEXT NOT NULL, way TEXT NOT NULL,
    records TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS decision_by_who ON decision (who, number);
CREATE TABLE IF NOT EXISTS taken (folder TEXT PRIMARY KEY, who TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS finished (
    way TEXT NOT NULL, folder TEXT NOT NULL, who TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (way, folder));
CREATE TABLE IF NOT EXISTS stood (who TEXT NOT NULL, way TEXT NOT NULL, folder TEXT NOT NULL, PRIMARY KEY (who, way));
CREATE TABLE IF NOT EXISTS stale (folder TEXT PRIMARY KEY);
"""


class Step(NamedTuple):
    """One step of a person, which can be taken back: one decision, or the same in many places."""

    number: int
    folder: str
    way: str
    decisions: tuple[Correction, ...]


class Register:
    """The register of one output folder, or of nothing but memory. Raises LedgerError where it cannot be written."""

    def __init__(self, path: Path | None) -> None:
        self.path = path or ":memory:"
        self._lock = RLock()
        with self._faults():
            self._db = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
            self._db.execute(f"PRAGMA journal_mode={'DELETE' if path and is_on_network(path) else 'WAL'}")
            self._db.execute("PRAGMA synchronous=OFF")  # nothing here is worth a wait of the disk
            self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def take(self, folder: str, who: str) -> str | None:
        """Make the document this reader's, who gives back any other; the name of who has it already."""
        now = time.time()
        with self._faults(), self._transaction():
            found = self._db.execute("SELECT who FROM taken WHERE folder = ? AND until > ?", (folder, now)).fetchone()
            if found and found[0] != who:
                return str(found[0])
            self._db.execute("DELETE FROM taken WHERE who = ?", (who,))
            self._db.execute("INSERT OR REPLACE INTO taken VALUES (?, ?, ?)", (folder, who, now + TAKEN_SECONDS))
        return None

    def taken(self, who: str) -> set[str]:
        """The documents that others have."""
        with self._faults():
            found = self._db.execute("SELECT folder FROM taken WHERE who != ? AND until > ?", (who, time.time()))
            return {folder for (folder,) in found}

    def stand(self, who: str, way: str, folder: str) -> None:
        """Remember where the reader is."""
        with self._faults():
            self._db.execute("INSERT OR REPLACE INTO stood VALUES (?, ?, ?)", (who, way, folder))

    def stood(self, who: str, way: str) -> str | None:
        """Where the reader was last."""
        with self._faults():
            found = self._db.execute("SELECT folder FROM stood WHERE who = ? AND way = ?", (who, way)).fetchone()
        return str(found[0]) if found else None

    def enter(self, who: str, way: str, folder: str, decisions: Sequence[Correction]) -> None:
        """A step was taken: it can be taken back, and the document's files are behind."""
        records = json.dumps([each.as_record() for each in decisions], ensure_ascii=False)
        with self._faults(), self._transaction():
            self._db.execute(
                "INSERT INTO decision (at, who, folder, way, records) VALUES (?, ?, ?, ?, ?)",
                (time.time(), who, folder, way, records),
            )
            self._db.execute("INSERT OR IGNORE INTO stale VALUES (?)", (folder,))

    def last_step(self, who: str) -> Step | None:
        """The reader's last step that was not taken back."""
        query = "SELECT number, folder, way, records FROM decision WHERE who = ? ORDER BY number DESC LIMIT 1"
        with self._faults():
            found = self._db.execute(query, (who,)).fetchone()
        if not found:
            return None
        return Step(found[0], found[1], found[2], tuple(map(correction_of, json.loads(found[3]))))

    def undo(self, step: Step) -> None:
        """The step was taken back; its document is to be done again, and its files are behind."""
        with self._faults(), self._transaction():
            self._db.execute("DELETE FROM decision WHERE number = ?", (step.number,))
            self._db.execute("DELETE FROM finished WHERE way = ? AND folder = ?", (step.way, step.folder))
            self._db.execute("INSERT OR IGNORE INTO stale VALUES (?)", (step.folder,))

    def finish(self, way: str, folder: str, who: str) -> None:
        """The reader is through with the document, this way of working."""
        with self._faults():
            self._db.execute("INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?)", (way, folder, who, time.time()))

    def finished(self, way: str) -> set[str]:
        """The documents that somebody is through with."""
        with self._faults():
            return {folder for (folder,) in self._db.execute("SELECT folder FROM finished WHERE way = ?", (way,))}

    def rate(self, way: str, who: str) -> int:
        """Documents that the reader got through in the last hour."""
        query = "SELECT count(*) FROM finished WHERE way = ? AND who = ? AND at > ?"
        with self._faults():
            return int(self._db.execute(query, (way, who, time.time() - RATE_SECONDS)).fetchone()[0])

    def left(self) -> list[str]:
        """The documents whose files are behind their decisions, and that nobody has before them."""
        query = (
            "SELECT folder FROM stale WHERE folder NOT IN (SELECT folder FROM taken WHERE until > ?) ORDER BY folder"
        )
        with self._faults():
            return [folder for (folder,) in self._db.execute(query, (time.time(),))]

    def made(self, folders: Collection[str]) -> None:
        """Their files are being made again: what is decided from now on is behind again."""
        with self._faults(), self._transaction():
            self._db.executemany("DELETE FROM stale WHERE folder = ?", [(folder,) for folder in folders])

    def behind(self, folders: Collection[str]) -> None:
        """Their files could not be made again."""
        with self._faults(), self._transaction():
            self._db.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(folder,) for folder in folders])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise LedgerError(path=str(self.path), reason=error) from error
