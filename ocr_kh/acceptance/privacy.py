# SPDX-License-Identifier: Apache-2.0
"""Where documents hold personal data, and which are secret: places before a delivery is shared, never the values.

The texts of the plans are looked at, with recipients, notes and what was left out. What a number is, its form and the
words beside it say (personal_data.toml): nine digits are an identity number where `CMND` stands before them, and a sum
of money elsewhere.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.errors import PathMissingError
from ocr_kh.writing.tables.csv_file import csv_table
from ocr_kh.writing.tables.folders import plans
from ocr_kh.writing.tables.values import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables.csv_file import Row

NAME = "privacy.csv"
COLUMNS = ("kind", "folder", "path", "page", "first_line", "last_line", "pointer")
_BARE = frozenset({"page", "first_line", "last_line"})
HELD, SECRET, LIMITED = "held_back", "secrecy", "circulation"
"""Kinds of documents: marked secret and not written; marked secret and written (`--allow-secret`); marked as not for
everybody (XEM XONG TRẢ LẠI, LƯU HÀNH NỘI BỘ)."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of personal data."""

    name: str
    form: re.Pattern[str]
    words: re.Pattern[str] | None
    before: int
    """Characters before it in which one of the words must stand."""


class Text(NamedTuple):
    """A text of a plan."""

    pointer: str
    text: str
    is_table: bool = False


class Place(NamedTuple):
    """A place of personal data, or a document that is not for everybody."""

    kind: str
    folder: str
    path: str
    """Of the scan."""
    page: int | None = None
    lines: tuple[int, int] | None = None
    """First and last line, from 1, in original.txt."""
    pointer: str = ""

    def as_row(self) -> Row:
        """A row of privacy.csv."""
        first, last = self.lines or ("", "")
        return {
            "kind": self.kind,
            "folder": self.folder,
            "path": self.path,
            "page": str(self.page or ""),
            "first_line": str(first),
            "last_line": str(last),
            "pointer": self.pointer,
        }


def personal_data(text: str, *, is_table: bool = False) -> Iterator[str]:
    """The kinds of personal data in a text, one for each place, from left to right.

    >>> list(personal_data("Ông Lê Văn Mẫu, CCCD số 001099000001, điện thoại 0912 000 001"))
    ['identity_card', 'mobile_phone']
    >>> list(personal_data("Kinh phí: 120.000.000 đồng; mã số 001099000001"))
    []
    """
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, str]] = []
    for kind in _kinds():
        for match in kind.form.finditer(text):
            start, end = match.span()
            is_free = not any(start < other_end and other < end for other, other_end in taken)
            if is_free and _has_name(match) and _is_named(kind, text, start, is_table=is_table):
                taken.append((start, end))
                found.append((start, kind.name))
    return (name for _, name in sorted(found))


def private_places(out: Path, held: Mapping[str, str] | None = None) -> Iterator[Place]:
    """The places in all documents under `out`, document by document, and documents that are not for everybody.

    `held` has the folders of documents that were held back, with the paths of their scans. Raises PathMissingError
    where nothing was converted.
    """
    if not (out / "index.csv").is_file():
        raise PathMissingError(path=str(out / "index.csv"))
    for folder, path in (held or {}).items():
        yield Place(HELD, folder, path)
    for row, plan in plans(out):
        yield from _of_document(row, plan)


def write_places(out: Path, held: Mapping[str, str] | None = None) -> Iterator[Place]:
    """The same, and privacy.csv in `out` when all are taken. Raises OutputError."""
    with csv_table(out / NAME, COLUMNS, bare=_BARE) as put:
        for each in private_places(out, held):
            put([each.as_row()])
            yield each


def _of_document(row: Row, plan: Plan) -> Iterator[Place]:
    folder, path = row["folder"], row["path"]
    for kind, pointer, mark in (
        (SECRET, "/header/secrecy", plan.header.secrecy),
        (LIMITED, "/header/circulation", plan.header.circulation),
    ):
        if mark:
            yield _placed(kind, row, plan, pointer)
    for text in _texts(plan):
        for kind in personal_data(text.text, is_table=text.is_table):
            place = _placed(kind, row, plan, text.pointer)
            if text.pointer.startswith("/left_out/"):
                left_out = plan.left_out[int(text.pointer.rpartition("/")[2])]
                lines = (left_out.line, left_out.line) if left_out.line else None
                place = Place(kind, folder, path, left_out.page, lines, text.pointer)
            yield place


def _placed(kind: str, row: Row, plan: Plan, pointer: str) -> Place:
    stands = place_of(pointer, plan.evidence)
    page, lines = (stands.page, stands.lines) if stands else (None, None)
    return Place(kind, row["folder"], row["path"], page, lines, pointer)


def _texts(plan: Plan) -> Iterator[Text]:
    """Everything of a plan that people are named in."""
    for unit in plan.texts():
        yield Text(str(unit.pointer), unit.text, unit.kind == "table")
    for name in ("addressees", "recipients", "notes", "left_out"):
        for at, each in enumerate(getattr(plan, name)):
            text = each if isinstance(each, str) else getattr(each, "text", "") or getattr(each, "name", "")
            yield Text(f"/{name}/{at}", text)
    for at, signature in enumerate(plan.signatures):
        yield Text(f"/signatures/{at}", "; ".join((*signature.authority, signature.signer or "")))


def _has_name(match: re.Match[str]) -> bool:
    """Whether what should be a name looks like one."""
    name = match.groupdict().get("name", "1")
    return name[0].isupper() or name[0].isdigit()


def _is_named(kind: _Kind, text: str, start: int, *, is_table: bool) -> bool:
    """Whether the words of the kind stand by it."""
    if kind.words is None:
        return True
    return bool(kind.words.search(text if is_table else text[max(0, start - kind.before) : start]))


@cache
def _kinds() -> tuple[_Kind, ...]:
    """The table, in its order: what one kind takes is none of the next."""
    table = tomllib.loads(Path(__file__).with_name("personal_data.toml").read_text(encoding="utf-8"))
    return tuple(
        _Kind(name, re.compile(row["form"], re.IGNORECASE), _any_of(row.get("words", ())), row.get("before", 0))
        for name, row in table.items()
    )


def _any_of(words: list[str]) -> re.Pattern[str] | None:
    """A pattern for any of the words, whole; None without one."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE) if words else None
