# SPDX-License-Identifier: Apache-2.0
"""From the words of a page to its lines in reading order, each with its role."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING

from ocr_kh.document import Box, Line, Role, Word, around
from ocr_kh.genre.forms import Form
from ocr_kh.genre.likeness import landmark
from ocr_kh.genre.office_marks import is_grade, is_stamp_of_receipt, receipt_row
from ocr_kh.language.letters import bare
from ocr_kh.language.syllables import is_syllable
from ocr_kh.layout.cells import Table, TableRow, table_rows
from ocr_kh.layout.columns import DASHES, Columns, find_columns, signature_blocks
from ocr_kh.layout.fragments import Fragment, Row, fragments, rows
from ocr_kh.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ocr_kh.document import Order

_PAGE_NUMBER = re.compile(r"[-–—.\s]*(?:[Tt]rang\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—.\s]*")
_JUNK_WORD = re.compile(
    r"[_|~`'‘’\"=¬«»^\\¦•°©®<>!¡ˆ˜*.,:;…-]*[_|~`'‘’=¬«»^\\¦°©®<>ˆ˜]+[_|~`'‘’\"=¬«»^\\¦•°©®<>!¡ˆ˜*.,:;…-]*"
)
"""What the engine makes of rules, specks and frames: no letter, no digit, and a sign no document begins with."""
_RULE_EDGES = re.compile(r"^[_|~¬¦'‘’`´]+(?=[\w\-–+(<“\"])|(?<=[^_|¬¦])[_|¬¦]+$")
"""Rules and specks run together with a word."""
_MISREAD_DASHES = frozenset("~«=¬„")
"""What the engine makes of list dashes (`~` and `„` were seen)."""
_CAPTION = re.compile(
    r"(?:Nguoi ky|Ky boi|Duoc ky boi|Thoi gian ky|Ngay ky|Ky ngay|Signature |Digitally signed)", re.IGNORECASE
)
"""Head of the lines that a digital signature writes over a page (Nghị định 30/2020, Phụ lục I, ô 14)."""
_CAPTION_MORE = re.compile(r"(?:Email|Co quan|To chuc|Chuc vu|Ly do|Noi ky|Location|Reason|Date|DN)\s?:", re.IGNORECASE)
"""Head of the lines that may follow."""
_ROLES: Mapping[str, tuple[Role, Role]] = {
    "header": (Role.ISSUER, Role.MOTTO),
    "text": (Role.BODY, Role.BODY),
}
"""Of the left and the right column, by the kind of columns; of a closing the lines themselves tell."""
_NEVER_NOISE = frozenset({Role.ISSUER, Role.RECIPIENTS})
"""Where small or handwritten matter is expected: the number of the document, the file mark of the last recipient."""
_ADDRESS = re.compile(r"https?:|www\.|\w@\w", re.IGNORECASE)
"""On addresses of the net a model of Vietnamese is never sure."""
_SYMBOL = re.compile(r"[\d\W]*[A-ZĐ]{2,}\d*(?:[-/][A-ZĐ]{2,}\d*)+\W*")
"""The printed part of a number line, `/QĐ-UBND`: beside a number written by hand the engine is not sure of it."""


@dataclass(frozen=True, slots=True)
class LineLimits:
    """When a line is a page number or noise."""

    margin: float = parameter(
        0.1,
        "part of the page's height",
        "Nghị định 30/2020: top centre; documents before 2020: bottom right (Thông tư 01/2011/TT-BNV)",
    )
    """The strip above and below in which a page number stands."""
    noise_confidence: float = parameter(0.45, "confidence, 0 to 1", "set by hand")
    """A line below this mean is noise when few of its words are Vietnamese."""
    stroke_confidence: float = parameter(0.25, "confidence, 0 to 1", "set by hand; those seen have 0 to 0.18")
    """A short line of the issuer below this mean is a stroke of a pen or a speck: no word of a name has less."""
    sure_word: float = parameter(0.9, "confidence, 0 to 1", "set by hand")
    """From this on a lone word below a title is a part of it."""
    noise_syllables: float = parameter(0.5, "part of the words", "set by hand")
    """Fewer are few."""
    shortest_name: int = parameter(4, "letters and figures", "`Q. ...`, a name; less are strokes of the signature")
    """Of a line above or at a signature, at least."""


LIMITS = LineLimits()


def lay_out(
    lines: Iterable[Sequence[Word]],
    *,
    page: int,
    size: tuple[float, float],
    tables: Sequence[Table] = (),
    order: Order = "found",
) -> tuple[Line, ...]:
    """Lines in reading order, in one that a person wants where `order` says so.

    `lines` are the engine's (or the text layer's), every word with its box in points of the level sheet
    of `size` (width, height); `tables` the boxes of the cells of its ruled tables.
    """
    print_, receipts = _parted(map(_cleaned_line, lines))
    outside, cells = table_rows(print_, tables)
    pieces = fragments(outside)
    marks = [piece for piece in pieces if is_grade(piece.text)]  # stamps belong to no line that they stand beside
    page_rows = rows(piece for piece in pieces if piece not in marks)
    marks += receipts
    columns = find_columns(page_rows, size, order, [row.top for row in cells])
    ordered = _captions_marked(_ordered(page_rows, columns, _set_apart(cells, marks, page), page))
    return tuple(_marked(line, place, len(ordered), size) for place, line in enumerate(ordered))


def _parted(lines: Iterable[list[Word]]) -> tuple[list[list[Word]], list[Fragment]]:
    """The lines of print, and those that are the rows of a stamp of receipt, one below the other.

    A line with the same words at one height, as forms have it, is print.
    """
    print_, receipts = [], []
    for line in lines:
        if len(line) > 1 and is_stamp_of_receipt(word.text for word in line) and _has_rows(line):
            box = around(word.box for word in line if word.box)
            receipts.append(Fragment(_by_rows(line), box or Box(0, 0, 0, 0)))
        else:
            print_.append(line)
    return print_, receipts


def _by_rows(line: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a stamp of receipt: the one that stands for all, then each row with what is written beside it."""
    heads = sorted((word for word in line if receipt_row(word.text) == word.text), key=_height_of)
    rows_ = [word for word in heads if not word.text.isupper()]
    written: dict[int, list[Word]] = {}
    for word in line:
        if word not in heads:
            at = min(range(len(rows_)), key=lambda at: abs(_height_of(rows_[at]) - _height_of(word)), default=0)
            written.setdefault(at, []).append(word)
    told = [word for at, head in enumerate(rows_) for word in (head, *written.get(at, ()))]
    return (*(word for word in heads if word.text.isupper()), *told)


def _has_rows(line: Sequence[Word]) -> bool:
    """Whether words of the line stand one below another."""
    boxes = [word.box for word in line if word.box]
    return bool(boxes) and min(box.y1 for box in boxes) < max(box.middle[1] for box in boxes)


def _height_of(word: Word) -> float:
    return word.box.middle[1] if word.box else 0.0


def _cleaned_line(words: Sequence[Word]) -> list[Word]:
    """The words without junk; a sign in the place of a dash at the head of a line is left for repair to judge."""
    kept = [clean for word in words if (clean := _cleaned(word))]
    head = words[0] if words else None
    return [head, *kept] if head and kept and kept[0] is not head and head.text in _MISREAD_DASHES else kept


def _cleaned(word: Word) -> Word | None:
    """The word without what the engine made of a rule; None when nothing is left."""
    text = _RULE_EDGES.sub("", word.text)
    if _JUNK_WORD.fullmatch(text):
        return None
    return word if text == word.text else replace(word, text=text, alternatives=())


def _set_apart(cells: Iterable[TableRow], marks: Iterable[Fragment], page: int) -> list[tuple[float, Line]]:
    """The lines that are no rows of the page, each with its height on it: rows of tables in their order, and marks."""
    lines = [(row.top, _cells_line(row, page)) for row in cells]
    for mark in marks:
        top = mark.box.middle[1]
        at = next((at for at, line in enumerate(lines) if line[0] > top), len(lines))
        lines.insert(at, (top, Line.of_words(mark.words, page=page)))
    return lines


def _ordered(
    page_rows: Sequence[Row], columns: Sequence[Columns], apart: Iterable[tuple[float, Line]], page: int
) -> Iterator[Line]:
    """Columns as they are read, the rest from top to bottom, what is set apart where it stands."""
    index, waiting = 0, list(apart)
    for zone in (*columns, None):
        between = [_without_specks(row) for row in page_rows[index : zone.first if zone else None]]
        for place, row in enumerate(between):
            yield from _due(waiting, row)
            beside = any(len(other) > 1 for other in between[max(place - 1, 0) : place + 2] if other is not row)
            yield from _row_lines(row, page, in_table=beside)
        if zone:
            if zone.kind == "text":
                yield from _due(waiting, page_rows[zone.first])
            yield from _zone_lines(zone, page_rows, page)
            index = zone.last + 1
    yield from (line for _, line in waiting)


def _due(waiting: list[tuple[float, Line]], row: Row) -> Iterator[Line]:
    """The lines that stand above a row, taken from those that wait."""
    while waiting and waiting[0][0] < row[0].box.middle[1]:
        yield waiting.pop(0)[1]


def _without_specks(row: Row) -> Row:
    """The row without fragments after the first that hold no letter and no digit."""
    return tuple(piece for place, piece in enumerate(row) if not place or any(map(str.isalnum, piece.text)))


def _row_lines(row: Row, page: int, *, in_table: bool) -> Iterator[Line]:
    """The line of a row; what is noise beside it, a QR code or a pen's stroke as the engine saw it, on its own."""
    aside = [place > 0 and is_noise(piece) for place, piece in enumerate(row)]
    yield _row_line(tuple(compress(row, map(not_, aside))), page, in_table=in_table)
    yield from (Line.of_words(piece.words, page=page) for piece in compress(row, aside))


def _cells_line(row: TableRow, page: int) -> Line:
    line = Line.of_words((word for cell in row.cells for word in cell), page=page, role=Role.TABLE)
    text = " | ".join(" ".join(word.text for word in cell) for cell in row.cells).strip()
    return replace(line, text=text, original=text)


def _zone_lines(zone: Columns, page_rows: Sequence[Row], page: int) -> Iterable[Line]:
    """Left column, then right; signatures that stand above the recipients come first, as printed."""
    left, right = zone.split(page_rows)
    if roles := _ROLES.get(zone.kind):
        yield from _lines(left, page, roles[0])
        yield from _lines(right, page, roles[1])
        return
    start = next((place for place, piece in enumerate(left) if _begins_recipients(piece)), len(left))
    signers, recipients = left[:start], left[start:]
    beside = not recipients or any(piece.box.y1 > recipients[0].box.y0 for piece in right)
    yield from _signers_lines(signers, page)
    if not beside:
        yield from _signers_lines(right, page)
    yield from _lines(recipients, page, Role.RECIPIENTS)
    if beside:
        yield from _signers_lines(right, page)


def _signers_lines(pieces: Sequence[Fragment], page: int) -> Iterator[Line]:
    for block in signature_blocks(pieces):
        yield from _lines(block, page, Role.SIGNATURE)


def _begins_recipients(piece: Fragment) -> bool:
    """The heading `Nơi nhận`, or, where it was lost, the first entry with its dash."""
    return landmark(piece.text) == Form.RECIPIENTS or piece.text.startswith(DASHES)


def _lines(pieces: Iterable[Fragment], page: int, role: Role) -> Iterable[Line]:
    """One line a row of fragments: a number and its symbol may stand apart in one column."""
    for row in rows(pieces):
        words = [word for piece in row for word in piece.words]
        yield Line.of_words(_without_signs(words) if role == Role.ISSUER else words, page=page, role=role)


def _without_signs(words: Sequence[Word]) -> Sequence[Word]:
    """The words without lone signs at both ends, the edges of a rule or of a stamp, where any are left."""
    said = [at for at, word in enumerate(words) if len(word.text) > 1 or word.text.isalnum()]
    return words[said[0] : said[-1] + 1] if said else words


def _row_line(row: Row, page: int, *, in_table: bool) -> Line:
    """A row of one fragment is a line; wide gaps in rows one under the other are the walls of cells without rules."""
    line = Line.of_words((word for piece in row for word in piece.words), page=page)
    if len(row) == 1 or not in_table or _is_spaced_line(row):
        return line
    text = " | ".join(piece.text for piece in row)
    return replace(line, text=text, original=text, role=Role.TABLE)


def _captions_marked(lines: Iterable[Line]) -> list[Line]:
    """The lines, captions of digital signatures marked as noise."""
    marked: list[Line] = []
    for line in lines:
        head = bare(line.text)
        after_caption = bool(marked) and _is_right_below(line, marked[-1]) and _CAPTION_MORE.match(head)
        marked.append(replace(line, role=Role.NOISE) if _CAPTION.match(head) or after_caption else line)
    return marked


def is_caption(text: str) -> bool:
    """Whether a line is one of those that a digital signature writes over a page."""
    return bool(_CAPTION.match(bare(text)) or _CAPTION_MORE.match(bare(text)))


def _is_right_below(line: Line, caption: Line) -> bool:
    above, below = caption.box, line.box
    if caption.role != Role.NOISE or above is None or below is None:
        return False
    return below.y0 - above.y1 < above.height


def _is_spaced_line(row: Row) -> bool:
    """Whether a row with a gap is still one line: a list mark or number set apart from its text, or dots to fill in."""
    first = row[0].text
    return len(row) == 2 and (len(first) <= 4 or first.endswith((":", "Số"))) and not first.isdigit()


def _marked(line: Line, place: int, count: int, size: tuple[float, float]) -> Line:
    """The line with its role, where it is a page number or noise."""
    if _is_page_number(line, place, count, size[1]):
        return replace(line, role=Role.PAGE_NUMBER)
    is_short = sum(map(str.isalnum, line.text)) < LIMITS.shortest_name
    if line.role == Role.SIGNATURE and is_short and not _is_sure_word(line):
        return replace(line, role=Role.NOISE)
    if line.role == Role.ISSUER and is_short and _is_stroke(line):
        return replace(line, role=Role.NOISE)
    doubtful = line.role not in _NEVER_NOISE and landmark(line.text) is None
    return replace(line, role=Role.NOISE) if doubtful and is_noise(line) else line


def _is_stroke(line: Line) -> bool:
    """Whether a line without a figure is what the engine made of strokes, sure of nothing in it."""
    has_figure = any(map(str.isdecimal, line.text))
    return not has_figure and landmark(line.text) is None and _mean_confidence(line) < LIMITS.stroke_confidence


def _mean_confidence(line: Line | Fragment) -> float:
    return sum(word.confidence for word in line.words) / len(line.words)


def _is_sure_word(line: Line) -> bool:
    """Whether a line is one word in capitals that the engine is sure of: the rest of a title (`PHIÊN | TÒA`)."""
    sure = line.text.isupper() and len(line.words) == 1 and line.words[0].confidence >= LIMITS.sure_word
    return sure and len(line.text) > 1 and is_syllable(line.text.lower())


def _is_page_number(line: Line, place: int, count: int, height: float) -> bool:
    box = line.box
    if box is None or not _PAGE_NUMBER.fullmatch(line.text) or line.role != Role.BODY:
        return False
    return (place <= 1 and box.y1 < LIMITS.margin * height) or (
        place >= count - 2 and box.y0 > (1 - LIMITS.margin) * height
    )


def is_noise(line: Line | Fragment) -> bool:
    """Whether the engine read a seal, a signature or a speck: low confidence and hardly a Vietnamese word."""
    if not line.words:
        return True
    cores = [core for word in line.words if (core := word.text.strip(".,;:()-–\"'"))]
    good = sum(len(core) > 1 and _is_usual(core) for core in cores)
    is_doubted = _mean_confidence(line) < LIMITS.noise_confidence
    return not cores or (is_doubted and good < LIMITS.noise_syllables * len(cores))


def _is_usual(core: str) -> bool:
    return bool(is_syllable(core) or core.isdigit() or _ADDRESS.search(core) or _SYMBOL.fullmatch(core))
