# SPDX-License-Identifier: Apache-2.0
"""The fixed lines of the genre: motto, number, date, document type, signing authority, recipients ...

All patterns run over text without marks (`letters.bare`), so they hold for text that lost its accents;
offsets into the bare text are offsets into the text itself. Source: Nghị định 30/2020/NĐ-CP, Điều 7-8
and Phụ lục I, III; the additions beside them were met in real documents.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from ocr_kh.genre.codes import NUMBER_LINE
from ocr_kh.genre.document_types import document_type
from ocr_kh.genre.organisations import begins_as_body
from ocr_kh.genre.specks import SPECKS
from ocr_kh.genre.titles import ROLES, title
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import bare, is_capitals, plain_of
from ocr_kh.language.spellings import alternatives

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary

MOTTO = re.compile(
    r"[CcDd](?:(?i:(?<=C)[O0]NG H[O0]A X[AO] H[O0]I(?:\W{0,2}CH[UI]|$)|(?<=^C)HU NGHIA VIET NAM|"
    r"(?<=D)\w{2} ?\S?AP\s?\S{0,3}\s?\w{2,3} D[O0]\b.{0,4}H\w{2,3} PH\w{1,2}C)|(?<=D)ANG CONG SAN VIET NAM)"
)
"""The right column of the header, in text without marks, somewhat garbled too; Party documents name the Party.

Its first letter stands before all cases, so that an engine skips to it.
"""

RECIPIENTS_HEAD = r"(?:Noi nhan\b|(?:\w{0,2}[NMVWH]\w{0,2}i|Noi \w{1,2}) nhan(?=\s?:?$))"
"""`Nơi nhận`, also as an engine reads it under a stroke (`@Wơi nhận`, `Nơi tỉ nhận`); in text without marks."""
_PATTERNS = {
    "motto": MOTTO,
    "number": NUMBER_LINE,
    "date": re.compile(
        r"(?:[A-Z][\w.\-]*+,? ?(?:[A-Z(][\w.\-)]*+,? ?){0,6}, ?)?[Nn]gay[\s\d.…_/]{0,30}"
        r"(?:thang[\s\d.…_/]{0,20}nam[\s\d.…_]{0,12})?$"
    ),
    "addressee": re.compile(r"Kinh gui\b|Kinh trinh\s?:", re.IGNORECASE),
    "recipients": re.compile(RECIPIENTS_HEAD, re.IGNORECASE),
    "appendix": re.compile(r"PHU LUC(?:\s+(?:SO\s+)?[IVXLC\d]+[A-Za-z]?)?\s*[:.]?\s*$", re.IGNORECASE),
    "basis": re.compile(
        r"(?:Can cu|Theo de nghi|(?:Qua|Sau khi) xem xet (?:Bao cao|To trinh)|"
        r"Xet(?! (?:xu|tuyen|duyet|cong nhan|nghiem|hoi|thang|tang)\b)|Tren co so)\b"
    ),
    "closing": re.compile(r"Tren day la\b"),
}


@from_vocabulary
def _authority(words: Vocabulary) -> re.Pattern[str]:
    """The sign of one who signs for another (`KT.`), or a title, in text without marks."""
    return re.compile(
        rf"(?:T/?M|K/?T|T/?L|T\.?U\.?Q|Q)\s?\.\s?[A-Z]|(?:T/M|K/T|T/L)\s[A-Z]|(?:{title(words)}|{ROLES})\b"
    )


def is_authority(text: str, plain: str | None = None) -> bool:
    """Whether a line in capitals begins as one above a signature does (`KT. CHỦ TỊCH`).

    >>> is_authority("ĐD SỞ CÔNG THƯƠNG"), is_authority("ĐDTM SỞ CÔNG THƯƠNG"), is_authority("ĐD: 0912")
    (True, False, False)
    """
    return bool(_authority().match(plain_of(text) if plain is None else plain))


class Form(StrEnum):
    """The fixed line that a line of text is."""

    MOTTO = "motto"
    NUMBER = "number"
    DATE = "date"
    TYPE = "type"
    ADDRESSEE = "addressee"
    RECIPIENTS = "recipients"
    AUTHORITY = "authority"
    APPENDIX = "appendix"
    BASIS = "basis"
    CLOSING = "closing"


_HEADER_LENGTH = 200
"""Longest line (characters) that can be a fixed line: two header columns read as one line stay below it."""


def form(text: str, plain: str | None = None) -> Form | None:
    """What fixed line `text` is, if any; `text` without Markdown marks."""
    head = (plain_of(text[:_HEADER_LENGTH]) if plain is None else plain[:_HEADER_LENGTH]).lstrip(SPECKS)
    if _PATTERNS["basis"].match(head):
        return Form.BASIS
    if _PATTERNS["closing"].match(head):
        return Form.CLOSING
    if _PATTERNS["addressee"].match(head):
        return Form.ADDRESSEE
    if _PATTERNS["recipients"].match(head):
        return Form.RECIPIENTS
    return None if len(text) > _HEADER_LENGTH else _short_form(text, head)


def _short_form(text: str, head: str) -> Form | None:
    if _PATTERNS["motto"].search(head):
        return Form.MOTTO
    if _PATTERNS["number"].match(head) and ("/" in text or "-" in text or len(text) < 25):
        return Form.NUMBER
    if _PATTERNS["date"].match(head):
        return Form.DATE
    if document_type(text, head):
        return Form.TYPE
    if _authority().match(head) and is_capitals(text):
        return Form.AUTHORITY
    if _PATTERNS["appendix"].match(head) and len(text) < 25:
        return Form.APPENDIX
    return None


_WORD = re.compile(r"(?<=[\s;.,:)])(?=[^\W\d_])")


def authority_behind(text: str) -> int | None:
    """Where an authority begins behind a recipient, as two columns read as one line leave it; None for none.

    >>> authority_behind("- Lưu: VT. KT. CHỦ TỊCH"), authority_behind("- Lưu: VT.")
    (11, None)
    """
    starts = (found.start() for found in _WORD.finditer(text[:_HEADER_LENGTH]))
    return next((at for at in starts if is_capitals(text[at:]) and form(text[at:]) is Form.AUTHORITY), None)


@from_vocabulary
def _lead_in(words: Vocabulary) -> re.Pattern[str]:
    """The first words of a sentence before the sections: what is carried out, or on what grounds."""
    return re.compile(
        r"(?:Thuc hien|Trien khai(?: thuc hien)?|Tiep tuc thuc hien)\s+(?:cac |tinh than |y kien )?"
        rf"(?:{alternatives((each.name for each in words.types if each.cited), bare)}|Nghi|chi dao)|"
        r"(?:Nham|De|Tren co so|Duoc su|Can cu|Theo|Xet|Sau khi)\s"
    )


@from_vocabulary
def _issuing(words: Vocabulary) -> re.Pattern[str]:
    """A body, or who leads one, that acts (`Ủy ban nhân dân xã ban hành Kế hoạch ...`)."""
    leaders = alternatives(map(str.capitalize, words.titles), bare)
    return re.compile(
        rf"(?:{words.bodies('speaks', bare)}|(?:{leaders})\b)[^.;]{{0,200}}?"
        r"\b(?:ban hanh|xay dung|trien khai|to chuc|yeu cau|thong bao|bao cao|de nghi|huong dan|lap|chi dao|kinh)\b"
    )


def is_lead_in(text: str, plain: str | None = None) -> bool:
    """Whether `text` begins the grounds or the lead-in of a document, so that the subject has ended before it."""
    head = plain_of(text[:400]) if plain is None else plain[:400]
    return bool(_lead_in().match(head) or _issuing().match(head)) or (is_capitals(text) and begins_as_body(head))


SIGNED = re.compile(r"\(?\s*(?:da ky|ky boi|da ki|ky ten|ky va|dong dau)\b|\(?\s*ky,", re.IGNORECASE)
"""`(Đã ký)` in the place of a signature, in text without marks."""
_ANNEX = re.compile(
    r"(?:(?:PHU LUC|Phu luc)(?:\s+(?:(?:SO|so)\s+)?(?:[IVXLC]+|\d{1,2})[A-Za-z]?)?|"
    r"(?:MAU|Mau|BIEU|Bieu|BIEU MAU|Bieu mau)\s(?:(?:SO|so)\s)?(?:[IVXLC]+|\d{1,2})[A-Za-z]?)\s*"
    r"(?P<mark>[:.–-]|$|(?=\())\s*(?P<rest>.*)"
)
_ENCLOSURE = re.compile(
    r"\W{0,3}(?:DANH (?:SACH|MUC)|HANG MUC|BANG|BIEU|THONG KE|TONG HOP|DU TOAN|LICH|NOI (?:QUY|DUNG)|"
    r"QUY (?:CHE|DINH))\b"
)
_LONGEST_HEADING = 200
_ATTACHED = re.compile(r"\((?:Kem theo|Ban hanh kem theo)\b")


def is_enclosure(text: str) -> bool:
    """Whether `text`, in capitals, is the title of what hardly ever stands alone: a list, a table, a regulation.

    >>> is_enclosure("DANH SÁCH CÁC THÔN"), is_enclosure("DANH THỊ HOA")
    (True, False)
    """
    return bool(_ENCLOSURE.match(plain_of(text)))


def is_attached_note(text: str, plain: str | None = None) -> bool:
    """Whether `text` says, below the title of an annex, what it is attached to (`(Kèm theo Quyết định ...)`)."""
    return bool(_ATTACHED.match(plain_of(text[:30]) if plain is None else plain[:30]))


def annex_heading(text: str, plain: str | None = None) -> tuple[str, str] | None:
    """Marker and title of a line that opens an annex; None for any other. To be asked behind the signatures only.

    >>> annex_heading("PHỤ LỤC 1: DANH MỤC NHIỆM VỤ"), annex_heading("Phụ lục kèm theo Kế hoạch")
    (('PHỤ LỤC 1', 'DANH MỤC NHIỆM VỤ'), None)
    """
    if len(text) >= _LONGEST_HEADING:
        return None
    found = _ANNEX.match(plain_of(text) if plain is None else plain)
    if not found:
        return None
    return text[: found.start("mark")].strip(), text[found.start("rest") :].strip()
