# SPDX-License-Identifier: Apache-2.0
"""What a line of a closing shows: likeness to its fixed lines, to titles of offices and to names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.forms import SIGNED, Form
from ocr_kh.genre.line import judged
from ocr_kh.genre.people import begins_with_family_name, has_surname, is_rank
from ocr_kh.genre.titles import title_anywhere, title_in_text, titles
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import loosely
from ocr_kh.plan.blocks.features.setting import FIXED, SIGN, dated, setting
from ocr_kh.plan.blocks.features.strengths import AROUND, capital_strength, is_initials, likeness, named
from ocr_kh.plan.blocks.persons import with_degree

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.blocks.lines import BlockLine

_FILE_COPY = re.compile(r"Luu(?<!\wLuu)\b")
_ENDED = re.compile(r"[.\s]/\s?\.?\W*$")
"""`./.`, with which the text of a document ends, also torn."""
_ARCHIVE = re.compile(r"\W{0,3}(?:Luu\b|[Ll1I]\w?uu\s?:)")
_PURPOSE = re.compile(r"\((?:de |[btpcd]\s?/\s?\w)|\(bao cao\)|\(thuc hien\)", re.IGNORECASE)
_AS_ABOVE = re.compile(r"\W{0,4}Nhu (?:tren|kinh gui|dieu \d)", re.IGNORECASE)
"""The first recipient: who is addressed, or whom an article names."""
_FIGURES = re.compile(r"[ .–-]*(?:\d+|\w+\s?:[\d. ]{8,})[ .–-]*")
"""A number alone, a telephone's behind its label."""
_DEGREE_GARBLED = 0.9
"""How surely a name is one whose academic title was misread."""
_CONCURRENTLY = "Kiem"
"""Between two titles of one who signs, in text without marks."""
_BRACE = re.compile(r"[}⎬⎫⎭｝]")


@from_vocabulary
def _bare_titles(words: Vocabulary) -> tuple[str, ...]:
    return tuple(map(plain_of, titles(words)))


@from_vocabulary
def _role(words: Vocabulary) -> re.Pattern[str]:
    """Who signs as what, where it is no title of an office: `NGƯỜI LẬP`, `P. TRƯỞNG PHÒNG`."""
    start, whole = loosely(words.fixed("role", "start")), loosely(words.fixed("role", "whole"))
    return re.compile(rf"{start}|{whole}$|P\. ?[A-Z]")


@from_vocabulary
def _small_title(words: Vocabulary) -> re.Pattern[str]:
    """A line that begins with a title in small letters, as below a company's: `Chủ tịch Hội đồng quản trị`."""
    return re.compile(title_in_text(words))


def closing_features(line: BlockLine, above: BlockLine | None) -> dict[str, float]:
    """What a line of the closing shows; `above` is the line above it in its column."""
    text, one = line.text, judged(line.text)
    plain, found = one.plain, one.form
    core = plain.strip(" .,;:*_|'‘’`-–—~")
    fixed = len(text) < FIXED
    capitals = capital_strength(text) > 0
    name = judged(text.upper() if capitals else text)
    whole_name = with_degree(text)
    name_strength = named(whole_name) * (1.0 if whole_name == text else _DEGREE_GARBLED)
    shown = setting(line, above) | {
        "recipients": 1.0
        if found is Form.RECIPIENTS and len(core) < 14
        else likeness(core.lower(), ("noi nhan",))
        if len(core) < 14
        else 0.0,
        "recipients_and_more": found is Form.RECIPIENTS and len(core) >= 14,
        "archive": bool(_ARCHIVE.match(plain)),
        "archive_inside": bool(_FILE_COPY.search(plain, 9)),
        "as_above": bool(_AS_ABOVE.match(plain)),
        "purpose": bool(_PURPOSE.search(plain)),
        "brace": bool(_BRACE.search(text)),
        "sign": bool(SIGN.match(plain)),
        "title": likeness(core.upper(), _bare_titles())
        if fixed and capitals
        else float(core.upper() in _bare_titles()),
        "digits": any(map(str.isdigit, text)),
        "titled": capitals and bool(title_anywhere().search(name.plain)),
        "role": (capitals or core == _CONCURRENTLY) and bool(_role().match(core.upper())),
        "small_title": not capitals and fixed and bool(_small_title().match(text)),
        "body": name.is_body_name and fixed,
        "unit": name.is_unit_name,
        "name": name_strength,
        "surname": name_strength > 0 and has_surname(with_degree(text.strip(AROUND))),
        "rank": is_rank(text.strip(AROUND)),
        "figures": bool(_FIGURES.fullmatch(text)),
        "signed": bool(SIGNED.match(plain)) and len(text) < FIXED,
        "annex": one.annex_heading is not None or one.is_attached_note or found is Form.APPENDIX,
        "kind": found is Form.TYPE,
        "number": found is Form.NUMBER,
        "date": dated(plain) if fixed else 0.0,
        "closing": found is Form.CLOSING,
        "ended": above is not None and bool(_ENDED.search(above.text)),
    }
    initials = core.strip("+• ").replace(",", " ").split()
    if one.bullet is not None and initials and all(map(is_initials, initials)):
        shown |= {"short": 0.0, "title": 0.0}  # `- BGH`, `- HĐT,BGH`
    if name_strength == 1.0 and shown["surname"] and core.upper() not in _bare_titles():
        shown["title"] = 0.0  # `TRƯƠNG THỊ HOA` is like `TRƯỞNG KHOA`
    if shown["body"] and text.isupper() and not begins_with_family_name(text):
        shown |= {"name": 0.0, "surname": 0.0}  # `TRƯỜNG CAO ĐẲNG NGHỀ` is like the name of a Trương
    return {name: strength for name, strength in shown.items() if strength}
