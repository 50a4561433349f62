# SPDX-License-Identifier: Apache-2.0

from tests.cases.files.scanned_pdf import scanned_pdf, type_onto


def make(folder):
    scanned_pdf().save(folder / "scan.pdf")
    type_onto(scanned_pdf(), "118").save(folder / "caption.pdf")
