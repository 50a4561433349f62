# SPDX-License-Identifier: Apache-2.0
"""Counts of pages as tables: page_counts.csv, dossier_counts.csv, near_limits.csv, and all of them in page_counts.xlsx.

Files are gone through once, and each row is written when its file is counted; only the counts of the hồ sơ and the
pages near a limit are kept until the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocr_kh.acceptance.counting import UNKNOWN, Counts, Rule
from ocr_kh.acceptance.paper import PAPERS
from ocr_kh.writing.atomic import atomic_write
from ocr_kh.writing.tables.csv_file import csv_table, read_table, write_table
from ocr_kh.writing.tables.workbook import add_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ocr_kh.acceptance.counting import FileCounts
    from ocr_kh.writing.tables.csv_file import Row

FILES, DOSSIERS, NEAR, WORKBOOK = "page_counts.csv", "dossier_counts.csv", "near_limits.csv", "page_counts.xlsx"
_FIGURES = (
    "pages",
    *(paper.name for paper in PAPERS),
    UNKNOWN,
    "a4_units",
    "blank_pages",
    "a4_units_without_blank",
    "sheets_least",
    "sheets_most",
)
FILE_COLUMNS = ("dossier", "path", *_FIGURES, "error")
DOSSIER_COLUMNS = ("dossier", "files", "unreadable", *_FIGURES, "oversize", "near")
NEAR_COLUMNS = ("dossier", "path", "page", "width", "height", "counted_as", "limit_of", "share_of_limit")
MOST_SHOWN = 50
"""Pages near a limit, and files that cannot be opened, that a screen takes; the tables have all of them."""
TOTAL = "*"
"""What stands for the hồ sơ in the row of the total: no folder may be called so in Windows, nor a hồ sơ."""
_BARE = frozenset({*_FIGURES, "files", "unreadable", "oversize", "near", "page", "width", "height", "share_of_limit"})
"""Columns of plain numbers."""


@dataclass(slots=True)
class Delivery:
    """The counts of a delivery, filled file by file."""

    rule: Rule
    dossiers: dict[str, Counts] = field(default_factory=dict)
    near: list[Row] = field(default_factory=list)
    """The first `MOST_SHOWN` rows of near_limits.csv."""
    near_pages: int = 0
    """How many there are."""
    unreadable: list[FileCounts] = field(default_factory=list)
    """The first `MOST_SHOWN` files that could not be opened."""
    sizeless: list[FileCounts] = field(default_factory=list)
    """The first `MOST_SHOWN` images without a resolution."""

    @property
    def total(self) -> Counts:
        """All hồ sơ together."""
        return sum(self.dossiers.values(), Counts())

    def take(self, file: FileCounts) -> list[Row]:
        """Count a file; the rows of its pages near a limit."""
        self.dossiers[file.dossier] = self.dossiers.get(file.dossier, Counts()) + file.counts
        near = list(near_rows(file))
        self.near_pages += len(near)
        self.near += near[: MOST_SHOWN - len(self.near)]
        if file.error and len(self.unreadable) < MOST_SHOWN:
            self.unreadable.append(file)
        if file.counts.papers[UNKNOWN] and len(self.sizeless) < MOST_SHOWN:
            self.sizeless.append(file)
        return near

    def dossier_rows(self) -> Iterator[Row]:
        """A row a hồ sơ, and the total last."""
        for name, counts in (*self.dossiers.items(), (TOTAL, self.total)):
            yield {
                "dossier": name,
                "files": str(counts.files),
                "unreadable": str(counts.unreadable),
                **figures(counts),
                "oversize": f"{self.rule.factor:g}",
                "near": f"{self.rule.near:g}",
            }


def figures(counts: Counts) -> Row:
    """The cells of pages, sizes, units and sheets; those of blank pages are empty where nobody looked for them."""
    known = counts.blanks_known
    return {
        "pages": str(counts.pages),
        **{paper.name: str(counts.papers[paper.name]) for paper in PAPERS},
        UNKNOWN: str(counts.papers[UNKNOWN]),
        "a4_units": str(counts.units),
        "blank_pages": str(counts.blank.total()) if known else "",
        "a4_units_without_blank": str(counts.units_written) if known else "",
        "sheets_least": str(counts.sheets_least),
        "sheets_most": str(counts.sheets_most),
    }


def file_row(file: FileCounts) -> Row:
    """A row of page_counts.csv."""
    return {"dossier": file.dossier, "path": file.path, **figures(file.counts), "error": file.error}


def near_rows(file: FileCounts) -> Iterator[Row]:
    """Rows of near_limits.csv: a page each."""
    for page in file.near:
        yield {
            "dossier": file.dossier,
            "path": file.path,
            "page": str(page.number),
            "width": f"{page.size.width:.1f}",
            "height": f"{page.size.height:.1f}",
            "counted_as": page.paper.name,
            "limit_of": page.limit.paper.name,
            "share_of_limit": f"{page.limit.share:.3f}",
        }


def counted(files: Iterable[FileCounts], rule: Rule, out: Path | None = None) -> Delivery:
    """The counts of a delivery; with `out` its tables are written into that folder. Raises OutputError."""
    delivery = Delivery(rule)
    if out is None:
        for file in files:
            delivery.take(file)
        return delivery
    with (
        csv_table(out / FILES, FILE_COLUMNS, bare=_BARE) as put,
        csv_table(out / NEAR, NEAR_COLUMNS, bare=_BARE) as add,
    ):
        for file in files:
            put([file_row(file)])
            add(delivery.take(file))
    write_table(out / DOSSIERS, DOSSIER_COLUMNS, delivery.dossier_rows(), bare=_BARE)
    _write_workbook(out)
    return delivery


def _write_workbook(out: Path) -> None:
    """The three tables as sheets of one workbook, read back row by row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for at, (title, name, columns) in enumerate(
        (("Hồ sơ", DOSSIERS, DOSSIER_COLUMNS), ("Tệp", FILES, FILE_COLUMNS), ("Gần giới hạn", NEAR, NEAR_COLUMNS))
    ):
        add_sheet(book, at, title, [_HEADINGS[column] for column in columns], _cells(out / name, columns))
    with atomic_write(out / WORKBOOK) as unfinished:
        book.save(unfinished)


def _cells(path: Path, columns: Sequence[str]) -> Iterator[list[str | float]]:
    for row in read_table(path, columns):
        yield [float(row[name]) if name in _BARE and row[name] else row[name] for name in columns]


_HEADINGS = {
    "dossier": "Hồ sơ",
    "path": "Tệp",
    "files": "Số tệp",
    "unreadable": "Tệp không mở được",
    "pages": "Số trang",
    **{paper.name: paper.name for paper in PAPERS},
    UNKNOWN: "Không rõ khổ",
    "a4_units": "Quy đổi A4",
    "blank_pages": "Trang trắng",
    "a4_units_without_blank": "Quy đổi A4, không tính trang trắng",
    "sheets_least": "Số tờ ít nhất",
    "sheets_most": "Số tờ nhiều nhất",
    "error": "Lỗi",
    "oversize": "Hệ số vượt khổ",
    "near": "Biên gần giới hạn",
    "page": "Trang",
    "width": "Rộng (point)",
    "height": "Cao (point)",
    "counted_as": "Tính là khổ",
    "limit_of": "Giới hạn của khổ",
    "share_of_limit": "Tỉ lệ so với giới hạn",
}
