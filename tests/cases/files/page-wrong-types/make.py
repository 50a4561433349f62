# SPDX-License-Identifier: Apache-2.0

import pikepdf
from pikepdf import Array, Dictionary, Name


def make(folder):
    save(folder / "catalog.pdf", catalog)
    save(folder / "fields.pdf", fields)
    save(folder / "page.pdf", page)


def save(path, change):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    change(pdf)
    pdf.save(path)


def catalog(pdf):
    for key in ("Outlines", "OCProperties", "StructTreeRoot", "Metadata", "PageLabels", "ViewerPreferences", "Perms"):
        pdf.Root[Name(f"/{key}")] = 5
    pdf.Root.OpenAction = True


def fields(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array([5, Dictionary(FT=Name.Sig, Kids=5, V=5)]), XFA=5)


def page(pdf):
    first = pdf.pages[0].obj
    first.Annots, first.Thumb, first.AA, first.PieceInfo, first.Group = 5, 5, 5, 5, 5
