# SPDX-License-Identifier: Apache-2.0
"""What a line of a header shows: likeness to its fixed lines, and what it is to the line before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.document_types import KIND_WORDS, joined_types, party_heads, party_types, type_of_bare
from ocr_kh.genre.forms import Form
from ocr_kh.genre.issuers import is_unfinished_name
from ocr_kh.genre.line import judged
from ocr_kh.genre.office_marks import is_receipt
from ocr_kh.genre.sentences import begins_anew
from ocr_kh.genre.titles import title
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import is_capitals, plain_of
from ocr_kh.language.spellings import loosely
from ocr_kh.plan.blocks.features.setting import FIXED, SIGN, dated, setting
from ocr_kh.plan.blocks.features.strengths import capital_strength, likeness
from ocr_kh.plan.blocks.number_line import number_line

if TYPE_CHECKING:
    from ocr_kh.genre.line import GenreLine
    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.blocks.lines import BlockLine

_TO = re.compile(r"Kinh trinh|gui\s?:")
"""`Kính gửi:` in other words, or without its first, which a stamp hides."""
_DAY = re.compile(r"\W{0,2}ngay\b.{0,14}thang\b.{0,8}nam\b.{0,8}$", re.IGNORECASE)
"""A day without its place, as a stamp has it."""
_TORN_DATE = re.compile(r"\b(?:ngay|thang|ngay \d{1,2}|thang \d{1,2})$", re.IGNORECASE)
_DATE_REST = re.compile(r"(?:\d{1,2}\s)?(?:thang|nam)\s[\d.…]", re.IGNORECASE)
"""A date that a narrow column has cut in two."""
_NUMBER = re.compile(r"số\b.*\d", re.IGNORECASE)
"""A number, of which an engine made a word; `SỐ NỘI VỤ` is `SỞ NỘI VỤ`."""
_OF_YEAR = re.compile(r"\bNAM (?:19|20)\d\d$")
"""How a subject ends, and no body's name."""
CALLING = re.compile(r"(?<=.{8})\s(?:điện|ĐIỆN|dien|DIEN)\s?:?$")
"""Behind him who calls in a telegram (`CHỦ TỊCH ỦY BAN NHÂN DÂN ... điện:`)."""
_LONGEST_CALLING = len(" điện :")
_BRIEF = 45
"""Characters of a line that is no full sentence of running text, where nothing ends it."""
_MUCH_SHORTER = 10
"""Characters by which the rest of a centred line is shorter."""


@from_vocabulary
def _bare_types(words: Vocabulary) -> tuple[str, ...]:
    return tuple(type_of_bare(words))


@from_vocabulary
def _title_first(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"{title(words)}\b")


@from_vocabulary
def _above_header(words: Vocabulary) -> re.Pattern[str]:
    """A draft, the paper of a meeting, a part of a gazette."""
    draft, gazette = loosely(words.fixed("draft", "start")), loosely(words.fixed("gazette", "start"))
    return re.compile(rf"(?i:{draft})|(?:PHAN )?(?:[IV]+\.? )?{gazette}")


@from_vocabulary
def _decides(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"{loosely(words.fixed('decides', 'whole'))}$")


@from_vocabulary
def _opens(words: Vocabulary) -> re.Pattern[str]:
    """The first words of minutes."""
    return re.compile(loosely(words.fixed("opening", "start")), re.IGNORECASE)


@from_vocabulary
def _lone_heads(words: Vocabulary) -> frozenset[str]:
    """First words of bodies that may fill a line of their own, as they are written: `SỞ`."""
    return frozenset(each.name.upper() for each in words.organisations if each.incomplete and " " not in each.name)


def header_features(line: BlockLine, above: BlockLine | None, before: BlockLine | None) -> dict[str, float]:
    """What a line of the header shows; `above` is the line above it in its column, `before` the one before it."""
    if calling := _calling(line.text):
        line = line._replace(text=line.text[: calling.start()])
    text, one = line.text, judged(line.text)
    plain = one.plain
    found = one.form or (judged(one.bullet[1]).form if one.bullet else None)
    numbered = number_line(text)
    capitals = capital_strength(text) > 0
    name = judged(text.upper() if capitals else text)
    kind = name.type_and_rest
    squeezed = " ".join(plain.split())
    party = squeezed in party_types() or (text.isupper() and squeezed.startswith(party_heads()))
    fixed = len(text) < FIXED
    shown = setting(line, above) | {
        "number": (1.0 if numbered.number or not numbered.garbled else 0.8) if numbered else 0.0,
        "number_head": found is Form.NUMBER,
        "date": dated(plain) if len(text) < 2 * FIXED else 0.0,
        "kind": likeness(plain.upper().strip(" .,*_|'‘’I"), _bare_types()) if fixed and capitals else 0.0,
        "party_kind": party,
        "spaced_kind": len(text) > len("L U A T") and text.isupper() and _spaced(plain) in joined_types(),
        "brief": len(text) < _BRIEF and text[-1:].isalnum() and not capitals,
        "kind_and_more": kind is not None and not kind[1].endswith((":", ";")),
        "kind_of_kind": bool(kind and capitals and len(kind[1].split()) <= KIND_WORDS),
        "decides": bool(_decides().match(plain)),
        "opening": capitals == 0.0 and bool(_opens().match(plain.lstrip())),
        "date_rest": (
            bool(_DATE_REST.match(plain)) and before is not None and bool(_TORN_DATE.search(plain_of(before.text)))
        ),
        "to": 1.0 if _TO.match(plain) else likeness(plain[:8].lower(), ("kinh gui",)),
        "basis": found is Form.BASIS,
        "of_closing": found is Form.RECIPIENTS or bool(SIGN.match(plain)) or plain.endswith(("./", "./.")),
        "lead_in": one.is_lead_in and not one.capitals,
        "body": name.is_body_name and not _NUMBER.match(text),
        "unit": name.is_unit_name,
        "figures": not any(map(str.isalpha, text)) and any(map(str.isdigit, text)),
        "of_year": bool(_OF_YEAR.search(plain)),
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
        "capitals_on": (
            before is not None and not line.blank and capitals > 0 and is_capitals(text) and is_capitals(before.text)
        ),
        "wrapped": before is not None and not capitals and _is_rest(one, before.text),
        "under_kind": before is not None and capitals == 0.0 and _is_kind_of_kind(before.text),
        "called": before is not None and _calling(before.text) is not None,
    }
    if shown["opening"]:
        shown |= {"brief": 0.0, "date": 0.0, "goes_on": 0.0}
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
