# SPDX-License-Identifier: Apache-2.0
"""What a line of a closing shows: likeness to its fixed lines, to titles of offices and to names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.forms import SIGNED, Form
from ocr_kh.genre.line import judged
from ocr_kh.genre.people import has_surname, is_rank
from ocr_kh.genre.titles import title_anywhere, titles
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import loosely
from ocr_kh.plan.blocks.features.setting import FIXED, SIGN, dated, setting
from ocr_kh.plan.blocks.features.strengths import AROUND, capital_strength, likeness, named

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.blocks.lines import BlockLine

_FILE_COPY = re.compile(r"Luu(?<!\wLuu)\b")
_ENDED = re.compile(r"[.\s]/\s?\.?\W*$")
"""`./.`, with which the text of a document ends, also torn."""
_ARCHIVE = re.compile(r"\W{0,3}(?:Luu\b|[Ll1I]\w?uu\s?:)")
_PURPOSE = re.compile(r"\((?:de |[btpcd]\s?/\s?\w)|\(bao cao\)|\(thuc hien\)", re.IGNORECASE)
_FIGURES = re.compile(r"[ .–-]*(?:\d+|\w+\s?:[\d. ]{8,})[ .–-]*")
"""A number alone, a telephone's behind its label."""
_BRACE = re.compile(r"[}⎬⎫⎭｝]")


@from_vocabulary
def _bare_titles(words: Vocabulary) -> tuple[str, ...]:
    return tuple(map(plain_of, titles(words)))


@from_vocabulary
def _role(words: Vocabulary) -> re.Pattern[str]:
    """Who signs as what, where it is no title of an office: `NGƯỜI LẬP`, `P. TRƯỞNG PHÒNG`."""
    start, whole = loosely(words.fixed("role", "start")), loosely(words.fixed("role", "whole"))
    return re.compile(rf"{start}|{whole}$|P\. ?[A-Z]")


def closing_features(line: BlockLine, above: BlockLine | None) -> dict[str, float]:
    """What a line of the closing shows; `above` is the line above it in its column."""
    text, one = line.text, judged(line.text)
    plain, found = one.plain, one.form
    core = plain.strip(" .,;:*_|'‘’`-–—~")
    fixed = len(text) < FIXED
    capitals = capital_strength(text) > 0
    name = judged(text.upper() if capitals else text)
    name_strength = named(text)
    shown = setting(line, above) | {
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
        "sign": bool(SIGN.match(plain)),
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
        "signed": bool(SIGNED.match(plain)) and len(text) < FIXED,
        "annex": one.annex_heading is not None or one.is_attached_note or found is Form.APPENDIX,
        "kind": found is Form.TYPE,
        "number": found is Form.NUMBER,
        "date": dated(plain) if fixed else 0.0,
        "closing": found is Form.CLOSING,
        "ended": above is not None and bool(_ENDED.search(above.text)),
    }
    if name_strength == 1.0 and shown["surname"] and core.upper() not in _bare_titles():
        shown["title"] = 0.0  # `TRƯƠNG THỊ HOA` is like `TRƯỞNG KHOA`
    return {name: strength for name, strength in shown.items() if strength}
