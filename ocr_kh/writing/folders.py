# SPDX-License-Identifier: Apache-2.0
"""What the documents' folders under `--out` hold, read back for the tables over all of them."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ocr_kh.messages import translate
from ocr_kh.triage import PageState
from ocr_kh.writing.index import index_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables import Row

_log = logging.getLogger("ocr_kh")


def plans(out: Path) -> Iterator[tuple[Row, Plan]]:
    """The documents that were read, by folder: the row of index.csv and the plan; none where no plan.json lies."""
    for row in index_rows(out):
        if plan := plan_of(row, out):
            yield row, plan


def plan_of(row: Row, out: Path) -> Plan | None:
    """The plan of the document of that row of index.csv; None where it failed, or has no plan.json that can be read."""
    from ocr_kh.plan.model import Plan

    path = out / row["folder"] / "plan.json"
    if row["status"] not in {"done", "partly"} or not path.is_file():
        return None
    try:
        return Plan.model_validate_json(path.read_bytes())
    except (OSError, ValueError) as error:  # pydantic's errors are ValueErrors
        _log.warning(translate("%s cannot be used: %s"), path, str(error).partition("\n")[0])
        return None


def page_states(folder: Path) -> list[PageState]:
    """What a document's folder tells of its pages; nothing where its files are missing or damaged."""
    doubts: dict[int, list[float]] = defaultdict(list)
    for record in _records(folder / "repairs.jsonl"):
        if record.get("doubtful") and record.get("page"):
            doubts[record["page"]].append(float(record["probability"]))
    pages = next(_records(folder / "provenance.json", whole=True), {}).get("pages", [])
    known = {page["page"]: page for page in pages}
    return [
        PageState(
            number,
            known.get(number, {}).get("words", 0),
            known.get(number, {}).get("mean_confidence"),
            tuple(doubts[number]),
        )
        for number in sorted(known.keys() | doubts.keys())
    ]


def _records(path: Path, *, whole: bool = False) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one a line or one in all."""
    try:
        text = path.read_text(encoding="utf-8")
        yield from [json.loads(text)] if whole else map(json.loads, text.splitlines())
    except (OSError, ValueError):
        return
