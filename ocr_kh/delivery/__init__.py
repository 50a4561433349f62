# SPDX-License-Identifier: Apache-2.0
"""From converted folders to what an archive accepts; no page is read.

fields          the fields of a dossier and of a document, and what is wrong with values of them
dossier_list    the list of dossiers with all its columns
dossier         a dossier with its documents, all fields filled
ledger          which document is which of its dossier, what was packed: kept in the delivery
gathering       dossiers from the folders that convert wrote
packages        SIP_hoso: METS, EAD, schemas
profiles        trees and workbooks
verification    whether what was handed over is whole and right
handing_over    a delivery made
signing         which PDFs are to be signed, and whether signing did them no harm
dossier_papers  contents list and cover of each dossier, labels of boxes
"""

from __future__ import annotations
