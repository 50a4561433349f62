# SPDX-License-Identifier: Apache-2.0
"""Which documents an earlier run has done, so that this one need not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import ocr_kh
from ocr_kh.writing.provenance import ingredients

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ocr_kh.settings import Settings
    from ocr_kh.writing.index import Row


class Finished:
    """Documents done whole: the same content, settings, version, models and dictionaries, and a row in the index."""

    def __init__(self, rows: Mapping[str, Row], settings: Settings) -> None:
        self._rows = rows
        self._fingerprint = settings.fingerprint
        self._ingredients = ingredients(settings)

    def has(self, name: str, folder: Path, sha256: str) -> bool:
        """Whether the document of that content lies in `folder`, which the index calls `name`."""
        row = self._rows.get(name)
        if not row or row["status"] != "done":
            return False
        try:
            record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
            same = (
                record["tool"]["version"] == ocr_kh.__version__
                and record["settings_fingerprint"] == self._fingerprint
                and record["input"]["sha256"] == sha256
                and all(record[key] == value for key, value in self._ingredients.items())
            )
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return bool(same)
