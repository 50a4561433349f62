# SPDX-License-Identifier: Apache-2.0
"""documents.db: all tables, and every text with an index of its words (FTS5), as one SQLite file.

The index has each text twice: with its marks and without. Both columns hold no text of their own; the table `texts` has
it, with the place where it stands.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from ocr_kh.writing.atomic import atomic_write
from ocr_kh.writing.database.folding import exact, folded
from ocr_kh.writing.tables.folders import is_old
from ocr_kh.writing.tables.table import LISTS, Table, cell_of, typed_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables.csv_file import Row
    from ocr_kh.writing.tables.table import Kind

NAME = "documents.db"
VERSION = 1
"""Of its tables, as `PRAGMA user_version`; a file of another version is made anew."""
_SQL_KINDS = {"text": "TEXT", "whole": "INTEGER", "number": "REAL", "flag": "INTEGER"}
_KEYS = {"folder", "sha256", "number"}
"""Columns by which tables are joined and looked up: those have an index each."""


def up_to_date(out: Path) -> Path:
    """The database of the documents under `out`, made anew where it is missing or old. Raises OutputError."""
    path = out / NAME
    if is_old(path, out) or _version(path) != VERSION:
        write_database(path, out)
    return path


def write_database(path: Path, out: Path) -> None:
    """Make the database anew, whole or not at all; what was added to an older one is gone. Raises OutputError."""
    from ocr_kh.writing.tables.folders import fill
    from ocr_kh.writing.tables.index import typed_index
    from ocr_kh.writing.tables.values import TABLES

    began = time.time_ns()
    kinds, rows = typed_index(out)
    with atomic_write(path) as unfinished:
        with closing(sqlite3.connect(unfinished)) as database:
            database.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is nobody's
            database.execute("PRAGMA synchronous = OFF")
            _table(database, "documents", kinds)(rows)
            sinks = [(table, _table(database, table.name, table.columns)) for table in TABLES]
            fill(out, [*sinks, (TEXTS, _searched(database))])
            database.execute("INSERT INTO search(search) VALUES ('optimize')")
            database.execute(f"PRAGMA user_version = {VERSION}")
            database.commit()
        os.utime(unfinished, ns=(began, began))  # what is converted meanwhile is newer than it


def text_rows(document: Row, plan: Plan) -> Iterator[Row]:
    """Every text of a document that can be found: header, outline, recipients, signatures."""
    from ocr_kh.writing.tables.values import place_of

    for pointer, kind, path, text in _texts(plan):
        place = place_of(pointer, plan.evidence)
        cells = {"pointer": pointer, "kind": kind, "path": path, "page": cell_of(place.page if place else None)}
        yield {"folder": document["folder"], **cells, "text": text}


TEXTS = Table(
    "texts",
    {"folder": "text", "pointer": "text", "kind": "text", "path": "text", "page": "whole", "text": "text"},
    text_rows,
)


def _texts(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Pointer, kind, path of the section, text."""
    header = plan.header
    if header.number or header.symbol:
        yield "/header/number", "number", "", "/".join(filter(None, (header.number, header.symbol)))
    if header.issuer:
        yield "/header/issuer", "issuer", "", header.issuer
    yield from ((unit.pointer, unit.kind, unit.path, unit.text) for unit in plan.texts())
    yield from ((f"/recipients/{at}", "recipient", "", each.name) for at, each in enumerate(plan.recipients))
    for at, signature in enumerate(plan.signatures):
        if signature.signer:
            yield f"/signatures/{at}/signer", "signer", "", signature.signer


def _table(database: sqlite3.Connection, name: str, columns: Mapping[str, Kind]) -> Callable[[Iterable[Row]], None]:
    """A new table, and what takes its rows."""
    declared = ", ".join(f'"{column}" {_SQL_KINDS.get(kind, "TEXT")}' for column, kind in columns.items())
    database.execute(f'CREATE TABLE "{name}" ({declared})')
    for column in _KEYS & columns.keys():
        database.execute(f'CREATE INDEX "{name}.{column}" ON "{name}" ("{column}")')
    bare: dict[str, Kind] = {column: "text" if kind in LISTS else kind for column, kind in columns.items()}
    places = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{name}" VALUES ({places})'  # noqa: S608 - names of ours

    def put(rows: Iterable[Row]) -> None:
        database.executemany(statement, (tuple(typed_row(row, bare).values()) for row in rows))

    return put


def _searched(database: sqlite3.Connection) -> Callable[[Iterable[Row]], None]:
    """The table of texts with its index, and what takes its rows into both."""
    put_texts = _table(database, TEXTS.name, TEXTS.columns)
    database.execute(
        "CREATE VIRTUAL TABLE search USING fts5"
        "(exact, folded, content = '', tokenize = 'unicode61 remove_diacritics 0')"
    )
    count = 0

    def put(rows: Iterable[Row]) -> None:
        nonlocal count
        held = list(rows)
        put_texts(held)
        indexed = [(count + at, exact(row["text"]), folded(row["text"])) for at, row in enumerate(held, 1)]
        database.executemany("INSERT INTO search(rowid, exact, folded) VALUES (?, ?, ?)", indexed)
        count += len(held)

    return put


def _version(path: Path) -> int:
    try:
        with closing(sqlite3.connect(path)) as database:
            return int(database.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0
