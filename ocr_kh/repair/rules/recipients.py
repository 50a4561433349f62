# SPDX-License-Identifier: Apache-2.0
"""Recipients: the head of their list, `Nơi nhận:`, bodies, and why each is in it, `(để b/c)`, `(c/đ)`, `(để t/h)`.

The head is the smallest print in italics of the page, and often read as other words (`Mới nhận:`, `Aới nhận:`). It is
known by its place: alone above entries with dashes, with a `Lưu` among them or a title of who signs beside them.
The short forms are those of the templates of Nghị định 30/2020, Phụ lục III. They are mended where the grammar of the
place leaves one reading: the last thing within parentheses that end the line. `(đề b/c)` has no other meaning either.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ocr_kh.genre.forms import Form, form
from ocr_kh.genre.likeness import nearest
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.confusions import glyphs
from ocr_kh.language.damage import VIETNAMESE_LETTER
from ocr_kh.language.letters import bare, plain_of, skeleton, small
from ocr_kh.language.syllables import split_tone
from ocr_kh.repair.alternatives import texts_seen
from ocr_kh.repair.edits import Edit
from ocr_kh.repair.rules.signers import is_title_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.repair.readings import Reading

_END = r"(?=\)?\s*[;,.)]*\s*$)"
_BEFORE = r"(?<=[(\s])"
_SLASH = "[/⁄∕]"
_STROKE = f"[/⁄∕{glyphs('slash')}]"
_PURPOSE = re.compile(
    rf"{_BEFORE}(?:(?P<report>b{_STROKE}[cC¢©€e])|(?P<lead>c{_STROKE}[dđ])|(?P<join>p{_SLASH}[hH])|(?P<do>t{_SLASH}[hH]))"
    + _END
)
_LOST_STROKE = re.compile(rf"{_BEFORE}(?:(?P<do>/h|th)|(?P<report>b[c©€e])|(?P<join>ph))" + _END)
"""What an engine makes of them besides: a stroke or a letter lost."""
_PURPOSES = {"do": "t/h", "report": "b/c", "lead": "c/đ", "join": "p/h"}
_FOR = re.compile(
    rf"(?<=\()(?P<first>[đĐdD])[eéèẻẽẹêếềễệ](?=\s(?:(?:[bctp]/[cđh]|[bc]{_STROKE}[cđd]|b/C|c/d)|"
    r"báo cáo|chỉ đạo|biết|phối hợp|thực hiện|theo dõi|chỉ đạo thực hiện|phối hợp thực hiện)" + _END + ")"
)
"""What was read for `để`."""
MAX_END_CHARACTERS = 200
"""Characters at the end of a line that are looked at: a line may be millions long."""
_HEAD = re.compile(r"\W{0,2}(?P<words>\w{1,4}\snh[ậâạ]n)(?=\s?[:.;]?\s*$)")
_ENTRY = re.compile(rf"\s*[{glyphs('dash')}+-]\s*\w")
_FIRST_WORD = re.compile(rf"\s*[{glyphs('dash')}+-]\s*(?P<word>[A-ZĐ]\w{{1,5}})(?=\s)")
_SURE = 0.93
"""Confidence from which the first word of an entry stays as it is."""
_LEAST_SEEN = -12.0
"""Natural log of what the engine saw in its place, see ALTERNATIVE_FLOOR of `nearly_right.surprises`."""
_BODY_PROBABILITY = 0.95
"""Of the body; set by hand."""
_MEANT = ("noi nhan",)
_ENTRIES = 16
"""Lines below the head in which a `Lưu` is looked for."""
_BESIDE = 12
"""Lines before and behind it in which a title of who signs is: in reading order it stands before or behind the list."""
_LONGEST_HEAD = 20
"""Characters."""
_PROBABILITY = 0.97
"""Of the head in that place; set by hand."""


def head_edits(lines: Sequence[str]) -> list[list[Edit]]:
    """The edit of each line that is the head of the recipients and was read as other words.

    >>> [edit.after for edit in head_edits(["Mới nhận:", "- Như trên;", "- Lưu: VT."])[0]]
    ['Nơi nhận']
    >>> head_edits(["Mới nhận:", "- Một đơn;", "- Hai tờ khai."])[0]
    []
    """
    return [[*_head(lines, at)] for at in range(len(lines))]


def _head(lines: Sequence[str], at: int) -> Iterator[Edit]:
    found = _HEAD.match(lines[at]) if len(lines[at]) <= _LONGEST_HEAD else None
    if found is None or found.group().lower() == "nơi nhận" or not nearest(plain_of(found["words"]).lower(), _MEANT):
        return
    below = lines[at + 1 : at + 1 + _ENTRIES]
    if below and _ENTRY.match(below[0]) and (_keeps_one(below) or _is_signed(lines, at)):
        yield Edit(found.start(), found.end(), "Nơi nhận", "rule", _PROBABILITY)


def _keeps_one(below: Sequence[str]) -> bool:
    """Whether an entry is the one of the archive (`- Lưu: VT`), the last of a list."""
    return any(_ENTRY.match(line) and bare(line).lower().lstrip(" -–~+").startswith("luu") for line in below)


def _is_signed(lines: Sequence[str], at: int) -> bool:
    return any(map(is_title_line, lines[max(0, at - _BESIDE) : at + _BESIDE]))


def body_edits(readings: Sequence[Reading]) -> list[list[Edit]]:
    """The edit of the first word of each entry below the head: that of a body, where the engine saw it too.

    What else a small print's mark may be (`- Bạn Kinh tế`) is no body.
    """
    lines = [reading.text for reading in readings]
    heads = (at for at, line in enumerate(lines) if len(line) <= _LONGEST_HEAD and form(line) is Form.RECIPIENTS)
    below = {at for head in heads for at in range(head + 1, min(len(lines), head + 1 + _ENTRIES))}
    return [[*_body(reading)] if at in below else [] for at, reading in enumerate(readings)]


@from_vocabulary
def _issuer(words: Vocabulary) -> re.Pattern[str]:
    """The first words of a body that issues documents, in small letters."""
    return re.compile(words.bodies("issues", str.lower))


def _body(reading: Reading) -> Iterator[Edit]:
    found = _FIRST_WORD.match(reading.text)
    if found is None or _issuer().match(small(reading.text[found.start("word") :])):
        return
    word, behind = found["word"], reading.text[found.end() :]
    alternatives, confidence = reading.seen(*found.span("word"))
    if confidence >= _SURE:
        return
    seen = {split_tone(word)[0]: _LEAST_SEEN, **texts_seen(word, alternatives)}  # its tone may be a speck
    bodies = [(loss, text) for text, loss in seen.items() if text != word and _is_body(word, text, behind)]
    if bodies and max(bodies)[0] >= _LEAST_SEEN:
        yield Edit(*found.span("word"), max(bodies)[1], "rule", _BODY_PROBABILITY, runner_up=word)


def _is_body(read: str, text: str, behind: str) -> bool:
    """Whether a text that differs from what was read in a mark makes the name of a body with what stands behind it."""
    return skeleton(text) == skeleton(read) and _issuer().match(small(text + behind)) is not None


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
    match = _PURPOSE.search(end) or (_LOST_STROKE.search(end) if was_read else None)
    if match and opened >= 0 and (has_marks or match.lastgroup != "lead"):
        yield Edit(match.start(), match.end(), _PURPOSES[str(match.lastgroup)], "rule")
