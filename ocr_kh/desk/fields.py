# SPDX-License-Identifier: Apache-2.0
"""The fields of a document's record, each with the place on the page where it stands, the most doubtful one first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocr_kh.corrections.checks import choices
from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.document import Box
from ocr_kh.messages import N_, translate
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.papers.fields import PAPER, is_of_paper, paper_fields
from ocr_kh.plan.review.decisions import DECIDABLE, value_at
from ocr_kh.writing.document.record import REQUIRED, record_fields
from ocr_kh.writing.document.record_pointers import OF_PLAN, record_pointer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ocr_kh.desk.opened import Opened
    from ocr_kh.plan.model import Plan

NAMES: Mapping[str, str] = {
    "/header/parent_issuer": N_("superior body"),
    "/header/issuer": N_("issuing body"),
    "/header/number": N_("document number"),
    "/header/symbol": N_("symbol"),
    "/header/place": N_("place"),
    "/header/date": N_("date"),
    "/document_type": N_("type of document"),
    "/subject": N_("subject"),
    "/record/docId": N_("identifier"),
    "/record/docCode": N_("archive code"),
    "/record/maintenance": N_("how long it is kept"),
    "/record/language": N_("language"),
    "/record/numberOfPage": N_("pages"),
    "/record/mode": N_("access"),
}
"""What a person reads beside each field."""
_OF_PAPER: Mapping[str, str] = {
    "agency": N_("issuing body"),
    "title": N_("title of the hồ sơ"),
    "start": N_("first day"),
    "end": N_("last day"),
    "sheets": N_("sheets"),
    "retention": N_("how long it is kept"),
    "mode": N_("access"),
    "fonds": N_("fonds"),
    "catalogue": N_("catalogue"),
    "dossier": N_("number of the hồ sơ"),
    "box": N_("box"),
    "sign": N_("information sign"),
    "code": N_("number and symbol"),
    "date": N_("date"),
    "sheet": N_("sheet or page"),
    "author": N_("issuing body"),
    "subject": N_("subject"),
}
"""The same of a cover or contents list, by key."""
_OF_RECORD = tuple(record_pointer(name) for name in REQUIRED if name not in OF_PLAN)
"""Fields that no page shows."""
LISTS = {
    PLAN / "header" / "parent_issuer": "parent_issuer",
    PLAN / "header" / "issuer": "issuer",
    PLAN / "header" / "place": "place",
    PLAN / "header" / "symbol": "symbol",
}
"""Fields that complete themselves from what other documents of the archive have: the column of index.csv."""
_MAY_LACK = PLAN / "header" / "parent_issuer"
"""A value that many documents have not."""
_UNDOUBTED, _DOUBTED = 1.0, 0.5
"""How sure a value is of which plan.json gives no probability: one it does not warn of, and one it warns of."""


def fields_unseen(opened: Opened, decided: Collection[str], only: Collection[str] = ()) -> list[dict[str, Any]]:
    """The same for a second person, in the order of the record; `only` these pointers, where some are named.

    Nothing tells what the machine doubts, or what another decided; `decided` has what this person did, by pointer.
    """
    found = {each["decision"]["field"]: each for each in fields(opened)}
    unseen = {"probability": _UNDOUBTED, "choices": []}
    order = found if opened.plan.dossier_paper else NAMES
    shown = [pointer for pointer in order if pointer in found and (not only or pointer in only)]
    return [found[pointer] | unseen | {"decided": pointer in decided} for pointer in shown]


def fields(opened: Opened) -> list[dict[str, Any]]:
    """The fields that a page shows, the most doubtful first, and behind them those that no page shows.

    A cover or contents list has its own, in the order of the paper.
    """
    if opened.plan.dossier_paper:
        return [_shown(opened, str(pointer)) for pointer in paper_fields(opened.plan)]
    shown = [_shown(opened, str(pointer)) for pointer in DECIDABLE]
    shown.sort(key=lambda field: field["probability"])
    record = record_fields(opened.document, opened.plan)
    return [*shown, *(_field(opened, pointer, record[pointer.rpartition("/")[2]]) for pointer in _OF_RECORD)]


def _shown(opened: Opened, pointer: str) -> dict[str, Any]:
    """A field of the plan, with how sure it is."""
    probability, runner_up = _certainty(opened.plan, pointer)
    field = _field(opened, pointer, value_at(opened.plan, pointer))
    return field | {"probability": probability, "choices": [runner_up] if runner_up else []}


def _field(opened: Opened, pointer: str, value: str) -> dict[str, Any]:
    evidence = opened.plan.evidence.get(pointer) or opened.plan.evidence.get(pointer.rpartition("/")[0])
    page = evidence.page if evidence else None
    box = evidence.box if evidence else None
    anchor = Anchor(page, Box(*box) if box else None)
    decision = Correction("field", value, value, anchor, pointer=pointer, scan=opened.document.sha256)
    return {
        "decision": decision.as_record(),
        "name": _name(opened.plan, pointer),
        "decided": pointer in opened.decided,
        "on_page": pointer not in _OF_RECORD,
        "list": LISTS.get(pointer),  # type: ignore[call-overload]
        "options": list(choices(pointer).items()) or None,
        "probability": _UNDOUBTED,
        "choices": [],
    }


def _name(plan: Plan, pointer: str) -> str:
    """What a person reads beside a field; the ordinal of its row before it, in a list."""
    if not is_of_paper(pointer):
        return translate(NAMES[pointer])
    *row, key = pointer.removeprefix(f"{PAPER}/").split("/")
    name = translate(_OF_PAPER[key])
    if not row or plan.dossier_paper is None:
        return name
    ordinal = plan.dossier_paper.documents[int(row[1])].ordinal
    return f"{ordinal or int(row[1]) + 1}. {name}"


def _certainty(plan: Plan, pointer: str) -> tuple[float, str]:
    """How likely the value is right, and the next best one; from the warnings where plan.json does not say it."""
    known = getattr(plan, "fields", {}).get(pointer)
    if known is not None:
        return known.probability, known.runner_up or ""
    doubted = {f"/{warning.code.replace('.', '/').partition('_')[0]}" for warning in plan.warnings}
    is_lacking = pointer != _MAY_LACK and not is_of_paper(pointer) and not value_at(plan, pointer)
    return (_DOUBTED if is_lacking or pointer in doubted else _UNDOUBTED), ""
