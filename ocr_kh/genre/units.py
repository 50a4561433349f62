# SPDX-License-Identifier: Apache-2.0
"""Names of units that get tasks: offices, organisations, places and those who lead them, as titles name them."""

from __future__ import annotations

import re

_ASKED = re.compile(
    r"(?:Đề nghị|Giao cho|Giao|Yêu cầu|Đối với|Trách nhiệm của|Nhiệm vụ của|Phân công)\s+(?=\S)", re.IGNORECASE
)
"""Words before a unit in the head of a section (`Đề nghị Ủy ban MTTQ xã`)."""
_UNIT = re.compile(
    r"(?:Các|Toàn thể|Mỗi|Tất cả các)?\s?(?:"
    r"[UỦ]ỷ? ?ban|Uỷ ban|Ủy ban|UBND|UB ?MTTQ|UBMTTQ\w*|Hội đồng|HĐND|Mặt trận|MTTQ|Sở|Bộ(?! máy| tiêu)|"
    r"Phòng(?!\s?,? (?:chống|ngừa|cháy|tránh|dịch|thủ|bệnh))|Ban(?! hành)|Trung tâm|TT\w*|Trường|Văn phòng|VP|"
    r"Công an|Quân sự|BCH|"
    r"Hội(?! (?:nghị|thảo|thi|chợ|diễn|đàm|ý|họp|nhập))|Đoàn(?! kết)|Liên đoàn|Công đoàn|Đảng [uủ][yỷ]|Đảng bộ|"
    r"Chi bộ|Trạm|Bệnh viện|"
    r"Cục|Chi cục|Đội|Tổ(?! chức)|Tổ chức (?:chính trị|đoàn thể|thành viên|Đảng|xã hội|kinh tế|tín dụng)|"
    r"(?<=Các )tổ chức|Thôn|Bản|[ẤA]p|"
    r"Khu phố|Khóm|Xóm|Buôn|Làng|Cơ quan|Đơn vị|Doanh nghiệp|Hợp tác xã|HTX|Thủ trưởng|(?:Phó )?Chủ tịch|"
    r"Giám đốc|Hiệu trưởng|Đoàn thể|"
    r"Ngành(?=[,\s])|Cấp [uủ][yỷ]|Xã|Phường|Thị trấn|Đặc khu|Huyện|Tỉnh|Thành phố|Địa phương|Đài|Báo(?! cáo)|"
    r"Bưu điện|Ngân hàng|"
    r"Kho bạc|Thuế|Bảo hiểm|Viện|Thanh tra|Tòa án|Công chức|Cán bộ|Nhà (?:trường|văn|thiếu)|Thành viên|Cá nhân|Kế toán|"
    r"Điện lực|Công ty|BQL|Thường trực|Bộ phận|Chủ hộ|Hộ (?:gia|kinh|dân)|Người (?:dân|đứng)|Lãnh đạo|Trưởng|"
    r"Giáo viên|Nhân viên|"
    r"VNPT|Viettel|Quản lý|Thư viện|Bảo tàng|Dân quân|Hệ thống truyền|Cơ sở|[Ôô]ng,? bà|[Ôô]ng|Bà|Nông trường|"
    r"Chi nhánh|Hạt|Đồn|Vườn)(?!\w)",
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
    """
    return len(text) <= _LONGEST and bool(_UNIT.match(text))


def unit_of(title: str | None) -> str | None:
    """The unit that a title names; None for a title that names none.

    >>> unit_of("Đề nghị Ủy ban MTTQ và các tổ chức thành viên"), unit_of("Chế độ báo cáo")
    ('Ủy ban MTTQ và các tổ chức thành viên', None)
    """
    name = without_request(title) if title else ""
    return name if is_unit(name) else None
