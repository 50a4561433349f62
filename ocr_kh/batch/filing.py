# SPDX-License-Identifier: Apache-2.0
"""Which document is which of its hồ sơ: numbered from 1, inputs in natural order of their names, parts in theirs.

Covers and contents lists have the numbers behind those of the documents, wherever they lie.

Documents that are held back, or that failed, have their number too: it stays free. A number is given for good when a
run ends: what comes later has the next ones, and that of a document that leaves is not given again.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ocr_kh.batch.inputs import natural_key
from ocr_kh.messages import translate
from ocr_kh.writing.tables.by_record import Filed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ocr_kh.batch.inputs import Job
    from ocr_kh.batch.ledger import Ledger
    from ocr_kh.batch.records import Records

_log = logging.getLogger("ocr_kh")


@dataclass(slots=True)
class Filing:
    """Enters in the ledger which input belongs to which hồ sơ, as the list has it."""

    ledger: Ledger
    records: Records | None
    split: bool
    left: set[str]
    """Takes the codes that an input had before."""
    _unlisted: int = 0

    def enter(self, job: Job) -> bool:
        """Whether that is news to the ledger."""
        if self.records is None:
            return False
        record = self.records.of(job.sources)
        self._unlisted += record is None
        now = (record.code, record.whole and not self.split) if record else None
        before = self.ledger.record_of(job.name)
        if before == now:
            return False
        self.ledger.file_under(job.name, now)
        if before:
            self.left.add(before[0])
        return True

    def code_of(self, job: Job) -> str:
        """The hồ sơ that the list has for an input; empty for none."""
        record = self.records.of(job.sources) if self.records else None
        return record.code if record else ""

    def tell(self) -> None:
        """Say what the list leaves out."""
        if self.records and self._unlisted:
            _log.warning(translate("%s names no hồ sơ for %d inputs."), self.records.path, self._unlisted)
            self._unlisted = 0


def filed(ledger: Ledger) -> dict[str, Filed]:
    """The documents that belong to a hồ sơ, by folder; those without a number have the next ones of theirs."""
    members = defaultdict[tuple[str, bool], list[str]](list)
    papers = set()
    for folder, code, whole, paper in ledger.filed_folders():
        members[code, whole].append(folder)
        if paper:
            papers.add(folder)
    given = ledger.ordinals()
    last = defaultdict[str, int](int)
    for (code, _), number in given.items():
        last[code] = max(last[code], number)
    return {
        folder: Filed(code, number, whole=whole and len(folders) == 1)
        for (code, whole), folders in members.items()
        for folder, number in _numbered(code, folders, given, last[code], papers)
    }


def _numbered(
    code: str, folders: Sequence[str], given: Mapping[tuple[str, str], int], last: int, papers: Collection[str]
) -> Iterator[tuple[str, int]]:
    new = [folder for folder in folders if (code, folder) not in given]
    new.sort(key=lambda folder: (folder in papers, _order(folder)))
    yield from ((folder, given[code, folder]) for folder in folders if (code, folder) in given)
    yield from zip(new, count(last + 1))


def _order(folder: str) -> list[list[tuple[int, int, str]]]:
    return [natural_key(PurePosixPath(part)) for part in folder.split("/")]
