# SPDX-License-Identifier: Apache-2.0
"""The tables over all documents, made from what lies in their folders; tables as files."""

from __future__ import annotations

from ocr_kh.writing.tables.csv_file import read_table

__all__ = ["read_table"]
