# SPDX-License-Identifier: Apache-2.0
"""A table that a person changed, taken in: its changes become corrections, and everything follows."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from ocr_kh.batch.filing import filed
from ocr_kh.batch.results.export import Results, opened
from ocr_kh.corrections import journal
from ocr_kh.corrections.correction import Correction
from ocr_kh.corrections.edited_table import changes
from ocr_kh.corrections.folder import owner, written_at
from ocr_kh.corrections.written import scan_of
from ocr_kh.errors import PathMissingError, TableError
from ocr_kh.messages import translate
from ocr_kh.plan.review.decisions import DECIDABLE, value_at
from ocr_kh.writing.document.record import FIELDS, read_record
from ocr_kh.writing.tables.folders import plan_of
from ocr_kh.writing.tables.index import record_cells
from ocr_kh.writing.tables.spreadsheet import read_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from ocr_kh.batch.ledger import Entry, Ledger
    from ocr_kh.corrections.edited_table import Change
    from ocr_kh.outcome import Outcome
    from ocr_kh.writing.tables.csv_file import Row

_MOST_FAULTS = 50
"""Wrong cells that a message names: as many as can be put right at one sitting."""


@dataclass(frozen=True, slots=True)
class Import:
    """What a table says."""

    corrections: tuple[tuple[str, Correction], ...]
    """Each with the folder of its document."""
    notes: tuple[str, ...]
    """What of the table is not looked at, in the user's language."""
    path: Path
    _results: Results

    def take(self) -> Iterator[Outcome]:
        """Enter the corrections, and make the files of their documents and the tables again. Raises MachineError."""
        by_folder = defaultdict[str, list[Correction]](list)
        for folder, correction in self.corrections:
            by_folder[folder].append(correction)
        for folder, found in by_folder.items():
            journal.append(self._results.out / folder / journal.NAME, found)
        is_ours = self.path.resolve().parent == self._results.out.resolve()
        yield from self._results.export(by_folder.keys(), taken=self.path.name if is_ours else "")


@contextmanager
def importing(out: Path, path: Path, *, ledger: Path | None = None, who: str = "") -> Iterator[Import]:
    """What the table at `path` says of the documents under `out`; nothing is changed before `take`.

    `who` corrected it; without a name the one that the file bears. Raises PathMissingError where there is no such file
    or nothing was converted, TableError where one cell or more cannot be taken in.
    """
    if not path.is_file():
        raise PathMissingError(path=str(path))
    table = read_spreadsheet(path)
    with opened(out, ledger) as results:
        known = _Documents(out, results.known)
        found = changes(table, path, known)
        if found.faults:
            raise _wrong(path, found.faults)
        signed = _Signature(who or table.editor or owner(path), written_at(path))
        corrections = tuple(
            pair
            for folder, group in groupby(found.found, key=attrgetter("folder"))
            for pair in _corrections(known, folder, tuple(group), signed)
        )
        yield Import(corrections, tuple(found.notes), path, results)


def _wrong(path: Path, faults: Sequence[str]) -> TableError:
    more = len(faults) - _MOST_FAULTS
    named = [*faults[:_MOST_FAULTS], *([translate("and {count} more").format(count=more)] if more > 0 else [])]
    lines = "".join(f"\n  {each}" for each in named)
    return TableError(path=path, reason=translate("{count} cells are wrong").format(count=len(faults)) + lines)


@dataclass(frozen=True, slots=True)
class _Signature:
    who: str
    when: str


def _corrections(
    known: _Documents, folder: str, found: Sequence[Change], signed: _Signature
) -> Iterator[tuple[str, Correction]]:
    """The corrections of one document, from what its plan says to what the table says."""
    row = known.rows[folder]
    plan, scan = plan_of(row, known.out), scan_of(known.out / folder)
    for change in found:
        pointer, right = change.checked
        in_plan = plan and pointer in map(str, DECIDABLE)
        read = value_at(plan, pointer) if plan and in_plan else known.now(folder, change.name)
        yield folder, Correction("field", read, right, pointer=pointer, who=signed.who, when=signed.when, scan=scan)


class _Documents:
    """The documents of an output folder as the tables show them now."""

    def __init__(self, out: Path, ledger: Ledger) -> None:
        self.out = out
        self._filed = filed(ledger)
        self.rows = {entry.folder: self._row(entry) for entry in ledger.entries() if entry.files and entry.row}
        self._fields: dict[str, dict[str, str]] = {}

    def _row(self, entry: Entry) -> Row:
        return {**(entry.row or {}), **record_cells(self._filed.get(entry.folder))}

    def folders(self) -> Collection[str]:
        return self.rows.keys()

    def now(self, folder: str, name: str) -> str:
        if name not in FIELDS:
            return self.rows[folder].get(name, "")
        if name == "docCode" and (each := self._filed.get(folder)):
            return each.doc_code
        if folder not in self._fields:
            self._fields = {folder: read_record(self.out / folder / "record.xml")[0]}  # rows come one after the other
        return self._fields[folder].get(name, "")
