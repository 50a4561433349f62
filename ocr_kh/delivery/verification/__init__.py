# SPDX-License-Identifier: Apache-2.0
"""Whether what was handed over is whole and right; nothing is mended, everything is told.

finding      one thing that is wrong, with the file and the key it is in
xml_files    XML and its schemas, without a network
links        what a METS names: files, sizes, hashes, IDs
words        what a METS says of itself: kinds, times, agents
descriptions EAD and EAD_doc against the fields of the circular, the documents and one another
package      all of a package
handed_over  packages, trees and bags of a delivery
"""

from __future__ import annotations

from ocr_kh.delivery.verification.finding import Finding
from ocr_kh.delivery.verification.handed_over import verify

__all__ = ["Finding", "verify"]
