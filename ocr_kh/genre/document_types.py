# SPDX-License-Identifier: Apache-2.0
"""Types of documents: their names in capitals and in running text, their letters in codes; names of laws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.specks import SPECKS
from ocr_kh.language.letters import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

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


CITED_TYPES = (
    "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị quyết liên tịch", "Nghị quyết", "Nghị định",
    "Thông tư liên tịch", "Thông tư", "Văn bản hợp nhất", "Quyết định", "Chỉ thị", "Kết luận", "Quy chế", "Quy định",
    "Thông báo", "Thông tri", "Hướng dẫn", "Chương trình", "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo",
    "Biên bản", "Tờ trình", "Hợp đồng", "Công văn", "Công điện", "Giấy mời", "Giấy ủy quyền", "Phiếu chuyển", "Văn bản",
)  # fmt: skip
"""Types that are cited: those of Luật Ban hành văn bản quy phạm pháp luật, of Nghị định 30/2020, of the Party."""

_TYPE_OF_GROUP = {
    **{symbol: name.capitalize() for symbol, name in SYMBOL_OF_TYPE.items()},
    "NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "NQLT": "Nghị quyết liên tịch",
    "KL": "Kết luận", "PL": "Pháp lệnh", "VBHN": "Văn bản hợp nhất", "QH": "Luật", "GM": "Giấy mời",
}  # fmt: skip


def type_of_groups(groups: Sequence[str]) -> str | None:
    """The type that the letters of a code stand for; a body first means a letter (công văn: `12/UBND-VX`).

    >>> type_of_groups(("NQ", "TW")), type_of_groups(("UBND", "VX")), type_of_groups(("QH14",))
    ('Nghị quyết', 'Công văn', 'Luật')
    """
    known = _TYPE_OF_GROUP.get(groups[0].rstrip("0123456789"))
    return known or ("Công văn" if len(groups) > 1 else None)


_ALTERNATIVES = "|".join(sorted(map(re.escape, CITED_TYPES), key=len, reverse=True))
TYPE = re.compile(rf"(?<!\w)(?:{_ALTERNATIVES})(?!\w)", re.IGNORECASE)
_TYPE_BY_FOLD = {name.casefold(): name for name in CITED_TYPES}


def spelled_type(text: str) -> str:
    """The type as it is written inside a sentence: `NGHỊ QUYẾT` is `Nghị quyết`."""
    return _TYPE_BY_FOLD.get(" ".join(text.split()).casefold(), text)


LAWS = frozenset(
    {
        "ban hanh van ban quy pham phap luat", "bao ve bi mat nha nuoc", "bao ve quyen loi nguoi tieu dung",
        "bao ve va kiem dich thuc vat", "bao ve moi truong", "binh dang gioi", "can bo, cong chuc", "chan nuoi",
        "cong nghe thong tin", "cong nghiep cong nghe so", "dan quan tu ve", "di san van hoa", "dau tu cong",
        "doi moi sang tao", "giao duc quoc phong va an ninh", "giao dich dien tu", "ho tro doanh nghiep nho va vua",
        "hoa giai o co so", "hoat dong giam sat cua quoc hoi va hoi dong nhan dan", "hon nhan va gia dinh",
        "khoa hoc va cong nghe", "khoa hoc, cong nghe va doi moi sang tao", "kham benh, chua benh",
        "luc luong tham gia bao ve an ninh, trat tu o co so", "nghia vu quan su", "nguoi cao tuoi", "nguoi khuyet tat",
        "nuoi con nuoi", "phong benh", "phong, chong bao luc gia dinh", "phong, chong benh truyen nhiem",
        "phong, chong ma tuy", "phong, chong mua ban nguoi", "phong, chong tac hai cua ruou, bia",
        "phong, chong tac hai cua thuoc la", "phong, chong tham nhung", "phong, chong thien tai",
        "phong chay va chua chay", "phong chay, chua chay va cuu nan, cuu ho", "phong thu dan su",
        "pho bien, giao duc phap luat", "quan ly, su dung tai san cong",
        "quan ly, su dung vu khi, vat lieu no va cong cu ho tro",
        "quan ly va dau tu von nha nuoc tai doanh nghiep", "su dung nang luong tiet kiem va hieu qua",
        "thi dua, khen thuong", "thuc hanh tiet kiem, chong lang phi", "thuc hien dan chu o co so",
        "tieu chuan va quy chuan ky thuat", "tin nguong, ton giao", "to chuc chinh phu",
        "to chuc chinh quyen dia phuong",
        "trat tu, an toan giao thong duong bo", "tiep cong dan", "tiep can thong tin", "tre em", "vien chuc",
        "vien thong", "xay dung", "xu ly vi pham hanh chinh", "xuat canh, nhap canh cua cong dan viet nam",
        "y duoc co truyen", "an toan, ve sinh lao dong", "an toan thong tin mang", "an ninh mang", "bao hiem y te",
        "bao hiem xa hoi", "bau cu dai bieu quoc hoi va dai bieu hoi dong nhan dan", "luu tru", "du lieu", "can cuoc",
        "cu tru", "thanh nien", "mat tran to quoc viet nam", "thong ke", "ke toan", "ngan sach nha nuoc",
    }
)  # fmt: skip
"""Names of laws that plans cite, in small letters without marks: a comma or `và` in them does not end them."""


def document_type(text: str, plain: str | None = None) -> str | None:
    """The type of document that `text` names, when it names nothing else and is set in capitals.

    >>> document_type("KẾ HOẠCH"), document_type("KE HOACH"), document_type("Kế hoạch")
    ('KẾ HOẠCH', 'KẾ HOẠCH', None)
    """
    if len(text) > 40 or not text.isupper():
        return None
    plain = bare(text) if plain is None else plain
    return TYPE_OF_BARE.get(" ".join(plain.strip(SPECKS + "-–—").split()))


KIND_WORDS = 3
"""Words beside a type that say of what kind it is (`KẾ HOẠCH PHỐI HỢP`): the subject follows them."""


def type_and_rest(text: str, plain: str | None = None) -> tuple[str, str] | None:
    """The type that a line begins with, and what stands beside it; None when it begins with none.

    >>> type_and_rest("KẾ HOẠCH PHỐI HỢP"), type_and_rest("KẾ HOẠCH Phòng cháy"), type_and_rest("KẾ HOẠCH")
    (('KẾ HOẠCH', 'PHỐI HỢP'), ('KẾ HOẠCH', 'Phòng cháy'), None)
    """
    plain = bare(text[:30]) if plain is None else plain[:30]
    for name in _BY_LENGTH:
        rest = text[len(name) :].strip() if plain.startswith(f"{name} ") else ""
        if rest and not rest.startswith(("VÀ ", "-", "–", ",")):  # the second line of `SỞ KẾ HOẠCH VÀ ĐẦU TƯ`
            return TYPE_OF_BARE[name], rest
    return None


def names_kind(text: str, plain: str | None = None) -> bool:
    """Whether a line is a type and of what kind it is, in capitals."""
    found = type_and_rest(text, plain) if text.isupper() else None
    return found is not None and len(found[1].split()) <= KIND_WORDS
