# SPDX-License-Identifier: Apache-2.0
"""What a conversion wrote into a document's folder, as its provenance.json tells: which files, of which input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ocr_kh.writing.atomic import sha256
from ocr_kh.writing.document import reading_file

if TYPE_CHECKING:
    from pathlib import Path

PROVENANCE = "provenance.json"


def edited_files(folder: Path) -> tuple[str, ...]:
    """The files of a document that are not as they were written."""
    outputs = _outputs(folder)
    return tuple(sorted(name for name, digest in outputs.items() if _is_other(folder / name, digest)))


def made_files(folder: Path) -> tuple[str, ...]:
    """The files in a document's folder that a conversion made."""
    return (*_outputs(folder), PROVENANCE, reading_file.NAME)


def _outputs(folder: Path) -> dict[str, str]:
    """What provenance.json says was written; nothing where it cannot be read."""
    found = _provenance(folder).get("outputs")
    return found if isinstance(found, dict) else {}


def _provenance(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _input(folder: Path) -> dict[str, Any]:
    """What provenance.json says of the input."""
    found = _provenance(folder).get("input")
    return found if isinstance(found, dict) else {}


def pages_of(folder: Path) -> tuple[int, int] | None:
    """First and last page, in its file, of the document in the folder; None where that is not known."""
    pages = _input(folder).get("page_range")
    return (pages[0], pages[1]) if pages else None


def scan_of(folder: Path) -> str:
    """SHA-256 of the input that a document's folder was made of; empty where that is not known."""
    return str(_input(folder).get("sha256", ""))


def _is_other(path: Path, digest: str) -> bool:
    """Whether the file is there and is not the one that was written."""
    try:
        return path.is_file() and sha256(path) != digest
    except OSError:
        return False
