# SPDX-License-Identifier: Apache-2.0
"""The ledger: what became of each document, on the disk as soon as it is known (SQLite, one writer: the parent).

A document is known by its folder under the output folder, and stands done for one content (SHA-256) and one recipe:
settings, version, models and dictionaries (`recipe_of`). The documents of one input are entered together, and take the
place of those it held before. index.csv is written from the rows in it.

In WAL mode with `synchronous=NORMAL` a power cut may take back the last entries, never the whole; their documents are
done again. On a network file system WAL cannot be used (sqlite.org/wal.html: all must share memory), so a journal is.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self, cast

import ocr_kh
from ocr_kh.batch.output_folder import is_on_network
from ocr_kh.errors import LedgerError, OcrKhError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ocr_kh.writing.tables.csv_file import Row

State = Literal["waiting", "running", "done", "partly", "failed", "held", "skipped", "duplicate", "gone"]
"""`held`: marked secret, and so neither written nor in the index; `skipped`: no document; `duplicate`: a copy;
`gone`: its source is no longer there, its results are."""

NAME = ".ocr-kh.sqlite"
"""The ledger's file in the output folder: hidden, as nothing in it is for people."""
_VERSION = 3
_SCHEMA = """
CREATE TABLE document (
    folder TEXT PRIMARY KEY, input TEXT NOT NULL, path TEXT NOT NULL, state TEXT NOT NULL, run INTEGER NOT NULL,
    sha256 TEXT, recipe TEXT,
    limits TEXT, pages INTEGER NOT NULL DEFAULT 0, failed_pages TEXT NOT NULL DEFAULT '[]', secrecy TEXT, files TEXT,
    "row" TEXT, error TEXT, seconds REAL NOT NULL DEFAULT 0, ended REAL
);
CREATE INDEX document_input ON document (input);
CREATE TABLE record (input TEXT PRIMARY KEY, code TEXT NOT NULL, whole INTEGER NOT NULL);
CREATE TABLE run (
    number INTEGER PRIMARY KEY, started REAL NOT NULL, ended REAL, documents INTEGER NOT NULL, resting INTEGER NOT NULL
);
"""
_ORDINALS = """CREATE TABLE IF NOT EXISTS ordinal (
    code TEXT NOT NULL, folder TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (code, folder)
)"""
"""Came later than the others, and is added to ledgers that lack it."""
_CLEAR = """DELETE FROM document
    WHERE input = ?1 OR (state = 'waiting' AND folder > ?1 || '/' AND folder < ?1 || '0')"""
"""Also what is known only by lying in the input's folder, and is to be done again (`0` is the sign behind `/`); what
was read of a package that cannot be opened now is known in its own right."""
_ROWS = """SELECT "row" FROM document WHERE "row" IS NOT NULL AND NOT (
    state = 'duplicate' AND json_extract("row", '$.folder') IN
    (SELECT input FROM document GROUP BY input HAVING min(state = 'held'))
) ORDER BY folder"""
_PUT = "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one document."""

    folder: str
    """Under the output folder, `/` between parts, as index.csv names it."""
    input: str
    """The folder of the input it comes from: `folder` itself, or the one that holds the documents of a bundle."""
    path: str
    state: State
    sha256: str = ""
    recipe: str = ""
    limits: str = ""
    """`Settings.limits`: what failed under other limits is tried again."""
    pages: int = 0
    failed_pages: tuple[int, ...] = ()
    secrecy: str | None = None
    files: Mapping[str, int] = field(default_factory=dict)
    """Names of the files in the folder, and their bytes."""
    row: Row | None = None
    """Of index.csv."""
    error: OcrKhError | None = None
    seconds: float = 0.0

    @property
    def part(self) -> str | None:
        """Which of the documents of a bundle it is (`01`, `02`, ...); None where it is its input's only one."""
        return self.folder.removeprefix(f"{self.input}/") if self.folder != self.input else None


def recipe_of(version: str, fingerprint: str, ingredients: Mapping[str, object]) -> str:
    """16 hex digits of all that results depend on beside the input."""
    text = json.dumps([version, fingerprint, ingredients], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Ledger:
    """The entries of one output folder. Raises LedgerError where the file is damaged or cannot be written."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        with self._faults():
            where = f"{path.absolute().as_uri()}?mode=ro" if read_only else path.absolute().as_uri()
            self._db = sqlite3.connect(where, uri=True, timeout=10, isolation_level=None, check_same_thread=False)
            self._db.row_factory = sqlite3.Row
            self.is_new = not read_only and self._prepare()
        self._run = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _prepare(self) -> bool:
        """Set the file up; whether it is a new one."""
        self._db.execute(f"PRAGMA journal_mode={'DELETE' if is_on_network(self.path) else 'WAL'}")
        self._db.execute("PRAGMA synchronous=NORMAL")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version={_VERSION}; COMMIT;")
        elif version != _VERSION:
            raise LedgerError(path=str(self.path), reason=f"version {version} of ocr_kh {ocr_kh.__version__}")
        self._db.execute(_ORDINALS)
        return bool(version == 0)

    def begin(self, inputs: Iterable[tuple[str, str]]) -> None:
        """A new run over `inputs` (folder and path): those that are not known wait, so do those left half done."""
        with self._faults(), self._transaction():
            cursor = self._db.execute("INSERT INTO run (started, documents, resting) VALUES (?, 0, 0)", (time.time(),))
            self._run = cursor.lastrowid or 0
            self._db.execute("UPDATE document SET state = 'waiting' WHERE state = 'running'")
        self.expect(inputs)

    def expect(self, inputs: Iterable[tuple[str, str]]) -> None:
        """More inputs of the run."""
        listed = list(inputs)
        with self._faults(), self._transaction():
            self._db.execute("UPDATE run SET documents = documents + ? WHERE number = ?", (len(listed), self._run))
            self._db.executemany(
                "INSERT INTO document (folder, input, path, state, run) SELECT ?1, ?1, ?2, 'waiting', ?3 "
                "WHERE NOT EXISTS (SELECT 1 FROM document WHERE input = ?1)",
                [(folder, path, self._run) for folder, path in listed],
            )
            self._db.executemany(
                "UPDATE document SET path = ?2, run = ?3 WHERE input = ?1",
                [(folder, path, self._run) for folder, path in listed],
            )

    def start(self, folder: str) -> None:
        """The input is under way; its earlier entries stay until there are new ones."""
        with self._faults():
            self._db.execute("UPDATE document SET state = 'running' WHERE input = ?", (folder,))

    def put(self, entries: Sequence[Entry]) -> None:
        """What became of the documents of one input, in place of what was known of it."""
        with self._faults(), self._transaction():
            self._db.execute(_CLEAR, (entries[0].input,))
            self._db.executemany(_PUT, map(self._values, entries))

    def _values(self, entry: Entry) -> tuple[object, ...]:
        return (
            entry.folder, entry.input, entry.path, entry.state, self._run,
            entry.sha256, entry.recipe, entry.limits, entry.pages,
            json.dumps(entry.failed_pages), entry.secrecy, json.dumps(dict(entry.files)),
            json.dumps(entry.row, ensure_ascii=False) if entry.row else None, _error_text(entry.error), entry.seconds,
            time.time(),
        )  # fmt: skip

    def read_again(self, folder: str) -> None:
        """The input that the document comes from is to be read again, by whatever settings."""
        query = "UPDATE document SET recipe = '' WHERE input = (SELECT input FROM document WHERE folder = ?)"
        with self._faults():
            self._db.execute(query, (folder,))

    def drop(self, job: str) -> None:
        """The input is a package: what lies in it has entries, it has none itself."""
        with self._faults():
            self._db.execute("DELETE FROM document WHERE folder = ?", (job,))

    def left_out(self) -> Iterator[Entry]:
        """What is known of inputs that this run was not given."""
        query = "SELECT * FROM document WHERE run != ? AND state != 'gone'"
        with self._faults():
            yield from map(_entry, self._db.execute(query, (self._run,)))

    def part_with(self, entries: Sequence[Entry]) -> None:
        """The sources of `entries` are gone: those with results stay as such, the others go."""
        with self._faults(), self._transaction():
            for entry in entries:
                if entry.files and entry.row:
                    row = json.dumps(entry.row | {"status": "gone"}, ensure_ascii=False)
                    self._db.execute(
                        """UPDATE document SET state = 'gone', "row" = ? WHERE folder = ?""", (row, entry.folder)
                    )
                else:
                    self._db.execute("DELETE FROM document WHERE folder = ?", (entry.folder,))

    def states_of_run(self) -> dict[str, frozenset[str]]:
        """The states of the documents of each input of this run; equal sets are one, for there may be a million."""
        query = "SELECT input, group_concat(DISTINCT state) FROM document WHERE run = ? GROUP BY input"
        sets: dict[str, frozenset[str]] = {}
        with self._faults():
            return {
                job: sets.setdefault(states, frozenset(states.split(",")))
                for job, states in self._db.execute(query, (self._run,))
            }

    def rest(self, entries: Iterable[Entry]) -> None:
        """One more input of this run stays as an earlier one left it; where its source was gone, it is back."""
        back = [
            (entry.state, json.dumps(entry.row, ensure_ascii=False) if entry.row else None, entry.folder)
            for entry in entries
        ]
        with self._faults(), self._transaction():
            self._db.execute("UPDATE run SET resting = resting + 1 WHERE number = ?", (self._run,))
            self._db.executemany(
                """UPDATE document SET state = ?, "row" = ? WHERE folder = ? AND state = 'gone'""", back
            )

    def stop(self) -> None:
        """The run is broken off: what was under way waits."""
        with self._faults():
            self._db.execute("UPDATE document SET state = 'waiting' WHERE state = 'running'")

    def end(self) -> None:
        """The run is over; nothing happens if it is already."""
        with self._faults():
            self._db.execute("UPDATE run SET ended = ? WHERE number = ? AND ended IS NULL", (time.time(), self._run))

    def entries_of(self, job: str) -> list[Entry]:
        """What is known of the documents of one input, in order."""
        query = "SELECT * FROM document WHERE input = ? ORDER BY folder"
        with self._faults():
            return [_entry(record) for record in self._db.execute(query, (job,))]

    def entries(self) -> Iterator[Entry]:
        """All that is known."""
        with self._faults():
            yield from map(_entry, self._db.execute("SELECT * FROM document"))

    def rows(self) -> Iterator[Row]:
        """The rows of index.csv, sorted by folder; none that would tell of what is held back."""
        with self._faults():
            found = self._db.execute(_ROWS)
            yield from (json.loads(record[0]) for record in found)

    def record_of(self, job: str) -> tuple[str, bool] | None:
        """The hồ sơ an input belongs to: its code, and whether the input is all of it."""
        query = "SELECT code, whole FROM record WHERE input = ?"
        with self._faults():
            found = self._db.execute(query, (job,)).fetchone()
        return (found[0], bool(found[1])) if found else None

    def file_under(self, job: str, record: tuple[str, bool] | None) -> None:
        """The input belongs to that hồ sơ, or to none."""
        with self._faults(), self._transaction():
            self._db.execute("DELETE FROM record WHERE input = ?", (job,))
            if record:
                self._db.execute("INSERT INTO record VALUES (?, ?, ?)", (job, *record))

    def filed_folders(self) -> list[tuple[str, str, bool, str]]:
        """The folders of documents that belong to a hồ sơ, with its code and whether their input is all of it.

        The last says which paper of the hồ sơ they are; empty for a document.
        """
        query = """SELECT folder, code, whole, coalesce(json_extract("row", '$.paper'), '')
            FROM document JOIN record ON document.input = record.input WHERE state NOT IN ('skipped', 'duplicate')"""
        with self._faults():
            return [(folder, code, bool(whole), paper) for folder, code, whole, paper in self._db.execute(query)]

    def folders_gone(self) -> set[str]:
        """The folders of documents whose source is no longer there."""
        with self._faults():
            return {folder for (folder,) in self._db.execute("SELECT folder FROM document WHERE state = 'gone'")}

    def ordinals(self) -> dict[tuple[str, str], int]:
        """The numbers that were given so far, by code of the hồ sơ and folder."""
        with self._faults():
            found = self._db.execute("SELECT code, folder, number FROM ordinal")
            return {(code, folder): number for code, folder, number in found}

    def give_ordinals(self, given: Iterable[tuple[str, str, int]]) -> None:
        """Documents have their numbers for good: code, folder and number."""
        with self._faults(), self._transaction():
            self._db.executemany("INSERT OR IGNORE INTO ordinal VALUES (?, ?, ?)", given)

    def last_run(self) -> sqlite3.Row | None:
        """The columns of `run` for the newest one."""
        with self._faults():
            return cast("sqlite3.Row | None", self._db.execute("SELECT * FROM run ORDER BY number DESC").fetchone())

    def finished_in(self, run: int) -> tuple[int, int, float]:
        """Inputs and pages finished in a run, and when the last one was."""
        query = "SELECT count(DISTINCT input), total(pages), max(ended) FROM document WHERE run = ? AND ended >= ?"
        with self._faults():
            started = self._db.execute("SELECT started FROM run WHERE number = ?", (run,)).fetchone()[0]
            inputs, pages, ended = self._db.execute(query, (run, started)).fetchone()
        return inputs, int(pages), ended or started

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
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerError(path=str(self.path), reason=error) from error


def _entry(record: sqlite3.Row) -> Entry:
    return Entry(
        folder=record["folder"],
        input=record["input"],
        path=record["path"],
        state=record["state"],
        sha256=record["sha256"] or "",
        recipe=record["recipe"] or "",
        limits=record["limits"] or "",
        pages=record["pages"],
        failed_pages=tuple(json.loads(record["failed_pages"])),
        secrecy=record["secrecy"],
        files=json.loads(record["files"] or "{}"),
        row=json.loads(record["row"]) if record["row"] else None,
        error=_error(record["error"]),
        seconds=record["seconds"],
    )


def _error_text(error: OcrKhError | None) -> str | None:
    return json.dumps([error.code, error.details], default=str) if error else None


def _error(text: str | None) -> OcrKhError | None:
    """The error as it was, found by its code."""
    if text is None:
        return None
    code, details = json.loads(text)
    return _kinds().get(code, OcrKhError)(**details)


def _kinds() -> dict[str, type[OcrKhError]]:
    found, unseen = {OcrKhError.code: OcrKhError}, [OcrKhError]
    while unseen:
        for kind in unseen.pop().__subclasses__():
            found[kind.code] = kind
            unseen.append(kind)
    return found
