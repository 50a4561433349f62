# SPDX-License-Identifier: Apache-2.0
"""Which of the real documents with a truth are set aside: measured, but never looked at while the parser is changed.

They are set aside by office, so that no way of writing that was looked at is measured again under another number.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_THIRDS = 3
ASIDE = 2
"""The third that is kept aside."""


def thirds(truths: Path) -> dict[str, int]:
    """The third of each file of a folder `<id>.json`, by id.

    Offices (the issuer of a file's first document that has one, else the file itself) are taken in turn, in the order
    of the SHA-256 of their names without case and spaces.
    """
    offices: dict[str, list[str]] = defaultdict(list)
    for path in sorted(truths.glob("*.json")):
        offices[_office(path)].append(path.stem)
    order = sorted(offices, key=lambda name: sha256(name.encode()).hexdigest())
    return {file: at % _THIRDS for at, name in enumerate(order) for file in offices[name]}


def _office(path: Path) -> str:
    issuers = (each["issuer"] for each in documents_of(path.parent, path.stem) if each.get("issuer"))
    return re.sub(r"\W+", "", next(issuers, path.stem).lower())


def documents_of(truths: Path, file: str) -> list[Mapping[str, Any]]:
    """What is true of the documents of a file."""
    found: list[Mapping[str, Any]] = json.loads((truths / f"{file}.json").read_text("utf-8"))["documents"]
    return found
