# SPDX-License-Identifier: Apache-2.0
"""Notes of officials and stamps of receipt, taken out from between the lines of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.forms import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.structure.items import Item

_HEAD = 30
_TAIL = 25
"""Paragraphs from the start and from the end within which they stand."""
_LONGEST = 400
_RECEIPT_LINES = ("Số", "Ngày", "Giờ", "Chuyển", "Lưu hồ sơ", "Kính chuyển")


def without_notes(items: Sequence[Item]) -> tuple[list[Item], tuple[Item, ...]]:
    """The document's own paragraphs, and the notes.

    A stamp of receipt runs over lines (`ĐẾN` / `Số: 512` / `Ngày: 05/3/2026` / `Chuyển: ...`).
    """
    kept: list[Item] = []
    notes: list[Item] = []
    receipt = False
    for at, item in enumerate(items):
        near = at < _HEAD or at >= len(items) - _TAIL
        plain = near and item.role is not Role.TABLE and len(item.text) < _LONGEST and not item.heading
        if plain and (item.line.is_note or (receipt and _is_receipt_line(item))):
            receipt = item.text.upper().rstrip(" :").endswith("ĐẾN") or (receipt and bool(notes))
            notes.append(item)
        else:
            receipt = receipt and item.role is Role.MOTTO  # the other column, between the lines of a stamp
            kept.append(item)
    return kept, tuple(notes)


def _is_receipt_line(item: Item) -> bool:
    short = len(item.text) < 40 and item.text.startswith(_RECEIPT_LINES)
    return short and (item.form is not Form.NUMBER or "/" not in item.text.partition("Ngày")[0])
