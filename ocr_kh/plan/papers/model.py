# SPDX-License-Identifier: Apache-2.0
"""A paper of a hồ sơ as data: the key `dossier_paper` of plan.json."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ocr_kh.plan.base import FrozenModel, PageNumber


class ListedDocument(FrozenModel):
    """A row of a contents list."""

    ordinal: int | None = None
    code: str | None = Field(default=None, description="Number and symbol as printed.")
    date: str | None = Field(default=None, description="As precise as the row: `2026-03-04`, `2025-07` or `2025`.")
    author: str | None = Field(default=None, description="Tác giả văn bản, as printed.")
    subject: str | None = Field(default=None, description="Type and subject, as printed.")
    sheet: str | None = Field(default=None, description="Tờ số or trang số, as printed: `4`, `4-10`.")
    note: str | None = None
    page: PageNumber = None


class DossierPaper(FrozenModel):
    """A cover (bìa) or contents list (mục lục văn bản) of a hồ sơ; null where the paper does not say it."""

    kind: Literal["cover", "contents"]
    agency: str | None = Field(default=None, description="Printed lines joined by a space.")
    title: str | None = Field(default=None, description="Tiêu đề hồ sơ, printed lines joined by a space.")
    start: str | None = Field(default=None, description="Day of the first document, ISO 8601, as precise as printed.")
    end: str | None = Field(default=None, description="Day of the last document.")
    sheets: int | None = Field(default=None, description="Gồm ... tờ.")
    retention: str | None = Field(default=None, description="Thời hạn bảo quản, as printed.")
    mode: str | None = Field(default=None, description="Chế độ sử dụng, as printed.")
    fonds: str | None = Field(default=None, description="Phông số, or the name of the fonds.")
    catalogue: str | None = Field(default=None, description="Mục lục số.")
    dossier: str | None = Field(default=None, description="Hồ sơ số, or its code.")
    box: str | None = Field(default=None, description="Hộp số.")
    sign: str | None = Field(default=None, description="Ký hiệu thông tin.")
    documents: tuple[ListedDocument, ...] = Field(default=(), description="The rows of a contents list.")
