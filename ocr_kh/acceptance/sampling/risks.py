# SPDX-License-Identifier: Apache-2.0
"""How likely each document of an output folder has a wrong field: from the probabilities that its plan gives.

They are calibrated: of the fields said to be 0.9, nine in ten are right (docs/triage.md). Nothing but index.csv and
fields.csv is read, row by row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.writing.tables.csv_file import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ocr_kh.writing.tables.csv_file import Row

COLUMNS = ("folder", "sha256", "pages", "document_type", "number", "symbol", "date", "issuer", "subject", "status")
"""Of index.csv."""
UNKNOWN = 0.5
"""The risk of a field that is missing: it may be missing on the page too. A guess, on nothing."""


@dataclass(frozen=True, slots=True)
class Risk:
    """What the probabilities say of a document."""

    fields: int = 0
    """Required fields that were judged."""
    wrong_fields: float = 0.0
    """Of them, the number that is to be expected wrong."""
    wrong: float = UNKNOWN
    """The probability that at least one of them is, as if each were wrong by itself."""


class Document(NamedTuple):
    """A document of the lot."""

    row: Row
    """Of index.csv, the columns `COLUMNS`, and `file_code` where documents were filed."""
    risk: Risk
    probabilities: Mapping[str, float]
    """Of its fields, by pointer."""

    def risk_of(self, pointer: str) -> float:
        """The probability that a field is wrong."""
        return round(1 - self.probabilities.get(pointer, 1 - UNKNOWN), 6)

    @property
    def folder(self) -> str:
        return self.row["folder"]


def documents(out: Path, only: Sequence[str] = ()) -> Iterator[Document]:
    """The documents under `out` that were read, by folder, each with its risk.

    `only` names folders, or codes of hồ sơ: then those in them.
    """
    judged = _judged(out)
    found = next(judged, None)
    for row in read_table(out / "index.csv", COLUMNS, ("file_code",)):
        while found and found[0] < row["folder"]:
            found = next(judged, None)
        if row["status"] in {"done", "partly"} and _is_within(row, only):
            probabilities = found[1] if found and found[0] == row["folder"] else {}
            yield Document(row, risk_of(probabilities) if probabilities else Risk(), probabilities)


def risk_of(probabilities: Mapping[str, float]) -> Risk:
    """The risk of a document from the probabilities of its fields, by pointer.

    >>> risk_of({"/header/issuer": 0.9, "/header/number": 1, "/header/symbol": 1, "/header/date": 1,
    ...          "/document_type": 1, "/subject": 0.8})
    Risk(fields=6, wrong_fields=0.3, wrong=0.28)
    """
    from ocr_kh.plan.review.probabilities import REQUIRED

    right = [probabilities.get(pointer, 1 - UNKNOWN) for pointer in REQUIRED]
    return Risk(len(right), round(sum(1 - each for each in right), 6), round(1 - math.prod(right), 6))


def _judged(out: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """The probabilities of each document, in the order of its folder."""
    rows = read_table(out / "fields.csv", ("folder", "pointer", "probability"))
    for folder, own in groupby(rows, key=lambda row: row["folder"]):
        yield folder, _probabilities(own)


def _probabilities(rows: Iterable[Row]) -> dict[str, float]:
    return {row["pointer"]: float(row["probability"] or 0) for row in rows}


def _is_within(row: Row, only: Sequence[str]) -> bool:
    """Whether a document lies in one of these folders, or belongs to one of these hồ sơ; all do where none is named."""
    return not only or any(
        row["folder"] == name or row["folder"].startswith(f"{name}/") or row.get("file_code") == name for name in only
    )
