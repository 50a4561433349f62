# SPDX-License-Identifier: Apache-2.0
"""The face of an output folder for those who script: its plans, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.given import path_of
from ocr_kh.writing.tables.folders import plans as plans_under

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables.csv_file import Row

__all__ = ["plans"]


def plans(out: str | PathLike[str]) -> Iterator[tuple[Row, Plan]]:
    """The documents that were read, by folder: the row of index.csv and the plan; none where no plan.json lies.

    Raises OSError for a plan.json that cannot be read.
    """
    return plans_under(path_of(out, "out"))
