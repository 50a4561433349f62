# SPDX-License-Identifier: Apache-2.0
"""Colours behind the fields of index.xlsx: how likely each is right, and what a person has said of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ocr_kh.writing.document.record import FIELDS
from ocr_kh.writing.document.record_pointers import OF_PLAN, record_pointer

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = ((0.5, "F8CBAD"), (0.8, "FFE699"), (0.95, "FFF2CC"))
"""Up to which probability of being right a field has which colour, RRGGBB: more likely wrong than right; to be looked
at; worth a glance. What is likelier right has none, so that the eye goes where a look pays."""
CONFIRMED = "E2EFDA"
"""Of what a person corrected or accepted."""


def colour_of(probability: float | None) -> str:
    """The colour for a probability of being right, from 0 to 1; empty where nothing is known, and for the likeliest.

    >>> colour_of(0.3), colour_of(0.99), colour_of(None)
    ('F8CBAD', '', '')
    """
    if probability is None:
        return ""
    return next((colour for most, colour in LIMITS if probability < most), "")


def field_colours(folder: Path) -> dict[str, str]:
    """The colours of a document's fields by their names in record.xml, from its plan.json; none without one."""
    plan = _plan(folder)
    said, likely = _object(plan, "evidence"), _object(plan, "fields")
    return {name: _colour(str(OF_PLAN.get(name, record_pointer(name))), said, likely) for name in FIELDS}


def _colour(pointer: str, said: dict[str, Any], likely: dict[str, Any]) -> str:
    stands = _object(said, pointer)
    if stands.get("source") == "person" or stands.get("confirmed_by") is not None:
        return CONFIRMED
    return colour_of(_object(likely, pointer).get("probability"))


def _plan(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _object(of: dict[str, Any], key: str) -> dict[str, Any]:
    found = of.get(key)
    return found if isinstance(found, dict) else {}
