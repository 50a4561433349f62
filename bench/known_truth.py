# SPDX-License-Identifier: Apache-2.0
"""What is known of the documents of a stored run: their texts and plans, where somebody wrote them down.

A folder of truth holds `<name>.txt` or, page by page, `<name>_pNN.txt`, and `<name>.plan.json` (in the shape of
plan.json), `<name>.facts.json` or `<name>.json` (fields by name, for a file of several documents a list `documents`).
It speaks of the inputs whose names begin with its own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.differences import ABSENT

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = ("parent_issuer", "issuer", "number", "symbol", "place", "date")
_TOP = ("document_type", "subject", "addressees", "authority_line")
"""Fields of plan.json that facts name alike; the transcribers' `doc_type` is the type."""
_NAME = re.compile(r"(?P<name>.+?)(?:_p\d+)?(?:\.plan|\.facts)?\.(?:txt|json)")


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of one document."""

    text: str | None = None
    plan: object = ABSENT
    """In the shape of plan.json, as far as it is known."""


def truth_of(document: str, folders: Sequence[Path]) -> Truth:
    """What is known of a document by its folder in the run, as `a.pdf` or, the second of several, `a.pdf/02`."""
    path = Path(document)
    part = int(path.name) if path.name.isdecimal() else 1
    stem = Path(path.parent.name if path.name.isdecimal() else path.name).stem
    for folder in folders:
        names = {found["name"] for each in folder.iterdir() if (found := _NAME.fullmatch(each.name))}
        name = max((name for name in names if stem.startswith(name)), key=len, default=None)
        if name is not None:
            return Truth(_text(folder, name) if part == 1 else None, _plan(folder, name, part))
    return Truth()


def _text(folder: Path, name: str) -> str | None:
    paths = [path for path in (folder / f"{name}.txt",) if path.exists()] or sorted(folder.glob(f"{name}_p*.txt"))
    return "\n".join(path.read_text("utf-8") for path in paths) if paths else None


def _plan(folder: Path, name: str, part: int) -> object:
    plan = folder / f"{name}.plan.json"
    if plan.exists():
        return json.loads(plan.read_text("utf-8"))
    for facts in (folder / f"{name}.facts.json", folder / f"{name}.json"):
        if facts.exists():
            told = json.loads(facts.read_text("utf-8"))
            documents = told.get("documents", [told])
            return plan_of(documents[part - 1]) if part <= len(documents) else ABSENT
    return ABSENT


def plan_of(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts in the shape of plan.json; what the transcriber was unsure of is left out.

    >>> plan_of({"number": "12", "doc_type": "KẾ HOẠCH", "place": "Hòa An", "unsure": ["place: dim"]})
    {'header': {'number': '12'}, 'document_type': 'KẾ HOẠCH'}
    """
    unsure = {note.partition(":")[0] for note in facts.get("unsure", ())}
    sure = {key: value for key, value in facts.items() if key not in unsure}
    if "doc_type" in sure:
        sure["document_type"] = sure["doc_type"]
    plan: dict[str, Any] = {"header": {key: sure[key] for key in _HEADER if key in sure}}
    plan |= {key: sure[key] for key in _TOP if key in sure}
    signers = sure.get("signatures") or ([sure, *sure.get("cosigners", [])] if "authority" in sure else [])
    if signers:
        plan["signatures"] = [{key: each.get(key) for key in ("authority", "signer")} for each in signers]
    return plan
