# SPDX-License-Identifier: Apache-2.0
"""Warnings about pages of which it is doubtful whether a document begins there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word

if TYPE_CHECKING:
    from ocr_kh.document import Document


def boundary_warnings(document: Document) -> list[Warning]:
    """One warning a page: the first, that may belong to the document before, or one where another may begin."""
    belongs = "this page may belong to the document before it in the file"
    begins = "another document may begin on this page"
    return [
        Warning(code="pages.boundary", message=belongs if page == 1 else begins, page=page)
        for page in document.doubtful_starts
    ]
