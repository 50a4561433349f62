# SPDX-License-Identifier: Apache-2.0
"""The list of hồ sơ that `--records` names: which folder, or file, is which hồ sơ.

A table as CSV (comma, semicolon or tab; UTF-8 or UTF-16) or XLSX with a heading row, below titles if there are any: a
column for the folder (`folder`, `path`, `thư mục`, `đường dẫn`, `tệp`) and one for the code (`file_code`, `record`,
`mã hồ sơ`), others as one likes. Of a workbook it is the first sheet that has such a row. Paths are relative to the
list, to the folders that are converted, or to the current folder; composed and decomposed letters are the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.errors import PathMissingError, RecordListError, TableError
from ocr_kh.messages import translate
from ocr_kh.writing.tables.spreadsheet import Row, headed, heading_key, read_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FOLDER = frozenset({"folder", "path", "file", "thumuc", "duongdan", "tep", "tentep", "thumucquet"})
_CODE = frozenset({"filecode", "record", "recordcode", "code", "mahoso", "hoso"})
"""Headings without marks, spaces and signs."""
_LONGEST = 90
"""Characters of a code: with a dot and seven digits it makes the code of a document, which has at most 100."""
_CODES = re.compile(r"[^\W_](?:[\w.-]*[\w-])?")
"""Letters, digits, dots, hyphens and underscores: what can stand in the name of a file anywhere."""
_EXAMPLE = "H49.64.33.2001.160"


@dataclass(frozen=True, slots=True)
class Record:
    """A hồ sơ as an input belongs to it."""

    code: str
    whole: bool
    """The list names the very file: it is the hồ sơ."""


@dataclass(frozen=True, slots=True)
class Records:
    """Codes by the place they are listed for, with links resolved."""

    path: Path
    codes: Mapping[Path, str]

    def of(self, files: Sequence[Path]) -> Record | None:
        """The hồ sơ of the files of an input: the file's own, or of the nearest folder around it; None for none."""
        file = files[0].resolve()
        for place in (file, *file.parents):
            if place in self.codes:
                return Record(self.codes[place], whole=place == file)
        return None


def read_records(path: Path, given: Sequence[Path]) -> Records:
    """The list at `path`; `given` are the paths that are converted. Raises PathMissingError, RecordListError."""
    if not path.is_file():
        raise PathMissingError(path=str(path))
    folder, code, rows = _table(path)
    codes: dict[Path, str] = {}
    lines: dict[str, int] = {}
    for line, cells in rows:
        name, own = (cells[at].text.strip() if at < len(cells) else "" for at in (folder, code))
        if not name and not own:
            continue
        place = _place(path, line, name, given)
        _check(path, line, own)
        if place in codes:
            raise _wrong(path, line, translate("{name} is listed twice"), name=name)
        if own.casefold() in lines:
            text = translate("the code {code} is that of line {other} too")
            raise _wrong(path, line, text, code=own, other=lines[own.casefold()])
        codes[place] = own
        lines[own.casefold()] = line
    return Records(path, codes)


class _Table(NamedTuple):
    """Where the columns stand, and the rows below the headings that are not empty."""

    folder: int
    code: int
    rows: Sequence[Row]


def _table(path: Path) -> _Table:
    """The first sheet with a heading row. Raises RecordListError."""
    try:
        sheets = read_spreadsheet(path).sheets
    except TableError as error:
        line = error.details.get("line", 1)
        raise RecordListError(path=str(path), line=line, reason=error.details["reason"]) from error
    for sheet in sheets:
        if found := headed(sheet, _FOLDER, _CODE):
            heading, rows = found
            names = [heading_key(cell.text) for cell in heading.cells]
            return _Table(_first(names, _FOLDER), _first(names, _CODE), rows)
    first = next((sheet.rows[0] for sheet in sheets if sheet.rows), Row(1, ()))
    names = [heading_key(cell.text) for cell in first.cells]
    missing = next((known for known in (_FOLDER, _CODE) if not known.intersection(names)), _CODE)
    raise _wrong(path, first.number, translate("no column is called {names}"), names=", ".join(sorted(missing)))


def _first(names: Sequence[str], known: frozenset[str]) -> int:
    """Where the first of the known names stands."""
    return next(at for at, name in enumerate(names) if name in known)


def _place(path: Path, line: int, name: str, given: Sequence[Path]) -> Path:
    """The file or folder that a row names. Raises RecordListError."""
    around = [folder for each in given for folder in (each, each.parent)]
    for base in (path.parent, *around, Path()):
        for spelled in (name, name.replace("\\", "/")):
            if name and (place := _found(base, spelled)):
                return place.resolve()
    raise _wrong(path, line, translate("there is no file or folder {name}"), name=repr(name))


def _found(base: Path, name: str) -> Path | None:
    """What `name` calls, seen from `base`, whether its letters are composed (Windows) or decomposed (macOS)."""
    place = base
    for part in Path(name).parts:
        if (place / part).exists():
            place /= part
            continue
        wanted = unicodedata.normalize("NFC", part)
        alike = (each for each in _entries(place) if unicodedata.normalize("NFC", each.name) == wanted)
        if not (found := next(alike, None)):
            return None
        place = found
    return place


def _entries(folder: Path) -> Iterable[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return ()


def _check(path: Path, line: int, code: str) -> None:
    if not _CODES.fullmatch(code) or ".." in code or len(code) > _LONGEST:
        text = translate("{code} cannot be the code of a hồ sơ: letters, digits, dots and hyphens, such as {example}")
        raise _wrong(path, line, text, code=repr(code), example=_EXAMPLE)


def _wrong(path: Path, line: int, text: str, **details: object) -> RecordListError:
    return RecordListError(path=str(path), line=line, reason=text.format(**details))
