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
from ocr_kh.parameters import parameter

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
_LAST_WORDS = re.compile(
    r"(?:Yeu cau (?:cac|Thu truong|UBND|Uy ban|Chu tich|Giam doc|So|Phong)|Nhan duoc|Tren day|"
    r"Trong qua trinh (?:to chuc )?(?:trien khai )?thuc hien)\b"
)
"""Heads of closing words, which are a paragraph of their own."""


def _weight(value: float) -> float:
    return parameter(value, "weight", "set by hand on the development pages")


def _width(value: float, origin: str = "set by hand on the development pages") -> float:
    return parameter(value, "part of the column's width", origin)


@dataclass(frozen=True, slots=True)
class BreakWeights:
    """What speaks for the end of a paragraph between two lines (positive) and against it; it ends above 0."""

    unfinished: float = _weight(-1.5)
    """The first line ends without a sign."""
    asks_for_more: float = _weight(-3.0)
    """It ends in a comma, a hyphen or a function word."""
    sentence: float = _weight(1.4)
    """It ends as a sentence does."""
    list_sentence: float = _weight(1.7)
    """It ends in a colon or a semicolon."""
    sentence_before_lower: float = _weight(0.2)
    """It ends as a sentence does, and the second goes on in lower case."""
    no_plain_starts: float = _weight(-0.9)
    """Behind a sentence, where paragraphs without a mark hardly ever follow others."""
    last_words_behind_item: float = _weight(1.0)
    """Closing words behind an item of a list are not part of it."""
    lower: float = _weight(-2.0)
    """The second line begins in lower case."""
    figure: float = _weight(-1.0)
    """It begins with a figure or a sign that ends words."""
    proper: float = _weight(-0.6)
    """It begins with a part of a name or a cited document."""
    connective: float = _weight(-1.0)
    """It begins with words that rather go on (`Đồng thời`)."""
    blank: float = _weight(0.8)
    """A blank line stands between."""
    indented: float = _weight(1.6)
    """The second line is indented, and no hanging one."""
    flush: float = _weight(-0.9)
    """It begins at the column's edge."""
    wide_gap: float = _weight(1.0)
    """The lines stand further apart than usual."""
    usual_gap: float = _weight(-0.2)
    """They do not."""
    full: float = _weight(-1.2)
    """The next word would have found no room on the first line."""
    full_text: float = _weight(-1.5)
    """The same in plain text, counted in characters."""
    half_heading: float = _weight(3.6)
    """A numbered line that fills less than half of the column."""
    clearly_short: float = _weight(2.6)
    """Room for the next word and more."""
    clearly_short_text: float = _weight(2.3)
    """The same in plain text, whose letters differ in width."""
    short: float = _weight(1.7)
    """Just room for the next word; in plain text behind a sentence."""
    short_heading: float = _weight(1.6)
    """The same in plain text behind a heading."""
    short_text: float = _weight(0.6)
    """The same in plain text behind anything else."""
    slack: float = _width(0.03)
    """Room beside the next word from which on a line is short."""
    slack_text: float = _width(0.09, "letters differ in width; set by hand on the development pages")
    """The same in plain text."""
    clear: float = _width(0.06)
    """Room beside the next word from which on a line is clearly short."""
    clear_text: float = _width(0.3)
    """The same in plain text."""
    half: float = _width(0.5)
    """Room in a numbered line with which it is a heading and complete."""
    least_indent: float = parameter(12.0, "points", "set by hand on the development pages")
    """Indent of a first line, at least."""
    most_flush: float = parameter(6.0, "points", "set by hand on the development pages")
    """Less lies at the column's edge."""
    hanging: float = parameter(4.0, "points", "set by hand on the development pages")
    """Lines that begin nearer to each other than this stand one under the other."""
    widest_gap: float = parameter(1.3, "usual distances of lines", "set by hand on the development pages")
    """Distance from which on lines stand further apart than usual."""


WEIGHTS = BreakWeights()


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

    def is_short(self, weights: BreakWeights = WEIGHTS) -> bool:
        """The second line's first word would have found room on the first line."""
        return self.room > self.word + (weights.slack if self.indent is not None else weights.slack_text)


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


def breaks(pair: Pair, weights: BreakWeights = WEIGHTS) -> bool:
    """Whether a paragraph ends between the two lines of a wrapped text."""
    first, second = pair.first, pair.second
    if second.starts_item:
        return not _is_torn_hyphen(pair, weights)
    if second.starts_lower_item and (first.ends_sentence or pair.is_short(weights)):
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
    return weight(pair, weights) > 0


def _is_torn_hyphen(pair: Pair, weights: BreakWeights) -> bool:
    """`kinh tế` / `- xã hội`: a dash inside a name that fell to the start of a line, flush with the others."""
    found = pair.second.bullet
    if not found or pair.first.ends_sentence or pair.is_short(weights):
        return False
    return found[1][:1].islower() or (pair.indent is not None and pair.indent < weights.most_flush)


def weight(pair: Pair, weights: BreakWeights = WEIGHTS) -> float:
    """The evidence for a break, summed."""
    return _punctuation(pair, weights) + _place(pair, weights)


def _punctuation(pair: Pair, weights: BreakWeights) -> float:
    first, second = pair.first, pair.second
    score = weights.unfinished
    if first.ends_sentence and second.text[:1].islower():
        score = weights.sentence_before_lower
    elif first.ends_sentence:
        score = weights.list_sentence if first.text.rstrip("”\")'").endswith((";", ":")) else weights.sentence
        last_words = bool(_LAST_WORDS.match(second.plain[:60]))
        score += 0.0 if pair.plain_starts or first.text.endswith(":") or last_words else weights.no_plain_starts
        if last_words and (pair.opening or first).starts_item:
            return score + weights.last_words_behind_item
    elif is_unfinished(first.text, second.text):
        score = weights.asks_for_more
    return score + _head(second, weights)


def _head(second: GenreLine, weights: BreakWeights) -> float:
    if second.text[:1].islower():
        return weights.lower
    if second.text[:1].isdigit() or second.text[:1] in ",.;:)%":
        return weights.figure
    if _PROPER.match(second.plain[:30]):
        return weights.proper
    return weights.connective if _CONNECTIVE.match(second.plain[:15]) else 0.0


def _place(pair: Pair, weights: BreakWeights) -> float:
    score = _room(pair, weights)
    score += weights.blank if pair.blank else 0.0
    if pair.indent is not None:
        alone = pair.first == pair.opening and pair.first.ends_sentence  # a paragraph of one line, indented as well
        hanging = pair.step is not None and abs(pair.step) < weights.hanging and not alone
        if pair.indent > weights.least_indent and not hanging:
            score += weights.indented
        elif pair.indent < weights.most_flush:
            score += weights.flush
    if pair.gap is not None:
        score += weights.wide_gap if pair.gap > weights.widest_gap else weights.usual_gap
    return score


def _room(pair: Pair, weights: BreakWeights) -> float:
    """Room left at the end of the first line: a line is broken where the next word finds none, justified or not."""
    if not pair.is_short(weights):
        return weights.full if pair.indent is not None else weights.full_text
    if pair.room > weights.half and pair.first == (pair.opening or pair.first) and _is_heading(pair.first):
        return weights.half_heading
    if pair.indent is not None and pair.room > pair.word + weights.clear:
        return weights.clearly_short
    if pair.room > pair.word + weights.clear_text:
        return weights.clearly_short_text
    if pair.indent is not None or pair.first.ends_sentence:
        return weights.short
    return weights.short_heading if _is_heading(pair.opening or pair.first) else weights.short_text


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
