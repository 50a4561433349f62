# SPDX-License-Identifier: Apache-2.0
"""The face of index.csv for those who script: its values as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.given import path_of
from ocr_kh.writing.tables.index import read_index as rows_under

if TYPE_CHECKING:
    from os import PathLike

    from ocr_kh.writing.tables.csv_file import Row

__all__ = ["read_index"]


def read_index(out: str | PathLike[str]) -> list[Row]:
    """The rows of `out/index.csv` with their values as they are, without what Excel needs; none without a file."""
    return rows_under(path_of(out, "out"))
