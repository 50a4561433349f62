# SPDX-License-Identifier: Apache-2.0
"""Where the fields of record.xml stand in plan.json."""

from __future__ import annotations

from ocr_kh.plan.model import PLAN

OF_PLAN = {
    "codeNumber": PLAN / "header" / "number",
    "codeNotation": PLAN / "header" / "symbol",
    "organName": PLAN / "header" / "issuer",
    "subject": PLAN / "subject",
    "issuedDate": PLAN / "header" / "date",
    "typeName": PLAN / "document_type",
}
"""Fields that are made from a value of the plan."""


def record_pointer(name: str) -> str:
    """The pointer of a field that is decided as it stands in record.xml.

    >>> record_pointer("maintenance")
    '/record/maintenance'
    """
    return f"{PLAN / 'record'}/{name}"
