# SPDX-License-Identifier: Apache-2.0
"""The scanned samples as a dossier of their own: what its list says of each, and the errors seeded into that list."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from ocr_kh.genre.codes import whole_code

SAMPLES = Path(__file__).parent.parent / "samples"
_ENDINGS = frozenset({".pdf", ".png", ".jpg", ".tiff"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A sample as it lies in the dossier and as the list has it."""

    path: Path
    code: str
    date: dt.date
    issuer: str
    subject: str


def samples(count: int) -> list[Listed]:
    """The oldest so many scanned samples, with what their truth says; the first gives the dossier its year."""
    paths = sorted(path for path in SAMPLES.iterdir() if path.suffix in _ENDINGS)
    return sorted(map(_listed, paths), key=lambda each: each.date)[:count]


def _listed(path: Path) -> Listed:
    truth = json.loads((SAMPLES / "truth" / f"{path.stem}.plan.json").read_text(encoding="utf-8"))
    header = truth["header"]
    code = whole_code(header["number"], header["symbol"])
    subject = f"{truth['document_type'].capitalize()} {truth['subject']}"
    return Listed(path, code, dt.date.fromisoformat(header["date"]), header["issuer"], subject[:90].strip())
