# SPDX-License-Identifier: Apache-2.0
"""The files of a dossier in the tree: copied whole or not at all, those with old names taken away.

What a person put into the folder stays; so does a file under an old name that is not as it was handed over.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ocr_kh.delivery.packages.sip import copy_hashed
from ocr_kh.messages import translate
from ocr_kh.writing.atomic import atomic_writes, sha256

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.delivery.dossier import Dossier
    from ocr_kh.delivery.handed import HandedDossier

_log = logging.getLogger("ocr_kh")


def write_tree(to: Path, dossier: Dossier, content: HandedDossier, earlier: HandedDossier | None) -> None:
    """Bring the tree up to date with `content`; `earlier` is what stood there before. Raises OutputError."""
    pdfs = {each.folder: each.pdf for each in dossier.documents} | {each.folder: each.pdf for each in dossier.covers}
    new = [file for file in content.files if not _is_there(to / file.name, file.sha256)]
    with atomic_writes([to / file.name for file in new]) as unfinished:
        for file, target in zip(new, unfinished, strict=True):
            copy_hashed(pdfs[file.folder], target)
    wanted = {file.name for file in content.files}
    for old in earlier.files if earlier else ():
        if old.name not in wanted:
            _take_away(to / old.name, old.sha256)


def _is_there(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path).upper() == digest


def _take_away(path: Path, digest: str) -> None:
    """Remove a file whose document has another name now, if it is still the one that was handed over."""
    if _is_there(path, digest):
        path.unlink()
    elif path.is_file():
        _log.warning(translate("%s is not as it was handed over, and stays beside the new name."), path)
