# SPDX-License-Identifier: Apache-2.0
"""From the folders of an output folder to lint.csv: a row a finding, by hồ sơ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocr_kh.acceptance.counting import dossier_of
from ocr_kh.acceptance.lint.kinds import COLUMNS, finding
from ocr_kh.acceptance.lint.limits import USUAL
from ocr_kh.acceptance.lint.reconciling import reconcile
from ocr_kh.acceptance.lint.rules import lint_dossier
from ocr_kh.acceptance.lint.seen import seen_of
from ocr_kh.acceptance.lint.shelf import shelf_of
from ocr_kh.errors import PathMissingError
from ocr_kh.writing.tables.csv_file import csv_table
from ocr_kh.writing.tables.folders import plan_of
from ocr_kh.writing.tables.index import index_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ocr_kh.acceptance.lint.contents import Listed
    from ocr_kh.acceptance.lint.kinds import Finding
    from ocr_kh.acceptance.lint.limits import Limits
    from ocr_kh.acceptance.lint.periods import Period
    from ocr_kh.acceptance.lint.seen import Seen

NAME = "lint.csv"


@dataclass(frozen=True, slots=True)
class Lists:
    """What lists of the archive say, by hồ sơ."""

    periods: Mapping[str, Period] = field(default_factory=dict)
    contents: Mapping[str, Sequence[Listed]] = field(default_factory=dict)
    """The documents of those hồ sơ whose lists are at hand; of others the list that lies in them counts."""


def lint(out: Path, lists: Lists = Lists(), today: str = "", limits: Limits = USUAL) -> Iterator[Finding]:
    """What does not fit among the documents under `out`, hồ sơ by hồ sơ; copies over all of them last.

    One hồ sơ is in memory at a time. Raises PathMissingError where nothing was converted.
    """
    if not (out / "index.csv").is_file():
        raise PathMissingError(path=str(out / "index.csv"))
    left = set(lists.contents)
    with shelf_of(_documents(out, limits)) as shelf:
        for dossier, documents in shelf.dossiers():
            yield from lint_dossier(documents, lists.periods.get(dossier), today, limits)
            if listed := lists.contents.get(dossier) or listed_in(documents):
                own = [each for each in documents if not each.is_paper]
                yield from reconcile(dossier, own, listed)
            left.discard(dossier)
        for dossier in sorted(left):
            yield from reconcile(dossier, (), lists.contents[dossier])
        for dossier, folder, first in shelf.copies():
            yield finding("document.same_file", dossier, folder, other=first)
    for row in index_rows(out):
        if row["status"] == "duplicate":
            yield finding("document.copied", dossier_of(row), path=row["path"], other=row["folder"])


def write_lint(out: Path, lists: Lists = Lists(), limits: Limits = USUAL) -> Iterator[Finding]:
    """The same, and lint.csv in `out` when all are taken. Raises OutputError."""
    with csv_table(out / NAME, COLUMNS, bare={"page"}) as put:
        for each in lint(out, lists, limits=limits):
            put([each.as_row()])
            yield each


def listed_in(documents: Sequence[Seen]) -> list[Listed]:
    """The rows of the contents lists that lie in a hồ sơ, one list behind the other."""
    rows = [entry for each in documents for entry in each.listed]
    return [entry._replace(row=row) for row, entry in enumerate(rows, 1)]


def _documents(out: Path, limits: Limits) -> Iterator[Seen]:
    """What was read, what failed, and what is a copy of a file; what was skipped or is gone is no document here."""
    for row in index_rows(out):
        if row["status"] in {"done", "partly"}:
            if plan := plan_of(row, out):
                yield seen_of(row, plan, limits)
        elif row["status"] == "failed":
            yield seen_of(row, None)
