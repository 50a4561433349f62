# SPDX-License-Identifier: Apache-2.0
"""text.txt, what the document says, and original.txt, what the engine or the text layer gave."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.document import Document, Repair
    from ocr_kh.plan.model import Plan


def text_of(document: Document) -> str:
    """One paragraph, heading, list item, printed header line or table row a line, in reading order."""
    from ocr_kh.layout.paragraphs import paragraphs

    made = paragraphs(document.lines, document.widths)
    return _as_lines(unicodedata.normalize("NFC", paragraph.text) for paragraph in made)


def original_of(document: Document) -> str:
    """Every line as it came, before repair: line n of it is `Repair.line` n."""
    return _as_lines(line.original for line in document.lines)


def _as_lines(texts: Iterable[str]) -> str:
    """Each text on one line, ended by `\\n`; a break inside would shift the lines that repairs point to."""
    return "".join(" ".join(text.splitlines()) + "\n" for text in texts)


def plan_json(plan: Plan) -> str:
    """The text of plan.json; its schema is what `ocr-kh schema` prints."""
    return plan.model_dump_json(indent=2) + "\n"


_DECIMALS = 4
"""Of a probability: more than the decoder knows."""


def repairs_jsonl(repairs: Iterable[Repair]) -> str:
    """One JSON object a line, in UTF-8 letters."""
    return "".join(json.dumps(repair_record(repair), ensure_ascii=False) + "\n" for repair in repairs)


def repair_record(repair: Repair) -> dict[str, object]:
    """The keys of the contract, in its order."""
    return {
        "line": repair.line,
        "start": repair.start,
        "end": repair.end,
        "before": repair.before,
        "after": repair.after,
        "source": repair.source,
        "kind": repair.kind,
        "probability": round(repair.probability, _DECIMALS),
        "runner_up": repair.runner_up,
        "doubtful": repair.doubtful,
        "page": repair.page,
        "box": repair.box.as_list() if repair.box else None,
    }
