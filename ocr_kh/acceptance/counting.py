# SPDX-License-Identifier: Apache-2.0
"""Pages of PDF and image files, of their hồ sơ and of a delivery, by paper size: what a job of digitisation is paid by.

A page of a PDF is as large as its crop box within its media box, times its UserUnit (ISO 32000-1, 14.11.2 and 7.7.3.3):
what viewers show. /Rotate turns it, which changes no area. One of an image is as large as its pixels at its resolution;
without one its size is unknown. Sheets of paper cannot be counted from a file, only bounded: each has one face with a
page at least, and two at most.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ocr_kh.acceptance.image_pages import image_sizes
from ocr_kh.acceptance.paper import NEAR, OVERSIZE, PAPERS, PageSize, near_limit, paper_of
from ocr_kh.batch.inputs import natural_key
from ocr_kh.batch.intake.skipping import is_hidden
from ocr_kh.errors import DamagedError, EncryptedError, InputError, NoPagesError, PathMissingError
from ocr_kh.reading.source import IMAGE_SUFFIXES, PDF_SUFFIXES
from ocr_kh.writing.pdf.page_box import visible_box
from ocr_kh.writing.tables.csv_file import read_table
from ocr_kh.writing.tables.index import index_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ocr_kh.acceptance.paper import NearLimit, Paper
    from ocr_kh.writing.tables.csv_file import Row

UNREADABLE = -1
"""Pages of a file that cannot be opened: the trade's mark, so that it is seen, and not paid."""
RESULT = "searchable.pdf"
"""The file of a converted document that is counted."""
UNKNOWN = "unknown"
"""What stands for the size of an image without resolution: it is a page, and has no units of A4."""
_UNITS = {paper.name: paper.units for paper in PAPERS} | {UNKNOWN: 0}


@dataclass(frozen=True, slots=True)
class Rule:
    """What sizes are told by. It is kept with the counts: a later change must not alter what was paid."""

    factor: float = OVERSIZE
    """How many times its own area a size still holds."""
    near: float = NEAR
    """Share of a limit within which a page is listed."""


class NearPage(NamedTuple):
    """A page close to a limit, that another cut of the sheet may bring to the other side."""

    number: int
    """From 1."""
    size: PageSize
    paper: Paper
    """What it is counted as."""
    limit: NearLimit


@dataclass(frozen=True)
class Counts:
    """Pages of a file, a hồ sơ or a delivery."""

    papers: Counter[str] = field(default_factory=Counter)
    """Pages by the name of their size."""
    blank: Counter[str] = field(default_factory=Counter)
    """Those of them that a conversion called blank; nothing where nobody looked."""
    files: int = 0
    unreadable: int = 0
    """Files that could not be opened; they have no pages here."""
    sheets_least: int = 0
    sheets_most: int = 0
    blanks_known: bool = True
    """Whether blank pages were looked for in every file."""

    @property
    def pages(self) -> int:
        """All pages, blank ones too; `UNREADABLE` where no file can be read."""
        return UNREADABLE if self.files and self.files == self.unreadable else self.papers.total()

    @property
    def units(self) -> int:
        """A4 pages that all pages are paid as."""
        return _units(self.papers)

    @property
    def units_written(self) -> int:
        """A4 pages that the pages are paid as which are not blank."""
        return _units(self.papers - self.blank)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.papers + other.papers,
            self.blank + other.blank,
            self.files + other.files,
            self.unreadable + other.unreadable,
            self.sheets_least + other.sheets_least,
            self.sheets_most + other.sheets_most,
            self.blanks_known and other.blanks_known,
        )


@dataclass(frozen=True)
class FileCounts:
    """One PDF or image file."""

    path: str
    """As given, or in a converted folder the document's folder."""
    dossier: str
    """The code of its hồ sơ where it was filed, else the folder it lies in."""
    sizes: tuple[PageSize | None, ...]
    """Of its pages; None where it is unknown."""
    rule: Rule
    blank_pages: frozenset[int] | None = None
    """Numbers from 1 of the pages that a conversion called blank; None where nobody looked."""
    error: str = ""
    """Why it could not be opened, in the user's language."""

    @cached_property
    def counts(self) -> Counts:
        """Its pages by size."""
        names = [paper_of(*size, self.rule.factor).name if size else UNKNOWN for size in self.sizes]
        blank = self.blank_pages or ()
        return Counts(
            Counter(names),
            Counter(name for number, name in enumerate(names, 1) if number in blank),
            files=1,
            unreadable=int(bool(self.error)),
            sheets_least=(len(names) + 1) // 2,
            sheets_most=len(names),
            blanks_known=self.blank_pages is not None,
        )

    @property
    def near(self) -> Iterator[NearPage]:
        """Its pages close to a limit."""
        for number, size in enumerate(self.sizes, 1):
            if size and (limit := near_limit(*size, self.rule.factor, self.rule.near)):
                yield NearPage(number, size, paper_of(*size, self.rule.factor), limit)


def count_files(paths: Iterable[Path], rule: Rule = Rule()) -> Iterator[FileCounts]:
    """The PDF and image files under `paths` one by one, in natural order of their names.

    A folder that `convert` wrote to is gone through by its index.csv, with the blank pages of its plans; another one by
    its files, hidden ones aside. Raises PathMissingError.
    """
    for path in paths:
        if not path.exists():
            raise PathMissingError(path=path)
        if (path / "index.csv").is_file():
            yield from _converted(path, rule)
        else:
            yield from (_counted(file, str(file), str(file.parent), rule) for file in _countable(path))


def _converted(out: Path, rule: Rule) -> Iterator[FileCounts]:
    """The documents of an output folder; copies are counted once, and what is gone is not."""
    blank = _blank_pages(out)
    for row in index_rows(out):
        folder, dossier = row["folder"], dossier_of(row)
        if row["status"] == "failed":
            yield FileCounts(folder or row["path"], dossier, (), rule, error=row["error"] or row["status"])
        elif row["status"] in {"done", "partly"}:
            looked_at = (out / folder / "plan.json").is_file()
            yield _counted(
                out / folder / RESULT, folder, dossier, rule, frozenset(blank.get(folder, ())) if looked_at else None
            )


def dossier_of(row: Row) -> str:
    """The hồ sơ of a row of index.csv: its code where it was filed, else the folder that the document lies in.

    >>> dossier_of({"folder": "hop-1/hs-2/a.pdf"}), dossier_of({"folder": "a.pdf", "file_code": "H99.2008.01"})
    ('hop-1/hs-2', 'H99.2008.01')
    """
    return row.get("file_code") or row["folder"].rpartition("/")[0] or "."


def _blank_pages(out: Path) -> dict[str, list[int]]:
    """The pages that were called blank, by folder of the document."""
    found: dict[str, list[int]] = {}
    for row in read_table(out / "blank_pages.csv", ("folder", "page")):
        found.setdefault(row["folder"], []).append(int(row["page"]))
    return found


def _counted(file: Path, name: str, dossier: str, rule: Rule, blank: frozenset[int] | None = None) -> FileCounts:
    if not file.exists():  # a text file that was converted has no pages
        return FileCounts(name, dossier, (), rule, blank)
    try:
        sizes = image_sizes(file) if file.suffix.lower() in IMAGE_SUFFIXES else page_sizes(file)
        return FileCounts(name, dossier, sizes, rule, blank)
    except InputError as error:
        return FileCounts(name, dossier, (), rule, error=str(error))


def _countable(path: Path) -> Iterator[Path]:
    """The file itself, or the PDF and image files below a folder; hidden ones and links out of it aside."""
    if path.is_file():
        yield path
        return
    for entry in sorted(path.iterdir(), key=natural_key):
        if is_hidden(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _countable(entry)
        elif entry.suffix.lower() in PDF_SUFFIXES | IMAGE_SUFFIXES:
            yield entry


def page_sizes(path: Path) -> tuple[PageSize, ...]:
    """The pages of a PDF file as viewers show them. Raises InputError for one that cannot be opened."""
    import pikepdf

    from ocr_kh.reading.hidden_layers import DAMAGE_ERRORS

    try:
        with pikepdf.open(path) as pdf:
            sizes = tuple(_page_size(page) for page in pdf.pages)
    except pikepdf.PasswordError as error:
        raise EncryptedError(path=str(path)) from error
    except OSError as error:
        raise InputError(path=str(path), reason=error.strerror or str(error)) from error
    except DAMAGE_ERRORS as error:
        raise DamagedError(path=str(path), reason=str(error).removeprefix(f"{path}: ")) from error
    if not sizes:
        raise NoPagesError(path=str(path))
    return sizes


def _page_size(page: Any) -> PageSize:
    left, bottom, right, top = visible_box(page)
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = (right - left) * unit, (top - bottom) * unit
    return PageSize(height, width) if _rotation(page.obj) % 180 else PageSize(width, height)


def _rotation(node: Any) -> int:
    """/Rotate of a page, or of the branch of the page tree that it hangs on."""
    while node is not None:
        if "/Rotate" in node:
            return int(node["/Rotate"])
        node = node.get("/Parent")
    return 0


def _units(papers: Counter[str]) -> int:
    return sum(_UNITS[name] * pages for name, pages in papers.items())
