# SPDX-License-Identifier: Apache-2.0
"""Why a recipient gets the document: `(để b/c)`, `(c/đ)`, `(để phối hợp t/h)` at the end of a line.

The short forms are those of the templates of Nghị định 30/2020, Phụ lục III. They are mended where the grammar of the
place leaves one reading: the last thing within parentheses that end the line. `(đề b/c)` has no other meaning either.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.language.confusions import glyphs
from ocr_kh.language.damage import VIETNAMESE_LETTER
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = r"(?=\)?\s*[;,.)]*\s*$)"
_BEFORE = r"(?<=[(\s])"
_SLASH = "[/⁄∕]"
_STROKE = f"[/⁄∕{glyphs('slash')}]"
_PURPOSE = re.compile(
    rf"{_BEFORE}(?:(?P<report>b{_STROKE}[cC¢©€e])|(?P<lead>c{_STROKE}[dđ])|(?P<join>p{_SLASH}[hH])|(?P<do>t{_SLASH}[hH]))"
    + _END
)
_LOST = re.compile(rf"{_BEFORE}(?:(?P<do>/h|th)|(?P<report>b[c©€e])|(?P<join>ph))" + _END)
"""What an engine makes of them besides: a stroke or a letter lost."""
_PURPOSES = {"do": "t/h", "report": "b/c", "lead": "c/đ", "join": "p/h"}
_FOR = re.compile(
    rf"(?<=\()(?P<first>[đĐdD])[eéèẻẽẹêếềễệ](?=\s(?:(?:[bctp]/[cđh]|[bc]{_STROKE}[cđd]|b/C|c/d)|"
    r"báo cáo|chỉ đạo|biết|phối hợp|thực hiện|theo dõi|chỉ đạo thực hiện|phối hợp thực hiện)" + _END + ")"
)
"""What was read for `để`."""
MAX_END_CHARACTERS = 200
"""Characters at the end of a line that are looked at: a line may be millions long."""


def purpose_edits(line: str, *, was_read: bool) -> list[Edit]:
    """The edits of one line, in order. `was_read`: by an engine, from an image."""
    if line.rstrip()[-1:] not in {")", ";", ".", ","} or "(" not in line[-MAX_END_CHARACTERS:]:
        return []
    first = max(0, len(line) - MAX_END_CHARACTERS)
    found = _find_purposes(line[first:], was_read=was_read)
    edits = [replace(edit, start=edit.start + first, end=edit.end + first) for edit in found]
    return [edit for edit in edits if edit.after != line[edit.start : edit.end]]


def _find_purposes(end: str, *, was_read: bool) -> Iterator[Edit]:
    opened = end.rfind("(")
    # In a line without marks `để` would be the only word with one, and hide that the line is damaged.
    has_marks = VIETNAMESE_LETTER.search(end[:opened]) is not None
    match = _FOR.search(end)
    if match and has_marks:
        yield Edit(match.start(), match.end(), "để" if match["first"] in "đd" else "Để", "rule")
    match = _PURPOSE.search(end) or (_LOST.search(end) if was_read else None)
    if match and opened >= 0 and (has_marks or match.lastgroup != "lead"):
        yield Edit(match.start(), match.end(), _PURPOSES[str(match.lastgroup)], "rule")
