# SPDX-License-Identifier: Apache-2.0
"""The fixed lines of the genre: motto, number, date, document type, signing authority, recipients ...

All patterns run over text without marks (`marks.bare`), so they hold for text that lost its accents;
offsets into the bare text are offsets into the text itself. Source: Nghị định 30/2020/NĐ-CP, Điều 7-8
and Phụ lục I, III; the additions beside them were met in real documents.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ocr_kh.genre.titles import HEADS
from ocr_kh.language.letters import bare, is_capitals

DOCUMENT_TYPES = (
    "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH", "THÔNG CÁO", "THÔNG BÁO", "HƯỚNG DẪN",
    "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN", "ĐỀ ÁN", "DỰ ÁN", "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH", "HỢP ĐỒNG",
    "CÔNG VĂN", "CÔNG ĐIỆN", "BẢN GHI NHỚ", "BẢN THỎA THUẬN", "GIẤY ỦY QUYỀN", "GIẤY MỜI", "GIẤY GIỚI THIỆU",
    "GIẤY NGHỈ PHÉP", "PHIẾU GỬI", "PHIẾU CHUYỂN", "PHIẾU BÁO", "THƯ CÔNG",
)  # fmt: skip
"""The 29 types of Nghị định 30/2020, Điều 7, in its order."""

PARTY_TYPES = {bare(name): name for name in ("KẾT LUẬN", "THÔNG TRI", "TUYÊN BỐ", "LỜI KÊU GỌI", "QUY HOẠCH")}
"""Types of Party documents that the State does not have (Quy định 66-QĐ/TW, Điều 4); elsewhere they are headings."""

LEGAL_TYPES = (
    "HIẾN PHÁP", "BỘ LUẬT", "LUẬT", "PHÁP LỆNH", "LỆNH", "NGHỊ ĐỊNH", "THÔNG TƯ", "THÔNG TƯ LIÊN TỊCH",
    "NGHỊ QUYẾT LIÊN TỊCH",
)  # fmt: skip
"""Types that only norms of law have (Luật Ban hành văn bản quy phạm pháp luật 64/2025/QH15, Điều 4)."""

TYPE_OF_BARE = {bare(name): name for name in (*DOCUMENT_TYPES, *LEGAL_TYPES)}

_BY_LENGTH = sorted(TYPE_OF_BARE, key=len, reverse=True)

SYMBOL_OF_TYPE = {
    "NQ": "NGHỊ QUYẾT", "QĐ": "QUYẾT ĐỊNH", "CT": "CHỈ THỊ", "QC": "QUY CHẾ", "QyĐ": "QUY ĐỊNH", "TC": "THÔNG CÁO",
    "TB": "THÔNG BÁO", "HD": "HƯỚNG DẪN", "CTr": "CHƯƠNG TRÌNH", "KH": "KẾ HOẠCH", "PA": "PHƯƠNG ÁN", "ĐA": "ĐỀ ÁN",
    "DA": "DỰ ÁN", "BC": "BÁO CÁO", "BB": "BIÊN BẢN", "TTr": "TỜ TRÌNH", "HĐ": "HỢP ĐỒNG", "CĐ": "CÔNG ĐIỆN",
    "BGN": "BẢN GHI NHỚ", "BTT": "BẢN THỎA THUẬN", "GUQ": "GIẤY ỦY QUYỀN", "GM": "GIẤY MỜI", "GGT": "GIẤY GIỚI THIỆU",
    "GNP": "GIẤY NGHỈ PHÉP", "PG": "PHIẾU GỬI", "PC": "PHIẾU CHUYỂN", "PB": "PHIẾU BÁO",
}  # fmt: skip
"""Abbreviations of the types in symbols (Phụ lục III), those that stand before the hyphen of a symbol."""

UNITS = r"(?:TINH|THANH PHO|TP\.?|HUYEN|QUAN|THI XA|THI TRAN|XA|PHUONG|DAC KHU)"
"""Administrative units, old and new, as they follow the name of a body."""

BODIES = (
    r"(?:UY BAN|UBND|HOI DONG|HDND|BO|SO|PHONG|BAN(?! HANH)|CHI CUC|TONG CUC|CUC|TRUNG TAM|TRUONG|VIEN|BENH VIEN|HOI|"
    r"LIEN DOAN|CONG DOAN|DOAN|CONG AN|DANG UY|DANG BO|THANH UY|TINH UY|HUYEN UY|QUAN UY|VAN PHONG|THANH TRA|"
    r"CONG TY|TONG CONG TY|TAP DOAN|DAI HOC|HOC VIEN|NGAN HANG|KHO BAC|TOA AN|BAO HIEM|THU VIEN|BAO TANG|"
    r"CHI NHANH|TRAM|DAI|MAT TRAN|LIEN MINH|DOI|NHA(?! NUOC)|CHI BO|BCH|BCD|UBMTTQ|UB MTTQ|THU TUONG CHINH PHU|"
    r"CHINH PHU|QUOC HOI|KHO|HOP TAC XA|TO (?:CONG TAC|GIUP VIEC|CHUYEN MON|BIEN TAP|THAM DINH)|TIEU BAN|TTYT|DON|"
    r"HAT KIEM LAM|THUE (?:TINH|THANH PHO|TP|CO SO|KHU VUC)|(?:TINH|THANH|HUYEN|QUAN|XA|PHUONG) DOAN|CHI DOAN|"
    r"QUAN KHU|DIEN LUC(?= (?:TINH|HUYEN|KHU VUC|TP))|"
    r"BUU DIEN|KIEM TOAN NHA NUOC|HIEP HOI|LIEN HIEP|XI NGHIEP|VUON QUOC GIA|KHU BAO TON|LDLD|CDCS|TAND|VKSND|"
    r"(?:THON|AP|BUON|KHU PHO|TO DAN PHO)(?= \w))"
)
"""First words of the names of bodies, without marks."""

TITLE = rf"(?:PHO |QUYEN )?(?:{'|'.join(map(bare, sorted(HEADS, key=len, reverse=True)))})"
"""The title of one who signs, in text without marks."""
_ROLES = (
    r"NGUOI (?:LAP|(?:DUOC )?UY QUYEN|GHI BIEN BAN|KE KHAI|DE NGHI|BAO CAO)|DAI DIEN|"
    r"(?:PHE )?DUYET$|XAC NHAN CUA|CHU TRI (?:HOI NGHI|CUOC HOP)"
)
"""Those who sign minutes, forms and agreements, and hold no office."""

TYPED_NUMBER = r"(?:Nghi (?:quyet|dinh)|Luat|Phap lenh|Thong tu|Quyet dinh|Lenh) so ?: ?(?=\d|/)"
"""`Nghị quyết số: 17/2022/UBTVQH15`, as the National Assembly numbers its documents."""

MOTTO = re.compile(
    r"C[O0]NG H[O0]A X[AO] H[O0]I(?:\W{0,2}CH[UI]|$)|^CHU NGHIA VIET NAM|"
    r"D\w{2} ?\S?AP\s?\S{0,3}\s?\w{2,3} D[O0]\b.{0,4}H\w{2,3} PH\w{1,2}C|(?-i:DANG CONG SAN VIET NAM)",
    re.IGNORECASE,
)
"""The right column of the header, in text without marks, somewhat garbled too; Party documents name the Party."""

RECIPIENTS_HEAD = r"(?:Noi nhan\b|(?:\w{0,2}[NMVWH]\w{0,2}i|Noi \w{1,2}) nhan(?=\s?:?$))"
"""`Nơi nhận`, also as an engine reads it under a stroke (`@Wơi nhận`, `Nơi tỉ nhận`); in text without marks."""
_PATTERNS = {
    "motto": MOTTO,
    "number": re.compile(rf"{TYPED_NUMBER}|(?:S[o06]|SO(?=\s?:))\s?(?:[:.;z]|[\d\s.…_]*[/-])"),
    "date": re.compile(
        r"(?:[A-Z][\w.\-]*,? ?(?:[A-Z(][\w.\-)]*,? ?){0,6}, ?)?[Nn]gay[\s\d.…_/]{0,30}"
        r"(?:thang[\s\d.…_/]{0,20}nam[\s\d.…_]{0,12})?$"
    ),
    "addressee": re.compile(r"Kinh gui\b|Kinh trinh\s?:", re.IGNORECASE),
    "recipients": re.compile(RECIPIENTS_HEAD, re.IGNORECASE),
    "authority": re.compile(
        rf"(?:T/?M|K/?T|T/?L|T\.?U\.?Q|Q)\s?\.\s?[A-Z]|(?:T/M|K/T|T/L)\s[A-Z]|(?:{TITLE}|{_ROLES})\b"
    ),
    "appendix": re.compile(r"PHU LUC(?:\s+(?:SO\s+)?[IVXLC\d]+[A-Za-z]?)?\s*[:.]?\s*$", re.IGNORECASE),
    "basis": re.compile(
        r"(?:Can cu|Theo de nghi|(?:Qua|Sau khi) xem xet (?:Bao cao|To trinh)|"
        r"Xet(?! (?:xu|tuyen|duyet|cong nhan|nghiem|hoi|thang|tang)\b)|Tren co so)\b"
    ),
    "closing": re.compile(r"Tren day la\b"),
}


def is_authority(text: str) -> bool:
    """Whether a line in capitals begins as one above a signature does (`KT. CHỦ TỊCH`)."""
    return bool(_PATTERNS["authority"].match(bare(text)))


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


_SPECKS = "'‘’`.,·*|_@ "
"""What a speck at the start of a line is read as."""
_HEADER_LENGTH = 200
"""Longest line (characters) that can be a fixed line: two header columns read as one line stay below it."""


def form(text: str) -> Form | None:
    """What fixed line `text` is, if any; `text` without Markdown marks."""
    head = bare(text[:_HEADER_LENGTH]).lstrip(_SPECKS)
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
    if document_type(text):
        return Form.TYPE
    if _PATTERNS["authority"].match(head) and is_capitals(text):
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


def document_type(text: str) -> str | None:
    """The type of document that `text` names, when it names nothing else and is set in capitals.

    >>> document_type("KẾ HOẠCH"), document_type("KE HOACH"), document_type("Kế hoạch")
    ('KẾ HOẠCH', 'KẾ HOẠCH', None)
    """
    if len(text) > 40 or not text.isupper():
        return None
    return TYPE_OF_BARE.get(" ".join(bare(text).strip(_SPECKS + "-–—").split()))


KIND_WORDS = 3
"""Words beside a type that say of what kind it is (`KẾ HOẠCH PHỐI HỢP`): the subject follows them."""


def type_and_rest(text: str) -> tuple[str, str] | None:
    """The type that a line begins with, and what stands beside it; None when it begins with none.

    >>> type_and_rest("KẾ HOẠCH PHỐI HỢP"), type_and_rest("KẾ HOẠCH Phòng cháy"), type_and_rest("KẾ HOẠCH")
    (('KẾ HOẠCH', 'PHỐI HỢP'), ('KẾ HOẠCH', 'Phòng cháy'), None)
    """
    plain = bare(text[:30])
    for name in _BY_LENGTH:
        rest = text[len(name) :].strip() if plain.startswith(f"{name} ") else ""
        if rest and not rest.startswith(("VÀ ", "-", "–", ",")):  # the second line of `SỞ KẾ HOẠCH VÀ ĐẦU TƯ`
            return TYPE_OF_BARE[name], rest
    return None


def names_kind(text: str) -> bool:
    """Whether a line is a type and of what kind it is, in capitals."""
    found = type_and_rest(text) if text.isupper() else None
    return found is not None and len(found[1].split()) <= KIND_WORDS


_LEAD_IN = re.compile(
    r"(?:Thuc hien|Trien khai(?: thuc hien)?|Tiep tuc thuc hien)\s+"
    r"(?:cac |tinh than |y kien )?(?:Luat|Nghi|Quyet dinh|Ke hoach|Chi thi|Cong van|Thong tu|Huong dan|"
    r"Chuong trinh|De an|"
    r"Thong bao|Ket luan|Cong dien|chi dao)|(?:Nham|De|Tren co so|Duoc su|Can cu|Theo|Xet|Sau khi)\s"
)
_ISSUING = re.compile(
    r"(?:(?:Thuong truc )?Uy ban|UBND|Hoi dong|So|Bo|Ban|Phong|Cuc|Chi cuc|Trung tam|Truong|Cong an|Dang uy|Chu tich|"
    r"Giam doc|Benh vien|Lien doan|Hoi|Van phong|Thanh tra|Vien)\b[^.;]{0,200}?"
    r"\b(?:ban hanh|xay dung|trien khai|to chuc|yeu cau|thong bao|bao cao|de nghi|huong dan|lap|chi dao|kinh)\b"
)


def is_lead_in(text: str) -> bool:
    """Whether `text` begins the grounds or the lead-in of a document, so that the subject has ended before it."""
    head = bare(text[:400])
    return bool(_LEAD_IN.match(head) or _ISSUING.match(head)) or (is_capitals(text) and _authority_line(head))


def _authority_line(head: str) -> bool:
    return bool(re.match(rf"(?:{TITLE}\s+)?(?:{BODIES})\b", head))


def is_unit_name(text: str) -> bool:
    """Whether `text` is the second line of a body's name: its unit, in capitals (`XÃ TÂN AN`)."""
    return is_capitals(text) and bool(re.match(rf"{UNITS}\s", bare(text)))


def is_body_name(text: str) -> bool:
    """Whether `text` is the name of a body, or the title of its head with it, in capitals."""
    return is_capitals(text) and _authority_line(bare(text))


SIGNED = re.compile(r"\(?\s*(?:da ky|ky boi|da ki|ky ten|ky va|dong dau)\b|\(?\s*ky,", re.IGNORECASE)
"""`(Đã ký)` in the place of a signature, in text without marks."""
_ANNEX = re.compile(
    r"(?:(?:PHU LUC|Phu luc)(?:\s+(?:(?:SO|so)\s+)?(?:[IVXLC]+|\d{1,2})[A-Za-z]?)?|"
    r"(?:MAU|Mau|BIEU|Bieu|BIEU MAU|Bieu mau)\s(?:(?:SO|so)\s)?(?:[IVXLC]+|\d{1,2})[A-Za-z]?)\s*"
    r"(?P<mark>[:.–-]|$|(?=\())\s*(?P<rest>.*)"
)
_LONGEST_HEADING = 200
_ATTACHED = re.compile(r"\((?:Kem theo|Ban hanh kem theo)\b")


def is_attached_note(text: str) -> bool:
    """Whether `text` says, below the title of an annex, what it is attached to (`(Kèm theo Quyết định ...)`)."""
    return bool(_ATTACHED.match(bare(text[:30])))


def annex_heading(text: str) -> tuple[str, str] | None:
    """Marker and title of a line that opens an annex; None for any other. To be asked behind the signatures only.

    >>> annex_heading("PHỤ LỤC 1: DANH MỤC NHIỆM VỤ"), annex_heading("Phụ lục kèm theo Kế hoạch")
    (('PHỤ LỤC 1', 'DANH MỤC NHIỆM VỤ'), None)
    """
    found = _ANNEX.match(bare(text[:_LONGEST_HEADING])) if len(text) < _LONGEST_HEADING else None
    if not found:
        return None
    return text[: found.start("mark")].strip(), text[found.start("rest") :].strip()


def is_annex_heading(text: str) -> bool:
    """Whether `text` opens an annex, behind the signatures."""
    return annex_heading(text) is not None
