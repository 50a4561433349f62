# SPDX-License-Identifier: Apache-2.0

from pikepdf import Array, Dictionary, Name

from tests.cases.files.pdf_pages import born_digital


def make(folder):
    with born_digital() as pdf:
        name = pdf.make_indirect(Dictionary(FT=Name.Tx, T="nguoi", V="Người nhận: Kpă Thị Lan", DA="/Helv 12 Tf 0 g"))
        choice = Dictionary(
            FT=Name.Ch,
            T="noi",
            V="02",
            Opt=Array([Array(["01", "Thôn Đông"]), Array(["02", "Thôn Hạ Lang"])]),
            Rect=Array([330, 60, 560, 78]),
            DA="/Helv 0 Tf 0 g",
        )
        fields = [
            Dictionary(Parent=name, Rect=Array([60, 60, 320, 78])),
            choice,
            Dictionary(FT=Name.Tx, T="mat", V="khongaithay", Ff=1 << 13, Rect=Array([60, 30, 320, 48])),
            Dictionary(FT=Name.Tx, T="an", V="giấu đi", F=2, Rect=Array([330, 30, 560, 48])),
        ]
        for field in fields:
            field.Type, field.Subtype = Name.Annot, Name.Widget
        widgets = Array([pdf.make_indirect(field) for field in fields])
        pdf.pages[0].obj.Annots = widgets
        pdf.Root.AcroForm = Dictionary(Fields=widgets, NeedAppearances=True)
        pdf.save(folder / "inherited.pdf")
