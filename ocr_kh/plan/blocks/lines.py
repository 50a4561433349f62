# SPDX-License-Identifier: Apache-2.0
"""The lines of a block as the search looks at them: pieces of printed lines, each with its place on the page.

Where both columns fell into one line, it is cut: at a wide gap between its words, at white space that sets them apart,
before a motto, before a date behind a number, before a signature behind a recipient.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice, pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import Role, around
from ocr_kh.genre.forms import MOTTO, is_authority
from ocr_kh.genre.line import judged
from ocr_kh.genre.markdown import is_row, unmarked
from ocr_kh.genre.people import has_surname, is_name
from ocr_kh.genre.specks import without_specks
from ocr_kh.language.letters import CAPITALS, VOWELS, is_capitals, plain_of
from ocr_kh.language.syllables import is_syllable
from ocr_kh.plan.blocks.stamps import gap_before, without_unsure_words, words_of_stamp
from ocr_kh.plan.structure.items import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ocr_kh.document import Box, Line, Word


class Zone(StrEnum):
    """Where on the page a line stands (Nghị định 30/2020, Phụ lục I: the boxes of the components)."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"
    WIDE = "wide"


_WIDE = 0.6
"""Share of the page's width from which a line is one of running text."""
_LEFT_END, _RIGHT_START = 0.52, 0.4
"""Shares of the page's width: where lines of the left column end at most, those of the right begin at least."""
_OFF_CENTRE = 0.09
"""Share of the page's width by which the middle of a centred line may lie beside that of the text."""
_TEXT_MIDDLE = 0.53
"""Middle of the text as a share of the page's width: margins are 30-35 mm left, 15-20 mm right (Phụ lục I, I.2)."""
_FULL_LINES = 3
"""Lines of running text from which on they tell where the text of a page stands."""
_GAP = 1.7
"""Height of a line, in heights of the line above, from whose foot on the next stands apart."""
_COLUMNS = 2
_COLUMN_GAP = 1.4
"""Gap between words, in heights of the line, that parts two columns where it lies in the middle of the page: of 8,455
gaps in running text of the development scans 2 are wider than 1.25."""
_GUTTER = (0.38, 0.6)
"""Shares of the page's width between which such a gap lies."""


class BlockLine(NamedTuple):
    """A printed line of a block, or the part of it that belongs to one column."""

    text: str
    """Without Markdown marks and specks."""
    line: int
    """Index among the lines of the document."""
    page: int | None = None
    role: Role = Role.BODY
    zone: Zone | None = None
    """None where nothing tells it: plain text, an indented line."""
    box: Box | None = None
    blank: bool = False
    """A blank line stands before it, or a gap on the page."""
    heading: bool = False
    """It bears marks of a heading, or is bold as a whole."""
    confidence: float = 1.0
    """The mean of its words."""
    part: int | None = None
    """Which part of the printed line it is, from the left; None where that was not cut."""

    @property
    def item(self) -> Item:
        """The line as a paragraph of its own."""
        return Item(judged(self.text), self.page, self.role, first=self.line, last=self.line)


_MANY_SPACES = re.compile(rf"(?<![:.…_/])(?<!ngày)(?<!tháng)(?<!năm)(?:\t+|\s{{3,}})(?=[{CAPITALS}*])")
_DATE_BEHIND = re.compile(
    r"(?<=[^\s\-–/])\s+(?![A-Z\d]+-[A-Z])(?=(?:[A-Z][\w.\-]*\s){0,5}[A-Z][\w.\-]*,\s?(?:ngay|NGAY)\b)"
)
"""Before place and date behind the number; in text without marks."""
_UNION = re.compile(r"(?<!BCH )(?<!CHAP HANH )(?<!TRUNG UONG )\bDOAN (?:TNCS|THANH NIEN CONG SAN) HO CHI MINH$")
"""What stands in the place of the motto in documents of the Youth Union; no part of the name of a body."""
_STROKES = "|_'‘’`.\""
"""Signs that stand apart at either end of a line: rules, strokes, specks. A hyphen may be one of its own."""
_RULE = re.compile(r"[—–_=~-]{2,}\s*(?=\w)")
"""A rule, or the side of a stamp's frame, that was read as the start of the line below it."""
_YEAR_RUN_ON = re.compile(r"(?<=NĂM)(?=(?:19|20)\d\d\b)")
"""Between `NĂM` and the year that ran into it."""
_BETWEEN_HYPHENS = re.compile(rf"[-–—]\s?([{CAPITALS}]{{2,}}(?:\s[{CAPITALS}]{{2,}})?)\s?[-–—]")
"""A word or two in capitals, above a rule that was read as a hyphen on either side."""
_ROUND_WORDS = ".,;:()"
_FEWEST_CAPITALS = 3
"""Letters before a motto in the same line, at least."""
_NUMBER_HEAD = re.compile(r"\W{0,3}s[o06]\b", re.IGNORECASE)


def block_lines(
    lines: Sequence[Line],
    indices: Sequence[int],
    widths: Mapping[int, float],
    *,
    cut: Callable[[str], list[str]],
) -> list[BlockLine]:
    """The pieces of the lines at `indices`, in their order; blank lines and page numbers are left out.

    `cut` parts a line whose columns fell into one, as its words tell.
    """
    made: list[BlockLine] = []
    sheets = _sheets([lines[index] for index in indices], widths)
    blank, above = False, None
    for index in indices:
        line = lines[index]
        if not line.text.strip():
            blank = True
        elif line.role is not Role.PAGE_NUMBER:
            apart = blank or _stands_apart(line, above)
            made += _pieces(sheets.get(line.page or 0, _Sheet(0.0, 0.0, 0.0)), line, index, cut, blank=apart)
            blank, above = False, line
    return made


class _Sheet(NamedTuple):
    """The page that a line stands on, in points."""

    width: float
    left: float
    """Where full lines begin."""
    aside: float
    """By how much the text stands to the right of where it should."""


def _sheets(lines: Sequence[Line], widths: Mapping[int, float]) -> dict[int, _Sheet]:
    """Each page by its number; one without full lines has its text where it should be."""
    made: dict[int, _Sheet] = {}
    for page in {line.page or 0 for line in lines}:
        width = widths.get(page, 0.0)
        wide = [box for line in lines if (line.page or 0) == page and (box := line.box) and box.width > _WIDE * width]
        left = median(box.x0 for box in wide) if wide else 0.0
        middle = (left + median(box.x1 for box in wide)) / 2 if len(wide) >= _FULL_LINES else _TEXT_MIDDLE * width
        made[page] = _Sheet(width, left, middle - _TEXT_MIDDLE * width)
    return made


def _stands_apart(line: Line, above: Line | None) -> bool:
    one, two = above.box if above else None, line.box
    if one is None or two is None or above is None or above.page != line.page:
        return False
    return two.y0 - one.y1 > _GAP * one.height


def _pieces(
    sheet: _Sheet, line: Line, index: int, cut: Callable[[str], list[str]], *, blank: bool
) -> Iterator[BlockLine]:
    width = sheet.width
    line = without_unsure_words(line)
    marked = unmarked(line.text)
    parts = list(_boxed_parts(line, sheet, cut) if line.box and width else _plain_parts(line.text, cut))
    for at, (text, words, zone) in enumerate(parts):
        clean = _without_strokes(without_specks(unmarked(text).text if len(parts) > 1 else marked.text))
        if not clean:
            continue
        box = around(word.box for word in words if word.box)
        scores = [word.confidence for word in words]
        yield BlockLine(
            text=_with_spaces(clean) if min(scores, default=1.0) < 1 else clean,
            line=index,
            page=line.page,
            role=line.role,
            zone=zone or (_zone(line.role, box, sheet) if box and width else _role_zone(line.role)),
            box=box,
            blank=blank,
            heading=bool(marked.heading) or marked.bold,
            confidence=sum(scores) / len(scores) if scores else 1.0,
            part=at if len(parts) > 1 else None,
        )


def _with_spaces(text: str) -> str:
    """A line of print with the spaces between words in capitals that an engine lost, where one way alone parts them.

    >>> _with_spaces("CÔNG TY ĐIỆN LỰCSƠN"), _with_spaces("UBND XÃ IA KRÔL"), _with_spaces("TỐICAO,")
    ('CÔNG TY ĐIỆN LỰC SƠN', 'UBND XÃ IA KRÔL', 'TỐI CAO,')
    >>> _with_spaces("CHI BỘ TRƯỜNGTHCS"), _with_spaces("VIỆT NAMNĂM2026"), _with_spaces("KHU VỰC TCĐ2")
    ('CHI BỘ TRƯỜNG THCS', 'VIỆT NAM NĂM 2026', 'KHU VỰC TCĐ2')
    """
    return " ".join(map(_parted, _YEAR_RUN_ON.sub(" ", text).split(" ")))


@lru_cache(maxsize=1_024)
def _parted(word: str) -> str:
    core = word.rstrip(_ROUND_WORDS)
    if not core.isalpha() or not core.isupper() or core.isascii() or is_syllable(core.lower()):
        return word
    starts = [at for at in range(2, len(core) - 1) if is_syllable(core[:at].lower())]
    cuts = [at for at in starts if is_syllable(core[at:].lower())]
    cuts = cuts or [at for at in starts[-1:] if not set(plain_of(core[at:])) & VOWELS]  # initials: `TRƯỜNGTHCS`
    return f"{word[: cuts[0]]} {word[cuts[0] :]}" if len(cuts) == 1 else word


def _without_strokes(text: str) -> str:
    """A line without the strokes that stand apart at its ends.

    >>> _without_strokes("| ỦY BAN NHÂN DÂN ' ."), _without_strokes("Nơi nhận."), _without_strokes("|")
    ('ỦY BAN NHÂN DÂN', 'Nơi nhận.', '|')
    >>> _without_strokes("——nuôi"), _without_strokes("- UBND tỉnh;"), _without_strokes("----")
    ('nuôi', '- UBND tỉnh;', '----')
    >>> _without_strokes("- NAM -"), _without_strokes("- XÃ HỘI"), _without_strokes("- 2 -")
    ('NAM', '- XÃ HỘI', '- 2 -')
    """
    if between := _BETWEEN_HYPHENS.fullmatch(text):
        return between[1]
    rule = _RULE.match(text)
    start, end = rule.end() if rule else 0, len(text)
    while text[start : start + 1] in _STROKES and text[start + 1 : start + 2] == " ":
        start += 2
    while end - start >= len(" |") and text[end - 1] in _STROKES and text[end - 2] == " ":
        end -= 2
    return text[start:end]


def header_cut(text: str) -> list[str]:
    """A line of the header, cut where the other column begins."""
    spaced = max(map(len, text.split()), default=0) == 1  # a type in spaced letters
    cells = [text] if is_row(text) or spaced else spaced_cells(_MANY_SPACES, text)
    return [part for cell in cells for part in _cut(cell)]


def spaced_cells(gap: re.Pattern[str], text: str) -> list[str]:
    """A line cut at gaps, of tabs or three spaces; what holds no letter, as a bullet before a tab, stays with the next.

    >>> spaced_cells(re.compile(r"\\t"), "•\\tUBND tỉnh"), spaced_cells(re.compile(r"\\t"), "TỈNH A\\tĐộc lập")
    (['• UBND tỉnh'], ['TỈNH A', 'Độc lập'])
    """
    text = text.strip()
    if "\t" not in text and "   " not in text:
        return [text]
    cells: list[str] = []
    for cell in gap.split(text):
        if cells and not any(map(str.isalnum, cells[-1])):
            cells[-1] += f" {cell}"
        else:
            cells.append(cell)
    return cells


def _cut(text: str) -> list[str]:
    plain = plain_of(text)
    behind_capitals = all(map(str.isupper, islice(filter(str.isalpha, text), _FEWEST_CAPITALS)))
    motto = (MOTTO.search(plain) or _UNION.search(plain)) if behind_capitals else None
    if motto and motto.start() > 2 and is_capitals(text[: motto.start()]):
        return [text[: motto.start()].strip(), text[motto.start() :]]
    if _NUMBER_HEAD.match(plain) and (dated := _DATE_BEHIND.search(plain)):
        return [text[: dated.start()], text[dated.end() :]]
    return [text]


def _plain_parts(text: str, cut: Callable[[str], list[str]]) -> Iterator[tuple[str, tuple[Word, ...], Zone | None]]:
    parts = cut(text)
    zones = (Zone.LEFT, Zone.RIGHT) if len(parts) == _COLUMNS else (None,) * len(parts)
    yield from ((part, (), zone) for part, zone in zip(parts, zones, strict=True))


def _boxed_parts(
    line: Line, sheet: _Sheet, cut: Callable[[str], list[str]]
) -> Iterator[tuple[str, tuple[Word, ...], Zone | None]]:
    """The line, cut at the gap between two columns."""
    width = sheet.width
    boxed = [word for word in line.words if word.box]
    height = line.box.height if line.box else 0.0
    is_motto = MOTTO.match(plain_of(line.text)) is not None
    for at, (one, two) in enumerate(pairwise(boxed), 1):
        if one.box is None or two.box is None or len(boxed) != len(line.words) or is_motto:
            break
        parted = two.box.x0 - one.box.x1 > _COLUMN_GAP * height
        if parted and _GUTTER[0] * width < two.box.x0 and one.box.x1 < _GUTTER[1] * width:
            for column, zone in ((boxed[:at], Zone.LEFT), (boxed[at:], Zone.RIGHT)):
                blocks = [row for block in _blocks(column, height) for row in cell_rows(block)]
                yield from ((" ".join(word.text for word in row), row, zone) for row in blocks)
            return
    if at := words_of_stamp(line, sheet.left):
        yield " ".join(word.text for word in line.words[:at]), line.words[:at], None
        line = replace(line, text=" ".join(word.text for word in line.words[at:]), words=line.words[at:])
    words = list(line.words)
    parts = cut(line.text)
    for part in parts:
        count = len(part.split()) if len(parts) > 1 else len(words)
        yield part, tuple(words[:count]), None
        del words[:count]


def _blocks(words: Sequence[Word], height: float) -> Iterator[Sequence[Word]]:
    """One side of a row of signatures, cut between the bodies, titles or names that stand side by side there."""
    first = 0
    for at in range(1, len(words)):
        if gap_before(words, at) > _COLUMN_GAP * height and all(map(_is_of_signer, (words[first:at], words[at:]))):
            yield words[first:at]
            first = at
    yield words[first:]


def _is_of_signer(words: Sequence[Word]) -> bool:
    """Whether words are a title or a body in capitals, or begin with a name, as lines of a signature are."""
    text = " ".join(word.text for word in words)
    if text.isupper():
        return is_authority(text) or judged(text).is_body_name
    return is_name(text, plain_of(text)) and has_surname(text)


def cell_rows(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """The printed lines in a cell of a table: title and name of one who signs, whose words make one line of text."""
    first = 0
    for at, (one, two) in enumerate(pairwise(words), 1):
        if one.box and two.box and two.box.x0 < one.box.x0 and two.box.y0 > one.box.middle[1]:
            yield tuple(words[first:at])
            first = at
    yield tuple(words[first:])


def _role_zone(role: Role) -> Zone | None:
    if role in (Role.ISSUER, Role.RECIPIENTS):
        return Zone.LEFT
    return Zone.RIGHT if role in (Role.MOTTO, Role.SIGNATURE) else None


def _zone(role: Role, box: Box, sheet: _Sheet) -> Zone | None:
    if known := _role_zone(role):
        return known
    width = sheet.width
    if box.width > _WIDE * width:
        return Zone.WIDE
    if abs((box.middle[0] - sheet.aside) / width - _TEXT_MIDDLE) < _OFF_CENTRE:
        return Zone.CENTRE
    if box.x1 - sheet.aside < _LEFT_END * width:
        return Zone.LEFT
    return Zone.RIGHT if box.x0 - sheet.aside > _RIGHT_START * width else None
