# SPDX-License-Identifier: Apache-2.0
"""The documents of a delivery sorted by hồ sơ, on the disk: an archive may have more than memory holds."""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from ocr_kh.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocr_kh.acceptance.lint.seen import Seen


class Shelf:
    """Documents that were put in, as long as it is open."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store

    def dossiers(self) -> Iterator[tuple[str, list[Seen]]]:
        """The hồ sơ by name, each with its documents by number, then folder."""
        query = "SELECT dossier, seen FROM document ORDER BY dossier, ordinal, folder"
        for dossier, rows in groupby(self._store.execute(query), key=lambda row: row[0]):
            yield dossier, [pickle.loads(seen) for _, seen in rows]  # noqa: S301 - ours, of this moment

    def copies(self) -> Iterator[tuple[str, str, str]]:
        """Hồ sơ and folder of documents with the same pages as another one of any hồ sơ, and the folder of that one."""
        query = """SELECT dossier, folder, first FROM document JOIN
            (SELECT file AS same, min(folder) AS first FROM document WHERE file != '' GROUP BY file HAVING count(*) > 1)
            ON file = same WHERE folder != first ORDER BY folder"""
        yield from self._store.execute(query)


@contextmanager
def shelf_of(documents: Iterable[Seen]) -> Iterator[Shelf]:
    """A shelf with these documents. Raises RefusedError where the disk of temporary files is full."""
    try:
        with closing(sqlite3.connect("")) as store:  # a database without a name lives in a temporary file
            store.execute("CREATE TABLE document (dossier TEXT, ordinal INT, folder TEXT, file TEXT, seen BLOB)")
            store.executemany(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?)",
                ((each.dossier, each.ordinal, each.folder, each.file, pickle.dumps(each)) for each in documents),
            )
            store.execute("CREATE INDEX by_file ON document (file)")
            yield Shelf(store)
    except sqlite3.Error as error:
        raise RefusedError(path=tempfile.gettempdir(), reason=error) from error
