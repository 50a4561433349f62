# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of plan.json."""

from __future__ import annotations

from typing import Any

from ocr_kh.plan.model import SCHEMA_VERSION, Plan

SCHEMA_ID = f"urn:ocr-kh:plan:{SCHEMA_VERSION}"
"""What the schema is called: a name, and no address."""


def schema() -> dict[str, Any]:
    """The JSON Schema of plan.json (draft 2020-12), open to keys that later versions add."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **_open_to_keys(Plan.model_json_schema(mode="serialization")),
    }


def _open_to_keys(part: Any) -> Any:
    """A schema that says nothing of other keys: they may be there."""
    if isinstance(part, list):
        return [_open_to_keys(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {key: each for key, each in part.items() if key != "additionalProperties" or isinstance(each, dict)}
    return {key: _open_to_keys(each) for key, each in kept.items()}
