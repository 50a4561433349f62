# SPDX-License-Identifier: Apache-2.0
"""Papers of a dossier that are no documents of it, known by the names that the trade gives their files."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

from ocr_kh.language.letters import bare

_NAME = re.compile(r"(?:\S*\d\S* )*(bia|muc ?luc)(?: ho so| van ban| tai lieu)*(?: ?\d+)?")
"""Cover (bìa) or contents list (mục lục), a code before it or not, and nothing else."""


def dossier_paper(path: str) -> Literal["BIA", "MUCLUC"] | None:
    """Which paper the file at `path` is by its whole name; None for any other file.

    >>> dossier_paper("ho-so-1/H99.01_01_BIA.pdf"), dossier_paper("mục lục văn bản.pdf")
    ('BIA', 'MUCLUC')
    >>> dossier_paper("Xây nhà bia tưởng niệm.pdf")
    """
    name = bare(PurePosixPath(path).stem).lower().replace("_", " ").replace("-", " ")
    if not (match := _NAME.fullmatch(name)):
        return None
    return "BIA" if match[1] == "bia" else "MUCLUC"
