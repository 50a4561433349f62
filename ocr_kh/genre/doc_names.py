# SPDX-License-Identifier: Apache-2.0
"""Names of documents and of the bodies that issue them, as running text has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.forms import SYMBOL_OF_TYPE

if TYPE_CHECKING:
    from collections.abc import Sequence

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


_BODY_HEADS = (
    r"(?:Ủy ban|Uỷ ban|ủy ban|uỷ ban|UBND|HĐND|UBMTTQ|Hội đồng|hội đồng|Chủ tịch|Phó Chủ tịch|Thủ tướng|"
    r"Chính phủ|Quốc hội|Bộ trưởng|"
    r"Bộ|Sở|Ban|Phòng|Cục|Chi cục|Tổng cục|Tổng Cục|Tỉnh ủy|Tỉnh uỷ|Thành ủy|Thành uỷ|Huyện ủy|Huyện uỷ|Đảng ủy|"
    r"Đảng uỷ|Đảng bộ|Quận ủy|Thị ủy|"
    r"Trung ương|Giám đốc|Trưởng ban|Trưởng phòng|Hiệu trưởng|Thường trực|Văn phòng|Thanh tra|Tòa án|Viện|Kiểm toán|"
    r"Ngân hàng|Công an|Bảo hiểm|Trường|Tổng Liên đoàn|Liên đoàn|Hội|Đoàn|Mặt trận|Chủ nhiệm|Thống đốc|Tổng Bí thư|"
    r"Ban Bí thư|Đảng|Trung tâm|Bệnh viện|Tổ|Công ty|Tập đoàn|Đại hội|Liên bộ)\b"
)
_STOP = re.compile(
    r"[;.()“”\"]|\s[-–]\s(?=[a-zà-ỹđ])|"
    r",(?!\s[A-ZĐ][^,;.()]{1,40}\svà\s[A-ZĐ])|"
    r"\s(?:về|v/v|ban hành|Ban hành|phê duyệt|quy định|Quy định|hướng dẫn|triển khai|thực hiện|sửa đổi|bổ sung|"
    r"đối với|đến|tới|trên|trong|tại|đã|được|là|có|để|nhằm|gồm|cho|như|theo|với|giai đoạn|năm|ngày|số|gắn|thông qua|"
    r"giao|khóa|khoá|kỳ|nhiệm kỳ|công bố|kết luận|yêu cầu|chỉ đạo|tổ chức thực|và các|và ý|và nhiệm|và quy|và hướng|"
    r"kèm|vào|từ|nêu|khi|do|này|nói|thì|sẽ|cũng|phải|cần|tiếp tục|đề ra|hằng năm|hàng năm|một số|bằng|thay|hết|"
    r"chi tiết)(?!\w)|"
    r"\svà\s(?=(?:số|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kết luận|Kế hoạch|Chương trình|Thông|Công văn|Hướng dẫn|"
    r"Luật|Đề án|Văn bản|hệ thống|toàn)(?!\w))"
)
_MINISTRIES = (
    "Văn hóa, Thể thao và Du lịch", "Lao động, Thương binh và Xã hội", "Văn hoá, Thể thao và Du lịch",
    "Kinh tế, Hạ tầng và Đô thị", "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ",
)  # fmt: skip
"""Names with a comma, which else ends a name."""
_LONGEST_BODY = 120
_HEAD = re.compile(_BODY_HEADS)


def body_at(text: str, start: int) -> int:
    """Where the name of an issuing body that begins at `start` ends; `start` when none begins there.

    >>> text = "của Bộ Văn hóa, Thể thao và Du lịch ban hành"
    >>> text[4:body_at(text, 4)]
    'Bộ Văn hóa, Thể thao và Du lịch'
    """
    if not _HEAD.match(text, start):
        return start
    end = min(len(text), start + _LONGEST_BODY)
    searched = start
    for name in _MINISTRIES:
        at = text.find(name, start, start + 40)
        if at >= 0:
            searched = at + len(name)
    found = _STOP.search(text, searched, end)
    stop = found.start() if found else end
    name = text[start:stop].rstrip(" ,-–/")
    return start + len(name.removesuffix(" và"))


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
