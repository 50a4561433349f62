# SPDX-License-Identifier: Apache-2.0
"""repairs.jsonl: every change as a record that can be replayed on original.txt, and undone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.document import Repair

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
