# SPDX-License-Identifier: Apache-2.0

from pikepdf import Array, Dictionary, Name

from tests.cases.files.pdf_pages import born_digital, draw, typed_font

HIDDEN = "BẢN DỰ THẢO LẤY Ý KIẾN KHÔNG LƯU HÀNH"


def make(folder):
    for name in ("marked", "member", "base-state"):
        with born_digital() as pdf:
            group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="nháp"))
            start = Dictionary(BaseState=Name.OFF) if name == "base-state" else Dictionary(OFF=Array([group]))
            pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=start)
            member = Dictionary(Type=Name.OCMD, OCGs=Array([group]), P=Name.AllOn)
            font, coded = typed_font(pdf, HIDDEN)
            content = f"/OC /Draft BDC BT /Hid 12 Tf 80 560 Td <{coded(HIDDEN)}> Tj ET EMC"
            draw(
                pdf,
                content.encode(),
                Font={"Hid": font},
                Properties={"Draft": pdf.make_indirect(member) if name == "member" else group},
            )
            pdf.save(folder / f"{name}.pdf")
