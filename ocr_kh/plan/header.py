# SPDX-License-Identifier: Apache-2.0
"""The head of a document: issuer, number, place and date, type, subject, addressees.

Both columns may have fallen into one line (`ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI ...`), as plain text often
has them; such lines are cut where the right column begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.enumerators import bullet, readings
from ocr_kh.genre.forms import (
    BODIES,
    MOTTO,
    SYMBOL_OF_TYPE,
    TYPE_OF_BARE,
    UNITS,
    Form,
    document_type,
    is_body_name,
    is_lead_in,
)
from ocr_kh.genre.marks import bare, is_capitals
from ocr_kh.layout.joining import is_unfinished
from ocr_kh.plan.dates import Stamp, stamp
from ocr_kh.plan.model import Header, Warning  # noqa: A004 - the contract's word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.items import Item

_WITHIN = 40
"""Paragraphs from the start within which the type of the document stands."""
_SUBJECT_LENGTH = 600
_ABOUT_LINE = 90
"""Longest line (characters) of a letter's subject, which stands in the left column."""
_NUMBER = re.compile(
    r"(?:S[o06]|SO(?=\s?:))\s*[:.;z]?(?P<raw>[^A-Za-z]{0,25}?|[^/]{1,12}?(?=\s*/))\s*"
    r"(?:/|[-–](?=\s?[A-Z]{2})|(?<=[\d\s])[Il|](?=(?:KH|QD|CT|BC|TB|NQ|TTr|HD|CTr)\b)|"
    r"(?<=\d)(?=[A-Z]{2,}[A-Za-z]*-[A-Z]))\s*"
    r"(?P<symbol>[A-Za-z][\w&]*(?:\s?[-–/.]\s?[A-Za-z][\w&]*)*)"
)
_CLEAR_NUMBER = re.compile(r"\d+ ?[a-zđ]?(?:/\d{4})?")
_ABOUT = re.compile(r"(?:V/v|Về việc)\b[:.]?\s*", re.IGNORECASE)
_URGENCY = {"HOA TOC": "HỎA TỐC", "THUONG KHAN": "THƯỢNG KHẨN", "KHAN": "KHẨN"}
_SECRECY = {"TUYET MAT": "TUYỆT MẬT", "TOI MAT": "TỐI MẬT", "MAT": "MẬT"}
_COPIES = {"SAO Y": "SAO Y", "SAO Y BAN CHINH": "SAO Y", "TRICH SAO": "TRÍCH SAO", "SAO LUC": "SAO LỤC"}


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


def head(items: Sequence[Item]) -> Head:
    """Read the head off the first paragraphs of a document."""
    at, kind, run_on = _find_type(items)
    end = at if kind else _end_without_type(items)
    header, about, warnings = _block(items[:end])
    position, subject = (at + 1, run_on) if kind else (end, about)
    if kind:
        position, subject = _subject(items, position, run_on)
    position, addressees = _addressees(items, position)
    position, authority = _authority(items, position)
    kind = kind or _type_of_symbol(header.symbol, has_about=about is not None)
    return Head(header, kind, subject or about, addressees, authority, position, warnings)


def _find_type(items: Sequence[Item]) -> tuple[int, str | None, str | None]:
    """Where the type stands, which it is, and the part of the subject on its line."""
    near = items[:_WITHIN]
    for at, item in enumerate(near):
        if item.form is Form.TYPE:
            return at, document_type(item.text), None
        if item.form in (Form.BASIS, Form.RECIPIENTS) or len(item.text) > 400 or readings(item.text):
            near = near[:at]
            break
    for at, item in enumerate(near[:16]):
        if found := _type_with_subject(item):
            return at, *found
    return 0, None, None


def _type_with_subject(item: Item) -> tuple[str, str] | None:
    """`KẾ HOẠCH Tuyên truyền ...`: type and subject on one line."""
    plain = bare(item.text[:30])
    for name, kind in TYPE_OF_BARE.items():
        rest = item.text[len(name) :].strip()
        if plain.startswith(f"{name} ") and rest and item.role is Role.BODY and not rest.endswith((":", ";")):
            return kind, rest
    return None


def _end_without_type(items: Sequence[Item]) -> int:
    """How many paragraphs of a document without a type line belong to its header."""
    forms = (Form.MOTTO, Form.NUMBER, Form.DATE)
    places = [at for at, item in enumerate(items[:16]) if item.form in forms or item.role in (Role.ISSUER, Role.MOTTO)]
    end = places[-1] + 1 if places else 0
    while places and end < min(len(items), _WITHIN) and _is_about(items[end], items[end - 1]):
        end += 1
    return end


def _is_about(item: Item, before: Item) -> bool:
    """`V/v ...` under the number of a letter, or its next line."""
    if _ABOUT.match(item.text) or item.role is Role.ISSUER:
        return True
    running = item.text[0].islower() or is_unfinished(before.text, item.text)
    return running and len(item.text) < _ABOUT_LINE and len(before.text) < _ABOUT_LINE


def _type_of_symbol(symbol: str | None, *, has_about: bool) -> str | None:
    if not symbol:
        return None
    return SYMBOL_OF_TYPE.get(re.split(r"[-–/]", symbol)[0].strip()) or ("CÔNG VĂN" if has_about else None)


@dataclass(slots=True)
class _Found:
    """The header while its lines are read."""

    left: list[str]
    about: list[str]
    number: str | None = None
    symbol: str | None = None
    stamp: Stamp | None = None
    garbled: bool = False
    marks: dict[str, str] | None = None


def _block(items: Sequence[Item]) -> tuple[Header, str | None, tuple[Warning, ...]]:
    found = _Found([], [])
    for item in items:
        _read(item, found)
    bodies = bodies_of(found.left)
    stamped = found.stamp or Stamp(None, None)
    marks = found.marks or {}
    header = Header(
        parent_issuer=" ".join(bodies[:-1]) or None,
        issuer=bodies[-1] if bodies else None,
        number=found.number,
        symbol=found.symbol,
        place=stamped.place,
        date=stamped.date,
        urgency=marks.get("urgency"),
        secrecy=marks.get("secrecy"),
        copy=marks.get("copy"),
    )
    page = items[0].page if items else None
    return header, " ".join(found.about) or None, tuple(_warnings(found, page))


def _warnings(found: _Found, page: int | None) -> list[Warning]:
    made = []
    if found.garbled:
        message = "the number cannot be read"
        made.append(Warning(code="header.number", message=message, page=page))
    elif found.symbol and not found.number:
        made.append(Warning(code="header.number_blank", message="the number is blank", page=page))
    if found.stamp and len(found.stamp.date or "") < 10:
        message = "the date is incomplete"
        made.append(Warning(code="header.date", message=message, page=page))
    return made


def _read(item: Item, found: _Found) -> None:
    """Take what one line of the header says into `found`."""
    text = item.text.replace("⁄", "/").lstrip(" ,.;'‘’`|—–-_*")
    if motto := MOTTO.search(bare(text)):
        text = text[: motto.start()].strip()
    plain = bare(text)
    if not any(map(str.isalnum, text)) or _mark(plain, found):
        return
    if number := _NUMBER.match(plain):
        _number(text, number, found)
        text = text[number.end() :].strip()
        plain = bare(text)
    if (dated := stamp(text)) and found.stamp is None:
        found.stamp = dated
    elif _ABOUT.match(text) or (found.about and not is_capitals(text)):
        found.about.append(_ABOUT.sub("", text, count=1) if not found.about else text)
    elif (
        text and not number and item.form is not Form.NUMBER and item.role is not Role.MOTTO and _is_issuer(item, text)
    ):
        found.left.append(text)


def _is_issuer(item: Item, text: str) -> bool:
    """A line of the issuer's column: in capitals, or there by its place and no speck."""
    letters = sum(map(str.isalpha, text))
    return letters > 1 and ((is_capitals(text) and letters > 3) or (item.role is Role.ISSUER and letters > 5))


def _mark(plain: str, found: _Found) -> bool:
    key = " ".join(plain.upper().strip(" .:").split())
    for name, table in (("urgency", _URGENCY), ("secrecy", _SECRECY), ("copy", _COPIES)):
        if key in table:
            found.marks = {**(found.marks or {}), name: table[key]}
            return True
    return False


def _number(text: str, match: re.Match[str], found: _Found) -> None:
    raw = text[match.start("raw") : match.end("raw")].strip(" .…_:-–")
    found.symbol = re.sub(r"\s*([-–/])\s*", r"\1", text[match.start("symbol") : match.end("symbol")])
    if _CLEAR_NUMBER.fullmatch(raw):
        found.number = raw.replace(" ", "")
    else:
        found.garbled = any(map(str.isalnum, raw))


_BODY_HEAD = re.compile(rf"(?:{BODIES})\b")
_UNIT_HEAD = re.compile(rf"{UNITS}\s")
_INCOMPLETE = re.compile(
    r"(?:UY BAN NHAN DAN|HOI DONG NHAN DAN|UBND|HDND|UY BAN|TRUONG|BENH VIEN|BAN CHAP HANH|BAN CHI DAO|BO|SO)$"
)


def bodies_of(lines: Sequence[str]) -> list[str]:
    """The bodies that the lines of the issuer's column name, superior first; a name may run over lines.

    >>> bodies_of(["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"]), bodies_of(["UBND TỈNH X", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"])
    (['ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI'], ['UBND TỈNH X', 'SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG'])
    """
    bodies: list[str] = []
    for line in lines:
        plain = bare(line).upper()
        begins = _BODY_HEAD.match(plain) and not (
            bodies and _INCOMPLETE.search(bare(bodies[-1])) and _UNIT_HEAD.match(plain)
        )
        if bodies and (not begins or bodies[-1].endswith("-")):
            bodies[-1] += f" {line}"
        else:
            bodies.append(line)
    return [body.strip(" *-–_.") for body in bodies]


def _subject(items: Sequence[Item], position: int, run_on: str | None) -> tuple[int, str | None]:
    """The subject under the type: its first line, and what runs on from it."""
    parts = [run_on] if run_on else []
    while position < len(items) and sum(map(len, parts)) < _SUBJECT_LENGTH:
        item = items[position]
        if any(map(str.isalnum, item.text)):
            if not (_continues(parts[-1], items[position - 1], item) if parts else _begins_subject(item)):
                break
            parts.append(item.text)
        position += 1
    return position, " ".join(parts).strip(" ,;'‘’`|_") or None


def _begins_subject(item: Item) -> bool:
    if item.form in (Form.BASIS, Form.ADDRESSEE, Form.RECIPIENTS) or item.is_table or item.text.endswith((";", ":")):
        return False
    return not readings(item.text) and not is_body_name(item.text) and len(item.text) < _SUBJECT_LENGTH


def _continues(before: str, previous: Item, item: Item) -> bool:
    if not _begins_subject(item) or item.text.endswith(".") or item.form is not None:
        return False
    if item.text[0].islower() or is_unfinished(before, item.text):
        return True
    if is_lead_in(item.text) or bullet(item.text):
        return False
    together = is_capitals(before) and is_capitals(item.text)
    return together or (previous.centred and item.centred) or (item.text.startswith("(") and item.text.endswith(")"))


def _addressees(items: Sequence[Item], position: int) -> tuple[int, tuple[str, ...]]:
    """Kính gửi: on one line, or one a line below it."""
    if position >= len(items) or items[position].form is not Form.ADDRESSEE:
        return position, ()
    names = [items[position].text.partition(":")[2]]
    position += 1
    while position < len(items) and (marked := bullet(items[position].text)) and len(items[position].text) < 150:
        names.append(marked[1])
        position += 1
    cleaned = (name.strip(" -–;.,") for name in names)
    return position, tuple(name for name in cleaned if name)


def _authority(items: Sequence[Item], position: int) -> tuple[int, str | None]:
    """Who decides: a body or an office in capitals above the bases, perhaps over two lines."""
    lines: list[str] = []
    while position < len(items) and len(lines) < 3:
        item = items[position]
        if item.is_table or not (is_body_name(item.text) or (lines and is_capitals(item.text) and item.form is None)):
            break
        lines.append(item.text.rstrip(" ,:"))
        position += 1
    return position, " ".join(lines) or None
