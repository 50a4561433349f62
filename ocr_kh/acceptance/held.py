# SPDX-License-Identifier: Apache-2.0
"""Documents that a conversion held back because they are marked secret; the ledger alone knows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.batch.ledger import Ledger
from ocr_kh.batch.run import ledger_path
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def held_documents(out: Path, ledger: Path | None = None) -> dict[str, str]:
    """Their folders, in which nothing lies, with the paths of their scans. Raises LedgerError."""
    path = ledger_path(out, Settings(ledger=ledger))
    if not path.is_file():
        return {}
    known = Ledger(path, read_only=True)
    try:
        return {entry.folder: entry.path for entry in known.entries() if entry.state == "held"}
    finally:
        known.close()
