# SPDX-License-Identifier: Apache-2.0
"""What stands between the header and the body: type, subject, addressees, the authority line of a decision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.document_types import KIND_WORDS, document_type, party_types
from ocr_kh.genre.forms import Form
from ocr_kh.genre.line import GenreLine
from ocr_kh.genre.sentences import is_unfinished
from ocr_kh.language.letters import is_capitals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.structure.items import Item

_WITHIN = 40
"""Paragraphs from the start within which the type of the document stands."""
_SUBJECT_LENGTH = 600


def find_type(items: Sequence[Item]) -> tuple[int, str | None, str | None]:
    """Where the type stands, which it is, and the part of the subject on its line."""
    if party := _party_type(items):
        return *party, None
    near = items[:_WITHIN]
    for at, item in enumerate(near):
        if item.form is Form.TYPE and not (at and near[at - 1].text.rstrip().endswith(("-", "–", " VÀ"))):
            return at, document_type(item.text, item.line.plain), None
        if item.form in (Form.BASIS, Form.RECIPIENTS) or len(item.text) > 400 or item.line.readings:
            near = near[:at]
            break
    for at, item in enumerate(near[:16]):
        if found := _type_with_subject(item):
            return at, *found
    return 0, None, None


def _party_type(items: Sequence[Item]) -> tuple[int, str] | None:
    """`KẾT LUẬN` and the other types that only the Party has, where its motto stands above."""
    if not any("DANG CONG SAN VIET NAM" in item.line.plain for item in items[:12]):
        return None
    for at, item in enumerate(items[:16]):
        if kind := party_types().get(" ".join(item.line.plain.split())):
            return at, kind
    return None


def _type_with_subject(item: Item) -> tuple[str, str] | None:
    """`KẾ HOẠCH Tuyên truyền ...`: type and subject on one line."""
    found = item.line.type_and_rest
    return found if found and item.role is Role.BODY and not found[1].endswith((":", ";")) else None


def subject(items: Sequence[Item], position: int, run_on: str | None) -> tuple[int, str | None]:
    """The subject under the type: its first line, and what runs on from it."""
    parts = [run_on] if run_on else []
    kind_only = run_on is not None and run_on.isupper() and len(run_on.split()) <= KIND_WORDS
    while position < len(items) and sum(map(len, parts)) < _SUBJECT_LENGTH:
        item = items[position]
        if any(map(str.isalnum, item.text)):
            goes_on = not parts or (kind_only and len(parts) == 1 and not item.line.is_lead_in)
            if not (_begins_subject(item) if goes_on else _continues(parts[-1], items[position - 1], item)):
                break
            parts.append(item.text)
        position += 1
    return position, " ".join(parts).strip(" ,;'‘’`|_") or None


def _begins_subject(item: Item) -> bool:
    if item.form in (Form.BASIS, Form.ADDRESSEE, Form.RECIPIENTS) or item.is_table or item.text.endswith((";", ":")):
        return False
    return not item.line.readings and not item.line.is_body_name and len(item.text) < _SUBJECT_LENGTH


def _continues(before: str, previous: Item, item: Item) -> bool:
    if not _begins_subject(item) or item.text.endswith(".") or item.form is not None:
        return False
    if item.text[0].islower() or is_unfinished(before, item.text) or item.line.is_span:
        return True
    if item.line.is_lead_in or item.line.bullet:
        return False
    together = is_capitals(before) and item.line.capitals
    return together or (previous.centred and item.centred) or (item.text.startswith("(") and item.text.endswith(")"))


_CALLED = re.compile(r"(?P<who>.{4,120}?)\s(?:điện|ĐIỆN|dien|DIEN)\s?:?$")


def called(items: Sequence[Item], position: int) -> tuple[int, tuple[str, ...]]:
    """The addressees of a telegram: a list below `Chủ tịch ... điện:`; none where sections follow."""
    if position < len(items) and items[position].line.bullet and _CALLED.match(items[position - 1].text):
        return _listed(items, position, [])
    return position, ()


def addressees(items: Sequence[Item], position: int) -> tuple[int, tuple[str, ...]]:
    """Kính gửi: on one line, or one a line below it."""
    if position >= len(items) or items[position].form is not Form.ADDRESSEE:
        return position, ()
    return _listed(items, position + 1, [items[position].text.partition(":")[2]])


def _listed(items: Sequence[Item], position: int, names: list[str]) -> tuple[int, tuple[str, ...]]:
    while position < len(items) and (marked := items[position].line.bullet) and len(items[position].text) < 150:
        names.append(marked[1])
        position += 1
    cleaned = (name.strip(" -–;.,") for listed in names for name in listed.split(";"))
    return position, tuple(name for name in cleaned if name)


def authority_line(items: Sequence[Item], position: int) -> tuple[int, str | None]:
    """Who decides: a body or an office in capitals above the bases, perhaps over two lines."""
    lines: list[str] = []
    while position < len(items) and len(lines) < 3:
        item = items[position]
        calling = _CALLED.match(item.text)
        line = GenreLine(calling["who"]) if calling else item.line
        if item.is_table or not (line.is_body_name or (lines and line.capitals and item.form is None)):
            break
        lines.append(line.text.rstrip(" ,:"))
        position += 1
    return position, " ".join(lines) or None
