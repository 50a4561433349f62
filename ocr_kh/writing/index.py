# SPDX-License-Identifier: Apache-2.0
"""The face of index.csv for those who script: its values as they are."""

from __future__ import annotations

from ocr_kh.writing.tables.index import read_index

__all__ = ["read_index"]
