# SPDX-License-Identifier: Apache-2.0
"""The head of a document: issuer, number, place and date, marks of office; then what `opening` reads below them.

Both columns may have fallen into one line (`ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI ...`), as plain text often
has them; such lines are cut where the right column begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.dates import Stamp, stamp
from ocr_kh.genre.document_types import SYMBOL_OF_TYPE, TYPED_NUMBER
from ocr_kh.genre.forms import MOTTO, Form
from ocr_kh.genre.issuers import bodies_of, joint, with_strokes
from ocr_kh.genre.likeness import landmark
from ocr_kh.genre.office_marks import office_marks
from ocr_kh.genre.sentences import is_span, is_unfinished
from ocr_kh.language.letters import bare, is_capitals
from ocr_kh.language.syllables import is_syllable
from ocr_kh.plan.model import Header
from ocr_kh.plan.review.warnings import warn
from ocr_kh.plan.structure import opening

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word
    from ocr_kh.plan.structure.items import Item, Places

_WITHIN = 40
"""Paragraphs from the start within which a header ends."""
_ABOUT_LINE = 90
"""Longest line (characters) of a letter's subject, which stands in the left column."""
_NUMBER = re.compile(
    r"(?:S[o06]|SO(?=\s?:)|s[o06]\s?(?=:))\s*[:.;z]?(?P<raw>[^A-Za-z]{0,25}?|[^/]{1,12}?(?=\s*/))\s*"
    r"(?:/|[-–](?=\s?[A-Z]{2})|(?<=[\d\s])[Il|](?=(?:KH|QD|CT|BC|TB|NQ|TTr|HD|CTr)\b)|"
    r"(?<=\d)(?=[A-Z]{2,}[A-Za-z]*-[A-Z]))\s*"
    r"(?P<symbol>[A-Za-z][\w&]*(?:\s?[-–/.]\s?[A-Za-z][\w&]*)*)"
)
_TYPED = re.compile(TYPED_NUMBER)
_CLEAR_NUMBER = re.compile(r"\d+ ?[a-zđ]?(?:/\d{4})?")
_REST_OF_NUMBER = re.compile(r"[a-zđ]/(?=[A-ZĐ])")
"""A letter that an engine made of a handwritten number (`7/đ/QĐ-TTg`)."""
_GAZETTE_PART = re.compile(r"(?:PHAN )?(?:[IV]+\.? )?VAN BAN (?:QUY PHAM PHAP LUAT|KHAC|HOP NHAT)\b")
"""Heads of the parts of the gazette, which stand above the document's own."""
_UNION = re.compile(r"(?<!BCH )(?<!CHAP HANH )(?<!TRUNG UONG )\bDOAN (?:TNCS|THANH NIEN CONG SAN) HO CHI MINH$")
"""What stands in the place of the motto in documents of the youth union."""
_TORN_DATE = re.compile(r"\b(?:ngay|thang|ngay \d{1,2}|thang \d{1,2})$", re.IGNORECASE)
_REST_OF_DATE = re.compile(r"(?:\d{1,2}\s)?(?:thang|nam)\s[\d.…]", re.IGNORECASE)
"""A date that a narrow column has cut in two."""
_DRAFT = re.compile(r"(?:BAN )?DU THAO(?: LAN \w+)?$|TAI LIEU (?:HOI NGHI|PHIEN HOP|KY HOP)")
"""What a draft bears above its header."""
_SPECKS = re.compile(r"[“”‘’„|]|(?: (?:[^\w\s*–-]|[a-zà-ỹšž]))+$")
"""What an engine made of specks in a line of capitals."""
_ABOUT = re.compile(r"(?:V/v|Về việc)\b[:.]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a document says, and where its body begins."""

    header: Header
    document_type: str | None
    subject: str | None
    addressees: tuple[str, ...]
    authority_line: str | None
    body: int
    """Index of the first paragraph after the head."""
    warnings: tuple[Warning, ...]
    places: Places
    """Where each of these stands, by pointer in plan.json."""


def head(items: Sequence[Item]) -> Head:
    """Read the head off the first paragraphs of a document."""
    at, kind, run_on = opening.find_type(items)
    end = at if kind else _end_without_type(items)
    found = _block(items[:end])
    subject = " ".join(found.about) or None
    below, subject_places = end, found.places.pop("about", [])
    places: Places = {}
    if kind:
        places["/document_type"] = (items[at],)
        start = _number_below(items, at + 1, found)
        below, stated = opening.subject(items, start, run_on)
        subject_places = list(items[at if run_on else start : below]) if stated else subject_places
        subject = _of_title(_ABOUT.sub("", stated or "", count=1) if kind == "CÔNG VĂN" else stated, found) or subject
        below = _number_below(items, below, found)
    header = _header(found)
    places.update({f"/header/{name}": tuple(lines) for name, lines in found.places.items()})
    places["/subject"] = tuple(subject_places)
    position, addressees = opening.addressees(items, below)
    places.update({f"/addressees/{place}": tuple(items[below:position]) for place in range(len(addressees))})
    below = position
    position, authority = opening.authority_line(items, position)
    places["/authority_line"] = tuple(items[below:position])
    if not addressees:
        below = position
        position, addressees = opening.called(items, position)
        places.update({f"/addressees/{place}": tuple(items[below:position]) for place in range(len(addressees))})
    if kind is None:
        kind = _type_of_symbol(header.symbol, has_about=subject is not None)
        places["/document_type"] = tuple(found.places.get("symbol", ()) if kind else ())
    elif header.symbol:
        header = header.model_copy(update={"symbol": _of_type(header.symbol, kind)})
    warnings = tuple(_warnings(found, items[0].page if items else None))
    kept = {pointer: lines for pointer, lines in places.items() if lines}
    return Head(header, kind, subject, addressees, authority, position, warnings, kept)


def _of_type(symbol: str, kind: str) -> str:
    """The symbol of a document of that type, with the strokes of `QĐ` or `HĐ` that an engine lost.

    >>> _of_type("QD-UBND", "QUYẾT ĐỊNH"), _of_type("HD-SNV", "HƯỚNG DẪN"), _of_type("SYT-NVY", "CÔNG VĂN")
    ('QĐ-UBND', 'HD-SNV', 'SYT-NVY')
    """
    own = next((short for short, name in SYMBOL_OF_TYPE.items() if name == kind), "")
    first = re.split(r"[-/]", symbol, maxsplit=1)[0]
    return own + symbol[len(first) :] if bare(own) == bare(first) else symbol


def _number_below(items: Sequence[Item], position: int, found: _Found) -> int:
    """Read number, place and date where they stand below the type, as those of contracts and agreements do."""
    while position < len(items):
        item = items[position]
        is_number = item.form is Form.NUMBER and not found.symbol
        if not is_number and not (item.form is Form.DATE and found.stamp is None):
            break
        _read(item, found)
        position += 1
    return position


_TITLED = re.compile(
    r"(?:CUA (?P<above>[A-Z ,\-]{4,100}?) )?SO:? (?P<number>\d+[\w/]*?)[/\-](?P<symbol>[A-Z]\w*(?:-\w+)*),? "
    r"(?P<date>NGAY \d{1,2} THANG \d{1,2} NAM \d{4}),? ?"
    r"(?:CUA (?P<below>[A-Z ,\-]{4,100}?),? (?=VE |BAN HANH |QUY DINH |SUA DOI|PHE |HUONG DAN ))?"
)
"""`QUYẾT ĐỊNH` before `CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH SỐ 203/2004/QĐ-BTC NGÀY ... VỀ VIỆC ...`, as collections of law have
it."""


def _of_title(subject: str | None, found: _Found) -> str | None:
    """The subject; who issues, number and date go to the header where they stand before it and it lacks them."""
    titled = _TITLED.match(bare(subject or "").upper())
    if subject is None or titled is None or found.symbol:
        return subject
    issuer = "above" if titled["above"] else "below"
    found.left += [subject[titled.start(issuer) : titled.end(issuer)].upper()] if titled[issuer] else []
    found.number, found.symbol = (subject[titled.start(key) : titled.end(key)] for key in ("number", "symbol"))
    found.stamp = stamp(subject[titled.start("date") : titled.end("date")])
    return subject[titled.end() :]


def _end_without_type(items: Sequence[Item]) -> int:
    """How many paragraphs of a document without a type line belong to its header."""
    forms = (Form.MOTTO, Form.NUMBER, Form.DATE)
    places = [at for at, item in enumerate(items[:16]) if item.form in forms or item.role in (Role.ISSUER, Role.MOTTO)]
    end = places[-1] + 1 if places else 0
    while places and end < min(len(items), _WITHIN) and _is_about(items[end], items[end - 1]):
        end += 1
    return end


def _is_about(item: Item, before: Item) -> bool:
    """`V/v ...` under the number of a letter, or its next line; a mark of office may stand between."""
    if _ABOUT.match(item.text) or item.role is Role.ISSUER or office_marks(item.text):
        return True
    running = item.text[0].islower() or is_span(item.text) or is_unfinished(before.text, item.text)
    return running and len(item.text) < _ABOUT_LINE and len(before.text) < _ABOUT_LINE


def _type_of_symbol(symbol: str | None, *, has_about: bool) -> str | None:
    if not symbol:
        return None
    return SYMBOL_OF_TYPE.get(re.split(r"[-–/]", symbol)[0].strip()) or ("CÔNG VĂN" if has_about else None)


@dataclass(slots=True)
class _Found:
    """The header while its lines are read."""

    left: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    number: str | None = None
    symbol: str | None = None
    stamp: Stamp | None = None
    garbled: bool = False
    marks: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[Item]] = field(default_factory=dict)
    """The lines that each key of the header was read from."""

    def mark_place(self, item: Item, *names: str) -> None:
        for name in names:
            self.places.setdefault(name, []).append(item)


def _block(items: Sequence[Item]) -> _Found:
    found = _Found()
    lines = list(items)
    for at, item in enumerate(items[1:], 1):
        if _TORN_DATE.search(bare(lines[at - 1].text)) and _REST_OF_DATE.match(bare(item.text)):
            lines[at] = replace(item, text=f"{lines[at - 1].text} {item.text}", first=lines[at - 1].first)
            lines[at - 1] = replace(item, text="")
    for item in lines:
        _read(item, found)
    return found


def _header(found: _Found) -> Header:
    bodies = list(dict.fromkeys(bodies_of(found.left)))
    issuers = joint(bodies, found.symbol)
    above = len(bodies) - (len(issuers) if len(issuers) > 1 and issuers[-1] == bodies[-1] else 1)
    if not bodies[:above]:
        found.places.pop("parent_issuer", None)
    stamped = found.stamp or Stamp(None, None)
    found.symbol = with_strokes(found.symbol, bodies[-1]) if found.symbol and bodies else found.symbol
    return Header(
        parent_issuer=" ".join(bodies[:above]) or None,
        issuer=" ".join(bodies[above:]) or None if bodies else None,
        number=found.number,
        symbol=found.symbol,
        place=stamped.place,
        date=stamped.date,
        urgency=found.marks.get("urgency"),
        secrecy=found.marks.get("secrecy"),
        copy=found.marks.get("copy"),
        circulation=found.marks.get("circulation"),
        issuers=issuers,
    )


def _warnings(found: _Found, page: int | None) -> list[Warning]:
    made = []
    if found.garbled:
        made.append(warn("header.number", page=page))
    elif found.symbol and not found.number:
        made.append(warn("header.number_blank", page=page))
    if found.stamp and len(found.stamp.date or "") < 10:
        made.append(warn("header.date", page=page))
    return made


def _read(item: Item, found: _Found) -> None:
    """Take what one line of the header says into `found`."""
    text = item.text.replace("⁄", "/").lstrip(" ,.:;'‘’`|—–-_*")
    plain = bare(text)
    if motto := MOTTO.search(plain) or (_UNION.search(plain, 0 if found.left else 1)):
        text = text[: motto.start()].strip()
    clear = _SPECKS.sub("", text).strip()
    text = clear if is_capitals(clear) else text
    if not any(map(str.isalnum, text)) or landmark(text) is Form.MOTTO or _DRAFT.match(plain):
        return
    if marks := office_marks(text):
        found.marks.update(marks)
        found.mark_place(item, *marks)
        return
    if typed := _TYPED.match(bare(text)):
        text = f"Số: {text[typed.end() :]}"
    plain = bare(text)
    if number := _NUMBER.match(plain):
        _number(text, number, found)
        found.mark_place(item, "number", "symbol")
        text = text[number.end() :].strip()
    if (dated := stamp(text)) and found.stamp is None:
        found.stamp = dated
        found.mark_place(item, "place", "date")
    elif _ABOUT.match(text) or (found.about and not is_capitals(text)):
        found.about.append(_ABOUT.sub("", text, count=1) if not found.about else text)
        found.mark_place(item, "about")
    elif (
        text and not number and item.form is not Form.NUMBER and item.role is not Role.MOTTO and _is_issuer(item, text)
    ):
        found.left.append(text)
        found.mark_place(item, "issuer", "parent_issuer", "issuers")


def _is_issuer(item: Item, text: str) -> bool:
    """A line of the issuer's column: in capitals, or there by its place and no speck."""
    letters = sum(map(str.isalpha, text))
    if _GAZETTE_PART.match(bare(text)):
        return False
    if text in {"SỞ", "BỘ"}:  # the rest of the name on the next line
        return True
    if item.role is Role.ISSUER and text.isupper() and text.isalpha() and is_syllable(text.lower()):
        return True  # the last word of a name
    return letters > 1 and ((is_capitals(text) and letters > 3) or (item.role is Role.ISSUER and letters > 5))


def _number(text: str, match: re.Match[str], found: _Found) -> None:
    raw = text[match.start("raw") : match.end("raw")].strip(" .…_:-–")
    symbol = re.sub(r"\s*([-–/])\s*", r"\1", text[match.start("symbol") : match.end("symbol")])
    found.symbol = symbol[2:] if _REST_OF_NUMBER.match(symbol) else symbol
    if found.symbol != symbol:
        found.garbled = True
    elif _CLEAR_NUMBER.fullmatch(raw):
        found.number = raw.replace(" ", "")
    else:
        found.garbled = any(map(str.isalnum, raw))
