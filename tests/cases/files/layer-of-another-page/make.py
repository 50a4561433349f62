# SPDX-License-Identifier: Apache-2.0

import pikepdf

from tests.cases.files.pdf_pages import add_scan, draw, typed_font

WORDS = (
    "Ủy ban nhân dân xã giao Công an xã chủ trì kiểm tra việc chấp hành quy định về phòng cháy và chữa cháy tại các "
    "cơ sở kinh doanh, kịp thời phát hiện và xử lý nghiêm các trường hợp vi phạm, báo cáo trước ngày cuối tháng."
)


def make(folder):
    with pikepdf.new() as pdf:
        add_scan(pdf)
        font, coded = typed_font(pdf, WORDS)
        words = WORDS.split()
        lines = [" ".join(words[start : start + 12]) for start in range(0, len(words), 12)] * 10
        shown = " ".join(f"<{coded(line)}> Tj T*" for line in lines)
        draw(pdf, f"BT 3 Tr /Lay 12 Tf 18 TL 80 780 Td {shown} ET".encode(), Font={"Lay": font})
        pdf.save(folder / "another.pdf")
