# SPDX-License-Identifier: Apache-2.0
"""Libraries that only some formats need: looked for before a run, imported when they are used."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from ocr_kh.errors import LibraryMissingError

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDED = {
    "docx": ("docx", "python-docx"),
    "xlsx": ("openpyxl", "openpyxl"),
    "parquet": ("pyarrow", "pyarrow"),
    "words": ("pyarrow", "pyarrow"),
    "boxes": ("pyarrow", "pyarrow"),
}
"""What each format needs: the module, and the name under which pip knows it."""


def check_libraries(formats: Iterable[str]) -> None:
    """Raise LibraryMissingError for the first format whose library is not installed."""
    for name in formats:
        module, package = NEEDED.get(name, ("", ""))
        if module and find_spec(module) is None:
            raise LibraryMissingError(format=name, library=package)
