# SPDX-License-Identifier: Apache-2.0
"""SIP_hoso, the package of one dossier (Thông tư 05/2025/TT-BNV, Phụ lục III).

variants   what differs between the circular, the sample package and E-ARK's own rules
ead        EAD.xml and EAD_doc.xml, and our schemas of them
mets       METS.xml of the package and of its representation
sip        the folder, whole or not at all
schemas/   METS 1.12 and XLink (Library of Congress, CC0), extensions of DILCIS (as eark-validator 1.1.3 has them)
"""

from __future__ import annotations
