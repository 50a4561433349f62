# SPDX-License-Identifier: Apache-2.0
"""Search in documents.db: what stands there with the marks as typed comes first, then what only lacks or has others."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.errors import PathMissingError, UsageError
from ocr_kh.given import path_of
from ocr_kh.messages import translate
from ocr_kh.writing.database.folding import exact, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

_SNIPPET = 60
"""Characters shown on either side of what was found."""
_QUERY = """
    SELECT texts.rowid, folder, page, coalesce(path, ''), kind, pointer, text
    FROM search JOIN texts ON texts.rowid = search.rowid
    WHERE search MATCH ? ORDER BY search.rank LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A text in which all words of a query stand."""

    folder: str
    """The document's folder, as in index.csv."""
    page: int | None
    """From 1, on which the text begins; None for text files."""
    path: str
    """Of its section, such as `II.1`; empty outside the sections."""
    kind: str
    """`paragraph`, `title`, `recipient`, ..."""
    pointer: str
    """Of the text in plan.json."""
    text: str
    exact: bool
    """It stands there with the marks as typed."""
    snippet: str
    """The part of the text where it stands, as one line."""


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def find(out: str | PathLike[str], query: str, *, limit: int = 20) -> Found:
    """Where all words of `query` stand in one text, best first, in the documents under `out`; at most `limit` of them.

    Words typed with their marks are found without them too, after those that have them: `tổ công tác` before `to cong
    tac`. What stands side by side as typed comes before what is scattered; in double quotes it must. `out/documents.db`
    is made where it is missing or older than index.csv. Raises PathMissingError where nothing was converted, UsageError
    for a query without a word, OutputError where the database cannot be written.
    """
    from ocr_kh.writing.database.build import up_to_date

    folder = path_of(out, "out")
    if not (folder / "index.csv").is_file():
        raise PathMissingError(path=folder / "index.csv")
    if not words(query):
        raise UsageError(reason=translate("there is no word in the query {query}").format(query=repr(query)))
    path = up_to_date(folder)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        return _found(database, query, limit)


def _found(database: sqlite3.Connection, query: str, limit: int) -> Found:
    hits: dict[int, Hit] = {}
    is_phrase = query.strip().startswith('"') and query.strip().endswith('"')
    for match, is_exact in _stages(query, is_phrase=is_phrase):
        if len(hits) >= limit:
            break
        for number, *place, text in database.execute(_QUERY, (match, limit)):
            if len(hits) < limit and number not in hits:
                folder, page, path, kind, pointer = place
                hits[number] = Hit(folder, page, path, kind, pointer, text, is_exact, _snippet(text, query))
    loosest = [match for match, _ in _stages(query, is_phrase=is_phrase)][-1]
    (total,) = database.execute("SELECT count(*) FROM search WHERE search MATCH ?", (loosest,)).fetchone()
    return Found(tuple(hits.values()), total)


def _stages(query: str, *, is_phrase: bool) -> Iterator[tuple[str, bool]]:
    """What is asked of the index in turn, and whether it asks for the marks as typed."""
    for column, spelled in (("exact", exact(query)), ("folded", folded(query))):
        typed = words(spelled)
        yield f'{column} : "{" ".join(typed)}"', column == "exact"
        if len(typed) > 1 and not is_phrase:
            quoted = " AND ".join(f'"{word}"' for word in typed)
            yield f"{column} : ({quoted})", column == "exact"


def _snippet(text: str, query: str) -> str:
    """The part of `text` around the first place where the words stand together, or else the first of them."""
    typed, plain = words(folded(query)), folded(text)
    together = re.search(r"\b" + r"[\W_]+".join(map(re.escape, typed)) + r"\b", plain)
    place = together or re.search("|".join(rf"\b{re.escape(word)}\b" for word in typed), plain)
    first, last = place.span() if place and len(plain) == len(text) else (0, 0)
    start = text.rfind(" ", 0, max(0, first - _SNIPPET)) + 1 if first > _SNIPPET else 0
    end = text.find(" ", last + _SNIPPET) if last + _SNIPPET < len(text) else -1
    cut = text[start : None if end < 0 else end]
    return ("… " if start else "") + " ".join(cut.split()) + (" …" if end >= 0 else "")
