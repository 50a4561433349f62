# SPDX-License-Identifier: Apache-2.0
"""What a page shows of where a document begins and ends, by the places and words that Nghị định 30/2020 fixes.

Pages are looked at before repair, as the engine read them: fixed lines are known by likeness (`landmark`), and a header
is what of it can be read. Only the head of a page counts for a header; one that is quoted further down is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.codes import LIKELY_SYMBOL, NUMBER_IN_TITLE, NUMBER_OF_PAGE
from ocr_kh.genre.dates import stamp
from ocr_kh.genre.enumerators import bullet, readings
from ocr_kh.genre.forms import Form, form, is_enclosure
from ocr_kh.genre.likeness import has_motto, landmark
from ocr_kh.genre.office_marks import office_marks
from ocr_kh.genre.organisations import is_body_name
from ocr_kh.genre.papers.judging import judge
from ocr_kh.genre.people import is_name
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import bare, is_capitals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.document import Line, Page
    from ocr_kh.genre.vocabulary import Vocabulary

_HEAD_LINES = 14
"""Lines from the top within which a header stands: two columns of three lines, stamps of receipt, marks of office."""
_HEAD, _HEAD_LANDSCAPE = 0.4, 0.55
"""... and the share of the page's height; a sheet photographed with a margin has its type at 0.3."""
_MAX_LINE_LENGTH = 70
"""Characters of the longest line of number or date in a column of the header."""


@from_vocabulary
def _attached(words: Vocabulary) -> re.Pattern[str]:
    """`(Kèm theo Quyết định số ...)`, as the rule has it under the title of what is attached (Phụ lục I, II.8)."""
    return re.compile(
        r"\W{0,3}(?:(?:Phu luc|Mau|Danh sach|De an|Quy che|Quy dinh|Bieu|Noi dung)\b[^.]{0,40}?)?"
        r"(?:duoc )?(?:(?:ban|phe) (?:hanh|duyet)\s)?(?:dinh\s)?kem theo\s+"
        rf"{words.documents(bare, attaches=True)}\b|"
        r"\W{0,2}\(\W?(?:(?:ban hanh |phe duyet |dinh )?kem|ban hanh theo|phe duyet theo)\b",
        re.IGNORECASE,
    )


_ANNEX = re.compile(
    r"\W{0,3}(?:PHU LUC|PHU BIEU|BIEU MAU|(?:Bieu )?[Mm][Aa][Uu] (?:[Ss][Oo]|\d|[IVX]+\b)|B(?:ieu so|IEU SO|ieu \d)|"
    r"Phu (?:luc|bieu) (?:so )?[\dIVX]{1,4}\b)"
)
_PAPERS = frozenset({"cover", "contents"})
"""Sheets of a hồ sơ that are known without their title too."""
_COVER_WORDS = 60
"""Most words of a cover."""
_DOTTED = re.compile(r"[.…_]{5,}|(?:…\s?){2,}")
_FORM_LINES = 4
"""Lines with room to fill in that make a page a blank form."""
_PLACEHOLDER = re.compile(
    r"TEN (?:CO QUAN|CQ|TO CHUC|DON VI)|(?:CO QUAN|CQ),? (?:BAN HANH|CHU QUAN|TO CHUC)\b|\.{3}|…", re.IGNORECASE
)
"""What a specimen has in the place of an issuer."""
_YEAR_ENDS = re.compile(r"(?:19|20)\d\d\W{0,5}$")
_END_MARKS = (".", ":", ";", "!", "?", "/", "”", '"', ")")
_MAX_LINES_TO_NAME = 6
"""Lines between a signing authority and the signer's name."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What one page shows."""

    motto: bool = False
    number: bool = False
    """A number or symbol of its own: digits, or letters of body and type."""
    date: bool = False
    """Place and date of issue, the year filled in."""
    issuer: bool = False
    type: bool = False
    addressee: bool = False
    title: bool = False
    """The first words are a title in capitals."""
    attached: bool = False
    """Says that it belongs to a document: `(Kèm theo ...)`."""
    annex: bool = False
    """Begins as an annex or a form of one does: `Phụ lục I`, `Mẫu số 01`."""
    enclosure: bool = False
    """Bears the title of a list, a table or a regulation, and neither number nor date."""
    form: bool = False
    """Has places to fill in, or is a specimen."""
    paper: str = ""
    """A sheet of the hồ sơ, no document in it (`genre.papers`): which one; empty for a page of a document."""
    titled: bool = False
    """It bears the title of that sheet: no further page of one."""
    cover: bool = False
    """A few lines with a title, without a number: the cover of what follows."""
    closing: bool = False
    """Recipients or a signature stand on it."""
    printed: int | None = None
    """The page number that is printed on it."""
    runs_on: bool = False
    """Its text begins in the middle of a sentence."""
    goes_on: bool = False
    """Its text begins with a later number, letter, or dash of a list."""
    open_end: bool = False
    """Its text ends in the middle of a sentence."""


def signs_of(page: Page) -> Signs:
    """The signs on a page; none for one that could not be read."""
    lines = [line for line in page.lines if line.role not in (Role.NOISE, Role.PAGE_NUMBER) and line.text]
    if not lines:
        return Signs(printed=_printed_page_number(page))
    head = _head(page, lines)
    forms = [landmark(line.text) for line in head]
    body = [line for line in lines if line.role is Role.BODY and len(line.text.split()) > 2]
    first, last = (body[0].text, body[-1].text) if body else ("", "")
    number, date = any(map(_has_number, head)), any(map(_is_dated, head))
    annex = Form.APPENDIX in forms[:4] or any(map(_is_annex, head[:4]))
    closing = _closes(lines)
    judged = judge([line.text for line in lines])
    paper = judged.paper if judged.titled or judged.paper in _PAPERS else ""
    return Signs(
        motto=any(_is_motto(line) for line in head),
        number=number,
        date=date,
        issuer=any(_is_issuer(line) for line in head),
        type=Form.TYPE in forms,
        addressee=Form.ADDRESSEE in forms,
        title=is_capitals(lines[0].text) and lines[0].role is not Role.TABLE,
        attached=any(_is_attached(line, own_number=number) for line in head),
        annex=annex,
        enclosure=not (number or date) and any(map(_is_enclosure, head)),
        form=_is_form(head, lines),
        paper=paper,
        titled=judged.titled,
        cover=not (number or annex or closing or paper) and _is_cover(lines),
        closing=closing,
        printed=_printed_page_number(page),
        runs_on=first[:1].islower() and not readings(first),
        goes_on=_goes_on(lines[0]),
        open_end=bool(last) and not last.rstrip().endswith(_END_MARKS),
    )


def secrecy_mark(page: Page) -> str | None:
    """The degree of secrecy that stands at the head of a page as a line of its own; None for none."""
    lines = [line for line in page.lines if line.role is not Role.TABLE]
    marks = (office_marks(line.text) or {} for line in _head(page, lines))
    return next((mark["secrecy"] for mark in marks if "secrecy" in mark), None)


def _head(page: Page, lines: Sequence[Line]) -> list[Line]:
    """The lines at the top of the page."""
    limit = page.height * (_HEAD if page.height > page.width else _HEAD_LANDSCAPE)
    return [line for line in lines[:_HEAD_LINES] if line.box is None or not limit or line.box.y0 < limit]


def _is_attached(line: Line, *, own_number: bool) -> bool:
    """Whether the line says what the page belongs to; not a title that runs on (`... ban hành kèm theo Quyết định`)."""
    text = line.text.lstrip(" .,'‘’|")
    if not _attached().match(bare(text)):
        return False
    return text.startswith("(") or not (text[0].islower() or (text.isupper() and own_number))


def _is_annex(line: Line) -> bool:
    """Whether the line, or a cell of it, is the heading of an annex or of a form."""
    return any(_ANNEX.match(bare(cell)) for cell in line.text.split(" | ") if len(cell) < _MAX_LINE_LENGTH)


def _is_cover(lines: Sequence[Line]) -> bool:
    words = sum(len(line.text.split()) for line in lines)
    titles = sum(is_capitals(line.text) for line in lines)
    return words <= _COVER_WORDS and titles > len(lines) / 3 and all(line.role is not Role.TABLE for line in lines)


def _is_enclosure(line: Line) -> bool:
    return line.role is not Role.TABLE and is_capitals(line.text) and is_enclosure(line.text)


def _is_form(head: Sequence[Line], lines: Sequence[Line]) -> bool:
    specimen = any(found.start() == 0 for line in head if (found := _PLACEHOLDER.search(bare(line.text))))
    return specimen or sum(bool(_DOTTED.search(line.text)) for line in lines) >= _FORM_LINES


def _is_motto(line: Line) -> bool:
    text = bare(line.text)
    if line.role is Role.TABLE or len(text) > 2 * _MAX_LINE_LENGTH:
        return False
    return has_motto(text)


def _has_number(line: Line) -> bool:
    text = bare(line.text)
    if len(text) > 2 * _MAX_LINE_LENGTH or line.role is Role.TABLE:
        return False
    if NUMBER_IN_TITLE.match(text) or (line.role is Role.ISSUER and LIKELY_SYMBOL.search(text)):
        return True
    found = NUMBER_OF_PAGE.match(text)
    if not found:
        return False
    rest = found["rest"] or found["more"] or ""
    return bool(LIKELY_SYMBOL.search(rest[:_MAX_LINE_LENGTH]) or re.match(r"\d+\s?[/-]", rest)) and not _DOTTED.search(
        rest
    )


def _is_dated(line: Line) -> bool:
    """Whether it is the line of place and date: nothing stands behind the year, and no sentence before the day."""
    if len(line.text) > 2 * _MAX_LINE_LENGTH or line.role is Role.TABLE or not _YEAR_ENDS.search(line.text):
        return False
    found = stamp(line.text)
    if not found or not found.date:
        return False
    if line.role is Role.MOTTO:
        return True
    place = found.place or ""
    return place[:1].isupper() and len(line.text) < _MAX_LINE_LENGTH and form(place) is not Form.BASIS


def _is_issuer(line: Line) -> bool:
    if _PLACEHOLDER.search(bare(line.text)):
        return False
    return line.role is Role.ISSUER or is_body_name(line.text)


def _closes(lines: Sequence[Line]) -> bool:
    forms = [landmark(line.text) if len(line.text) < _MAX_LINE_LENGTH else None for line in lines]
    if Form.RECIPIENTS in forms or any(line.role is Role.RECIPIENTS for line in lines):
        return True
    signing = [at for at, each in enumerate(forms) if each is Form.AUTHORITY or lines[at].role is Role.SIGNATURE]
    return any(is_name(line.text) for at in signing for line in lines[at + 1 : at + 1 + _MAX_LINES_TO_NAME])


def _printed_page_number(page: Page) -> int | None:
    found = (re.search(r"\d{1,4}", line.text) for line in page.lines if line.role is Role.PAGE_NUMBER)
    return next((int(number[0]) for number in found if number), None)


def _goes_on(line: Line) -> bool:
    """Whether the page begins inside a list or an outline."""
    if line.role is not Role.BODY:
        return False
    found = readings(line.text)
    return bullet(line.text) is not None or (bool(found) and min(reading.ordinal[-1] for reading in found) > 1)
