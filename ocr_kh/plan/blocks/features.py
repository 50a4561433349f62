# SPDX-License-Identifier: Apache-2.0
"""What a line of a block shows: likeness to the fixed lines of the genre, its setting, its place, its neighbours.

Each feature has a strength from 0 to 1, as true is; likeness is by edit distance without marks, so that no line must
match.
"""

from __future__ import annotations

import re
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.document_types import KIND_WORDS, joined_types, party_heads, party_types, type_of_bare
from ocr_kh.genre.forms import SIGNED, Form
from ocr_kh.genre.issuers import is_unfinished_name
from ocr_kh.genre.line import judged
from ocr_kh.genre.markdown import is_row
from ocr_kh.genre.office_marks import is_receipt
from ocr_kh.genre.people import has_surname, is_rank
from ocr_kh.genre.sentences import begins_anew, is_unfinished
from ocr_kh.genre.titles import title, title_anywhere, titles
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import CAPITALS, is_capitals, plain_of
from ocr_kh.language.spellings import alternatives, bare_capitals, loosely
from ocr_kh.language.syllables import is_syllable
from ocr_kh.plan.blocks.captions import is_caption
from ocr_kh.plan.blocks.number_line import number_line
from ocr_kh.plan.blocks.strengths import AROUND, capital_strength, garbled, is_strange, likeness, named, oddness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocr_kh.genre.line import GenreLine
    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.blocks.lines import BlockLine

_LONG = 100
"""Characters of a full line of running text."""
_SYLLABLE_LETTERS = 3
"""Letters of a line that may be a syllable, however it was read."""
_FEW = 4
"""Letters and figures from which on a line is no speck."""
_CLEARLY = 0.9
"""Confidence from which marks on a syllable are print, and no specks."""
_FIXED = 90
"""Characters of the longest line of a block that is set and not written."""
_ABOUT = re.compile(
    r"\W{0,3}(?:[VW]\s?[/\\|1lIíi%&⁄]{1,2}\s?[vVwW]?|[VW][vwVW%](?=\s)|Ve viec\b|VE VIEC\b)", re.IGNORECASE
)
"""`V/v`, and what an engine makes of it (`W%`, `V/w`, `V1v`); in text without marks."""
_TO = re.compile(r"Kinh trinh|gui\s?:")
"""`Kính gửi:` in other words, or without its first, which a stamp hides."""
_DAY = re.compile(r"\W{0,2}ngay\b.{0,14}thang\b.{0,8}nam\b.{0,8}$", re.IGNORECASE)
"""A day without its place, as a stamp has it."""
_TORN_DATE = re.compile(r"\b(?:ngay|thang|ngay \d{1,2}|thang \d{1,2})$", re.IGNORECASE)
_DATE_REST = re.compile(r"(?:\d{1,2}\s)?(?:thang|nam)\s[\d.…]", re.IGNORECASE)
"""A date that a narrow column has cut in two."""
_NUMBER = re.compile(r"số\b.*\d", re.IGNORECASE)
"""A number, of which an engine made a word; `SỐ NỘI VỤ` is `SỞ NỘI VỤ`."""
CALLING = re.compile(r"(?<=.{8})\s(?:điện|ĐIỆN|dien|DIEN)\s?:?$")
"""Behind him who calls in a telegram (`CHỦ TỊCH ỦY BAN NHÂN DÂN ... điện:`)."""
_LONGEST_CALLING = len(" điện :")
_SIGN = re.compile(r"\W{0,3}(?:T/?M|K/?T|T/?L|T\.?U\.?Q|Q)\s?[.,:]\s?[A-Z]|(?:T/M|K/T|T/L)\s[A-Z]")
_FILE_COPY = re.compile(r"Luu(?<!\wLuu)\b")
_ENDED = re.compile(r"[.\s]/\s?\.?\W*$")
"""`./.`, with which the text of a document ends, also torn."""
_DATE_WORDS = re.compile(r"n(?<!\w.)[g9]\w{0,3}?.{0,14}?t?h\w{1,2}n?g.{0,10}?\bn\w{1,2}\b[\s\d.…_]{0,12}")
_DATE_FIGURES = re.compile(r"ngay(?<!\wngay)\s*\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?\d{4}\W*$")
_DATE_BEGUN = re.compile(r" ngay[\d.…/ ]*(?:thang)?$|, ngay[\d.…/ ]+thang[\d.…/ ]+$")
_ARCHIVE = re.compile(r"\W{0,3}(?:Luu\b|[Ll1I]\w?uu\s?:)")
_PURPOSE = re.compile(r"\((?:de |[btpcd]\s?/\s?\w)|\(bao cao\)|\(thuc hien\)", re.IGNORECASE)
_FIGURES = re.compile(r"[ .–-]*(?:\d+|\w+\s?:[\d. ]{8,})[ .–-]*")
"""A number alone, a telephone's behind its label."""
_BRACE = re.compile(r"[}⎬⎫⎭｝]")
_BRIEF = 45
"""Characters of a line that is no full sentence of running text, where nothing ends it."""
_MUCH_SHORTER = 10
"""Characters by which the rest of a centred line is shorter."""
_OF_NAME = re.compile(rf"[{CAPITALS}][^\W\d_]*['’]?[^\W\d_]*(?:\s(?-i:[{CAPITALS}])|\W*$)")
"""How a line begins that goes on with a name: two words with a capital, or one and no more."""


@from_vocabulary
def _bare_types(words: Vocabulary) -> tuple[str, ...]:
    return tuple(type_of_bare(words))


@from_vocabulary
def _bare_titles(words: Vocabulary) -> tuple[str, ...]:
    return tuple(map(plain_of, titles(words)))


@from_vocabulary
def _name_torn(words: Vocabulary) -> re.Pattern[str]:
    """A line that ends with the first word of a name: of a unit (`trên địa bàn phường`), of a body (`của Bộ`)."""
    heads = (*KINDS, *(each.name for each in words.organisations if each.incomplete))
    return re.compile(rf"\b(?:{alternatives(heads, bare_capitals)})$")


@from_vocabulary
def _title_first(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"{title(words)}\b")


@from_vocabulary
def _mottos(words: Vocabulary) -> tuple[str, ...]:
    return tuple(bare_capitals(motto) for motto in words.fixed("motto", "inside", "whole", "part"))


@from_vocabulary
def _above_header(words: Vocabulary) -> re.Pattern[str]:
    """A draft, the paper of a meeting, a part of a gazette."""
    draft, gazette = loosely(words.fixed("draft", "start")), loosely(words.fixed("gazette", "start"))
    return re.compile(rf"(?i:{draft})|(?:PHAN )?(?:[IV]+\.? )?{gazette}")


@from_vocabulary
def _decides(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"{loosely(words.fixed('decides', 'whole'))}$")


@from_vocabulary
def _role(words: Vocabulary) -> re.Pattern[str]:
    """Who signs as what, where it is no title of an office: `NGƯỜI LẬP`, `P. TRƯỞNG PHÒNG`."""
    start, whole = loosely(words.fixed("role", "start")), loosely(words.fixed("role", "whole"))
    return re.compile(rf"{start}|{whole}$|P\. ?[A-Z]")


@from_vocabulary
def _lone_heads(words: Vocabulary) -> frozenset[str]:
    """First words of bodies that may fill a line of their own, as they are written: `SỞ`."""
    return frozenset(each.name.upper() for each in words.organisations if each.incomplete and " " not in each.name)


def _is_clear_syllable(text: str, confidence: float) -> bool:
    """Whether a line is one syllable in capitals with marks, clearly read: `VỤ` below `TRUNG TÂM PHỤC`, and no speck.

    >>> _is_clear_syllable("VỤ", 0.95), _is_clear_syllable("4H", 0.95), _is_clear_syllable("VỤ", 0.5)
    (True, False, False)
    """
    marked = 1 < len(text) <= _SYLLABLE_LETTERS and text.isupper() and not text.isascii()
    return marked and confidence >= _CLEARLY and bool(is_syllable(text.lower()))


def _is_numbered(line: GenreLine) -> bool:
    """Whether a line is the first of an enumeration, whatever the line above it lacks."""
    return line.text.startswith(("1.", "I.")) and bool(line.readings)


def _is_torn(above: str) -> bool:
    """Whether a line ends inside a name; `CHỈ THỊ` is a type, and no town."""
    return bool(_name_torn().search(above)) and above.strip() not in type_of_bare()


def _setting(line: BlockLine, above: BlockLine | None) -> dict[str, float]:
    """What every line shows: its letters, its place, how it ends, whether it goes on from the line above.

    Features of no strength are among them.
    """
    text, one = line.text, judged(line.text)
    plain = one.plain
    clear = _is_clear_syllable(text, line.confidence)
    capitals = 1.0 if clear else capital_strength(text)
    letters = _count(str.isalpha, text)
    signs = letters if letters == _FEW else _count(_is_print, text)
    told = list(map(is_strange, text.split()))
    words = len(told) - told.count(None)
    shown = {
        "capitals": capitals,
        "mixed": 1.0 - capitals if letters > 2 else 0.0,
        "lower": text[:1].islower(),
        "empty": signs == 0,
        "short": float(letters > 0 and signs < _FEW)
        * (0.25 if clear else 0.5 if letters == _SYLLABLE_LETTERS and is_syllable(text.lower()) else 1.0),
        "long": min(1.0, max(0.0, (len(text) - _FIXED) / _LONG)),
        "stop": text.endswith((".", ";")),
        "colon": text.endswith(":"),
        "blank": line.blank,
        "heading": line.heading,
        "table": line.role is Role.TABLE or is_row(text),
        "noise": line.role is Role.NOISE,
        "garbled": garbled(told.count(True) / max(words, 1), line.confidence),
        "item": bool(one.readings),
        "bullet": one.bullet is not None,
        "goes_on": (
            above is not None
            and (
                text[:1].islower()
                or (is_unfinished(above.text, text) and not _is_numbered(one))
                or one.is_span
                or (bool(_OF_NAME.match(text)) and _is_torn(plain_of(above.text).upper()))
            )
        ),
        "span": one.is_span,
        "about": bool(_ABOUT.match(plain[:14])),
        "note": one.is_note,
        "caption": one.bullet is None and is_caption(plain.lower()),
        "mark": one.office_marks is not None,
        "odd": oddness(text) * capitals if capitals else 0.0,
        "motto": likeness(plain.upper(), _mottos()) if len(text) < _FIXED else 0.0,
        "parens": text.startswith("("),
    }
    if line.zone is not None:
        shown["boxed"] = 1.0
        shown[line.zone.value] = 1.0
    return shown


def _count(is_one: Callable[[str], bool], text: str) -> int:
    """How many letters of a line are so, up to a few: more say no more."""
    return len(list(islice(filter(is_one, text), _FEW)))


def _is_print(letter: str) -> bool:
    return letter.isalpha() or letter.isdigit()


def beside_others(lines: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """The lines, each as garbled as it is beyond the others: text without marks, or badly read, is no noise."""
    usual = median(shown.get("garbled", 0.0) for shown in lines)
    return [shown | {"garbled": max(0.0, shown.get("garbled", 0.0) - usual)} for shown in lines]


def header_features(line: BlockLine, above: BlockLine | None, before: BlockLine | None) -> dict[str, float]:
    """What a line of the header shows; `above` is the line above it in its column, `before` the one before it."""
    if calling := _calling(line.text):
        line = line._replace(text=line.text[: calling.start()])
    text, one = line.text, judged(line.text)
    plain = one.plain
    found = one.form
    numbered = number_line(text)
    capitals = capital_strength(text) > 0
    name = judged(text.upper() if capitals else text)
    kind = name.type_and_rest
    squeezed = " ".join(plain.split())
    party = squeezed in party_types() or (text.isupper() and squeezed.startswith(party_heads()))
    fixed = len(text) < _FIXED
    shown = _setting(line, above) | {
        "number": (1.0 if numbered.number or not numbered.garbled else 0.8) if numbered else 0.0,
        "number_head": found is Form.NUMBER,
        "date": _dated(plain) if len(text) < 2 * _FIXED else 0.0,
        "kind": likeness(plain.upper().strip(" .,*_|'‘’I"), _bare_types()) if fixed and capitals else 0.0,
        "party_kind": party,
        "spaced_kind": len(text) > len("L U A T") and text.isupper() and _spaced(plain) in joined_types(),
        "brief": len(text) < _BRIEF and text[-1:].isalnum() and not capitals,
        "kind_and_more": kind is not None and not kind[1].endswith((":", ";")),
        "kind_of_kind": bool(kind and capitals and len(kind[1].split()) <= KIND_WORDS),
        "decides": bool(_decides().match(plain)),
        "date_rest": (
            bool(_DATE_REST.match(plain)) and before is not None and bool(_TORN_DATE.search(plain_of(before.text)))
        ),
        "to": 1.0 if _TO.match(plain) else likeness(plain[:8].lower(), ("kinh gui",)),
        "basis": found is Form.BASIS,
        "of_closing": found is Form.RECIPIENTS or bool(_SIGN.match(plain)) or plain.endswith(("./", "./.")),
        "lead_in": one.is_lead_in and not one.capitals,
        "body": name.is_body_name and not _NUMBER.match(text),
        "unit": name.is_unit_name,
        "figures": not any(map(str.isalpha, text)) and any(map(str.isdigit, text)),
        "title": capitals and bool(_title_first().match(name.plain)),
        "received": is_receipt(text) and not _is_rest_of_text(text, before),
        "draft": bool(_above_header().match(plain)),
        "symbol_rest": above is not None and above.text.endswith("-") and number_line(above.text) is not None,
        "calling": calling is not None,
        "of": plain.startswith(("CUA ", "Cua ")),
        "under_hyphen": any(each is not None and _is_unfinished(each.text, text) for each in (above, before)),
        "smaller": before is not None and capitals == 0.0 and text[0].isalpha() and is_capitals(before.text),
        "larger": before is not None and capitals and one.capitals and not is_capitals(before.text),
        "anew": before is not None and not capitals and begins_anew(text, before.text),
        "wrapped": before is not None and not capitals and _is_rest(one, before.text),
        "under_kind": before is not None and capitals == 0.0 and _is_kind_of_kind(before.text),
        "called": before is not None and _calling(before.text) is not None,
    }
    shown |= _outweighing(
        shown, text, in_stamp=before is not None and is_receipt(before.text) and bool(_DAY.match(plain))
    )
    return {name: strength for name, strength in shown.items() if strength}


def _calling(text: str) -> re.Match[str] | None:
    return CALLING.search(text, max(0, len(text) - _LONGEST_CALLING))


def _outweighing(shown: dict[str, float], text: str, *, in_stamp: bool) -> dict[str, float]:
    """The features that others of the same line settle."""
    settled: dict[str, float] = {}
    if in_stamp or shown["received"]:
        settled |= {"received": 1.0, "note": 0.0, "kind_and_more": 0.0, "kind_of_kind": 0.0}
    if shown["date_rest"]:
        settled["date"] = 1.0
    if shown["under_hyphen"]:
        settled |= {"kind": 0.0, "kind_and_more": 0.0, "figures": 0.0}
    if text in _lone_heads():
        settled |= {"capitals": 1.0, "body": 1.0, "short": 0.0}
    return settled


def _is_rest_of_text(text: str, before: BlockLine | None) -> bool:
    """Whether a line in small letters goes on with the one before it, which is no line of a stamp."""
    above = before.text if before is not None and text[:1].islower() else ""
    return above[-1:].isalpha() and not (capital_strength(above) or is_receipt(above))


def _is_rest(line: GenreLine, above: str) -> bool:
    """Whether a line is the short rest of a full one: no paragraph of the body is so short without a number.

    >>> _is_rest(judged("Ngãi"), "Về việc triển khai sử dụng hóa đơn điện tử trên địa bàn tỉnh Quảng")
    True
    """
    full = len(above) > _BRIEF and above[-1:].isalpha() and len(line.text) < min(_BRIEF, len(above) - _MUCH_SHORTER)
    return full and line.text[-1:].isalnum() and not line.readings and line.bullet is None


def _is_kind_of_kind(text: str) -> bool:
    """Whether a line in capitals is a type and what kind of it (`KẾ HOẠCH HÀNH ĐỘNG`)."""
    line = judged(text)
    kind = line.type_and_rest if line.capitals else None
    return kind is not None and 0 < len(kind[1].split()) <= KIND_WORDS


def _is_unfinished(text: str, below: str) -> bool:
    """Whether a line is the first of a name that `below` goes on with; a speck is none.

    >>> _is_unfinished("PHÒNG VĂN HÓA -", "XÃ HỘI"), _is_unfinished("PHÒNG CÔNG CHỨNG SỐ", "2")
    (True, True)
    >>> _is_unfinished("PHÒNG CÔNG CHỨNG SỐ", "BỘ TƯ PHÁP")
    False
    """
    numbered = below.isdigit() and plain_of(text).upper().endswith(" SO")
    return numbered or (is_unfinished_name(text) and any(map(str.isalpha, text)))


def _spaced(plain: str) -> str:
    """The word whose letters stand apart (`Q U Y E T D I N H`); empty for other lines."""
    words = plain.split()
    return "".join(words) if words and max(map(len, words)) == 1 else ""


def _dated(plain: str) -> float:
    """How like a line is to place and date: the three words of a date, one after the other, at its end."""
    lower = plain.lower()
    found = _DATE_WORDS.search(lower)
    if found is None:
        figures = _DATE_FIGURES.search(lower)
        first = figures is not None and ":" not in lower[: figures.start()]  # `Số giấy phép: 123, cấp ngày ...`
        return 0.8 if figures and first and figures.start() < 40 else 0.4 if _DATE_BEGUN.search(plain) else 0.0
    ends = len(plain) - found.end() < 4
    return (1.0 if ends else 0.2) if found.start() < 45 else 0.0


def closing_features(line: BlockLine, above: BlockLine | None) -> dict[str, float]:
    """What a line of the closing shows; `above` is the line above it in its column."""
    text, one = line.text, judged(line.text)
    plain, found = one.plain, one.form
    core = plain.strip(" .,;:*_|'‘’`-–—~")
    fixed = len(text) < _FIXED
    capitals = capital_strength(text) > 0
    name = judged(text.upper() if capitals else text)
    name_strength = named(text)
    shown = _setting(line, above) | {
        "recipients": 1.0
        if found is Form.RECIPIENTS and len(core) < 14
        else likeness(core.lower(), ("noi nhan",))
        if len(core) < 14
        else 0.0,
        "recipients_and_more": found is Form.RECIPIENTS and len(core) >= 14,
        "archive": bool(_ARCHIVE.match(plain)),
        "archive_inside": bool(_FILE_COPY.search(plain, 9)),
        "purpose": bool(_PURPOSE.search(plain)),
        "brace": bool(_BRACE.search(text)),
        "sign": bool(_SIGN.match(plain)),
        "title": likeness(core.upper(), _bare_titles())
        if fixed and capitals
        else float(core.upper() in _bare_titles()),
        "digits": any(map(str.isdigit, text)),
        "titled": capitals and bool(title_anywhere().search(name.plain)),
        "role": capitals and bool(_role().match(core.upper())),
        "body": name.is_body_name and fixed,
        "unit": name.is_unit_name,
        "name": name_strength,
        "surname": name_strength > 0 and has_surname(text.strip(AROUND), plain_of(text.strip(AROUND))),
        "rank": is_rank(text.strip(AROUND)),
        "figures": bool(_FIGURES.fullmatch(text)),
        "signed": bool(SIGNED.match(plain)) and len(text) < _FIXED,
        "annex": one.annex_heading is not None or one.is_attached_note or found is Form.APPENDIX,
        "kind": found is Form.TYPE,
        "number": found is Form.NUMBER,
        "date": _dated(plain) if fixed else 0.0,
        "closing": found is Form.CLOSING,
        "ended": above is not None and bool(_ENDED.search(above.text)),
    }
    if name_strength == 1.0 and shown["surname"] and core.upper() not in _bare_titles():
        shown["title"] = 0.0  # `TRƯƠNG THỊ HOA` is like `TRƯỞNG KHOA`
    return {name: strength for name, strength in shown.items() if strength}
