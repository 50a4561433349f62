# SPDX-License-Identifier: Apache-2.0
"""First words of the names of bodies: as issuers in capitals, as issuers in running text, as units that get tasks."""

from __future__ import annotations

import re

from ocr_kh.genre.titles import TITLE
from ocr_kh.language.letters import bare, is_capitals

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


_ASKED = re.compile(
    r"(?:Đề nghị|Giao cho|Giao|Yêu cầu|Đối với|Trách nhiệm của|Nhiệm vụ của|Phân công)\s+(?=\S)", re.IGNORECASE
)
"""Words before a unit in the head of a section (`Đề nghị Ủy ban MTTQ xã`)."""
_UNIT = re.compile(
    r"(?:Các|Toàn thể|Mỗi|Tất cả các)?\s?(?:"
    r"[UỦ]ỷ? ?ban|Uỷ ban|Ủy ban|UBND|UB ?MTTQ|UBMTTQ\w*|Hội đồng|HĐND|Mặt trận|MTTQ|Sở(?! hữu| thích)|"
    r"Bộ(?! máy| tiêu| chỉ số| luật| quy)|Phòng(?!\s?,? (?:chống|ngừa|cháy|tránh|dịch|thủ|bệnh))|"
    r"Ban(?! hành| đầu)|Trung tâm|TT\w*|Trường(?! hợp)|Văn phòng|VP|Công an|Quân sự|BCH|"
    r"Hội(?! (?:nghị|thảo|thi|chợ|diễn|đàm|ý|họp|nhập))|Đoàn(?! kết)|Liên đoàn|Công đoàn|Đảng [uủ][yỷ]|Đảng bộ|"
    r"Chi bộ|Trạm|Bệnh viện|Cục(?! bộ)|Chi cục|Đội(?! ngũ)|Tổ(?! chức)|"
    r"Tổ chức (?:chính trị|đoàn thể|thành viên|Đảng|xã hội|kinh tế|tín dụng)|(?<=Các )tổ chức|Thôn|"
    r"Bản(?! đồ| sao| tin| chính| án)|[ẤA]p(?! dụng)|Khu phố|Khóm|Xóm|Buôn|Làng|Cơ quan|Đơn vị|Doanh nghiệp|"
    r"Hợp tác xã|HTX|Thủ trưởng|(?:Phó )?Chủ tịch|Giám đốc|Hiệu trưởng|Đoàn thể|Ngành(?=[,\s])|Cấp [uủ][yỷ]|"
    r"Xã(?! hội)|Phường|Thị trấn|Đặc khu|Huyện|Tỉnh|Thành phố|Địa phương|Đài|Báo(?! cáo)|Bưu điện|Ngân hàng|"
    r"Kho bạc|Thuế|Bảo hiểm|Viện(?! dẫn| trợ| phí)|Thanh tra|Tòa án|Công chức|Cán bộ|Nhà (?:trường|văn|thiếu)|"
    r"Thành viên|Cá nhân|Kế toán|Điện lực|Công ty|BQL|Thường trực|Bộ phận|Chủ hộ|Hộ (?:gia|kinh|dân)|"
    r"Người (?:dân|đứng)|Lãnh đạo(?!,? chỉ đạo)|Trưởng(?! thành)|Giáo viên|Nhân viên|VNPT|Viettel|"
    r"Quản lý thị trường|Thư viện|Bảo tàng|Dân quân|Hệ thống truyền|"
    r"Cơ sở(?! vật chất| hạ tầng| dữ liệu| pháp| lý luận)|[Ôô]ng,? bà|[Ôô]ng|Bà|Nông trường|Chi nhánh|Hạt|Đồn|"
    r"Vườn)(?!\w)",
    re.IGNORECASE,
)
"""First words of names of units; what begins alike (`Tổ chức hội nghị`, `Phòng, chống`) is none."""
_LONGEST = 320


def without_request(text: str) -> str:
    """A title without `Đề nghị`, `Giao` before the unit."""
    return _ASKED.sub("", text, count=1).strip(" ,;:-–") if _ASKED.match(text) else text.strip(" ,;:-–")


def is_unit(text: str) -> bool:
    """Whether `text` begins as the name of a unit does.

    >>> is_unit("Phòng Kinh tế"), is_unit("Phòng, chống dịch"), is_unit("Các tổ chức"), is_unit("Tổ chức hội nghị")
    (True, False, True, False)
    >>> is_unit("Trường hợp cần thiết"), is_unit("Cơ sở vật chất"), is_unit("Xã hội hóa"), is_unit("Quản lý nhà nước")
    (False, False, False, False)
    """
    return len(text) <= _LONGEST and bool(_UNIT.match(text))


def unit_of(title: str | None) -> str | None:
    """The unit that a title names; None for a title that names none.

    >>> unit_of("Đề nghị Ủy ban MTTQ và các tổ chức thành viên"), unit_of("Chế độ báo cáo")
    ('Ủy ban MTTQ và các tổ chức thành viên', None)
    """
    name = without_request(title) if title else ""
    return name if is_unit(name) else None


def begins_as_body(head: str) -> bool:
    """Whether `head`, in capitals without marks, begins with the name of a body, or of the one who leads it."""
    return bool(re.match(rf"(?:{TITLE}\s+)?(?:{BODIES})\b", head))


def is_unit_name(text: str, plain: str | None = None) -> bool:
    """Whether `text` is the second line of a body's name: its unit, in capitals (`XÃ TÂN AN`)."""
    return is_capitals(text) and bool(re.match(rf"{UNITS}\s", bare(text) if plain is None else plain))


def is_body_name(text: str, plain: str | None = None) -> bool:
    """Whether `text` is the name of a body, or the title of its head with it, in capitals."""
    return is_capitals(text) and begins_as_body(bare(text) if plain is None else plain)


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
