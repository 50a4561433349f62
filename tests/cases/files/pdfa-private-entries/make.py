# SPDX-License-Identifier: Apache-2.0

from pikepdf import Array, Dictionary, Name, String

from tests.cases.files.scanned_pdf import scanned_pdf


def make(folder):
    pdf = scanned_pdf()
    page = pdf.pages[0].obj
    private = Dictionary(ScannerWare=Dictionary(LastModified=String("D:20260302"), Private=String("x")))
    image = page.Resources.XObject.Im0
    image.PieceInfo = private
    image["/ScanProfile"] = String("office")
    keys = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 595, 842]), "PieceInfo": private}
    form = pdf.make_stream(b"/Im0 Do", **keys, LastModified=String("D:20260302"), Resources=page.Resources)
    page.Resources = Dictionary({"/XObject": Dictionary(Fm0=form), "/Vendor": Dictionary(Scan=1)})
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Fm0 Do Q")
    form.BBox = Array([0, 0, 1, 1])
    page["/Scan:Settings"] = private
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]))
    pdf.Root.ViewerPreferences = Dictionary(Type=Name.ViewerPreferences, HideToolbar=True)
    pdf.Root.MarkInfo = Dictionary(Marked=False, LetterspaceFlags=0)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, pdf.make_indirect(Dictionary(S=Name.r))]))
    pdf.Root.SpiderInfo = Dictionary(V=1)
    pdf.save(folder / "private.pdf")
