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
