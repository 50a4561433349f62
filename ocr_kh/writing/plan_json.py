# SPDX-License-Identifier: Apache-2.0
"""plan.json: the Plan in UTF-8 letters, indented by two."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocr_kh.plan.model import Plan


def plan_json(plan: Plan) -> str:
    """The text of plan.json; its schema is what `ocr-kh schema` prints."""
    return plan.model_dump_json(indent=2) + "\n"
