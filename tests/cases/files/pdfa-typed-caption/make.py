# SPDX-License-Identifier: Apache-2.0

from tests.cases.files.scanned_pdf import scanned_pdf, type_onto


def make(folder):
    type_onto(scanned_pdf(), "Sô dên: 118").save(folder / "caption.pdf")
