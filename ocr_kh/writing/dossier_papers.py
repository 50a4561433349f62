# SPDX-License-Identifier: Apache-2.0
"""Papers of a dossier that are no documents of it: by what was read of them, or by the names that the trade gives."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from ocr_kh.language.letters import bare

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"(?:\S*\d\S* )*(bia|muc ?luc)(?: ho so| van ban| tai lieu)*(?: ?\d+)?")
"""Cover (bìa) or contents list (mục lục), a code before it or not, and nothing else."""


_READ: Mapping[str, Literal["BIA", "MUCLUC"]] = {"cover": "BIA", "contents": "MUCLUC"}


def dossier_paper(path: str, read: str = "") -> Literal["BIA", "MUCLUC"] | None:
    """Which paper a document is; None for any other document.

    It is what it was `read` as (the column `paper` of index.csv), else what the whole name of its file says.

    >>> dossier_paper("ho-so-1/H99.01_01_BIA.pdf"), dossier_paper("mục lục văn bản.pdf")
    ('BIA', 'MUCLUC')
    >>> dossier_paper("1.pdf", "cover"), dossier_paper("Xây nhà bia tưởng niệm.pdf")
    ('BIA', None)
    """
    if read in _READ:
        return _READ[read]
    name = bare(PurePosixPath(path).stem).lower().replace("_", " ").replace("-", " ")
    if not (match := _NAME.fullmatch(name)):
        return None
    return "BIA" if match[1] == "bia" else "MUCLUC"
