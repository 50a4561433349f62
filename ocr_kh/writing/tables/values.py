# SPDX-License-Identifier: Apache-2.0
"""What was drawn from the documents, a row a value: assignments, deadlines, targets, citations, recipients, fields.

Each table is a declaration: the key of plan.json, and the columns its values have beside the place they stand at.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ocr_kh.writing.tables.sections import SECTIONS
from ocr_kh.writing.tables.table import Kind, Table, cell_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocr_kh.plan.fields import Evidence
    from ocr_kh.plan.model import Plan
    from ocr_kh.writing.tables.csv_file import Row

PLACE: Mapping[str, Kind] = {
    "folder": "text",
    "sha256": "text",
    "pointer": "text",
    "path": "text",
    "page": "whole",
    "box": "box",
}
"""In front of every row: the document, the value's JSON Pointer in its plan.json, its section, and where it stands."""


@dataclass(frozen=True, slots=True)
class _Values:
    """A list of plan.json that is a table."""

    key: str
    columns: Mapping[str, Kind]
    """Beside `PLACE`, under the names they have in the list."""
    spread: str = ""
    """A list in each value whose entries have a row each."""
    spread_column: str = ""
    """What an entry of it is called."""


_VALUES = (
    _Values(
        "assignments",
        {"unit": "text", "role": "text", "task": "text", "deadline": "text"},
        spread="tasks",
        spread_column="task",
    ),
    _Values(
        "deadlines",
        {"text": "text", "from": "text", "to": "text", "recurrence": "text", "assignment": "text"},
    ),
    _Values(
        "targets",
        {
            "text": "text",
            "value": "number",
            "unit": "text",
            "deadline": "text",
            "comparison": "text",
            "change": "text",
            "upper": "number",
        },
    ),
    _Values(
        "citations",
        {
            "type": "text",
            "code": "text",
            "date": "text",
            "issuer": "text",
            "title": "text",
            "text": "text",
            "mentions": "whole",
        },
    ),
    _Values("recipients", {"name": "text", "purpose": "text"}),
)


def value_rows(values: _Values, document: Row, plan: Plan) -> Iterator[Row]:
    """A row a value of the list, or an entry of the list in it that `spread` names."""
    for at, value in enumerate(getattr(plan, values.key)):
        own = value.model_dump(by_alias=True)
        path = own.get("path") or _path_of(own.get("text", ""), plan)
        for pointer, cells in _spread(values, f"/{values.key}/{at}", own):
            yield _placed(document, plan, pointer, path) | {name: cell_of(cells.get(name)) for name in values.columns}


def _spread(values: _Values, pointer: str, own: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    entries = own.get(values.spread, ())
    if not entries:
        yield pointer, own
    for at, entry in enumerate(entries):
        yield f"{pointer}/{values.spread}/{at}", own | {values.spread_column: entry}


def field_rows(document: Row, plan: Plan) -> Iterator[Row]:
    """A row a field of header and closing, with how probable it is."""
    data = plan.model_dump(by_alias=True, include={pointer.split("/")[1] for pointer in plan.fields})
    for pointer, field in plan.fields.items():
        yield _placed(document, plan, pointer, "") | {
            "value": cell_of(_value_at(data, pointer)),
            "probability": cell_of(field.probability),
            "runner_up": cell_of(field.runner_up),
        }


def place_of(pointer: str, evidence: Mapping[str, Evidence]) -> Evidence | None:
    """The evidence of a pointer, or of what it lies in."""
    while pointer and pointer not in evidence:
        pointer = pointer.rpartition("/")[0]
    return evidence.get(pointer)


def _placed(document: Row, plan: Plan, pointer: str, path: str) -> Row:
    place = place_of(pointer, plan.evidence)
    return {
        "folder": document["folder"],
        "sha256": document["sha256"],
        "pointer": pointer,
        "path": path,
        "page": cell_of(place.page if place else None),
        "box": cell_of(place.box if place else None),
    }


def _path_of(text: str, plan: Plan) -> str:
    """The section that a value which does not name one was first found in; empty outside the sections."""
    return next((unit.path for unit in plan.texts() if text and text in unit.text), "")


def _value_at(data: Any, pointer: str) -> Any:
    for step in pointer.strip("/").split("/"):
        if isinstance(data, (list, tuple)):
            data = data[int(step)] if step.isdecimal() and int(step) < len(data) else None
        else:
            data = data.get(step) if data else None
    return data


TABLES = (
    SECTIONS,
    *(Table(each.key, {**PLACE, **each.columns}, partial(value_rows, each)) for each in _VALUES),
    Table("fields", {**PLACE, "value": "text", "probability": "number", "runner_up": "text"}, field_rows),
)
"""Made of the plans, as CSV in every run."""
