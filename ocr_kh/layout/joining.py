# SPDX-License-Identifier: Apache-2.0
"""Whether two printed lines that follow each other belong to one paragraph: the evidence, weighed.

Positive weights speak for a break, negative ones for a join. Where lines have boxes, the evidence is the
place on the page (room left at the end, indent, distance); in plain text it is the length of the line
against the usual one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.sentences import _words, is_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.genre.line import GenreLine

_RUNS_ON = _words(
    """
    và hoặc của về trong cho với để tại từ đến trên dưới bằng giữa theo thuộc nhằm đối giai năm
    """
)
"""Words that begin the second line of a heading, not a heading."""
_FULL_HEADING = 60
"""Characters of a heading in capitals that fills a line: those of 14-point type have 55-70."""
_PROPER = re.compile(
    r"(?:Chinh (?:phu|tri)|Quoc (?:hoi|gia)|Trung uong|Nha nuoc|Nhan dan|Mat tran|To quoc|Viet Nam|Cong san|Lien hiep|"
    r"Phu nu|Nong dan|Cuu chien|Thanh nien|Ke hoach so|Quyet dinh so|Nghi quyet so|Thong tu so|Bo truong|UBND|HDND|"
    r"(?!(?:Giao|Can|De|Yeu|Chi dao|Phoi|Thuc hien|Theo|Trong|Tai|Cac|Doi) )[A-Z][a-z]+ [A-Z][a-z]+)\b"
)
"""Heads (without marks) that stand in the middle of a sentence: parts of names, cited documents."""
_CONNECTIVE = re.compile(
    r"(?:Dong thoi|Trong do|Ngoai ra|Ben canh do|Tuy nhien|Tuy vay|Do do|Do vay|Vi vay|Nhu vay|Qua do|Tu do|Theo do|"
    r"Mat khac|Song song|Cung voi do|Trong qua trinh)\b"
)
"""Heads of sentences that rather continue a paragraph than begin one."""
_CONSIDERED = re.compile(r"(?:Bao cao (?:tham tra|thuyet minh|giai trinh|so)|[Yy] kien (?:thao luan|tham tra))\b")
"""What a council considers besides (`Xét Tờ trình ...; Báo cáo thẩm tra ...`), in the same ground."""
_BEHIND_ITEM = 1.0
"""Closing words behind an item of a list are not part of it."""
_LAST_WORDS = re.compile(
    r"(?:Yeu cau (?:cac|Thu truong|UBND|Uy ban|Chu tich|Giam doc|So|Phong)|Nhan duoc|Tren day|"
    r"Trong qua trinh (?:to chuc )?(?:trien khai )?thuc hien)\b"
)
"""Heads of closing words, which are a paragraph of their own."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines that follow each other, and what is known about their places."""

    first: GenreLine
    second: GenreLine
    opening: GenreLine | None = None
    """The line the paragraph of the first one begins with."""
    blank: bool = False
    """A blank line stands between them (plain text)."""
    room: float = 0.0
    """Free space at the end of the first line, as part of the column's width."""
    word: float = 0.0
    """Width of the second line's first word, as part of the column's width."""
    indent: float | None = None
    """Start of the second line against the column's left edge, in points; None for plain text."""
    step: float | None = None
    """Start of the second line against the start of the first, in points; None when on different pages."""
    gap: float | None = None
    """Distance of the lines over the usual one; None when unknown."""
    plain_starts: bool = True
    """As in the column."""

    @property
    def short(self) -> bool:
        """The second line's first word would have found room on the first line."""
        slack = 0.03 if self.indent is not None else 0.09
        return self.room > self.word + slack


def is_torn_heading(first: GenreLine, second: GenreLine) -> bool:
    """Whether `second` is the rest of a numbered heading in capitals.

    It begins with a word that opens no heading, or the heading fills a line.
    """
    if not (first.capitals and second.capitals) or second.starts_item:
        return False
    runs_on = second.text.split(maxsplit=1)[0].lower() in _RUNS_ON
    if not runs_on and len(first.text) < _FULL_HEADING and first.text[-1] != ",":
        return False
    return first.starts_item and not first.bullet and not first.ends_sentence


def breaks(pair: Pair) -> bool:
    """Whether a paragraph ends between the two lines of a wrapped text."""
    first, second = pair.first, pair.second
    if second.starts_item:
        return not _is_torn_hyphen(pair)
    if second.starts_lower_item and (first.ends_sentence or pair.short):
        return True
    if _CONSIDERED.match(second.plain[:40]) and (pair.opening or first).plain.startswith("Xet "):
        return False
    if second.text[:1].islower() and not first.ends_sentence:
        return False
    if (second.text[:1].isdigit() and is_unfinished(first.text, second.text)) or (
        pair.indent is None and is_torn_heading(first, second)
    ):
        return False
    if first.capitals != second.capitals and len((first if first.capitals else second).text.split()) > 1:
        return True
    return weight(pair) > 0


def _is_torn_hyphen(pair: Pair) -> bool:
    """`kinh tế` / `- xã hội`: a dash inside a name that fell to the start of a line, flush with the others."""
    found = pair.second.bullet
    if not found or pair.first.ends_sentence or pair.short:
        return False
    return found[1][:1].islower() or (pair.indent is not None and pair.indent < 6)


def weight(pair: Pair) -> float:
    """The evidence for a break, summed; the weights were set by hand on the development pages."""
    return _punctuation(pair) + _place(pair)


def _punctuation(pair: Pair) -> float:
    first, second = pair.first, pair.second
    score = -1.5
    if first.ends_sentence and second.text[:1].islower():
        score = 0.2
    elif first.ends_sentence:
        score = 1.7 if first.text.rstrip("”\")'").endswith((";", ":")) else 1.4
        last_words = bool(_LAST_WORDS.match(second.plain[:60]))
        score -= 0.0 if pair.plain_starts or first.text.endswith(":") or last_words else 0.9
        if last_words and (pair.opening or first).starts_item:
            return score + _BEHIND_ITEM
    elif is_unfinished(first.text, second.text):
        score = -3.0
    if second.text[:1].islower():
        score -= 2.0
    elif second.text[:1].isdigit() or second.text[:1] in ",.;:)%":
        score -= 1.0
    elif _PROPER.match(second.plain[:30]):
        score -= 0.6
    elif _CONNECTIVE.match(second.plain[:15]):
        score -= 1.0
    return score


def _place(pair: Pair) -> float:
    score = _room(pair)
    score += 0.8 if pair.blank else 0.0
    if pair.indent is not None:
        alone = pair.first == pair.opening and pair.first.ends_sentence  # a paragraph of one line, indented as well
        hanging = pair.step is not None and abs(pair.step) < 4 and not alone
        score += 1.6 if pair.indent > 12 and not hanging else -0.9 if pair.indent < 6 else 0.0
    if pair.gap is not None:
        score += 1.0 if pair.gap > 1.3 else -0.2
    return score


_HALF = 0.5
"""A numbered line shorter than this part of the column, with room for the next word, is a heading and complete."""


def _room(pair: Pair) -> float:
    """Room left at the end of the first line: a line is broken where the next word finds none, justified or not.

    Counted in characters it says less, as letters differ in width.
    """
    if not pair.short:
        return -1.2 if pair.indent is not None else -1.5
    if pair.room > _HALF and pair.first == (pair.opening or pair.first) and _is_heading(pair.first):
        return 3.6
    if pair.indent is not None and pair.room > pair.word + 0.06:
        return 2.6
    if pair.room > pair.word + 0.3:
        return 2.3
    if pair.indent is not None or pair.first.ends_sentence:
        return 1.7
    return 1.6 if _is_heading(pair.opening or pair.first) else 0.6


def _is_heading(line: GenreLine) -> bool:
    return line.starts_item and not line.bullet and ": " not in line.text


def joined(texts: Iterable[str]) -> str:
    """Lines as one paragraph: a space between, none after a hyphen or slash torn off its word (`57-` / `NQ/TW`)."""
    result = ""
    for text in texts:
        result = text if not result else result + ("" if is_torn(result, text) else " ") + text
    return result


def is_torn(before: str, after: str) -> bool:
    """Whether a hyphen or a slash at the end of `before` was torn off its word."""
    if len(before) < 2 or before[-1] not in "-/" or not before[-2].isalnum():
        return False
    return before[-2].isdigit() or before[-2].isupper() or (before[-1] == "-" and after[:1].islower())
