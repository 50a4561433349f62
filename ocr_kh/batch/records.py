# SPDX-License-Identifier: Apache-2.0
"""The list of hồ sơ that `--records` names: which folder, or file, is which hồ sơ.

A table as CSV (comma, semicolon or tab; UTF-8) or XLSX (its first sheet) with a heading row: a column for the folder
(`folder`, `path`, `thư mục`, `đường dẫn`, `tệp`) and one for the code (`file_code`, `record`, `mã hồ sơ`), others as
one likes. Paths are relative to the list, to the folders that are converted, or to the current folder.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.errors import PathMissingError, RecordListError
from ocr_kh.language.letters import bare
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    rows = _rows(path)
    number, heading = next(rows, (1, ()))
    folder, code = (_column(path, number, heading, names) for names in (_FOLDER, _CODE))
    codes: dict[Path, str] = {}
    lines: dict[str, int] = {}
    for line, cells in rows:
        name, own = (cells[at].strip() if at < len(cells) else "" for at in (folder, code))
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


def _rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows that are not empty, with their numbers. Raises RecordListError."""
    try:
        rows = list(_sheet_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path))
    except Exception as error:  # zip, XML and encodings have many ways to be broken
        raise RecordListError(path=str(path), line=1, reason=str(error) or type(error).__name__) from error
    return ((number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row))


def _csv_rows(path: Path) -> Iterable[Sequence[str]]:
    text = path.read_text(encoding="utf-8-sig")
    heading = text.partition("\n")[0]
    return csv.reader(text.splitlines(), delimiter=max(",;\t", key=heading.count))


def _sheet_rows(path: Path) -> Iterator[Sequence[str]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield tuple("" if cell is None else str(cell) for cell in row)
    finally:
        book.close()


def _column(path: Path, line: int, heading: Sequence[str], names: frozenset[str]) -> int:
    for at, cell in enumerate(heading):
        if "".join(filter(str.isalnum, bare(cell).lower())) in names:
            return at
    raise _wrong(path, line, translate("no column is called {names}"), names=", ".join(sorted(names)))


def _place(path: Path, line: int, name: str, given: Sequence[Path]) -> Path:
    """The file or folder that a row names. Raises RecordListError."""
    around = [folder for each in given for folder in (each, each.parent)]
    for base in (path.parent, *around, Path()):
        for spelled in (name, name.replace("\\", "/")):
            if name and (place := base / spelled).exists():
                return place.resolve()
    raise _wrong(path, line, translate("there is no file or folder {name}"), name=repr(name))


def _check(path: Path, line: int, code: str) -> None:
    if not _CODES.fullmatch(code) or ".." in code or len(code) > _LONGEST:
        text = translate("{code} cannot be the code of a hồ sơ: letters, digits, dots and hyphens, such as {example}")
        raise _wrong(path, line, text, code=repr(code), example=_EXAMPLE)


def _wrong(path: Path, line: int, text: str, **details: object) -> RecordListError:
    return RecordListError(path=str(path), line=line, reason=text.format(**details))
